"""Known weaknesses in source code, before it runs anywhere."""

from aws_cdk import aws_inspectorv2 as inspector
from constructs import Construct

_CATEGORIES = ("SAST", "SCA", "IAC")
_EVENTS = ("PULL_REQUEST", "PUSH")


class CodeScanning(Construct):
    """Has Inspector read every repository of a GitHub account, with every change and every week.

    It looks into the code itself, what it depends on and its infrastructure as code. The connection waits
    until somebody lets Inspector in, in the console of Inspector and in GitHub; no template can do that.
    Inspector must be on.

    Args:
        name: The names of the connection and of what is scanned.

    Source: https://docs.aws.amazon.com/inspector/latest/user/code-security-assessments.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str) -> None:
        super().__init__(scope, id_)
        made = inspector.CfnCodeSecurityScanConfiguration
        self.resource = inspector.CfnCodeSecurityIntegration(self, "Resource", name=name, type="GITHUB")
        made(
            self,
            "Scans",
            name=name,
            level="ACCOUNT",
            configuration=made.CodeSecurityScanConfigurationProperty(
                rule_set_categories=[*_CATEGORIES],
                continuous_integration_scan_configuration=made.ContinuousIntegrationScanConfigurationProperty(
                    supported_events=[*_EVENTS]
                ),
                periodic_scan_configuration=made.PeriodicScanConfigurationProperty(frequency="WEEKLY"),
            ),
            scope_settings=made.ScopeSettingsProperty(project_selection_scope="ALL"),
        )
