"""How a bucket encrypts what is put into it: two spellings, so that neither is chosen by omission."""

from dataclasses import dataclass
from typing import Any

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3


@dataclass(frozen=True)
class CustomerKey:
    """SSE-KMS with a customer-managed key and an S3 Bucket Key.

    Args:
        key: The key; the bucket's policy refuses objects encrypted with any other.
    """

    key: kms.IKey


@dataclass(frozen=True)
class S3ManagedKey:
    """SSE-S3: S3 owns and rotates the key, so no key policy stands between a reader and the object."""


Encryption = CustomerKey | S3ManagedKey

_ALGORITHM = "s3:x-amz-server-side-encryption"
_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
_CALLERS_OWN_KEY = "s3:x-amz-server-side-encryption-customer-algorithm"


def default_encryption(encryption: Encryption) -> s3.CfnBucket.BucketEncryptionProperty:
    """What S3 applies to a put that names no encryption."""
    if isinstance(encryption, CustomerKey):
        by_default = s3.CfnBucket.ServerSideEncryptionByDefaultProperty(
            sse_algorithm="aws:kms", kms_master_key_id=encryption.key.key_arn
        )
    else:
        by_default = s3.CfnBucket.ServerSideEncryptionByDefaultProperty(sse_algorithm="AES256")
    rule = s3.CfnBucket.ServerSideEncryptionRuleProperty(
        server_side_encryption_by_default=by_default,
        bucket_key_enabled=True if isinstance(encryption, CustomerKey) else None,
    )
    return s3.CfnBucket.BucketEncryptionProperty(server_side_encryption_configuration=[rule])


def deny_other_encryption(bucket_arn: str, encryption: Encryption) -> list[dict[str, Any]]:
    """Refuse puts that name another encryption than the bucket's; a put that names none gets the bucket's.

    Each condition first asks whether the header is there at all: a negated operator is also true of an absent
    key, and would refuse every put that relies on the default.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    """
    algorithm = "aws:kms" if isinstance(encryption, CustomerKey) else "AES256"
    wrong = {
        "DenyOtherEncryption": {"Null": {_ALGORITHM: "false"}, "StringNotEquals": {_ALGORITHM: algorithm}},
        "DenyKeysOfTheCaller": {"Null": {_CALLERS_OWN_KEY: "false"}},
    }
    if isinstance(encryption, CustomerKey):
        arn = encryption.key.key_arn
        wrong["DenyOtherKeys"] = {"Null": {_KEY: "false"}, "ArnNotEquals": {_KEY: arn}}
        # aws:kms without a key means the AWS managed key aws/s3, not the bucket's default.
        wrong["DenyTheAwsManagedKey"] = {"Null": {_KEY: "true"}, "StringEquals": {_ALGORITHM: "aws:kms"}}
    return [
        {
            "Sid": sid,
            "Effect": "Deny",
            "Principal": {"AWS": "*"},
            "Action": "s3:PutObject",
            "Resource": f"{bucket_arn}/*",
            "Condition": condition,
        }
        for sid, condition in wrong.items()
    ]
