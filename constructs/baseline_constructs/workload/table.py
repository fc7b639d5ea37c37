"""A DynamoDB table."""

from collections.abc import Mapping
from typing import Literal

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.workload.tls_only import deny_without_tls

KeyType = Literal["string", "number", "binary"]
_LETTERS: Mapping[KeyType, str] = {"string": "S", "number": "N", "binary": "B"}


class EncryptedTable(Construct):
    """A table under the customer's key, over TLS only, that can go back to any second of the last 35 days.

    It is charged by request, cannot be deleted before somebody lifts its protection, and outlives its stack.

    Args:
        name: The table's name, 3 to 255 letters, digits, hyphens, underscores and dots.
        keys: The partition key and, behind it, the sort key if there is one: name to type.
        expire_attribute: The attribute that holds the second, since 1970, after which an item goes.
        key: A key that callers through DynamoDB may use, with grants (`workload_key`).

    Raises:
        ValueError: There is no key, or more than two.

    Source: Security Hub DynamoDB.2, DynamoDB.6; https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/best-practices-security-preventative.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        keys: Mapping[str, KeyType],
        key: kms.IKey,
        expire_attribute: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        if not 1 <= len(keys) <= 2:
            raise ValueError(f"table {name} has {len(keys)} keys; DynamoDB takes one, or two")
        self.resource = dynamodb.CfnTable(
            self,
            "Resource",
            table_name=name,
            billing_mode="PAY_PER_REQUEST",
            attribute_definitions=[
                dynamodb.CfnTable.AttributeDefinitionProperty(
                    attribute_name=attribute, attribute_type=_LETTERS[type_]
                )
                for attribute, type_ in keys.items()
            ],
            key_schema=[
                dynamodb.CfnTable.KeySchemaProperty(attribute_name=attribute, key_type=role)
                for attribute, role in zip(keys, ("HASH", "RANGE"), strict=False)
            ],
            deletion_protection_enabled=True,
            point_in_time_recovery_specification=dynamodb.CfnTable.PointInTimeRecoverySpecificationProperty(
                point_in_time_recovery_enabled=True
            ),
            sse_specification=dynamodb.CfnTable.SSESpecificationProperty(
                sse_enabled=True, sse_type="KMS", kms_master_key_id=key.key_arn
            ),
            resource_policy=_tls_only(),
            time_to_live_specification=_expiry(expire_attribute),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        acknowledge(
            self.resource,
            {"DynamoDBInBackupPlan": "Point-in-time recovery keeps every second of the last 35 days."},
        )


def _tls_only() -> dynamodb.CfnTable.ResourcePolicyProperty:
    document = iam.PolicyDocument(statements=[deny_without_tls(["dynamodb:*"], "*")])
    return dynamodb.CfnTable.ResourcePolicyProperty(policy_document=document)


def _expiry(attribute: str | None) -> dynamodb.CfnTable.TimeToLiveSpecificationProperty | None:
    if attribute is None:
        return None
    return dynamodb.CfnTable.TimeToLiveSpecificationProperty(enabled=True, attribute_name=attribute)
