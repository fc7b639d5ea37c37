"""CloudFormation Validate as an engine: what the CDK validates templates with, as machine code."""

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from baseline.lint.finding import Finding

if TYPE_CHECKING:
    from cloudformation_validate import CompositeEngine, Diagnostic, ValidateConfig

# The CDK leaves out what its own constructs cannot get right, and so do we; a test compares with it.
_LEFT_OUT = ("W3005", "W1020", "E1018", "W9002", "W9013", "W1103")
_LEFT_OUT_OF_A_SERVICE = ("W3697", "AWS::AutoScaling")
# The engine's only thread: who examines waits for the rules, however far they are.
_THREAD = ThreadPoolExecutor(max_workers=1)


def start_cloudformation_validate() -> None:
    """Compile the rules, which takes a fifth of a second, while the caller does something else."""
    _THREAD.submit(_engine)


class CloudFormationValidate:
    """AWS's validation of CloudFormation templates, for one region; warnings count too.

    The CDK has the same engine, of the same version, in WebAssembly, which takes six times as long (ADR 21).

    Args:
        region: The region for which the templates are.

    Source: https://github.com/aws-cloudformation/cloudformation-validate
    """

    name = "CloudFormation Validate"

    def __init__(self, *, region: str) -> None:
        self.region = region
        self.version = version("cloudformation-validate")

    def examine(self, templates: Sequence[Path]) -> list[Finding]:
        """Findings of CloudFormation Validate."""
        return _THREAD.submit(self._examine, templates).result()

    def _examine(self, templates: Sequence[Path]) -> list[Finding]:
        config = _config(self.region)
        return [
            _finding(template, diagnostic)
            for template in templates
            for diagnostic in _engine().validate_template(template, config).diagnostics
        ]


@functools.cache
def _engine() -> "CompositeEngine":
    """The rules, compiled once a process."""
    from cloudformation_validate import CompositeEngine

    return CompositeEngine()


def _config(region: str) -> "ValidateConfig":
    """As the CDK asks, for this region."""
    import cloudformation_validate as engine

    rule, service = _LEFT_OUT_OF_A_SERVICE
    return engine.ValidateConfig(
        detail_level=engine.DetailLevel.STANDARD,
        severity_level=engine.Severity.WARN,
        pseudo_parameter_overrides=engine.PseudoParameterOverrides(region=region),
        exclude=engine.RuleFilterConfig(
            ids=list(_LEFT_OUT), services=[engine.ServiceFilter(service=service, rule_id=rule)]
        ),
    )


def _finding(template: Path, diagnostic: "Diagnostic") -> Finding:
    """In the CDK's words, so that a finding reads the same however it was made."""
    place = (diagnostic.property_path or "").removeprefix("Properties.")
    entity = diagnostic.entity
    return Finding(
        template=template.name,
        resource=entity.logical_id if entity and entity.entity_type.name == "RESOURCE" else "",
        rule=diagnostic.rule_id,
        severity="warning" if diagnostic.severity.name == "WARN" else "error",
        message=f"{place}: {diagnostic.message}" if place else diagnostic.message,
        engine=CloudFormationValidate.name,
    )
