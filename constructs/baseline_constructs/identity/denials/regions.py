"""Nobody works in a Region that nobody looks at."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam

# Calls to these are made to us-east-1 or us-west-2, wherever the caller is.
_WITHOUT_REGION = (
    "account:*",
    "budgets:*",
    "ce:*",
    "cloudfront:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "networkmanager:*",
    "organizations:*",
    "route53:*",
    "route53domains:*",
    "s3:ListAllMyBuckets",
    "shield:*",
    "sts:*",
    "support:*",
    "trustedadvisor:*",
    "waf:*",
)


def region_denial(*, regions: Sequence[str]) -> iam.PolicyStatement:
    """Nothing outside these regions, but for the services that have no region.

    Args:
        regions: Region names or pseudo-parameters.

    Source: IAM user guide, "AWS: Denies access to AWS based on the requested Region"; Control Tower's control
    GRREGIONDENY.
    """
    return iam.PolicyStatement(
        sid="DenyOtherRegions",
        effect=iam.Effect.DENY,
        not_actions=[*_WITHOUT_REGION],
        resources=["*"],
        conditions={"StringNotEquals": {"aws:RequestedRegion": list(regions)}},
    )
