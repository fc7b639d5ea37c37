"""Experiments touch what carries the tag and nothing else, and end."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elb
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from baseline_constructs.chaos.experiment import ChaosExperiment, cut_subnet, fail_zone, stop_instances
from baseline_constructs.chaos.failing_requests import FailingRequests
from baseline_constructs.chaos.targets import Allowed
from baseline_constructs.keys.purposes import notifications_key
from baseline_constructs.notifications import AlertTopic

KINDS = ("Servers", "Zone", "Subnet")
# What changes something, and may do so only to what carries the tag.
ON_TAGGED = {"ec2:StopInstances", "ec2:StartInstances"}


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Chaos")
    vpc = ec2.CfnVPC(stack, "Vpc", cidr_block="10.0.0.0/16")
    allowed = Allowed("CHAOS", "allowed", vpc, kms.Key(stack, "Key"))
    topic = AlertTopic(
        stack, "Topic", key=notifications_key(stack, "N", alias="n").key, email="a@example.com"
    )
    balancer = elb.CfnLoadBalancer(stack, "Balancer")
    alarms = FailingRequests(stack, "Failing", balancer=balancer, errors_a_minute=7, topic=topic).arns
    failures = {
        "Servers": stop_instances(allowed, percent=50, minutes=10),
        "Zone": fail_zone(allowed, zone=2, minutes=15),
        "Subnet": cut_subnet(allowed, name="acme-app-1", zone=1, minutes=5),
    }
    for name, failure in failures.items():
        ChaosExperiment(stack, name, name=name, failure=failure, alarm_arns=alarms)
    return Template.from_stack(stack)


def _one(template: Template, type_: str, kind: str) -> dict[str, Any]:
    [found] = [one for id_, one in template.find_resources(type_).items() if id_.startswith(kind)]
    return dict(found["Properties"])


def _rights(template: Template, kind: str) -> list[dict[str, Any]]:
    [policy] = _one(template, "AWS::IAM::Role", kind)["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def _actions(statement: dict[str, Any]) -> set[str]:
    action = statement["Action"]
    return {action} if isinstance(action, str) else set(action)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_touched_that_lacks_the_tag(kind: str, template: Template) -> None:
    targets = _one(template, "AWS::FIS::ExperimentTemplate", kind)["Targets"].values()
    assert targets
    for target in targets:
        assert target["ResourceTags"]["CHAOS"] == "allowed"
        assert "ResourceArns" not in target


@pytest.mark.parametrize("kind", KINDS)
def test_an_alarm_ends_every_experiment(kind: str, template: Template) -> None:
    stops = _one(template, "AWS::FIS::ExperimentTemplate", kind)["StopConditions"]
    assert {stop["Source"] for stop in stops} == {"aws:cloudwatch:alarm"}
    assert [stop["Value"]["Fn::GetAtt"][0][:7] for stop in stops] == ["Failing", "Failing"]


@pytest.mark.parametrize(
    ("kind", "durations"), [("Servers", {"PT10M"}), ("Zone", {"PT15M"}), ("Subnet", {"PT5M"})]
)
def test_everything_is_put_right_after_some_minutes(
    kind: str, durations: set[str], template: Template
) -> None:
    actions = _one(template, "AWS::FIS::ExperimentTemplate", kind)["Actions"].values()
    found = [
        action["Parameters"].get("startInstancesAfterDuration") or action["Parameters"].get("duration")
        for action in actions
    ]
    assert set(found) == durations


@pytest.mark.parametrize("kind", ["Servers", "Zone"])
def test_the_role_stops_and_starts_only_what_carries_the_tag(kind: str, template: Template) -> None:
    [stop] = [one for one in _rights(template, kind) if _actions(one) & ON_TAGGED]
    assert stop["Condition"] == {"StringEquals": {"aws:ResourceTag/CHAOS": "allowed"}}


@pytest.mark.parametrize("kind", ["Zone", "Subnet"])
def test_the_role_takes_the_acl_only_from_tagged_subnets_of_the_network(
    kind: str, template: Template
) -> None:
    exchange = [one for one in _rights(template, kind) if "ec2:ReplaceNetworkAclAssociation" in _actions(one)]
    by_resource = {one["Resource"]["Fn::Join"][1][-1].lstrip(":"): one["Condition"] for one in exchange}
    assert by_resource["subnet/*"]["StringEquals"] == {"aws:ResourceTag/CHAOS": "allowed"}
    assert all("ec2:Vpc" in condition["ArnEquals"] for condition in by_resource.values())


@pytest.mark.parametrize("kind", KINDS)
def test_the_role_can_do_nothing_else(kind: str, template: Template) -> None:
    known = {
        *ON_TAGGED,
        "kms:CreateGrant",
        *(f"ec2:{name}NetworkAcl" for name in ("Create", "Delete")),
        *("ec2:CreateNetworkAclEntry", "ec2:ReplaceNetworkAclAssociation", "ec2:CreateTags"),
    }
    changing = {
        action
        for one in _rights(template, kind)
        for action in _actions(one)
        if not action.startswith("ec2:Describe")
    }
    assert changing <= known
    assert (kind == "Servers") == ("ec2:CreateNetworkAcl" not in changing)
    assert (kind == "Subnet") == ("ec2:StopInstances" not in changing)


@pytest.mark.parametrize("kind", KINDS)
def test_every_right_to_change_is_bound(kind: str, template: Template) -> None:
    """By a condition, or by the one network."""
    for one in _rights(template, kind):
        if not all(action.startswith("ec2:Describe") for action in _actions(one)):
            assert "Condition" in one or one["Sid"] == "MakeAclHere", one


@pytest.mark.parametrize("kind", KINDS)
def test_only_fis_takes_the_role_for_experiments_of_this_account(kind: str, template: Template) -> None:
    [trust] = _one(template, "AWS::IAM::Role", kind)["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "fis.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert trust["Condition"]["ArnLike"]["aws:SourceArn"]["Fn::Join"][1][-1] == ":experiment/*"


def test_an_experiment_on_nothing_fails_but_for_a_zone_that_lacks_one_kind(template: Template) -> None:
    modes = {
        kind: _one(template, "AWS::FIS::ExperimentTemplate", kind)["ExperimentOptions"][
            "EmptyTargetResolutionMode"
        ]
        for kind in KINDS
    }
    assert modes == {"Servers": "fail", "Zone": "skip", "Subnet": "fail"}


def test_alarms_ring_at_failing_requests_of_the_load_balancer_and_its_servers(template: Template) -> None:
    alarms = [one["Properties"] for one in template.find_resources("AWS::CloudWatch::Alarm").values()]
    assert {alarm["MetricName"] for alarm in alarms} == {
        "HTTPCode_ELB_5XX_Count",
        "HTTPCode_Target_5XX_Count",
    }
    for alarm in alarms:
        assert (alarm["Threshold"], alarm["Statistic"], alarm["Period"]) == (7, "Sum", 60)
        [dimension] = alarm["Dimensions"]
        assert dimension["Value"] == {"Fn::GetAtt": ["Balancer", "LoadBalancerFullName"]}
        assert alarm["AlarmActions"]
