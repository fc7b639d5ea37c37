"""Guarantees in the settings are proved about the golden templates, and a weakened policy breaks them."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from baseline.cli import main
from baseline.guarantees.accounts import in_every_account
from baseline.guarantees.own import prove_own
from baseline.settings.load import load
from baseline.settings.model import Settings
from baseline.template.deployment import Deployment
from baseline.template.estate import load_estate
from baseline.verdict import Result

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
REGION = Deployment(region="eu-west-1")


@cache
def _settings(profile: str) -> Settings:
    return load(ROOT / "config" / f"{profile}.yaml")


@pytest.mark.parametrize("profile", sorted(folder.name for folder in GOLDEN.iterdir()))
def test_every_guarantee_of_the_profiles_is_proved(profile: str) -> None:
    proofs = prove_own(_settings(profile), in_every_account([GOLDEN / profile], REGION))
    assert {
        proof.name: (proof.verdict.result, proof.verdict.why) for proof in proofs if not proof.verdict.holds
    } == {}


def _weakened(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> set[str]:
    """The guarantees of standard.yaml that a change of the identity stack's resources breaks."""
    for file in (GOLDEN / "standard").iterdir():
        template = json.loads(file.read_text())
        if "identity" in file.name:
            change(template["Resources"])
        (tmp_path / file.name).write_text(json.dumps(template))
    proofs = prove_own(_settings("standard"), [load_estate([tmp_path], REGION)])
    return {proof.name for proof in proofs if proof.verdict.result is Result.REFUTED}


def _statements(resources: dict[str, Any], policy: str) -> list[dict[str, Any]]:
    (found,) = (value for key, value in resources.items() if key.startswith(policy))
    statements: list[dict[str, Any]] = found["Properties"]["PolicyDocument"]["Statement"]
    return statements


def _without(policy: str, sid: str) -> Callable[[dict[str, Any]], None]:
    def change(resources: dict[str, Any]) -> None:
        statements = _statements(resources, policy)
        kept = [each for each in statements if not each.get("Sid", "").startswith(sid)]
        assert len(kept) < len(statements)
        statements[:] = kept

    return change


def _with(policy: str, *actions: str, **more: object) -> Callable[[dict[str, Any]], None]:
    def change(resources: dict[str, Any]) -> None:
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}
        _statements(resources, policy).append(statement)

    return change


def _all(*changes: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    def change(resources: dict[str, Any]) -> None:
        for each in changes:
            each(resources)

    return change


NEWBIES, TESTERS, AUDITORS = (f"Group{name}Policy" for name in ("newbies", "testers", "auditors"))
GUARDRAILS = "GuardrailsGroupPolicy"
LAUNCH = _with(NEWBIES, "ec2:RunInstances")
STOP = _with(AUDITORS, "cloudtrail:StopLogging")
TERMINATE = _with(TESTERS, "ec2:TerminateInstances")
NO_MORE = "nobody in a group can give themselves more rights"
TAG = _with(TESTERS, "ec2:CreateTags")


@pytest.mark.parametrize("more", [LAUNCH, STOP, TERMINATE, TAG])
def test_guardrails_hold_where_a_group_is_given_more(
    tmp_path: Path, more: Callable[[dict[str, Any]], None]
) -> None:
    assert _weakened(tmp_path, more) == set()


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (_all(LAUNCH, _without(NEWBIES, "DenyEveryOtherType")), {"newbies launch nothing but the t2 family"}),
        (_without(NEWBIES, "LaunchNamedTypes"), {"newbies can launch a t2.micro"}),
        (_all(STOP, _without(GUARDRAILS, "DenySilencing")), {"nobody but break-glass silences the trail"}),
        (_all(TERMINATE, _without(TESTERS, "DenyUnless")), {"testers terminate nothing but test instances"}),
        (
            _all(TAG, _without(GUARDRAILS, "DenySetting")),
            {"testers terminate nothing but test instances", NO_MORE},
        ),
        (_without(TESTERS, "TerminateTagged"), {"testers can terminate a test instance"}),
        (_with(TESTERS, "lambda:UpdateFunctionCode"), {NO_MORE}),
    ],
)
def test_what_breaks_a_guarantee_is_found(
    tmp_path: Path, change: Callable[[dict[str, Any]], None], broken: set[str]
) -> None:
    assert _weakened(tmp_path, change) == broken


def test_the_command_prints_each_guarantee_and_fails_if_one_does_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    templates = str(GOLDEN / "standard")
    assert main(["prove", str(ROOT / "config/standard.yaml"), "--templates", templates]) == 0
    assert "guarantees proved" in capsys.readouterr().out
    text = (ROOT / "config/standard.yaml").read_text().replace('"t2.*"}}', "t2.micro}}")
    config = tmp_path / "mine.yaml"
    config.write_text(text)
    assert main(["prove", str(config), "--templates", templates]) == 1
    out = capsys.readouterr().out
    assert "refuted  newbies launch nothing but the t2 family" in out and "ec2:instancetype" in out
    assert main(["prove", str(config), "--templates", templates, "--json"]) == 1
    first = json.loads(capsys.readouterr().out)[0]
    assert first["result"] == "refuted" and first["examples"][0]["action"] == "ec2:RunInstances"


