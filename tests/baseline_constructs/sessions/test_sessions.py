"""Sessions are encrypted, recorded and short, and nobody opens one beside the record."""

from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Template

from baseline_constructs.compute.hardened_launch_template import HardenedLaunchTemplate
from baseline_constructs.identity.access_group import AccessGroup
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.launching import launching
from baseline_constructs.identity.server_role import Server, ServerRole
from baseline_constructs.identity.starting_sessions import starting_sessions
from baseline_constructs.keys.purposes import logs_key, sessions_key
from baseline_constructs.sessions.preferences import SessionPreferences, document_arn
from baseline_constructs.sessions.server_rights import server_rights

CONTEXT = {
    "Null": {
        "kms:EncryptionContext:aws:ssm:SessionId": "false",
        "kms:EncryptionContext:aws:ssm:TargetId": "false",
    }
}
ROLE = "arn:aws:iam::111122223333:role/acme-web"


@pytest.fixture(scope="module")
def template() -> Template:
    stack = Stack(App(analytics_reporting=False, builtin_cloud_formation_validation=False), "Sessions")
    key = sessions_key(stack, "Key", alias="acme/sessions").key
    _preferences(stack, "Preferences", session_key=key)
    guardrails = Guardrails(
        stack,
        "Guardrails",
        prefix="acme",
        record_bucket_arns=["arn:aws:s3:::archive"],
        guarded_tags=["Shell"],
        emergency_role_arns=[],
        session_document_arn=document_arn("*"),
        server_role_arns=[ROLE],
    )
    vpc = ec2.CfnVPC(stack, "Vpc", cidr_block="10.0.0.0/16")
    for name, permission in {
        "shells": starting_sessions(tags={"Shell": "shells", "team": "a"}, session_key=key),
        "launchers": launching(types=["t3.*"], vpc=vpc, volumes_key=None, role_arns=[ROLE]),
    }.items():
        AccessGroup(
            stack, name, name=name, permissions=[permission], regions=["eu-west-1"], guardrails=guardrails
        )
    ServerRole(
        stack,
        "Web",
        name="acme-web",
        trusted_by=Server.EC2,
        buckets=[],
        guardrails=guardrails,
        managed=True,
        sessions=server_rights(session_key=key, log_group_name="acme-audit-sessions"),
    )
    group = ec2.CfnSecurityGroup(stack, "Group", vpc_id=vpc.ref, group_description="Tier")
    HardenedLaunchTemplate(
        stack,
        "Launch",
        name="acme-app",
        security_group=group,
        key=kms.Key(stack, "Volumes"),
        instance_profile="acme-web",
    )
    return Template.from_stack(stack)


def _preferences(stack: Stack, id_: str, **options: Any) -> None:
    defaults: dict[str, Any] = {
        "log_group_name": "acme-audit-sessions",
        "log_key": logs_key(stack, f"{id_}Logs", alias="l", trail_name="t").key,
        "retain_days": 365,
        "idle_minutes": 10,
        "max_minutes": 45,
    }
    SessionPreferences(stack, id_, **{**defaults, **options})


@pytest.fixture
def inputs(template: Template) -> dict[str, Any]:
    [document] = template.find_resources("AWS::SSM::Document").values()
    assert document["Properties"]["Name"] == "SSM-SessionManagerRunShell"
    assert document["Properties"]["DocumentType"] == "Session"
    return document["Properties"]["Content"]["inputs"]  # type: ignore[no-any-return]


def _statements(template: Template, policy: str) -> dict[str, dict[str, Any]]:
    [found] = template.find_resources(
        "AWS::IAM::ManagedPolicy", {"Properties": {"ManagedPolicyName": policy}}
    ).values()
    return {one["Sid"]: one for one in found["Properties"]["PolicyDocument"]["Statement"]}


def test_sessions_are_encrypted_with_a_key_of_their_own(inputs: dict[str, Any], template: Template) -> None:
    [name] = [
        name
        for name, key in template.find_resources("AWS::KMS::Key").items()
        if key["Properties"].get("Description") == "Sessions on servers"
    ]
    assert inputs["kmsKeyId"] == {"Fn::GetAtt": [name, "Arn"]}


