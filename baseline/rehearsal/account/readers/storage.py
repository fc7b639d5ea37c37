"""S3."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, picked


def _bucket(api: Api, id_: str, _: Properties) -> Observed:
    s3 = api("s3")
    s3.head_bucket(Bucket=id_)
    found: Properties = {"BucketName": id_}
    for name, read in _PARTS.items():
        try:
            found[name] = read(s3, id_)
        except ClientError as error:
            # A part that nobody configured is an error in S3's API; the template may not ask for it either.
            if error.response["Error"]["Code"] not in _ABSENT:
                raise
    found["ObjectLockEnabled"] = "ObjectLockConfiguration" in found
    region = s3.get_bucket_location(Bucket=id_)["LocationConstraint"] or "us-east-1"
    return Observed(
        found,
        {
            "Arn": f"arn:aws:s3:::{id_}",
            "DomainName": f"{id_}.s3.amazonaws.com",
            "RegionalDomainName": f"{id_}.s3.{region}.amazonaws.com",
        },
    )


def _encryption(s3: Any, bucket: str) -> Properties:
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    return {
        "ServerSideEncryptionConfiguration": [
            {
                "ServerSideEncryptionByDefault": rule["ApplyServerSideEncryptionByDefault"],
                **picked(rule, "BucketKeyEnabled"),
            }
            for rule in rules
        ]
    }


def _logging(s3: Any, bucket: str) -> Properties:
    enabled = s3.get_bucket_logging(Bucket=bucket).get("LoggingEnabled", {})
    names = {"TargetBucket": "DestinationBucketName", "TargetPrefix": "LogFilePrefix"}
    return {names.get(name, name): value for name, value in enabled.items()}


def _lifecycle(s3: Any, bucket: str) -> Properties:
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    return {"Rules": [_lifecycle_rule(rule) for rule in rules]}


def _lifecycle_rule(rule: Properties) -> Properties:
    found = picked(rule, "Status", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload")
    if "ID" in rule:
        found["Id"] = rule["ID"]
    if prefix := rule.get("Filter", {}).get("Prefix"):
        found["Prefix"] = prefix
    expiration = rule.get("Expiration", {})
    if "Days" in expiration:
        found["ExpirationInDays"] = expiration["Days"]
    return {**found, **picked(expiration, "ExpiredObjectDeleteMarker")}


_PARTS: dict[str, Callable[[Any, str], Any]] = {
    "BucketEncryption": _encryption,
    "LifecycleConfiguration": _lifecycle,
    "LoggingConfiguration": _logging,
    "ObjectLockConfiguration": lambda s3, b: s3.get_object_lock_configuration(Bucket=b)[
        "ObjectLockConfiguration"
    ],
    "OwnershipControls": lambda s3, b: s3.get_bucket_ownership_controls(Bucket=b)["OwnershipControls"],
    "PublicAccessBlockConfiguration": lambda s3, b: s3.get_public_access_block(Bucket=b)[
        "PublicAccessBlockConfiguration"
    ],
    "Tags": lambda s3, b: s3.get_bucket_tagging(Bucket=b)["TagSet"],
    "VersioningConfiguration": lambda s3, b: picked(s3.get_bucket_versioning(Bucket=b), "Status"),
}
_ABSENT = {
    "NoSuchLifecycleConfiguration",
    "NoSuchPublicAccessBlockConfiguration",
    "NoSuchTagSet",
    "ObjectLockConfigurationNotFoundError",
    "OwnershipControlsNotFoundError",
    "ServerSideEncryptionConfigurationNotFoundError",
}


def _bucket_policy(api: Api, _: str, wanted: Properties) -> Observed:
    bucket = wanted["Bucket"]
    policy = api("s3").get_bucket_policy(Bucket=bucket)["Policy"]
    return Observed({"Bucket": bucket, "PolicyDocument": policy})


READERS: dict[str, Reader] = {"AWS::S3::Bucket": _bucket, "AWS::S3::BucketPolicy": _bucket_policy}
