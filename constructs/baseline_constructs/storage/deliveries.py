"""Which AWS service may put which records where.

No statement asks for the ACL header that AWS's examples ask for: ACLs are off in these buckets, so the header
protects nothing, and a service that leaves it out would be refused in silence.
"""

from typing import Any

from aws_cdk import Aws


def allow_trail(bucket_arn: str, *, prefix: str, trail_name: str) -> list[dict[str, Any]]:
    """Let CloudTrail write for one trail of this account and Region.

    Args:
        bucket_arn: The bucket.
        prefix: The trail's key prefix.
        trail_name: The trail.

    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    trail = f"arn:{Aws.PARTITION}:cloudtrail:{Aws.REGION}:{Aws.ACCOUNT_ID}:trail/{trail_name}"
    return _allow(
        "Trail",
        service="cloudtrail.amazonaws.com",
        bucket_arn=bucket_arn,
        objects=f"{prefix}/AWSLogs/{Aws.ACCOUNT_ID}/*",
        condition={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID, "aws:SourceArn": trail}},
    )


def allow_log_delivery(bucket_arn: str) -> list[dict[str, Any]]:
    """Let CloudWatch's log delivery write VPC flow logs and Resolver query logs of this account and Region.

    Args:
        bucket_arn: The bucket.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
    """
    source = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:*"
    return _allow(
        "AWSLogDelivery",
        service="delivery.logs.amazonaws.com",
        bucket_arn=bucket_arn,
        objects=f"AWSLogs/{Aws.ACCOUNT_ID}/*",
        condition={
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": source},
        },
    )


def allow_config(bucket_arn: str) -> list[dict[str, Any]]:
    """Let AWS Config write for this account: it does so itself where the recorder's role is refused.

    Args:
        bucket_arn: The bucket.

    Source: https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """
    return _allow(
        "Configuration",
        service="config.amazonaws.com",
        bucket_arn=bucket_arn,
        objects=config_objects(),
        condition={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
    )


def config_objects() -> str:
    """Where AWS Config writes in a bucket."""
    return f"AWSLogs/{Aws.ACCOUNT_ID}/Config/*"


def _allow(
    sid: str, *, service: str, bucket_arn: str, objects: str, condition: dict[str, Any]
) -> list[dict[str, Any]]:
    """Services look at the bucket before they write, and fail if they may not."""
    common = {"Effect": "Allow", "Principal": {"Service": service}, "Condition": condition}
    look = ["s3:GetBucketAcl", "s3:ListBucket"]
    return [
        {"Sid": f"{sid}AclCheck", **common, "Action": look, "Resource": bucket_arn},
        {"Sid": f"{sid}Write", **common, "Action": "s3:PutObject", "Resource": f"{bucket_arn}/{objects}"},
    ]
