"""Findings that somebody has accepted, with a reason written beside the construct.

The CDK applies these itself where it validates during synthesis; here, where results may come from an earlier
run, the reasons are read from the assembly, so that withdrawing one brings its finding back.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baseline.lint.finding import Finding
from baseline.template.assembly import StackTemplate

_ACKNOWLEDGED = "aws:cdk:acknowledged-rules"
_LOGICAL_ID = "aws:cdk:logicalId"
# How the CDK's validation is named in `Validations.of(...).acknowledge`.
_NAMESPACE = "CloudFormation-Validate::"


def unacknowledged(findings: list[Finding], stacks: list[StackTemplate]) -> list[Finding]:
    """The findings that nobody has given a reason for.

    A reason counts for the construct it was given on and for everything below, and only for findings that the
    CDK's validation makes.

    Source: https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
    """
    accepted = {row for stack in stacks for row in _accepted(stack)}
    return [f for f in findings if (f.template, f.resource, _NAMESPACE + f.rule) not in accepted]


def _accepted(stack: StackTemplate) -> Iterator[tuple[str, str, str]]:
    """Template, logical id and rule of all that is accepted in a stack."""
    metadata = _metadata(stack.file)
    rules = {path: set(_data(entries, _ACKNOWLEDGED)) for path, entries in metadata.items()}
    for path, entries in metadata.items():
        for logical_id in _data(entries, _LOGICAL_ID):
            for above in _with_ancestors(path):
                for rule in rules.get(above, ()):
                    yield stack.file.name, logical_id, rule


def _metadata(template: Path) -> dict[str, list[dict[str, Any]]]:
    file = template.with_name(template.name.replace(".template.json", ".metadata.json"))
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _data(entries: list[dict[str, Any]], kind: str) -> Iterator[str]:
    for entry in entries:
        if entry["type"] == kind:
            # A logical id is a string; accepted rules are the keys of a mapping to reasons.
            yield from [entry["data"]] if isinstance(entry["data"], str) else entry["data"]


def _with_ancestors(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
