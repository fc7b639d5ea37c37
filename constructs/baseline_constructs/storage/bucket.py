"""What all buckets share: private, versioned, encrypted, TLS only, retained."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.storage.encryption import (
    CustomerKey,
    Encryption,
    default_encryption,
    deny_other_encryption,
)
from baseline_constructs.storage.lock import ObjectLock

ACCESS_LOG_PREFIX = "access/"


def hardened_bucket(
    scope: Construct,
    *,
    bucket_name: str | None,
    encryption: Encryption,
    lifecycle: s3.CfnBucket.LifecycleConfigurationProperty,
    access_logs: s3.IBucket | None,
    lock: ObjectLock | None = None,
) -> s3.CfnBucket:
    """Make the bucket "Resource" of a construct: nobody outside, every version kept, no ACLs, retained.

    Args:
        scope: The construct whose main child the bucket is.
        bucket_name: Full physical name, which may hold tokens; None lets CloudFormation choose.
        encryption: The default encryption of its objects.
        lifecycle: When objects and old versions go.
        access_logs: Bucket that gets the server access logs; None only for that bucket itself.
        lock: Default retention; S3 takes it at creation only.

    Source: Security Hub S3.8, S3.9, S3.12, S3.13, S3.14, S3.15
    """
    bucket = s3.CfnBucket(
        scope,
        "Resource",
        bucket_name=bucket_name,
        bucket_encryption=default_encryption(encryption),
        public_access_block_configuration=_no_public_access(),
        versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(status="Enabled"),
        ownership_controls=_no_acls(),
        lifecycle_configuration=lifecycle,
        logging_configuration=None if access_logs is None else _logging(access_logs),
        object_lock_enabled=None if lock is None else True,
        object_lock_configuration=None if lock is None else lock.configuration(),
    )
    bucket.apply_removal_policy(RemovalPolicy.RETAIN)
    acknowledge(
        bucket,
        {"S3BucketReplicationEnabled": "Data stays in the one Region the owner chose; versions are kept."},
    )
    return bucket


def bucket_policy(
    scope: Construct, bucket: s3.CfnBucket, encryption: Encryption, statements: Sequence[dict[str, Any]] = ()
) -> s3.CfnBucketPolicy:
    """Make the bucket's "Policy": TLS 1.2 or newer, no other encryption, and the statements given.

    Retained with the bucket, which would otherwise stay behind without its denials.
    """
    document = {
        "Version": "2012-10-17",
        "Statement": [
            *_deny_old_tls(bucket.attr_arn),
            *deny_other_encryption(bucket.attr_arn, encryption),
            *statements,
        ],
    }
    policy = s3.CfnBucketPolicy(scope, "Policy", bucket=bucket.ref, policy_document=document)
    policy.apply_removal_policy(RemovalPolicy.RETAIN)
    return policy


def bucket_reference(scope: Construct, bucket: s3.CfnBucket, encryption: Encryption) -> s3.IBucket:
    """The bucket as other constructs take it; as an imported one, so that nothing can widen its policy."""
    return s3.Bucket.from_bucket_attributes(
        scope,
        "Bucket",
        bucket_arn=bucket.attr_arn,
        bucket_name=bucket.ref,
        encryption_key=encryption.key if isinstance(encryption, CustomerKey) else None,
    )


def _no_public_access() -> s3.CfnBucket.PublicAccessBlockConfigurationProperty:
    return s3.CfnBucket.PublicAccessBlockConfigurationProperty(
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )


def _no_acls() -> s3.CfnBucket.OwnershipControlsProperty:
    rule = s3.CfnBucket.OwnershipControlsRuleProperty(object_ownership="BucketOwnerEnforced")
    return s3.CfnBucket.OwnershipControlsProperty(rules=[rule])


def _logging(target: s3.IBucket) -> s3.CfnBucket.LoggingConfigurationProperty:
    """Partitioned keys carry account, Region and source bucket, so that buckets can share a target."""
    return s3.CfnBucket.LoggingConfigurationProperty(
        destination_bucket_name=target.bucket_name,
        log_file_prefix=ACCESS_LOG_PREFIX,
        target_object_key_format=s3.CfnBucket.TargetObjectKeyFormatProperty(
            partitioned_prefix={"partitionDateSource": "EventTime"}
        ),
    )


def _deny_old_tls(bucket_arn: str) -> list[dict[str, Any]]:
    old = {
        "DenyPlainHttp": {"Bool": {"aws:SecureTransport": "false"}},
        "DenyOldTls": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    }
    return [
        {
            "Sid": sid,
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "s3:*",
            "Resource": [bucket_arn, f"{bucket_arn}/*"],
            "Condition": condition,
        }
        for sid, condition in old.items()
    ]
