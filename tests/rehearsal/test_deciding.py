"""The evaluator decides the table of attempts by the templates alone, and has to agree with the account."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from baseline.access.catalogue import ResourceType, action
from baseline.access.evaluator import Effect
from baseline.rehearsal.attempts import ATTEMPTS, Attempt
from baseline.rehearsal.deciding import Ruling, by_policies, compared, decided, disagreements
from baseline.rehearsal.endpoint import Endpoint
from baseline.rehearsal.home import Home
from baseline.rehearsal.iam_questions import Surroundings, questions
from baseline.rehearsal.stage import Stage
from baseline.rehearsal.steps import asking
from baseline.rehearsal.tools import ROOT, Tools
from baseline.rehearsal.words import Absent, filled

GOLDEN = ROOT / "tests" / "golden"
HERE = Home(None, "eu-west-1")
WORDS = {
    **{word: f"{word}-id" for word in ("uploads", "archive", "trail", "recorder", "group", "image")},
    "subnet": "s",
    "foreign subnet": "s",
    "foreign group": "g",
    "server role": "web",
    "test server": "i-1",
    "production server": "i-2",
    "uploads that it only reads": "uploads-id",
    "break-glass": "arn:aws:iam::111122223333:role/break-glass",
    "volumes' key": "volumes-id",
}
SURROUNDINGS = Surroundings(
    partition="aws",
    account="111122223333",
    region="eu-west-1",
    vpcs=dict.fromkeys(("s", "g", "group-id"), "vpc-1"),
    tags={"i-1": {"ENV": "TEST"}, "i-2": {"ENV": "PROD"}},
    keys={"uploads-id": "arn:aws:kms:eu-west-1:111122223333:key/k"},
    volume_keys={"volumes-id": "arn:aws:kms:eu-west-1:111122223333:key/v"},
    passed={"web": "arn:aws:iam::111122223333:role/web"},
)


def _answer(attempt: Attempt, *, came: bool | None) -> dict[str, Any]:
    return {
        "persona": attempt.persona,
        "does": attempt.does,
        "allowed": attempt.allowed,
        "came": came,
        "held": None if came is None else came is attempt.allowed,
        "said": "AccessDenied by the account" if came is False else "done",
    }


def _as_expected() -> list[dict[str, Any]]:
    return [_answer(attempt, came=attempt.allowed) for attempt in ATTEMPTS]


def _assembly(folder: Path) -> Path:
    """The golden templates of standard.yaml as an assembly."""
    folder.mkdir()
    artifacts = {}
    for file in sorted((GOLDEN / "standard").glob("*.json")):
        (folder / file.name).write_text(file.read_text())
        artifacts[file.stem] = {
            "type": "aws:cloudformation:stack",
            "environment": "aws://unknown-account/eu-west-1",
            "properties": {"templateFile": file.name, "stackName": file.stem},
        }
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return folder


@pytest.mark.parametrize(
    ("profile", "count"), [("standard", 71), ("disconnected", 23), ("minimal", 3), ("whitepaper", 70)]
)
def test_the_templates_alone_say_what_the_table_says(profile: str, count: int) -> None:
    rulings = decided(GOLDEN / profile, HERE)
    # The white paper's server role may write, so that the account is not asked whether it may not.
    made = [a for a in _as_expected() if profile != "whitepaper" or a["does"] != "writes an upload"]
    pairs = compared(made, rulings)
    assert list(disagreements(pairs)) == []
    assert len(pairs) == count


def test_only_credentials_that_are_no_good_are_left_to_the_account() -> None:
    left = {attempt.persona for attempt in ATTEMPTS if not by_policies(attempt)}
    assert left == {"unknown key", "newbies with a wrong secret"}


@pytest.mark.parametrize("call", sorted({attempt.action for attempt in ATTEMPTS}))
def test_iam_is_asked_about_every_resource_that_an_action_requires(call: str) -> None:
    attempt = next(attempt for attempt in ATTEMPTS if attempt.action == call)
    asked = questions(call, filled(attempt.parameters, WORDS), SURROUNDINGS)
    for name in {question.action for question in asked}:
        listed = action(name)
        assert listed.known, name
        arns = [question.resource for question in asked if question.action == name]
        missing = [t.name for t in listed.resource_types if t.required and not _among(t, arns)]
        assert missing == []


def _among(type_: ResourceType, arns: list[str]) -> bool:
    pattern = re.sub(r"\\\$\\\{\w+\\\}", ".*", re.escape(type_.arn))
    return any(re.fullmatch(pattern, arn) for arn in arns)


def test_a_launch_with_a_role_and_tags_is_asked_for_both() -> None:
    wanted = {
        **filled(next(a for a in ATTEMPTS if a.action == "ec2:RunInstances").parameters, WORDS),
        "IamInstanceProfile": {"Name": "web"},
        "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "ENV", "Value": "TEST"}]}],
    }
    asked = {question.action: question for question in questions("ec2:RunInstances", wanted, SURROUNDINGS)}
    assert asked["iam:PassRole"].resource == "arn:aws:iam::111122223333:role/web"
    assert asked["ec2:CreateTags"].keys["aws:RequestTag/ENV"] == ["TEST"]
    assert asked["ec2:CreateTags"].keys["ec2:CreateAction"] == ["RunInstances"]


def test_a_launch_is_asked_for_the_key_of_its_disks() -> None:
    wanted = filled(next(a for a in ATTEMPTS if a.action == "ec2:RunInstances").parameters, WORDS)
    asked = [q for q in questions("ec2:RunInstances", wanted, SURROUNDINGS) if q.action.startswith("kms:")]
    assert {question.resource for question in asked} == {"arn:aws:kms:eu-west-1:111122223333:key/v"}
    assert all(question.keys["kms:ViaService"] == ["ec2.eu-west-1.amazonaws.com"] for question in asked)
    by_action = {question.action: question.keys for question in asked}
    assert by_action["kms:CreateGrant"]["kms:GrantIsForAWSResource"] == ["true"]
    assert "kms:GenerateDataKeyWithoutPlaintext" in by_action
    of_aws = questions("ec2:RunInstances", wanted, replace(SURROUNDINGS, volume_keys={}))
    assert not [question for question in of_aws if question.action.startswith("kms:")]


def test_a_policy_without_the_key_of_volumes_lets_nobody_launch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assembly = _assembly(tmp_path / "assembly")
    file = assembly / "acme-identity.json"
    text = file.read_text()
    without = text.replace("kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateMac")
    assert without != text
    file.write_text(without)
    (said,) = _personas(assembly, _as_expected(), monkeypatch).problems
    assert said.startswith("newbies launches a t2.micro: the account allows it")
    assert "kms:GenerateDataKeyWithoutPlaintext" in said


def test_an_object_is_not_read_without_the_key_of_its_bucket() -> None:
    asked = questions("s3:GetObject", {"Bucket": "uploads-id", "Key": "k"}, SURROUNDINGS)
    assert [question.action for question in asked] == ["s3:GetObject", "kms:Decrypt"]
    asked = questions("s3:GetObject", {"Bucket": "other", "Key": "k"}, SURROUNDINGS)
    assert [question.action for question in asked] == ["s3:GetObject"]


def test_a_disagreement_tells_both_reasons() -> None:
    attempt = next(a for a in ATTEMPTS if a.persona == "testers" and a.does == "launches a t2.micro")
    rulings = {
        (attempt.persona, attempt.does): Ruling(Effect.IMPLICITLY_DENIED, "nobody allows it; t.json:3")
    }
    (said,) = disagreements(compared([_answer(attempt, came=True)], rulings))
    assert said == (
        "testers launches a t2.micro: the account allows it (done); by the templates it is implicitly denied "
        "(nobody allows it; t.json:3)"
    )


@pytest.mark.parametrize(
    ("effect", "came"),
    [
        (Effect.ALLOWED, False),
        (Effect.EXPLICITLY_DENIED, True),
        (Effect.NOT_MODELLED, True),
        (Effect.NOT_MODELLED, False),
    ],
)
def test_whatever_is_not_the_same_answer_is_a_disagreement(effect: Effect, came: bool) -> None:
    attempt = ATTEMPTS[0]
    pairs = compared([_answer(attempt, came=came)], {(attempt.persona, attempt.does): Ruling(effect, "why")})
    assert len(list(disagreements(pairs))) == 1


def test_what_the_account_did_not_decide_is_not_compared() -> None:
    attempt = ATTEMPTS[0]
    rulings = {(attempt.persona, attempt.does): Ruling(Effect.ALLOWED, "why")}
    assert compared([_answer(attempt, came=None)], rulings) == []


def _personas(assembly: Path, answers: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(Stage, "probe", lambda *_: answers)
    stage = Stage(
        Endpoint("", {}, ours=True), Tools(Path(), Path()), assembly.parent, assembly.parent / "log"
    )
    return asking.personas(stage)


def test_agreement_on_all_that_policies_decide_holds_and_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _personas(_assembly(tmp_path / "assembly"), _as_expected(), monkeypatch)
    assert result.problems == []
    assert result.evidence == "74 attempts: 12 to be allowed, 62 refused; 71 decided by the evaluator too"


def test_templates_that_allow_more_than_the_account_fail_the_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account answers as it must; what it was made of says otherwise."""
    assembly = _assembly(tmp_path / "assembly")
    file = assembly / "acme-identity.json"
    text = file.read_text()
    widened = text.replace('"t2.*"', '"*"')
    assert widened != text
    file.write_text(widened)
    result = _personas(assembly, _as_expected(), monkeypatch)
    (said,) = result.problems
    assert said.startswith(
        "newbies launches an m5.large: the account refuses it (AccessDenied by the account)"
    )
    assert "by the templates it is allowed" in said
    assert "acme-identity.json:" in said


def test_an_account_that_allows_more_than_the_templates_fails_the_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = next(a for a in ATTEMPTS if a.persona == "anonymous" and a.does == "reads an upload")
    answers = [a for a in _as_expected() if (a["persona"], a["does"]) != (attempt.persona, attempt.does)]
    result = _personas(_assembly(tmp_path / "assembly"), [*answers, _answer(attempt, came=True)], monkeypatch)
    assert [said.partition(":")[0] for said in result.problems] == ["anonymous reads an upload"] * 2


def test_words_without_a_thing_are_told() -> None:
    with pytest.raises(Absent, match="no uploads"):
        filled({"Bucket": ["<uploads>"]}, {})


def test_a_call_that_nobody_described_is_an_error_and_no_guess() -> None:
    with pytest.raises(KeyError):
        questions("ec2:ModifyVpcAttribute", {}, SURROUNDINGS)
