"""A finding is accepted only where its rule was acknowledged, on the construct or above it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from baseline.lint.acknowledged import unacknowledged
from baseline.lint.finding import Finding
from baseline.template.assembly import StackTemplate


def _stack(folder: Path, acknowledged_at: str | None) -> StackTemplate:
    metadata: dict[str, list[dict[str, object]]] = {
        "/S/Box/Resource": [{"type": "aws:cdk:logicalId", "data": "Box123"}],
        "/S/Boxes/Resource": [{"type": "aws:cdk:logicalId", "data": "Boxes456"}],
    }
    if acknowledged_at:
        entry = {"type": "aws:cdk:acknowledged-rules", "data": {"CloudFormation-Validate::W1": "a reason"}}
        metadata.setdefault(acknowledged_at, []).append(entry)
    (folder / "S.metadata.json").write_text(json.dumps(metadata))
    return StackTemplate("S", "", folder / "S.template.json", Counter())


def _finding(rule: str = "W1", resource: str = "Box123") -> Finding:
    return Finding("S.template.json", resource, rule, "warning", "hm", "CloudFormation Validate")


@pytest.mark.parametrize("place", ["/S/Box/Resource", "/S/Box", "/S"])
def test_a_reason_on_the_construct_or_above_accepts_the_finding(tmp_path: Path, place: str) -> None:
    assert unacknowledged([_finding()], [_stack(tmp_path, place)]) == []


@pytest.mark.parametrize("place", [None, "/S/Boxes", "/S/Box/Other", "/"])
def test_no_reason_or_one_elsewhere_leaves_the_finding(tmp_path: Path, place: str | None) -> None:
    assert unacknowledged([_finding()], [_stack(tmp_path, place)]) == [_finding()]


@pytest.mark.parametrize(
    "finding", [_finding(rule="W2"), _finding(resource="Boxes456"), _finding(resource="")]
)
def test_a_reason_covers_its_rule_and_resource_only(tmp_path: Path, finding: Finding) -> None:
    assert unacknowledged([finding], [_stack(tmp_path, "/S/Box")]) == [finding]


def test_an_assembly_without_metadata_accepts_nothing(tmp_path: Path) -> None:
    stack = StackTemplate("S", "", tmp_path / "S.template.json", Counter())
    assert unacknowledged([_finding()], [stack]) == [_finding()]
