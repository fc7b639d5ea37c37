"""Weaken any one statement of the golden groups' policies, and the prover sees it."""

import json
from pathlib import Path
from typing import Any

import pytest

from baseline.access.account import account_of, plain
from baseline.access.capabilities import capabilities
from baseline.access.compare import more_permissive
from baseline.access.policy import Policy, read_policy
from baseline.template.deployment import Deployment
from baseline.template.estate import Estate, load_estate
from baseline.verdict import Result

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "standard"
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
POLICIES = ("GroupnewbiesPolicy", "GrouptestersPolicy", "GroupauditorsPolicy", "GuardrailsGroupPolicy")


def _documents() -> dict[str, list[dict[str, Any]]]:
    estate = load_estate([GOLDEN], Deployment(region="eu-west-1"))
    return {
        prefix: plain(resource.get("PolicyDocument", "Statement"))
        for resource in estate.resources("AWS::IAM::ManagedPolicy")
        for prefix in POLICIES
        if resource.logical_id.startswith(prefix)
    }


DOCUMENTS = _documents()
STATEMENTS = [(policy, index) for policy, statements in DOCUMENTS.items() for index in range(len(statements))]


def _named(case: tuple[str, int]) -> str:
    policy, index = case
    return f"{policy}-{DOCUMENTS[policy][index]['Sid']}"


def _actions(statement: dict[str, Any]) -> list[str]:
    """The actions of a statement; for those about nearly everything, some that tell."""
    found = statement.get("Action", "*")
    listed = found if isinstance(found, list) else [found]
    return ["ec2:*Tags", "ec2:TerminateInstances"] if "*" in listed else listed


def _policy(statements: list[dict[str, Any]]) -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": statements}, name="p")


@pytest.mark.parametrize(
    "case", [c for c in STATEMENTS if DOCUMENTS[c[0]][c[1]]["Effect"] == "Deny"], ids=_named
)
def test_no_deny_can_be_left_out_unnoticed(case: tuple[str, int]) -> None:
    """Whatever the rest allows: with everything allowed beside it, its policy allows more without it."""
    policy, index = case
    others = [each for at, each in enumerate(DOCUMENTS[policy]) if at != index and each["Effect"] == "Deny"]
    allowed = {**ALL, "Action": [*_actions(DOCUMENTS[policy][index])]}
    before, after = (_policy([allowed, *others, *more]) for more in ([DOCUMENTS[policy][index]], []))
    assert more_permissive([before], [after]).result is Result.REFUTED
    assert more_permissive([after], [before]).result is Result.PROVED


@pytest.mark.parametrize(
    "case", [c for c in STATEMENTS if DOCUMENTS[c[0]][c[1]].get("Condition")], ids=_named
)
def test_no_condition_can_be_changed_unnoticed(case: tuple[str, int]) -> None:
    """An Allow without its condition allows more; a Deny without it denies more."""
    policy, index = case
    changed = {key: value for key, value in DOCUMENTS[policy][index].items() if key != "Condition"}
    beside = [] if changed["Effect"] == "Allow" else [{**ALL, "Action": [*_actions(changed)]}]
    before, after = _policy([*beside, DOCUMENTS[policy][index]]), _policy([*beside, changed])
    pair = ([before], [after]) if changed["Effect"] == "Allow" else ([after], [before])
    assert more_permissive(*pair).result is Result.REFUTED


def _matrix(estate: Estate) -> dict[str, object]:
    account = account_of(estate)
    return {name: capabilities(account, account.find(name)) for name in ("group/oncall", "group/testers")}


def _rights(row: Any) -> list[tuple[object, ...]]:
    """What a row allows; of several conditions that do, the solver names any."""
    return [(one.service, one.level, one.actions) for one in row[0]]


def test_more_for_a_group_changes_the_matrix(tmp_path: Path) -> None:
    before = _matrix(load_estate([GOLDEN], Deployment(region="eu-west-1")))
    for file in GOLDEN.iterdir():
        template = json.loads(file.read_text())
        for name, resource in template["Resources"].items():
            if name.startswith("GrouptestersPolicy"):
                resource["Properties"]["PolicyDocument"]["Statement"][0]["Action"] = "ec2:*Instances"
        (tmp_path / file.name).write_text(json.dumps(template))
    after = _matrix(load_estate([tmp_path], Deployment(region="eu-west-1")))
    assert _rights(after["group/oncall"]) == _rights(before["group/oncall"])
    assert after["group/testers"] != before["group/testers"]
    assert "ec2:StopInstances" in str(after["group/testers"])
