"""The keys of what is served by CloudFront: the sites' objects, and the records of who asked for them."""

from aws_cdk import Aws
from constructs import Construct

from baseline_constructs.keys.purposes import for_log_groups
from baseline_constructs.keys.rotated_key import RotatedKey


def sites_key(scope: Construct, id_: str, *, alias: str, rotation_days: int = 365) -> RotatedKey:
    """The key of the objects of sites; for callers through S3, and for distributions of this account.

    It cannot name one distribution: that needs the bucket, which needs the key. The bucket's policy does.

    Args:
        scope: Where the key goes.
        id_: Its construct id.
        alias: Name after "alias/".
        rotation_days: Days between rotations, 90 to 2560.

    Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
    """
    key = RotatedKey(
        scope,
        id_,
        alias=alias,
        description="Objects of sites that CloudFront serves",
        rotation_days=rotation_days,
    )
    key.for_callers_through("s3", actions=("kms:Decrypt", "kms:GenerateDataKey"))
    distributions = f"arn:{Aws.PARTITION}:cloudfront::{Aws.ACCOUNT_ID}:distribution/*"
    return key.for_service(
        "cloudfront.amazonaws.com",
        sid="Distributions",
        actions=["kms:Decrypt"],
        conditions={"ArnLike": {"aws:SourceArn": distributions}},
    )


def edge_logs_key(scope: Construct, id_: str, *, alias: str, rotation_days: int = 365) -> RotatedKey:
    """The key of the log groups in CloudFront's own Region.

    Args:
        scope: Where the key goes.
        id_: Its construct id.
        alias: Name after "alias/".
        rotation_days: Days between rotations, 90 to 2560.
    """
    key = RotatedKey(scope, id_, alias=alias, description="Logs of CloudFront", rotation_days=rotation_days)
    for_log_groups(key)
    return key
