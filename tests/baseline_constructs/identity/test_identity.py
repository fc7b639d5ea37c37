"""What groups, users and roles promise, read from the synthesised template."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from baseline_constructs.identity.access_group import AccessGroup
from baseline_constructs.identity.emergency_role import EmergencyRole
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.individual_user import IndividualUser
from baseline_constructs.identity.launching import launching
from baseline_constructs.identity.policy import BoundedPolicy, PolicyLimit
from baseline_constructs.identity.reading import READ_ACTIONS, reading
from baseline_constructs.identity.server_role import BucketAccess, Server, ServerRole
from baseline_constructs.identity.terminating import terminating

Statement = dict[str, Any]


@pytest.fixture(scope="module")
def template() -> Template:
    stack = Stack(App(analytics_reporting=False), "Identity")
    key = kms.Key(stack, "Key")
    bucket = s3.Bucket(stack, "Bucket")
    vpc = ec2.CfnVPC(stack, "Vpc", cidr_block="10.0.0.0/16")
    guardrails = Guardrails(
        stack,
        "Guardrails",
        prefix="acme",
        record_bucket_arns=["arn:aws:s3:::archive"],
        emergency_role_arns=["arn:aws:iam::111122223333:role/break-glass"],
        guarded_tags=["ENV"],
    )
    newbies = AccessGroup(
        stack,
        "Newbies",
        name="newbies",
        permissions=[launching(types=["t2.*"], vpc=vpc, volumes_key=key)],
        regions=["eu-west-1"],
        guardrails=guardrails,
    )
    AccessGroup(
        stack,
        "Builders",
        name="builders",
        permissions=[launching(types=["t3.*"], vpc=vpc, volumes_key=key, own_images=True)],
        regions=["eu-west-1"],
        guardrails=guardrails,
    )
    AccessGroup(
        stack,
        "Testers",
        name="testers",
        permissions=[terminating(tags={"ENV": "TEST", "team": "a"})],
        regions=["eu-west-1"],
        guardrails=guardrails,
    )
    IndividualUser(stack, "User", name="newcomer", groups=[newbies], guardrails=guardrails)
    access = [
        BucketAccess(bucket, key, read=True, write=False),
        BucketAccess(bucket, None, read=False, write=True),
    ]
    for server in Server:
        ServerRole(
            stack, server, name=f"acme-{server}", trusted_by=server, buckets=access, guardrails=guardrails
        )
    ServerRole(stack, "Idle", name="acme-idle", trusted_by=Server.EC2, buckets=[], guardrails=guardrails)
    EmergencyRole(stack, "Emergency", name="acme-break-glass")
    return Template.from_stack(stack)


def _names(statement: dict[str, Any], call: str) -> bool:
    """Whether one of the patterns among the actions is the call's."""
    return any(fnmatchcase(call, pattern) for pattern in statement["Action"])


def _statements(template: Template, policy_name: str) -> dict[str, Statement]:
    found = template.find_resources(
        "AWS::IAM::ManagedPolicy", {"Properties": {"ManagedPolicyName": policy_name}}
    )
    (policy,) = found.values()
    return {s["Sid"]: s for s in policy["Properties"]["PolicyDocument"]["Statement"]}


def _role(template: Template, name: str) -> Mapping[str, Any]:
    (role,) = template.find_resources("AWS::IAM::Role", {"Properties": {"RoleName": name}}).values()
    return role["Properties"]  # type: ignore[no-any-return]


def _text(value: Any) -> str:
    """An ARN with its references shown as <name>."""
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(map(_text, parts))
        case {"Ref": name}:
            return f"<{name}>"
        case _:
            return str(value)


def test_a_launch_is_allowed_for_each_resource_that_it_touches(template: Template) -> None:
    allowed = {
        _text(statement["Resource"]).rsplit(":", 1)[1]
        for statement in _statements(template, "newbies-group").values()
        if statement["Effect"] == "Allow" and statement["Action"] == "ec2:RunInstances"
    }
    assert allowed == {
        "image/*",
        "instance/*",
        "key-pair/*",
        "launch-template/*",
        "network-interface/*",
        "security-group/*",
        "subnet/*",
        "volume/*",
    }


def test_no_instance_resource_is_launched_without_naming_its_type(template: Template) -> None:
    statement = _statements(template, "newbies-group")["LaunchNamedTypes"]
    assert statement["Condition"]["StringLike"] == {"ec2:InstanceType": ["t2.*"]}


