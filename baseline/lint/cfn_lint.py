"""cfn-lint as an engine, in processes of its own, so that it runs beside the engine that lives in Node."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

from baseline.lint.finding import Finding


class CfnLint:
    """All rules that cfn-lint switches on by default, for one region.

    Args:
        region: The region whose resource types and values count.

    Source: https://github.com/aws-cloudformation/cfn-lint
    """

    name = "cfn-lint"

    def __init__(self, *, region: str) -> None:
        self._region = region
        self.version = f"{version('cfn-lint')} {region}"

    def examine(self, templates: list[Path]) -> list[Finding]:
        """Findings of cfn-lint; the largest templates go first, so that no process idles at the end."""
        largest_first = sorted(templates, key=lambda path: path.stat().st_size, reverse=True)
        workers = min(len(templates), os.cpu_count() or 1)
        # A forked child would share the pipe to jsii's Node process.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
            found = pool.map(_examine_one, largest_first, [self._region] * len(largest_first))
            return [finding for findings in found for finding in findings]


def _examine_one(template: Path, region: str) -> list[Finding]:
    # Imported here: it takes half a second, which only this process should pay.
    from cfnlint.api import ManualArgs, lint_file

    matches = lint_file(template, config=ManualArgs(regions=[region]))
    return [
        Finding(
            template=template.name,
            resource=_resource(getattr(match, "path", None)),
            rule=match.rule.id,
            severity=match.rule.severity,
            message=match.message,
            engine=CfnLint.name,
        )
        for match in matches
    ]


def _resource(path: list[str | int] | None) -> str:
    """The resource that a path leads into; a match on a template that cannot be parsed has no path."""
    match path:
        case ["Resources", logical_id, *_]:
            return str(logical_id)
        case _:
            return ""