def test_the_key_serves_sessions_only(template: Template) -> None:
    [key] = template.find_resources(
        "AWS::KMS::Key", {"Properties": {"Description": "Sessions on servers"}}
    ).values()
    [use] = [one for one in key["Properties"]["KeyPolicy"]["Statement"] if one["Sid"] == "Sessions"]
    assert use["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert use["Condition"]["Null"] == CONTEXT["Null"]


def test_sessions_are_recorded_while_they_last_in_an_encrypted_log_group(
    inputs: dict[str, Any], template: Template
) -> None:
    [(name, group)] = template.find_resources("AWS::Logs::LogGroup").items()
    assert inputs["cloudWatchLogGroupName"] == {"Ref": name}
    assert inputs["cloudWatchEncryptionEnabled"] is True
    assert inputs["cloudWatchStreamingEnabled"] is True
    assert group["Properties"]["KmsKeyId"]
    assert group["DeletionPolicy"] == "Retain"


def test_sessions_end_by_themselves(inputs: dict[str, Any]) -> None:
    assert (inputs["idleSessionTimeout"], inputs["maxSessionDuration"]) == ("10", "45")


def test_sessions_run_as_the_user_who_was_named() -> None:
    stack = Stack(App(analytics_reporting=False, builtin_cloud_formation_validation=False), "As")
    _preferences(stack, "P", session_key=kms.Key(stack, "K"), run_as="ops")
    [document] = Template.from_stack(stack).find_resources("AWS::SSM::Document").values()
    inputs = document["Properties"]["Content"]["inputs"]
    assert (inputs["runAsEnabled"], inputs["runAsDefaultUser"]) == (True, "ops")


@pytest.mark.parametrize("times", [{"idle_minutes": 61}, {"max_minutes": 1441}, {"idle_minutes": 0}])
def test_times_that_session_manager_does_not_know_are_refused(times: dict[str, int]) -> None:
    stack = Stack(App(analytics_reporting=False), "Times")
    with pytest.raises(ValueError, match="Session Manager takes 1 to 60 and 1 to 1440"):
        _preferences(stack, "P", session_key=kms.Key(stack, "K"), **times)


def test_members_start_sessions_on_servers_with_all_tags(template: Template) -> None:
    start = _statements(template, "shells-group")["StartOnTagged"]
    assert start["Condition"] == {
        "StringEquals": {"aws:ResourceTag/Shell": "shells", "aws:ResourceTag/team": "a"},
        "BoolIfExists": {"ssm:SessionDocumentAccessCheck": "true"},
    }


def test_no_other_policy_gives_a_session_without_any_of_the_tags(template: Template) -> None:
    statements = _statements(template, "shells-group")
    denied = [statements[f"DenySessionUnlessTagged{number}"]["Condition"] for number in (1, 2)]
    assert denied == [
        {"StringNotEquals": {"aws:ResourceTag/Shell": "shells"}},
        {"StringNotEquals": {"aws:ResourceTag/team": "a"}},
    ]


def test_members_end_and_resume_their_own_sessions_only(template: Template) -> None:
    own = _statements(template, "shells-group")["EndAndResumeOwnSessions"]
    assert own["Action"] == ["ssm:ResumeSession", "ssm:TerminateSession"]
    assert own["Condition"] == {
        "StringEquals": {"ssm:resourceTag/aws:ssmmessages:session-id": "${aws:userid}"}
    }


def test_members_make_keys_of_sessions_and_open_none(template: Template) -> None:
    statements = _statements(template, "shells-group")
    assert statements["EncryptSessions"]["Action"] == "kms:GenerateDataKey"
    assert statements["EncryptSessions"]["Condition"] == CONTEXT
    assert "kms:Decrypt" not in str(statements)


@pytest.mark.parametrize("policy", ["acme-boundary", "acme-guardrails"])
def test_nobody_opens_a_session_beside_the_record_or_changes_what_records_it(
    template: Template, policy: str
) -> None:
    statements = _statements(template, policy)
    beside = statements["DenyUnrecordedSessions"]
    assert (beside["Effect"], beside["Action"]) == ("Deny", "ssm:StartSession")
    assert [str(arn).count("SSM-SessionManagerRunShell") for arn in beside["NotResource"]] == [1, 0]
    assert statements["DenyRewritingSessions"]["Action"] == ["ssm:DeleteDocument", "ssm:UpdateDocument*"]


def test_servers_open_sessions_and_write_their_record_but_read_none(template: Template) -> None:
    [policy] = template.find_resources(
        "AWS::IAM::RolePolicy", {"Properties": {"PolicyName": "agent"}}
    ).values()
    statements = {one["Sid"]: one for one in policy["Properties"]["PolicyDocument"]["Statement"]}
    assert statements["OpenSessions"]["Action"] == "kms:Decrypt"
    assert statements["OpenSessions"]["Condition"] == CONTEXT
    assert statements["RecordSessions"]["Action"] == [
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:PutLogEvents",
    ]
    assert "logs:Get" not in str(statements)


def test_roles_are_given_to_servers_only_and_the_boundary_allows_those_alone(template: Template) -> None:
    for policy in ("launchers-group", "acme-boundary"):
        passing = _statements(template, policy)["GiveRolesToServers"]
        assert (passing["Action"], passing["Resource"]) == ("iam:PassRole", ROLE)
        assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}


def test_a_launch_without_roles_passes_none() -> None:
    vpc = ec2.CfnVPC(Stack(App(analytics_reporting=False), "Plain"), "Vpc", cidr_block="10.0.0.0/16")
    sids = [one.sid for one in launching(types=["t3.*"], vpc=vpc, volumes_key=None).statements]
    assert "GiveRolesToServers" not in sids


def test_a_launch_template_gives_instances_their_role(template: Template) -> None:
    [launch] = template.find_resources("AWS::EC2::LaunchTemplate").values()
    data = launch["Properties"]["LaunchTemplateData"]
    assert data["IamInstanceProfile"] == {"Name": "acme-web"}
