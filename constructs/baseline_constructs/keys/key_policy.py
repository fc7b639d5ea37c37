"""Who may administer a KMS key, and who may use it for what."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from aws_cdk import Aws

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
LONGEST_WAIT_DAYS = 30

Conditions = Mapping[str, Mapping[str, Any]]


class KeyPolicy:
    """A key policy under which nobody uses the key until a statement says so.

    Administration is delegated to IAM (the account is the principal, so a caller also needs an IAM policy);
    its statement holds no action that encrypts or decrypts. Use is added statement by statement. Deletion
    waits the longest time KMS knows.

    Args:
        further_administration: KMS actions that administrators of this kind of key need besides.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
    """

    def __init__(self, *, further_administration: Sequence[str] = ()) -> None:
        self._statements = _administration(further_administration)

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

    def for_callers_in_context(self, sid: str, *, actions: Sequence[str], context: Sequence[str]) -> Self:
        """Let principals of this account use the key where they name what it is for, and IAM allows them too.

        Args:
            sid: Name of the statement; letters and digits.
            actions: KMS actions; never "kms:*".
            context: Keys that the encryption context must have, such as "aws:ssm:SessionId".

        Raises:
            ValueError: All of KMS is asked for.

        Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
        """
        conditions = {"StringEquals": {"kms:CallerAccount": Aws.ACCOUNT_ID}, **named_in_context(context)}
        return self._allow(sid, _account(), actions, conditions)

    def for_linked_role(self, role: str, *, service: str, sid: str, actions: Sequence[str]) -> Self:
        """Let the role that a service makes for itself in this account use the key.

        The role is a condition and not the principal, because KMS refuses a principal that is not there yet.
        Nobody but the service can assume it.

        Args:
            role: The role's name, such as "AWSServiceRoleForAmazonMacie".
            service: Who may take it, such as "macie.amazonaws.com".
            sid: Name of the statement; letters and digits.
            actions: KMS actions; never "kms:*".

        Raises:
            ValueError: All of KMS is asked for.
        """
        return self._allow(sid, {"AWS": "*"}, actions, _linked(role, service))

    def for_grants_of_linked_role(self, role: str, *, service: str, sid: str) -> Self:
        """Let the role that a service makes for itself have AWS make grants for its own resources.

        Args:
            role: The role's name, such as "AWSServiceRoleForAutoScaling".
            service: Who may take it, such as "autoscaling.amazonaws.com".
            sid: Name of the statement; letters and digits.
        """
        conditions = {**_linked(role, service), "Bool": {"kms:GrantIsForAWSResource": "true"}}
        return self._allow(sid, {"AWS": "*"}, ["kms:CreateGrant"], conditions)

    def _allow(
        self, sid: str, principal: dict[str, str], actions: Sequence[str], conditions: Conditions
    ) -> Self:
        if {"*", "kms:*"} & set(actions):
            raise ValueError(f"{sid}: name the KMS actions; nobody gets all of them")
        self._statements.append(_statement(sid, principal, actions, conditions))
        return self

    def document(self) -> dict[str, Any]:
        """The policy, as KMS takes it."""
        return {"Version": "2012-10-17", "Statement": list(self._statements)}


def named_in_context(keys: Sequence[str]) -> dict[str, dict[str, str]]:
    """The condition that an encryption context has these keys, whatever their values."""
    return {"Null": {f"kms:EncryptionContext:{key}": "false" for key in keys}}


def _administration(further: Sequence[str]) -> list[dict[str, Any]]:
    """Deleting has a statement of its own, because only it takes the condition on the waiting period."""
    wait = {
        "NumericGreaterThanEquals": {"kms:ScheduleKeyDeletionPendingWindowInDays": str(LONGEST_WAIT_DAYS)}
    }
    return [
        _statement("Administration", _account(), (*_ADMINISTRATION, *further), {}),
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


def _linked(role: str, service: str) -> dict[str, dict[str, str]]:
    arn = f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/aws-service-role/{service}/{role}"
    return {"StringEquals": {"kms:CallerAccount": Aws.ACCOUNT_ID}, "ArnEquals": {"aws:PrincipalArn": arn}}
