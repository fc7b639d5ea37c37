"""Who outside of the account gets in, and which rights nobody uses."""

from aws_cdk import aws_accessanalyzer as accessanalyzer
from constructs import Construct


class ExternalAccessAnalyzer(Construct):
    """Finds every resource whose policy lets somebody outside of the account in; free of charge.

    Args:
        name: Name of the analyzer.

    Source: Security Hub IAM.28; https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str) -> None:
        super().__init__(scope, id_)
        self.resource = accessanalyzer.CfnAnalyzer(self, "Resource", type="ACCOUNT", analyzer_name=name)


class UnusedAccessAnalyzer(Construct):
    """Finds roles, keys, passwords and permissions that nobody used; charged by user and role.

    Args:
        name: Name of the analyzer.
        days: Days without use, 1 to 365.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-create-unused.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, days: int) -> None:
        super().__init__(scope, id_)
        unused = accessanalyzer.CfnAnalyzer.UnusedAccessConfigurationProperty(unused_access_age=days)
        self.resource = accessanalyzer.CfnAnalyzer(
            self,
            "Resource",
            type="ACCOUNT_UNUSED_ACCESS",
            analyzer_name=name,
            analyzer_configuration=accessanalyzer.CfnAnalyzer.AnalyzerConfigurationProperty(
                unused_access_configuration=unused
            ),
        )
