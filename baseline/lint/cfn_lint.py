"""cfn-lint as an engine."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from baseline.lint.finding import Finding
from baseline.lint.processes import Processes


class CfnLint:
    """All rules that cfn-lint switches on by default, for one region.

    Args:
        region: The region whose resource types and values count.
        processes: Where it runs.

    Source: https://github.com/aws-cloudformation/cfn-lint
    """

    name = "cfn-lint"

    def __init__(self, *, region: str, processes: Processes) -> None:
        self.region = region
        self.version = version("cfn-lint")
        self._processes = processes

    def examine(self, templates: Sequence[Path]) -> list[Finding]:
        """Findings of cfn-lint."""
        return self._processes.examine(_examine, templates, self.region)


def _examine(template: Path, region: str) -> list[Finding]:
    from baseline.lint.cfn_lint_rules import matches

    return [
        Finding(
            template=Path(match.filename).name,
            resource=_resource(getattr(match, "path", None)),
            rule=match.rule.id,
            severity=match.rule.severity,
            message=match.message,
            engine=CfnLint.name,
        )
        for match in matches(template, region)
    ]


def _resource(path: list[str | int] | None) -> str:
    """The resource that a path leads into; a match on a template that cannot be parsed has no path."""
    match path:
        case ["Resources", logical_id, *_]:
            return str(logical_id)
        case _:
            return ""
