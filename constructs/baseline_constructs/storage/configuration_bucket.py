"""The archive of AWS Config: how every resource was configured, and when."""

from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.bucket import bucket_policy, bucket_reference, hardened_bucket
from baseline_constructs.storage.deliveries import allow_config, config_objects
from baseline_constructs.storage.encryption import CustomerKey
from baseline_constructs.storage.keep import deny_removal
from baseline_constructs.storage.lifecycle import lifecycle

_OLD_VERSIONS_DAYS = 30


class ConfigurationBucket(Construct):
    """Takes this account's history and snapshots from AWS Config, and lets nobody delete them.

    A bucket apart from the log archive, and without Object Lock: AWS Config does not deliver to a bucket with
    a default retention. Versions are kept, and the policy refuses deletion instead.

    Args:
        key: The logs key (`logs_key`).
        access_logs: Where the server access logs go.
        retain_days: Days that history and snapshots are kept, at least 1.
        bucket_name: Full physical name, which may hold tokens; None lets CloudFormation choose.
        delete_exempt_role: Name, without a path, of a role that may delete; None: nobody.

    Attributes:
        delivery_policy: What the recorder's role needs to deliver here, and nothing more.

    Source:
        https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html
        https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        key: kms.IKey,
        access_logs: AccessLogBucket,
        retain_days: int = 365,
        bucket_name: str | None = None,
        delete_exempt_role: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        encryption = CustomerKey(key)
        self.key = key
        self.resource: s3.CfnBucket = hardened_bucket(
            self,
            bucket_name=bucket_name,
            encryption=encryption,
            lifecycle=lifecycle(expire_days=retain_days, old_versions_days=_OLD_VERSIONS_DAYS),
            access_logs=access_logs.bucket,
        )
        arn = self.resource.attr_arn
        statements = [*allow_config(arn), deny_removal(arn, exempt_role=delete_exempt_role)]
        self.policy = bucket_policy(self, self.resource, encryption, statements)
        self.bucket = bucket_reference(self, self.resource, encryption)
        self.delivery_policy = _delivery_policy(self, self.resource, key)


def _delivery_policy(scope: Construct, bucket: s3.CfnBucket, key: kms.IKey) -> iam.CfnManagedPolicy:
    """It is made beside the bucket, and not beside the recorder, so that its finding has one name."""
    policy = iam.CfnManagedPolicy(
        scope,
        "DeliveryPolicy",
        description="Lets the recorder's role deliver to the configuration bucket",
        policy_document=_deliver(bucket.attr_arn, key),
    )
    objects = f"<{Stack.of(scope).get_logical_id(bucket)}.Arn>/AWSLogs/<AWS::AccountId>/Config/*"
    reason = "AWS Config chooses the names of the objects below its own prefix."
    acknowledge(policy, {f"AwsSolutions-IAM5[Resource::{objects}]": reason})
    return policy


def _deliver(bucket_arn: str, key: kms.IKey) -> dict[str, Any]:
    statements: list[dict[str, Any]] = [
        {"Action": "s3:PutObject", "Resource": f"{bucket_arn}/{config_objects()}"},
        {"Action": ["s3:GetBucketAcl", "s3:ListBucket"], "Resource": bucket_arn},
        {"Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": key.key_arn},
    ]
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", **statement} for statement in statements],
    }
