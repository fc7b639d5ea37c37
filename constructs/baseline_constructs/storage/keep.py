"""Statements that keep what a bucket holds from being removed or forged."""

from typing import Any

from aws_cdk import Aws

# Not here: s3:PutBucketPolicy and what else a deployment calls. Denying those would lock CloudFormation out,
# and where there is an Object Lock it holds whatever the policy says.
_REMOVAL = (
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
)


def deny_removal(bucket_arn: str, *, exempt_role: str | None) -> dict[str, Any]:
    """Refuse everyone to delete the bucket or its objects, or to shorten a retention.

    Lifecycle rules still expire objects: S3 itself does that, and no policy applies to it.

    Args:
        bucket_arn: The bucket.
        exempt_role: Name, without a path, of the one role of this account that may; None: nobody may.
    """
    statement: dict[str, Any] = {
        "Sid": "DenyRemoval",
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": list(_REMOVAL),
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
    }
    if exempt_role is None:
        return statement
    role = f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/{exempt_role}"
    return {**statement, "Condition": {"ArnNotEquals": {"aws:PrincipalArn": role}}}


def deny_forgery(bucket_arn: str) -> dict[str, Any]:
    """Refuse puts by anyone but an AWS service.

    An insider with s3:PutObject could otherwise write a history of their own beside the real one.

    Args:
        bucket_arn: The bucket.

    Source: IAM user guide, global condition keys, aws:PrincipalIsAWSService
    """
    return {
        "Sid": "DenyForgery",
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:PutObject",
        "Resource": f"{bucket_arn}/*",
        "Condition": {"Bool": {"aws:PrincipalIsAWSService": "false"}},
    }