def test_the_account_may_be_one_that_a_policy_names(tmp_path: Path) -> None:
    """What an ARN with a literal account lets in holds in that account, wherever the templates go."""
    for file in (GOLDEN / "standard").iterdir():
        template = json.loads(file.read_text())
        if "identity" in file.name:
            statements = _statements(template["Resources"], TESTERS)
            arn = "arn:aws:lambda:*:111122223333:function:*"
            statements.append({"Effect": "Allow", "Action": "lambda:UpdateFunctionCode", "Resource": arn})
        (tmp_path / file.name).write_text(json.dumps(template))
    for account, refuted in (("111122223333", True), ("444455556666", False), (None, True)):
        estates = in_every_account([tmp_path], Deployment(account=account, region="eu-west-1"))
        results = [proof.verdict.result for proof in prove_own(_settings("standard"), estates)]
        assert (Result.REFUTED in results) is refuted


def test_a_file_without_guarantees_says_that_nothing_was_proved(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = tmp_path / "bare.yaml"
    config.write_text("name: acme\nregion: eu-west-1\nnotify: a@example.com\n")
    assert main(["prove", str(config), "--templates", str(GOLDEN / "minimal")]) == 0
    assert "nothing was proved" in capsys.readouterr().out


INSTANCE = "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"


def test_one_request_is_decided_with_the_line_that_decides(capsys: pytest.CaptureFixture[str]) -> None:
    ask = [
        "can",
        "group/testers",
        "ec2:TerminateInstances",
        INSTANCE,
        "--templates",
        str(GOLDEN / "standard"),
    ]
    context = ["aws:MultiFactorAuthPresent=true", "aws:RequestedRegion=eu-west-1", "aws:ResourceTag/ENV=TEST"]
    assert main([*ask, "--context", *context]) == 0
    assert "acme-identity.json:" in capsys.readouterr().out
    assert main([*ask, "--context", "aws:MultiFactorAuthPresent=true"]) == 1
    assert "explicitly denied" in capsys.readouterr().out
    assert main([*ask, "--json", "--context", *context]) == 0
    assert json.loads(capsys.readouterr().out)["decision"] == "allowed"
    assert main([*ask, "--context", "novalue"]) == 2


def test_all_principals_are_asked(capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["who", "ec2:TerminateInstances", INSTANCE, "--templates", str(GOLDEN / "standard")]
    assert main(ask) == 0
    out = capsys.readouterr().out
    assert "group/testers may" in out and "group/newbies" in out.split("no request of these")[1]
    assert main([*ask, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["group/newbies"]["result"] == "refuted"


def test_templates_of_another_file_are_not_proved_by_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cdk.out").mkdir()
    (tmp_path / "cdk.out" / "else-identity.json").write_text("{}")
    assert main(["prove", str(ROOT / "config/standard.yaml")]) == 2
    assert "else-identity is not of" in capsys.readouterr().err


TEAM = """
Resources:
  Boss: {Type: "AWS::IAM::User", Properties: {UserName: boss,
    ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"]}}
  Idle: {Type: "AWS::IAM::User", Properties: {UserName: idle}}
  Lost: {Type: "AWS::IAM::User", Properties: {UserName: lost, ManagedPolicyArns: [!ImportValue x]}}
  Worker:
    Type: AWS::IAM::User
    Properties:
      UserName: worker
      Policies:
        - PolicyName: p
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: "sqs:*Message"
                Resource: "*"
                Condition: {Bool: {"aws:SecureTransport": true}}
              - {Effect: Allow, Action: "sns:Publish", Resource: !ImportValue y}
"""


def test_the_matrix_says_what_each_can_do_and_what_it_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "team.yaml").write_text(TEAM)
    ask = ["matrix", "--templates", str(tmp_path / "team.yaml")]
    assert main(ask) == 0
    out = capsys.readouterr().out
    assert "actions of nearly all services" in out and "user/idle  nothing" in out
    assert "sqs Write: DeleteMessage, ReceiveMessage, SendMessage" in out or "sqs Read" in out
    assert "takes aws:securetransport" in out and "not known: sns Write: Publish" in out
    assert main([*ask, "--json"]) == 0
    worker = json.loads(capsys.readouterr().out)["user/worker"]
    assert [row["actions"] for row in worker["not known"]] == [["sns:Publish"]]
    assert {"aws:securetransport"} == {key for row in worker["can"] for key in row["needs"]}
