"""What may pass through an endpoint: principals and resources of this account, and what AWS lends it."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import Aws

_ACCOUNT = {"aws:PrincipalAccount": Aws.ACCOUNT_ID}


def endpoint_policy(service: str, beside: Sequence[str]) -> dict[str, Any]:
    """The policy of one service's endpoint.

    Credentials of another account do not work through it, and no resource of another account is in reach,
    so nothing can be carried out of the account this way. Excepted is what AWS owns and the service does not
    work without: documents, public parameters and images of Amazon, and reading the buckets from which
    Amazon Linux and the SSM Agent update themselves and from which ECR gives out layers. Few services know no
    endpoint policy: see `WITHOUT_POLICY`.

    Args:
        service: Short name of the service.
        beside: The services that have an endpoint, since some of them read from S3.

    Source:
        https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    own = {
        "Sid": "AccountOnly",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "*",
        "Resource": "*",
        "Condition": {"StringEquals": {**_ACCOUNT, "aws:ResourceAccount": Aws.ACCOUNT_ID}},
    }
    return {"Version": "2012-10-17", "Statement": [own, *_lent(service, beside)]}


def _lent(service: str, beside: Sequence[str]) -> list[dict[str, Any]]:
    match service:
        case "s3":
            return [_readable(_buckets(beside))]
        case "ssm":
            return [_documents()]
        case "ec2":
            return [_images()]
        case _:
            return []


def _readable(buckets: Sequence[str]) -> dict[str, Any]:
    """These requests are anonymous, or signed by AWS's own accounts, so no condition on the caller fits."""
    return {
        "Sid": "ReadWhatAwsPublishes",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "s3:GetObject",
        "Resource": [f"arn:{Aws.PARTITION}:s3:::{bucket}/*" for bucket in buckets],
    }


def _buckets(beside: Sequence[str]) -> list[str]:
    """Sources.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-minimum-s3-permissions.html
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
    https://docs.aws.amazon.com/linux/al2023/ug/live-patching.html
    """
    linux = [f"al2023-{Aws.REGION}", f"al2023-repos-{Aws.REGION}-de612dc2"]
    agent = [
        f"amazon-ssm-{Aws.REGION}",
        f"amazon-ssm-packages-{Aws.REGION}",
        f"aws-ssm-{Aws.REGION}",
        f"aws-ssm-distributor-file-{Aws.REGION}",
        f"aws-ssm-document-attachments-{Aws.REGION}",
        f"patch-baseline-snapshot-{Aws.REGION}",
        f"{Aws.REGION}-birdwatcher-prod",
    ]
    # https://docs.aws.amazon.com/imagebuilder/latest/userguide/vpc-interface-endpoints.html
    builder = [
        f"ec2imagebuilder-managed-resources-{Aws.REGION}-prod",
        f"ec2imagebuilder-toe-{Aws.REGION}-prod",
    ]
    layers = [f"prod-{Aws.REGION}-starport-layer-bucket"]
    return [
        *linux,
        *(agent if "ssm" in beside else []),
        *(layers if "ecr.dkr" in beside else []),
        *(builder if "imagebuilder" in beside else []),
    ]


def _documents() -> dict[str, Any]:
    """Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-ssm-docs.html."""
    prefix = f"arn:{Aws.PARTITION}:ssm:{Aws.REGION}:"
    return {
        "Sid": "UseWhatAmazonPublishes",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [
            "ssm:CreateAssociation",
            "ssm:Describe*",
            "ssm:Get*",
            "ssm:List*",
            "ssm:SendCommand",
            "ssm:StartAutomationExecution",
            "ssm:StartSession",
        ],
        "Resource": [
            f"{prefix}:automation-definition/*",
            f"{prefix}:document/*",
            f"{prefix}:parameter/aws/*",
        ],
        "Condition": {"StringEquals": _ACCOUNT},
    }


def _images() -> dict[str, Any]:
    return {
        "Sid": "LaunchImagesOfAmazon",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "ec2:RunInstances",
        "Resource": f"arn:{Aws.PARTITION}:ec2:{Aws.REGION}::image/*",
        "Condition": {"StringEquals": {**_ACCOUNT, "ec2:Owner": "amazon"}},
    }