@pytest.mark.parametrize(
    ("group", "owners"), [("newbies", ["amazon"]), ("builders", ["amazon", {"Ref": "AWS::AccountId"}])]
)
def test_images_are_amazon_s_unless_those_of_the_account_are_asked_for(
    template: Template, group: str, owners: Any
) -> None:
    statement = _statements(template, f"{group}-group")["LaunchImagesOfKnownOwners"]
    assert statement["Condition"] == {"StringEquals": {"ec2:Owner": owners}}


def test_other_types_are_denied_beside_the_allow(template: Template) -> None:
    statement = _statements(template, "newbies-group")["DenyEveryOtherType"]
    assert (statement["Effect"], statement["Condition"]) == (
        "Deny",
        {"StringNotLike": {"ec2:InstanceType": ["t2.*"]}},
    )


def test_a_launch_passes_no_role_and_changes_nothing_that_stands(template: Template) -> None:
    actions: set[str] = set()
    for statement in _statements(template, "newbies-group").values():
        if statement["Effect"] == "Allow":
            action = statement["Action"]
            actions |= {action} if isinstance(action, str) else set(action)
    changing = {a for a in actions if not a.startswith(("ec2:Describe", "kms:", "ssm:Get"))}
    assert changing == {"ec2:RunInstances", "ec2:CreateTags"}


def test_tags_are_set_at_launch_only(template: Template) -> None:
    statement = _statements(template, "newbies-group")["TagWhatItLaunches"]
    assert statement["Condition"] == {"StringEquals": {"ec2:CreateAction": "RunInstances"}}


@pytest.mark.parametrize("sid", ["EncryptVolumesThroughEc2", "LetEc2UseTheKeyForTheVolume"])
def test_the_key_is_used_through_ec2_only(template: Template, sid: str) -> None:
    condition = _statements(template, "newbies-group")[sid]["Condition"]["StringEquals"]
    assert _text(condition["kms:ViaService"]) == "ec2.<AWS::Region>.amazonaws.com"


def test_only_instances_with_every_tag_are_terminated(template: Template) -> None:
    statements = _statements(template, "testers-group")
    required = {"aws:ResourceTag/ENV": "TEST", "aws:ResourceTag/team": "a"}
    assert statements["TerminateTagged"]["Condition"] == {"StringEquals": required}
    denied = [
        statement["Condition"]["StringNotEquals"]
        for statement in statements.values()
        if statement["Effect"] == "Deny" and statement.get("Action") == "ec2:TerminateInstances"
    ]
    assert denied == [{key: value} for key, value in required.items()]


