"""A look reads, tells, and says when it could not."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_scheduler as scheduler
from aws_cdk.assertions import Template

from baseline_constructs.keys.purposes import notifications_key
from baseline_constructs.notifications import AlertTopic
from baseline_constructs.routine import looks
from baseline_constructs.routine.looks import LOOKS
from baseline_constructs.routine.regular_look import RegularLook
from baseline_constructs.schedules.schedule import monthly, weekly

READING = ("Batch", "Describe", "Detect", "Generate", "Get", "List")


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Routine")
    key = notifications_key(stack, "Key", alias="n").key
    topic = AlertTopic(stack, "Topic", key=key, email="security@example.com")
    group = scheduler.CfnScheduleGroup(stack, "Group", name="acme")
    for look in LOOKS.values():
        RegularLook(
            stack,
            look.name,
            prefix="acme",
            look=look,
            group=group,
            cron=weekly("monday", 6) if look.due == "weekly" else monthly(6),
            topic=topic,
            topic_key=key,
        )
    return Template.from_stack(stack)


def _runbook(template: Template, name: str) -> dict[str, dict[str, Any]]:
    [document] = [
        one["Properties"]
        for one in template.find_resources("AWS::SSM::Document").values()
        if one["Properties"]["Name"] == f"acme-look-{name}"
    ]
    return {step["name"]: step for step in document["Content"]["mainSteps"]}


def _roles(template: Template, name: str, kind: str) -> dict[str, Any]:
    [role] = [
        one["Properties"]
        for id_, one in template.find_resources("AWS::IAM::Role").items()
        if id_.startswith(f"{name}{kind}")
    ]
    return dict(role)


def _statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    return list(role["Policies"][0]["PolicyDocument"]["Statement"])


def test_every_script_belongs_to_a_look() -> None:
    folder = Path(looks.__file__).with_name("checks")
    assert {file.stem for file in folder.glob("*.py")} - {"__init__"} == set(LOOKS)


@pytest.mark.parametrize("name", LOOKS)
def test_what_it_found_is_told(name: str, template: Template) -> None:
    steps = _runbook(template, name)
    assert steps["Look"]["nextStep"] == "Tell"
    assert steps["Tell"]["isEnd"] is True
    assert steps["Tell"]["inputs"]["TopicArn"]["Ref"].startswith("Topic")
    assert steps["Tell"]["inputs"]["Message"].startswith("{{Look.Message}}")


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_that_fails_is_told_as_well(name: str, template: Template) -> None:
    steps = _runbook(template, name)
    assert steps["Look"]["onFailure"] == "step:TellThatItFailed"
    assert "FAILED" in steps["TellThatItFailed"]["inputs"]["Message"]


@pytest.mark.parametrize("name", LOOKS)
def test_the_script_is_the_one_that_is_tested(name: str, template: Template) -> None:
    inputs = _runbook(template, name)["Look"]["inputs"]
    assert inputs["Script"] == LOOKS[name].script
    assert f"def {inputs['Handler']}(" in inputs["Script"]


@pytest.mark.parametrize("name", LOOKS)
def test_the_role_reads_and_tells_and_changes_nothing(name: str, template: Template) -> None:
    read, *others = _statements(_roles(template, name, "Role"))
    assert all(action.partition(":")[2].startswith(READING) for action in read["Action"])
    assert [one["Action"] for one in others] == ["sns:Publish", ["kms:Decrypt", "kms:GenerateDataKey"]]
    assert others[0]["Resource"]["Ref"].startswith("Topic")
    assert "kms:ViaService" in others[1]["Condition"]["StringEquals"]


def test_only_drift_needs_a_policy_of_aws_s_own(template: Template) -> None:
    with_managed = {name for name in LOOKS if _roles(template, name, "Role").get("ManagedPolicyArns")}
    assert with_managed == {"drift"}


@pytest.mark.parametrize("name", LOOKS)
def test_only_systems_manager_takes_the_role_for_runs_of_this_account(name: str, template: Template) -> None:
    [trust] = _roles(template, name, "Role")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "ssm.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert trust["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1][-1] == ":automation-execution/*"


@pytest.mark.parametrize("name", LOOKS)
def test_the_scheduler_starts_this_look_and_passes_this_role(name: str, template: Template) -> None:
    start, pass_ = _statements(_roles(template, name, "ScheduleRole"))
    assert start["Action"] == "ssm:StartAutomationExecution"
    ends = [arn["Fn::Join"][1][-1] for arn in start["Resource"]]
    assert ends == [f":automation-definition/acme-look-{name}:*", f":document/acme-look-{name}"]
    assert pass_["Resource"]["Fn::GetAtt"][0].startswith(f"{name}Role")
    assert pass_["Condition"] == {"StringEquals": {"iam:PassedToService": "ssm.amazonaws.com"}}


@pytest.mark.parametrize("name", LOOKS)
def test_only_the_scheduler_takes_its_role_for_schedules_of_the_group(name: str, template: Template) -> None:
    [trust] = _roles(template, name, "ScheduleRole")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
    condition = trust["Condition"]["StringEquals"]
    assert condition["aws:SourceArn"] == {"Fn::GetAtt": ["Group", "Arn"]}


@pytest.mark.parametrize(("name", "cron"), [("drift", "cron(0 6 ? * MON *)"), ("keys", "cron(0 6 1 * ? *)")])
def test_looks_are_taken_every_week_or_month(name: str, cron: str, template: Template) -> None:
    [schedule] = [
        one["Properties"]
        for one in template.find_resources("AWS::Scheduler::Schedule").values()
        if one["Properties"]["Name"] == f"acme-look-{name}"
    ]
    assert schedule["ScheduleExpression"] == cron
    assert schedule["Target"]["Arn"]["Fn::Join"][1][-1].endswith("aws-sdk:ssm:startAutomationExecution")
    document = schedule["Target"]["Input"]
    assert "DocumentName" in json.dumps(document)
