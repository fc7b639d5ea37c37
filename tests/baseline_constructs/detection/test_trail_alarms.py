"""What rings, and what does not, said in events as CloudTrail records them."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_logs as logs
from aws_cdk.assertions import Template

from baseline_constructs.detection.trail_alarms import TrailAlarms
from baseline_constructs.detection.watched import WATCHED
from baseline_constructs.keys.purposes import notifications_key
from baseline_constructs.notifications import AlertTopic

Matches = Callable[[str, dict[str, Any]], bool]
BY_NAME = {watched.name: watched for watched in WATCHED}


def _call(service: str, name: str, **more: Any) -> dict[str, Any]:
    user = {"type": "IAMUser", "userName": "mallory"}
    return {"eventSource": f"{service}.amazonaws.com", "eventName": name, "userIdentity": user, **more}


SIGN_IN = _call("signin", "ConsoleLogin", responseElements={"ConsoleLogin": "Success"})
ROOT = {"type": "Root"}
RINGS = [
    ("unauthorized-calls", _call("ec2", "RunInstances", errorCode="Client.UnauthorizedOperation")),
    ("unauthorized-calls", _call("s3", "GetObject", errorCode="AccessDenied")),
    ("unauthorized-calls", _call("kms", "Decrypt", errorCode="AccessDeniedException")),
    ("sign-in-without-mfa", {**SIGN_IN, "additionalEventData": {"MFAUsed": "No"}}),
    ("root-use", _call("s3", "ListBuckets", userIdentity=ROOT, eventType="AwsApiCall")),
    ("root-use", {**SIGN_IN, "userIdentity": ROOT, "eventType": "AwsConsoleSignIn"}),
    ("iam-policy-changes", _call("iam", "AttachUserPolicy")),
    ("iam-policy-changes", _call("iam", "SetDefaultPolicyVersion")),
    ("iam-policy-changes", _call("iam", "DeleteRolePermissionsBoundary")),
    ("trail-changes", _call("cloudtrail", "StopLogging")),
    ("trail-changes", _call("cloudtrail", "PutEventSelectors")),
    ("failed-sign-ins", {**SIGN_IN, "errorMessage": "Failed authentication"}),
    ("keys-disabled", _call("kms", "ScheduleKeyDeletion")),
    ("keys-disabled", _call("kms", "PutKeyPolicy")),
    ("bucket-policy-changes", _call("s3", "PutBucketPolicy")),
    ("bucket-policy-changes", _call("s3", "DeleteAccountPublicAccessBlock")),
    ("configuration-history-changes", _call("config", "StopConfigurationRecorder")),
    ("security-group-changes", _call("ec2", "AuthorizeSecurityGroupIngress")),
    ("security-group-changes", _call("ec2", "ModifySecurityGroupRules")),
    ("network-acl-changes", _call("ec2", "ReplaceNetworkAclAssociation")),
    ("gateway-changes", _call("ec2", "AttachInternetGateway")),
    ("gateway-changes", _call("ec2", "ModifyVpcBlockPublicAccessOptions")),
    ("route-changes", _call("ec2", "ReplaceRoute")),
    ("vpc-changes", _call("ec2", "AcceptVpcPeeringConnection")),
    ("organization-changes", _call("organizations", "LeaveOrganization")),
    ("watchers-silenced", _call("guardduty", "DeleteDetector")),
    ("watchers-silenced", _call("monitoring", "DisableAlarmActions")),
    ("watchers-silenced", _call("ec2", "DeleteFlowLogs")),
]
SILENT = [
    ("unauthorized-calls", _call("ec2", "RunInstances")),
    ("sign-in-without-mfa", {**SIGN_IN, "additionalEventData": {"MFAUsed": "Yes"}}),
    ("sign-in-without-mfa", {**SIGN_IN, "userIdentity": {"type": "AssumedRole"}}),
    ("root-use", _call("s3", "ListBuckets", eventType="AwsApiCall")),
    (
        "root-use",
        _call("x", "Y", userIdentity={**ROOT, "invokedBy": "a.amazonaws.com"}, eventType="AwsApiCall"),
    ),
    ("root-use", _call("x", "Y", userIdentity=ROOT, eventType="AwsServiceEvent")),
    ("iam-policy-changes", _call("iam", "GetPolicy")),
    ("trail-changes", _call("cloudtrail", "LookupEvents")),
    ("failed-sign-ins", SIGN_IN),
    ("keys-disabled", _call("other", "DisableKey")),
    ("bucket-policy-changes", _call("s3", "GetBucketPolicy")),
    ("organization-changes", _call("organizations", "DescribeOrganization")),
    ("watchers-silenced", _call("guardduty", "GetDetector")),
]


@pytest.mark.parametrize(("name", "event"), RINGS)
def test_what_the_subject_is_about_rings(matches: Matches, name: str, event: dict[str, Any]) -> None:
    assert matches(BY_NAME[name].pattern, event)


@pytest.mark.parametrize(("name", "event"), SILENT)
def test_what_only_looks_like_it_does_not(matches: Matches, name: str, event: dict[str, Any]) -> None:
    assert not matches(BY_NAME[name].pattern, event)


def test_every_subject_has_an_event_that_rings() -> None:
    assert {name for name, _ in RINGS} == set(BY_NAME)


def test_every_call_that_is_named_rings(matches: Matches) -> None:
    for watched in WATCHED:
        for name in (*watched.calls, *watched.beyond):
            event = {"eventSource": watched.source, "eventName": name.replace("*", "Put")}
            assert matches(watched.pattern, event), name


def test_all_of_section_5_that_the_trail_can_tell_is_watched() -> None:
    assert [watched.control for watched in WATCHED if watched.control] == [f"5.{n}" for n in range(1, 16)]


@pytest.mark.parametrize("watched", WATCHED, ids=[watched.name for watched in WATCHED])
def test_a_pattern_is_as_long_as_cloudwatch_logs_takes(watched: Any) -> None:
    assert len(watched.pattern) <= 1024


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Alarms")
    key = notifications_key(stack, "Key", alias="acme/notifications").key
    topic = AlertTopic(stack, "Topic", key=key, email="security@example.com")
    TrailAlarms(stack, "TrailAlarms", name="acme", log_group=logs.CfnLogGroup(stack, "Trail"), topic=topic)
    return Template.from_stack(stack)


def test_every_alarm_watches_what_its_filter_counts(template: Template) -> None:
    filters = template.find_resources("AWS::Logs::MetricFilter")
    alarms = template.find_resources("AWS::CloudWatch::Alarm").values()
    assert len(filters) == len(alarms) == len(WATCHED)
    for alarm in alarms:
        (filter_,) = alarm["DependsOn"]
        (counted,) = filters[filter_]["Properties"]["MetricTransformations"]
        properties = alarm["Properties"]
        assert (properties["Namespace"], properties["MetricName"]) == (
            counted["MetricNamespace"],
            counted["MetricName"],
        )
        assert filters[filter_]["Properties"]["LogGroupName"] == {"Ref": "Trail"}


def test_the_first_call_rings_at_the_topic(template: Template) -> None:
    for alarm in template.find_resources("AWS::CloudWatch::Alarm").values():
        properties = alarm["Properties"]
        assert (properties["Threshold"], properties["Statistic"]) == (1, "Sum")
        assert properties["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        assert properties["TreatMissingData"] == "notBreaching"
        assert [action["Ref"][:5] for action in properties["AlarmActions"]] == ["Topic"]