@pytest.mark.parametrize("policy", ["acme-boundary", "acme-guardrails"])
class TestEverybody:
    """Holds for members of every group, and for every user and server."""

    def test_cannot_set_a_guarded_tag_in_any_spelling_by_any_action(
        self, template: Template, policy: str
    ) -> None:
        statement = _statements(template, policy)["DenySettingGuardedTags"]
        assert (statement["Effect"], statement["Action"], statement["Resource"]) == ("Deny", "*", "*")
        assert statement["Condition"] == {"ForAnyValue:StringEqualsIgnoreCase": {"aws:TagKeys": ["ENV"]}}

    def test_cannot_remove_all_tags_at_once(self, template: Template, policy: str) -> None:
        statement = _statements(template, policy)["DenyRemovingAllTags"]
        assert statement["Condition"] == {"Null": {"aws:TagKeys": "true"}}

    def test_cannot_stop_or_delete_the_trail(self, template: Template, policy: str) -> None:
        statement = _statements(template, policy)["DenySilencingTheRecord"]
        assert statement["Effect"] == "Deny"
        for call in ("cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "cloudtrail:PutEventSelectors"):
            assert _names(statement, call)
        # A subscription need not name its topic, so no denial on a topic would reach these.
        for call in ("sns:Unsubscribe", "sns:SetSubscriptionAttributes"):
            assert _names(statement, call)
        assert statement["Resource"] == "*"
        assert "Condition" not in statement

    def test_cannot_silence_an_alarm_or_delete_the_log_that_it_listens_to(
        self, template: Template, policy: str
    ) -> None:
        statement = _statements(template, policy)["DenyDeafeningAlarms"]
        for call in (
            *("cloudwatch:DeleteAlarms", "cloudwatch:PutAlarmMuteRule", "logs:DeleteLogGroup"),
            *("logs:DisassociateKmsKey", "sns:DeleteTopic", "sns:PutDataProtectionPolicy"),
        ):
            assert _names(statement, call)
        assert [_text(arn).rpartition("<AWS::AccountId>:")[2] for arn in statement["Resource"]] == [
            "alarm:acme-*",
            "log-group:acme-audit-*",
            "acme-*",
        ]

    def test_cannot_make_a_record_unwritable(self, template: Template, policy: str) -> None:
        statement = _statements(template, policy)["DenyDestroyingTheArchive"]
        assert {
            "s3:Put*Configuration",
            "s3:PutBucket*",
            "s3:Delete*",
            "s3:PutObject*",
            "s3:UpdateObjectEncryption",
        } <= set(statement["Action"])
        assert statement["Resource"] == "arn:aws:s3:::archive*"

    def test_cannot_become_anybody_but_the_emergency_role(self, template: Template, policy: str) -> None:
        statement = _statements(template, policy)["DenyBecomingOthers"]
        assert (statement["Effect"], statement["Action"]) == ("Deny", ["sts:AssumeRole", "sts:AssumeRoot"])
        assert statement["NotResource"] == "arn:aws:iam::111122223333:role/break-glass"

    def test_cannot_leave_a_group_or_join_another(self, template: Template, policy: str) -> None:
        statement = _statements(template, policy)["DenySheddingTheBoundary"]
        assert {"iam:AddUserToGroup", "iam:RemoveUserFromGroup", "iam:DeleteGroup"} <= set(
            statement["Action"]
        )
        assert (statement["Effect"], statement["Resource"]) == ("Deny", "*")

    def test_cannot_create_a_principal_without_the_boundary(self, template: Template, policy: str) -> None:
        statement = _statements(template, policy)["DenyPrincipalsWithoutBoundary"]
        boundary = statement["Condition"]["StringNotEquals"]["iam:PermissionsBoundary"]
        assert statement["Effect"] == "Deny"
        assert _text(boundary).endswith(":policy/acme-boundary")

    def test_cannot_rewrite_the_guardrails(self, template: Template, policy: str) -> None:
        statement = _statements(template, policy)["DenyRewritingGuardrails"]
        named = {_text(arn).rsplit("/", 1)[1] for arn in statement["Resource"]}
        assert (statement["Effect"], named) == ("Deny", {"acme-boundary", "acme-guardrails"})


def test_without_a_second_factor_only_enrolment_is_left(template: Template) -> None:
    statement = _statements(template, "acme-guardrails")["DenyWithoutSecondFactor"]
    assert statement["Condition"] == {
        "BoolIfExists": {"aws:MultiFactorAuthPresent": "false", "aws:ViaAWSService": "false"}
    }
    assert all(action.startswith(("iam:", "sts:GetSessionToken")) for action in statement["NotAction"])
    assert not {"iam:CreateAccessKey", "iam:DeactivateMFADevice"} & set(statement["NotAction"])


def test_without_an_emergency_role_nobody_becomes_anybody() -> None:
    stack = Stack(App(analytics_reporting=False), "Alone")
    Guardrails(
        stack, "G", prefix="acme", record_bucket_arns=["arn:b"], guarded_tags=[], emergency_role_arns=[]
    )
    statement = _statements(Template.from_stack(stack), "acme-boundary")["DenyBecomingOthers"]
    assert (statement["Effect"], statement["Resource"]) == ("Deny", "*")


def test_a_role_that_hands_over_takes_others_and_nobody_else_does() -> None:
    stack = Stack(App(analytics_reporting=False), "Handing")
    Guardrails(
        stack,
        "G",
        prefix="acme",
        record_bucket_arns=["arn:b"],
        guarded_tags=[],
        emergency_role_arns=["arn:e"],
        handing_role_arns=["arn:deploy"],
    )
    template = Template.from_stack(stack)
    held = _statements(template, "acme-boundary")["DenyBecomingOthers"]
    assert held["NotResource"] == "arn:e"
    assert held["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": ["arn:deploy"]}}
    assert "Condition" not in _statements(template, "acme-guardrails")["DenyBecomingOthers"]


def test_own_credentials_means_the_caller_s_own(template: Template) -> None:
    statement = _statements(template, "acme-guardrails")["ManageOwnCredentials"]
    assert _text(statement["Resource"]).endswith(":user/${aws:username}")


def test_the_boundary_leaves_out_identity_and_organisation(template: Template) -> None:
    statement = _statements(template, "acme-boundary")["EverythingButIdentityAndAccount"]
    assert set(statement["NotAction"]) == {"account:*", "iam:*", "organizations:*"}


