"""Where the other buckets write who asked them for what."""

from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.storage.bucket import (
    ACCESS_LOG_PREFIX,
    bucket_policy,
    bucket_reference,
    hardened_bucket,
)
from baseline_constructs.storage.encryption import S3ManagedKey
from baseline_constructs.storage.keep import deny_forgery, deny_removal
from baseline_constructs.storage.lifecycle import lifecycle

_OLD_VERSIONS_DAYS = 30


class AccessLogBucket(Construct):
    """The target of S3 server access logs of this account; S3's log delivery writes, nobody deletes.

    Its objects are encrypted with SSE-S3 and it has no Object Lock, because S3 delivers access logs to no
    bucket that has SSE-KMS by default or a lock.

    Args:
        bucket_name: Full physical name, which may hold tokens; None lets CloudFormation choose.
        expire_days: Days that logs are kept, at least 1.
        delete_exempt_role: Name, without a path, of a role that may delete; None: nobody.

    Source:
        https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        https://docs.aws.amazon.com/AmazonS3/latest/API/API_s3Buckets_LoggingEnabled.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        bucket_name: str | None = None,
        expire_days: int = 365,
        delete_exempt_role: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        encryption = S3ManagedKey()
        self.resource: s3.CfnBucket = hardened_bucket(
            self,
            bucket_name=bucket_name,
            encryption=encryption,
            lifecycle=lifecycle(expire_days=expire_days, old_versions_days=_OLD_VERSIONS_DAYS),
            access_logs=None,
        )
        arn = self.resource.attr_arn
        statements = [
            _allow_delivery(arn),
            deny_forgery(arn),
            deny_removal(arn, exempt_role=delete_exempt_role),
        ]
        self.policy = bucket_policy(self, self.resource, encryption, statements)
        self.bucket = bucket_reference(self, self.resource, encryption)
        loop = "This is the bucket that access logs go to; logging it to itself would never end."
        acknowledge(
            self.resource,
            {
                "AwsSolutions-S1": loop,
                "S3BucketLoggingEnabled": loop,
                "S3DefaultEncryptionKMS": "S3 delivers access logs only to buckets whose default is SSE-S3.",
            },
        )


def _allow_delivery(bucket_arn: str) -> dict[str, Any]:
    return {
        "Sid": "AccessLogDelivery",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{bucket_arn}/{ACCESS_LOG_PREFIX}*",
        "Condition": {
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": f"arn:{Aws.PARTITION}:s3:::*"},
        },
    }
