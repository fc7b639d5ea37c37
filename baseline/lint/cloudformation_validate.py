"""CloudFormation Validate as an engine: what the CDK validates templates with, as machine code."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from baseline.lint.finding import Finding
from baseline.lint.processes import Processes

if TYPE_CHECKING:
    from cloudformation_validate import Diagnostic


class CloudFormationValidate:
    """AWS's validation of CloudFormation templates, for one region; warnings count too.

    The CDK has the same engine, of the same version, in WebAssembly, which takes six times as long (ADR 21).

    Args:
        region: The region for which the templates are.
        processes: Where it runs.

    Source: https://github.com/aws-cloudformation/cloudformation-validate
    """

    name = "CloudFormation Validate"

    def __init__(self, *, region: str, processes: Processes) -> None:
        self.region = region
        self.version = version("cloudformation-validate")
        self._processes = processes

    def examine(self, templates: Sequence[Path]) -> list[Finding]:
        """Findings of CloudFormation Validate."""
        return self._processes.examine(_examine, templates, self.region)


def _examine(template: Path, region: str) -> list[Finding]:
    from baseline.lint.cloudformation_validate_rules import diagnostics

    return [_finding(template, diagnostic) for diagnostic in diagnostics(template, region)]


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