@pytest.mark.parametrize("group", ["newbies", "testers"])
def test_every_group_carries_the_guardrails_and_one_policy_of_its_own(template: Template, group: str) -> None:
    (found,) = template.find_resources("AWS::IAM::Group", {"Properties": {"GroupName": group}}).values()
    names = [arn["Ref"] for arn in found["Properties"]["ManagedPolicyArns"]]
    assert len(names) == 2
    assert any(name.startswith("GuardrailsGroupPolicy") for name in names)


@pytest.mark.parametrize("group", ["newbies", "testers"])
def test_other_regions_are_denied(template: Template, group: str) -> None:
    statement = _statements(template, f"{group}-group")["DenyOtherRegions"]
    assert statement["Condition"] == {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1"]}}


def test_a_user_has_a_boundary_groups_and_nothing_else(template: Template) -> None:
    (user,) = template.find_resources("AWS::IAM::User").values()
    assert set(user["Properties"]) == {"UserName", "Groups", "PermissionsBoundary"}


def test_no_access_key_and_no_password_is_made(template: Template) -> None:
    template.resource_count_is("AWS::IAM::AccessKey", 0)
    (user,) = template.find_resources("AWS::IAM::User").values()
    assert "LoginProfile" not in user["Properties"]


@pytest.mark.parametrize("server", list(Server))
def test_a_server_s_role_trusts_its_service_within_the_boundary(template: Template, server: Server) -> None:
    role = _role(template, f"acme-{server}")
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": f"{server}.amazonaws.com"}
    assert role["PermissionsBoundary"]["Ref"].startswith("GuardrailsBoundary")


def test_only_ec2_servers_get_an_instance_profile(template: Template) -> None:
    profiles = template.find_resources("AWS::IAM::InstanceProfile").values()
    names = {profile["Properties"]["InstanceProfileName"] for profile in profiles}
    assert names == {"acme-ec2", "acme-idle"}


def test_a_server_without_buckets_has_no_policy(template: Template) -> None:
    policies = template.find_resources("AWS::IAM::RolePolicy").values()
    assert len(policies) == len(Server)


def test_a_server_reads_and_writes_but_never_deletes(template: Template) -> None:
    for policy in template.find_resources("AWS::IAM::RolePolicy").values():
        statements = policy["Properties"]["PolicyDocument"]["Statement"]
        actions = {
            a for s in statements for a in ([s["Action"]] if isinstance(s["Action"], str) else s["Action"])
        }
        assert actions == {
            "kms:Decrypt",
            "s3:AbortMultipartUpload",
            "s3:GetObject",
            "s3:ListBucket",
            "s3:PutObject",
        }


def test_emergency_access_takes_a_person_a_second_factor_and_ends_in_an_hour(template: Template) -> None:
    role = _role(template, "acme-break-glass")
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert role["MaxSessionDuration"] == 3600
    assert trust["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}
    assert trust["Condition"]["NumericLessThan"] == {"aws:MultiFactorAuthAge": "3600"}
    assert _text(trust["Condition"]["ArnLike"]["aws:PrincipalArn"]).endswith(":user/*")


def test_a_policy_that_iam_would_refuse_for_its_length_is_refused_here() -> None:
    stack = Stack(App(analytics_reporting=False), "Long")
    statements = [iam.PolicyStatement(actions=[f"s3:Get{'x' * 60}{n}" for n in range(100)], resources=["*"])]
    with pytest.raises(PolicyLimit, match=r"7\d{3} characters; IAM accepts 6144"):
        BoundedPolicy(stack, "Policy", name="long", description="Too long", statements=statements)


def test_reading_an_unknown_service_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no read-only actions are known for s4"):
        reading(services=["ec2", "s4"])


def test_seeing_configuration_never_reads_what_is_stored() -> None:
    stored = {
        "dynamodb:GetItem",
        "ec2:GetConsoleOutput",
        "ec2:GetPasswordData",
        "kms:Decrypt",
        "lambda:GetFunction",
        "logs:GetLogEvents",
        "s3:GetObject",
        "secretsmanager:GetSecretValue",
        "sqs:ReceiveMessage",
        "ssm:GetParameter",
    }
    granted = [pattern for patterns in READ_ACTIONS.values() for pattern in patterns]
    assert not [
        (action, pattern)
        for action in stored
        for pattern in granted
        if action == pattern or (pattern.endswith("*") and action.startswith(pattern[:-1]))
    ]
