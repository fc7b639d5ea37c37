"""CloudFormation Validate's rules, compiled by importing this; only the processes of engines do."""

from pathlib import Path

from cloudformation_validate import (
    CompositeEngine,
    DetailLevel,
    Diagnostic,
    PseudoParameterOverrides,
    RuleFilterConfig,
    ServiceFilter,
    Severity,
    ValidateConfig,
)

_ENGINE = CompositeEngine()
# The CDK leaves out what its own constructs cannot get right, and so do we; a test compares with it.
_LEFT_OUT = RuleFilterConfig(
    ids=["W3005", "W1020", "E1018", "W9002", "W9013", "W1103"],
    services=[ServiceFilter(service="AWS::AutoScaling", rule_id="W3697")],
)


def diagnostics(template: Path, region: str) -> list[Diagnostic]:
    """What CloudFormation Validate objects to in a template, asked as the CDK asks."""
    config = ValidateConfig(
        detail_level=DetailLevel.STANDARD,
        severity_level=Severity.WARN,
        pseudo_parameter_overrides=PseudoParameterOverrides(region=region),
        exclude=_LEFT_OUT,
    )
    return list(_ENGINE.validate_template(template, config).diagnostics)
