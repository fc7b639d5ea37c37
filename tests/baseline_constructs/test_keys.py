"""The five keys: who administers, who uses, and under which conditions."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.purposes import (
    data_key,
    logs_key,
    notifications_key,
    storage_policy,
    volumes_policy,
)
from baseline_constructs.keys.rotated_key import RotatedKey

CRYPTOGRAPHY = (
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:CreateGrant",
)
PURPOSES = ("logs", "storage", "volumes", "data", "notifications")
Statement = dict[str, Any]


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Keys")
    logs_key(stack, "logs", alias="acme/logs", trail_name="acme", rotation_days=90)
    for purpose, policy in (("storage", storage_policy), ("volumes", volumes_policy)):
        RotatedKey(
            stack,
            purpose,
            alias=f"acme/{purpose}",
            description=purpose,
            rotation_days=90,
            policy=policy(KeyPolicy()),
        )
    data_key(stack, "data", alias="acme/data", rotation_days=90)
    notifications_key(stack, "notifications", alias="acme/notifications", rotation_days=90)
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def policies(template: Template) -> dict[str, list[Statement]]:
    keys = template.find_resources("AWS::KMS::Key")
    return {
        next(purpose for purpose in PURPOSES if logical_id.startswith(purpose)): key["Properties"][
            "KeyPolicy"
        ]["Statement"]
        for logical_id, key in keys.items()
    }


def _actions(statement: Statement) -> list[str]:
    return list(statement["Action"])


def _cryptographic(statement: Statement) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in _actions(statement) for action in CRYPTOGRAPHY)


def _every(policies: dict[str, list[Statement]]) -> Iterator[Statement]:
    return (statement for statements in policies.values() for statement in statements)


def _of(policies: dict[str, list[Statement]], purpose: str, sid: str) -> Statement:
    return next(statement for statement in policies[purpose] if statement["Sid"] == sid)


def test_every_purpose_has_a_key_that_rotates_and_outlives_its_stack(template: Template) -> None:
    template.all_resources("AWS::KMS::Key", {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"})
    template.all_resources_properties(
        "AWS::KMS::Key", {"EnableKeyRotation": True, "RotationPeriodInDays": 90, "PendingWindowInDays": 30}
    )
    template.resource_count_is("AWS::KMS::Key", len(PURPOSES))


def test_every_key_has_its_alias(template: Template) -> None:
    aliases = template.find_resources("AWS::KMS::Alias").values()
    assert {alias["Properties"]["AliasName"] for alias in aliases} == {f"alias/acme/{p}" for p in PURPOSES}


def test_nobody_gets_all_of_kms(policies: dict[str, list[Statement]]) -> None:
    assert not {"*", "kms:*"} & {action for s in _every(policies) for action in _actions(s)}


def test_whoever_encrypts_or_decrypts_does_so_under_a_condition(policies: dict[str, list[Statement]]) -> None:
    assert [s["Sid"] for s in _every(policies) if _cryptographic(s) and not s.get("Condition")] == []


def test_no_statement_both_administers_and_decrypts(policies: dict[str, list[Statement]]) -> None:
    administrating = {"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:RevokeGrant"}
    both = [s["Sid"] for s in _every(policies) if administrating & set(_actions(s)) and _cryptographic(s)]
    assert both == []


def test_the_account_can_always_mend_the_policy(policies: dict[str, list[Statement]]) -> None:
    unconditional = [
        statements
        for statements in policies.values()
        if any("kms:PutKeyPolicy" in _actions(s) and "Condition" not in s for s in statements)
    ]
    assert len(unconditional) == len(PURPOSES)


def test_rotation_cannot_be_switched_off_under_the_policy(policies: dict[str, list[Statement]]) -> None:
    assert "kms:DisableKeyRotation" not in {action for s in _every(policies) for action in _actions(s)}


def test_a_key_is_deleted_after_the_longest_wait_only(policies: dict[str, list[Statement]]) -> None:
    deleting = [s for s in _every(policies) if "kms:ScheduleKeyDeletion" in _actions(s)]
    assert [s["Condition"] for s in deleting] == [
        {"NumericGreaterThanEquals": {"kms:ScheduleKeyDeletionPendingWindowInDays": "30"}}
    ] * len(PURPOSES)


def test_people_use_a_key_through_a_service_of_their_own_account(
    policies: dict[str, list[Statement]],
) -> None:
    people = [
        s
        for s in _every(policies)
        if "AWS" in s["Principal"] and _cryptographic(s) and not s["Sid"].startswith("AutoScaling")
    ]
    conditions = [s["Condition"]["StringEquals"] for s in people]
    assert all(
        c["kms:CallerAccount"] == {"Ref": "AWS::AccountId"} and "kms:ViaService" in c for c in conditions
    )


def test_only_grants_for_aws_resources_are_made(policies: dict[str, list[Statement]]) -> None:
    granting = [s for s in _every(policies) if "kms:CreateGrant" in _actions(s)]
    assert {s["Condition"]["Bool"]["kms:GrantIsForAWSResource"] for s in granting} == {"true"}


def test_ec2_can_start_an_instance_with_an_encrypted_volume(policies: dict[str, list[Statement]]) -> None:
    via_ec2 = [s for s in policies["volumes"] if s["Sid"].endswith("ThroughEc2")]
    assert {action for s in via_ec2 for action in _actions(s)} == {
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncrypt*",
    }


def test_auto_scaling_uses_the_volumes_key_and_nobody_else_by_its_statements(
    policies: dict[str, list[Statement]],
) -> None:
    by_role = [s for s in _every(policies) if s["Principal"] == {"AWS": "*"}]
    assert [s["Sid"] for s in by_role] == ["AutoScalingItself", "AutoScalingGrants"]
    assert [s for s in by_role if s in policies["volumes"]] == by_role
    for statement in by_role:
        assert statement["Condition"]["StringEquals"] == {"kms:CallerAccount": {"Ref": "AWS::AccountId"}}
        arn = statement["Condition"]["ArnEquals"]["aws:PrincipalArn"]["Fn::Join"][1]
        assert arn[-1] == (":role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")


def test_cloudtrail_encrypts_for_the_one_trail_only(policies: dict[str, list[Statement]]) -> None:
    trail = _of(policies, "logs", "Trail")["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Join"][1]
    assert trail[-1] == ":trail/acme"


def test_cloudtrail_can_write_to_a_bucket_with_a_bucket_key(policies: dict[str, list[Statement]]) -> None:
    needed = {"kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"}
    assert set(_actions(_of(policies, "logs", "Trail"))) == needed


def test_log_groups_of_this_account_only_use_the_logs_key(policies: dict[str, list[Statement]]) -> None:
    arn = _of(policies, "logs", "LogGroups")["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert {"Ref": "AWS::AccountId"} in arn["Fn::Join"][1]


@pytest.mark.parametrize(
    ("purpose", "sid"),
    [
        ("logs", "Trail"),
        ("logs", "LogDelivery"),
        ("logs", "Configuration"),
        ("notifications", "Alarms"),
    ],
)
def test_a_service_cannot_be_asked_by_another_account(
    policies: dict[str, list[Statement]], purpose: str, sid: str
) -> None:
    equals = _of(policies, purpose, sid)["Condition"]["StringEquals"]
    assert equals["aws:SourceAccount"] == {"Ref": "AWS::AccountId"}


@pytest.mark.parametrize("days", [89, 2561])
def test_a_rotation_that_kms_does_not_know_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match=f"rotation_days is {days}; KMS accepts 90 to 2560"):
        RotatedKey(cdk.Stack(), "Key", alias="a", description="d", rotation_days=days)


@pytest.mark.parametrize("days", [90, 2560])
def test_the_ends_of_the_range_of_rotations_are_accepted(days: int) -> None:
    key = RotatedKey(cdk.Stack(), "Key", alias="a", description="d", rotation_days=days)
    assert key.resource.rotation_period_in_days == days


def test_a_service_without_a_condition_is_refused() -> None:
    key = RotatedKey(cdk.Stack(), "Key", alias="a", description="d")
    with pytest.raises(ValueError, match="may not use a key without a condition"):
        key.for_service("sns.amazonaws.com", sid="Sns", actions=["kms:Decrypt"], conditions={})


def test_asking_for_all_of_kms_is_refused() -> None:
    key = RotatedKey(cdk.Stack(), "Key", alias="a", description="d")
    with pytest.raises(ValueError, match="nobody gets all of them"):
        key.for_callers_through("s3", actions=["kms:*"])
