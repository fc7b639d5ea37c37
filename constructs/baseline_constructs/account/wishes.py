"""What can be set in an account, what is told to the function, and what it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms


@dataclass(frozen=True)
class Wish:
    """One setting of the account.

    Attributes:
        setting: Its name in the function.
        actions: The calls that setting it takes; none of them knows a resource.
        told: What the function is told.
        statements: What it takes besides.
    """

    setting: str
    actions: Sequence[str]
    told: Mapping[str, Any] = field(default_factory=dict)
    statements: Sequence[iam.PolicyStatement] = ()


METADATA_DEFAULTS = Wish("MetadataDefaults", ["ec2:ModifyInstanceMetadataDefaults"])
IMAGE_BLOCK = Wish("ImageBlock", ["ec2:EnableImageBlockPublicAccess"])
SERIAL_CONSOLE = Wish("SerialConsole", ["ec2:DisableSerialConsoleAccess"])
CLUSTER_BLOCK = Wish("ClusterBlock", ["elasticmapreduce:PutBlockPublicAccessConfiguration"])
# Which VPC is the default one cannot be said in a policy, so the function may take away any that is empty.
DEFAULT_NETWORKS = Wish(
    "DefaultNetworks",
    [
        *("ec2:DescribeRegions", "ec2:DescribeVpcs", "ec2:DescribeNetworkInterfaces"),
        *("ec2:DescribeInternetGateways", "ec2:DescribeSubnets", "ec2:DetachInternetGateway"),
        *("ec2:DeleteInternetGateway", "ec2:DeleteSubnet", "ec2:DeleteVpc"),
    ],
)


def password_policy(*, minimum_length: int, max_age_days: int) -> Wish:
    """All four kinds of characters, the last 24 passwords refused.

    Source: Security Hub IAM.7, IAM.15, IAM.16; CIS AWS Foundations 7.0, 2.8 and 2.9.
    """
    told = {"MinimumLength": str(minimum_length), "MaxAgeDays": str(max_age_days)}
    return Wish("PasswordPolicy", ["iam:UpdateAccountPasswordPolicy"], told)


def volume_encryption(key: kms.IKey) -> Wish:
    """New volumes are encrypted with the key, whoever makes them. Source: Security Hub EC2.7."""
    look = iam.PolicyStatement(actions=["kms:DescribeKey"], resources=[key.key_arn])
    actions = ["ec2:EnableEbsEncryptionByDefault", "ec2:ModifyEbsDefaultKmsKeyId"]
    return Wish("VolumeEncryption", actions, {"KeyArn": key.key_arn}, [look])


def bucket_block() -> Wish:
    """No bucket of the account is public. Source: Security Hub S3.1."""
    return Wish("BucketBlock", ["s3:PutAccountPublicAccessBlock"], {"AccountId": Aws.ACCOUNT_ID})


def contact(kind: str, *, name: str, title: str, email: str, phone: str) -> Wish:
    """Whom AWS asks besides the root user.

    Args:
        kind: "Security", "Billing" or "Operations".
        name: Who it is.
        title: Their function.
        email: Where AWS writes to.
        phone: With the country's code.

    Source: Security Hub Account.1; CIS AWS Foundations 7.0, 2.2 and 2.3.
    """
    told = {"Kind": kind.upper(), "Name": name, "Title": title, "Email": email, "Phone": phone}
    return Wish(f"{kind}Contact", ["account:PutAlternateContact"], told)


def central_root() -> Wish:
    """Root users of members are managed by the organisation, and lose their own credentials to it.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-enable-root-access.html
    """
    calls = [
        "iam:EnableOrganizationsRootCredentialsManagement",
        "iam:EnableOrganizationsRootSessions",
        "organizations:EnableAWSServiceAccess",
    ]
    return Wish("CentralRoot", calls)


def weakness_scans(scan: Sequence[str]) -> Wish:
    """Amazon Inspector for EC2, ECR, LAMBDA and LAMBDA_CODE. Source: Security Hub Inspector.1 to .4."""
    roles = iam.PolicyStatement(
        actions=["iam:CreateServiceLinkedRole"],
        resources=[
            f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/aws-service-role/{service}/*"
            for service in LINKED
        ],
        conditions={"StringEquals": {"iam:AWSServiceName": list(LINKED)}},
    )
    return Wish("WeaknessScans", ["inspector2:Enable"], {"Scan": list(scan)}, [roles])


LINKED = ("inspector2.amazonaws.com", "agentless.inspector2.amazonaws.com")
