"""A KMS key whose policy says exactly who may administer it and who may use it for what."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.keys.via_service import via_service

# Everything CloudFormation and a key administrator need, and nothing that touches data: no Encrypt, Decrypt,
# ReEncrypt*, GenerateDataKey* or CreateGrant, and no DisableKeyRotation, since a rotated key stays rotated.
_ADMINISTRATION = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
_LONGEST_WAIT_DAYS = 30

Conditions = Mapping[str, Mapping[str, Any]]


class RotatedKey(Construct):
    """A customer-managed KMS key that rotates, outlives its stack, and that nobody may use until told so.

    Administration is delegated to IAM (the account is the principal, so a caller also needs an IAM policy);
    its statement holds no action that encrypts or decrypts. Use is added statement by statement with
    `for_service`, `for_callers_through` and `for_grants_through`. Deletion waits the longest time KMS knows.
    Whoever may call `kms:PutKeyPolicy` can still rewrite the policy: that call is in the audit trail.

    Args:
        alias: Name after "alias/"; letters, digits, "/", "_" and "-".
        description: What the key protects, as shown in the console.
        rotation_days: Days between rotations; KMS accepts 90 to 2560.

    Raises:
        ValueError: `rotation_days` is outside what KMS accepts.

    Source: Security Hub KMS.4; https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, alias: str, description: str, rotation_days: int = 365
    ) -> None:
        super().__init__(scope, id_)
        if not 90 <= rotation_days <= 2560:
            raise ValueError(f"rotation_days is {rotation_days}; KMS accepts 90 to 2560")
        self._statements = _administration()
        self.resource = kms.CfnKey(
            self,
            "Resource",
            description=description,
            enable_key_rotation=True,
            rotation_period_in_days=rotation_days,
            pending_window_in_days=_LONGEST_WAIT_DAYS,
            key_policy=self._policy(),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        kms.CfnAlias(self, "Alias", alias_name=f"alias/{alias}", target_key_id=self.resource.ref)
        # An imported key can't be widened: grants on it reach the principal's policy, never the key's.
        self.key = kms.Key.from_key_arn(self, "Key", self.resource.attr_arn)

    def for_service(self, service: str, *, sid: str, actions: Sequence[str], conditions: Conditions) -> Self:
        """Let a service principal use the key under conditions.

        Args:
            service: Service principal, such as "cloudtrail.amazonaws.com".
            sid: Name of the statement; letters and digits.
            actions: KMS actions; never "kms:*".
            conditions: What narrows the use to this account's resources (aws:SourceAccount, aws:SourceArn or
                an encryption context); must not be empty.

        Raises:
            ValueError: There is no condition (a confused deputy), or all of KMS is asked for.
        """
        if not conditions:
            raise ValueError(
                f"{service} may not use a key without a condition: other accounts could ask it to"
            )
        return self._allow(sid, {"Service": service}, actions, conditions)

    def for_callers_through(self, service: str, *, actions: Sequence[str]) -> Self:
        """Let principals of this account use the key through one service, where IAM allows them too.

        Args:
            service: The service's name in kms:ViaService, such as "s3".
            actions: KMS actions; never "kms:*".

        Raises:
            ValueError: All of KMS is asked for.

        Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
        """
        return self._allow(f"CallersThrough{service.title()}", _account(), actions, _through(service))

    def for_grants_through(self, service: str) -> Self:
        """Let principals of this account have one service make grants for its own resources.

        Args:
            service: The service's name in kms:ViaService, such as "ec2".
        """
        conditions = {**_through(service), "Bool": {"kms:GrantIsForAWSResource": "true"}}
        return self._allow(f"GrantsThrough{service.title()}", _account(), ["kms:CreateGrant"], conditions)

    def _allow(
        self, sid: str, principal: dict[str, str], actions: Sequence[str], conditions: Conditions
    ) -> Self:
        if {"*", "kms:*"} & set(actions):
            raise ValueError(f"{sid}: name the KMS actions; nobody gets all of them")
        self._statements.append(_statement(sid, principal, actions, conditions))
        self.resource.key_policy = self._policy()
        return self

    def _policy(self) -> dict[str, Any]:
        return {"Version": "2012-10-17", "Statement": list(self._statements)}


def _administration() -> list[dict[str, Any]]:
    """Deleting has a statement of its own, because only it takes the condition on the waiting period."""
    wait = {
        "NumericGreaterThanEquals": {"kms:ScheduleKeyDeletionPendingWindowInDays": str(_LONGEST_WAIT_DAYS)}
    }
    return [
        _statement("Administration", _account(), _ADMINISTRATION, {}),
        _statement("DeletionAfterTheLongestWait", _account(), ["kms:ScheduleKeyDeletion"], wait),
    ]


def _statement(
    sid: str, principal: dict[str, str], actions: Sequence[str], conditions: Conditions
) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": principal,
        "Action": list(actions),
        "Resource": "*",
    }
    return {**statement, "Condition": dict(conditions)} if conditions else statement


def _account() -> dict[str, str]:
    return {"AWS": f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:root"}


def _through(service: str) -> dict[str, dict[str, str]]:
    return {
        "StringEquals": {
            "kms:CallerAccount": Aws.ACCOUNT_ID,
            "kms:ViaService": via_service(service),
        }
    }
