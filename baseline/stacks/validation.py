"""The CDK's own template validation as a lint engine, in the Node process that synthesised."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import jsii
from aws_cdk import CloudFormationValidatePlugin, IPolicyValidationContext, PolicyValidationStack
from constructs import IConstruct

from baseline.lint.finding import Finding


@jsii.implements(IPolicyValidationContext)
class _Templates:
    """Tells the plugin which templates to read."""

    def __init__(self, app: IConstruct, stacks: list[PolicyValidationStack]) -> None:
        self._app = app
        self._stacks = stacks

    @property
    def app_construct(self) -> IConstruct:
        return self._app

    @property
    def stack_templates(self) -> list[PolicyValidationStack]:
        return self._stacks

    @property
    def template_paths(self) -> list[str]:
        return [stack.template_path for stack in self._stacks]

    # The CDK asks each stack for these two instead, but its interface still has them.

    @property
    def account_id(self) -> None:
        return None

    @property
    def region(self) -> None:
        return None


class CdkValidation:
    """AWS's validation of CloudFormation templates and the CDK's own rules; warnings count too.

    Args:
        app: The app whose templates are examined.
        region: The region for which they are.

    Source: https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
    """

    name = "CDK validation"

    def __init__(self, app: IConstruct, *, region: str) -> None:
        self._app = app
        self._region = region
        self.version = f"{version('aws-cdk-lib')} {region}"

    def examine(self, templates: Sequence[Path]) -> list[Finding]:
        """Findings of the CDK's validation."""
        stacks = [
            PolicyValidationStack(
                stack_construct_path=template.name,
                template_path=str(template.resolve()),
                region=self._region,
            )
            for template in templates
        ]
        report = CloudFormationValidatePlugin().validate(_Templates(self._app, stacks))
        return [
            Finding(
                template=Path(resource.template_path or "").name,
                resource=resource.resource_logical_id or "",
                rule=violation.rule_name,
                severity=violation.severity or "error",
                message=violation.description,
                engine=self.name,
            )
            for violation in report.violations
            for resource in violation.violating_resources
        ]
