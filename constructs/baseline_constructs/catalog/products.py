"""What can be ordered: each product's template, and all that making it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Aws, CfnDeletionPolicy, CfnParameter, CfnTag, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.keys.via_service import via_service
from baseline_constructs.storage.bucket import bucket_policy, hardened_bucket
from baseline_constructs.storage.encryption import CustomerKey
from baseline_constructs.storage.lifecycle import lifecycle

_SIZE = "SizeGiB"


@dataclass(frozen=True)
class Product:
    """Something that can be ordered.

    Attributes:
        name: What it is called.
        describes: What somebody gets, in a sentence.
        rights: What making, changing and removing it takes.
        reasons: Findings of rule packs on these rights, and why they are right.
        rules: What may be asked for, in the language of rules of templates; None where nothing can be chosen.
    """

    name: str
    describes: str
    rights: Sequence[iam.PolicyStatement]
    reasons: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Any] | None = None


def bucket_product(stack: Stack, *, key: kms.IKey, access_logs: s3.IBucket) -> Product:
    """A bucket as the landing zone makes them: private, versioned, encrypted, over TLS, every access logged.

    Nothing can be chosen. The bucket outlives what was ordered.

    Args:
        stack: The product's template.
        key: The key of objects in buckets.
        access_logs: Where access logs go.
    """
    encryption = CustomerKey(key)
    resource = hardened_bucket(
        stack,
        bucket_name=None,
        encryption=encryption,
        lifecycle=lifecycle(expire_days=None, old_versions_days=90),
        access_logs=access_logs,
        lock=None,
    )
    bucket_policy(stack, resource, encryption)
    # CloudFormation begins a bucket's name with its stack's, and Service Catalog begins that with SC-.
    buckets = f"arn:{Aws.PARTITION}:s3:::sc-{Aws.ACCOUNT_ID}-*"
    calls = ("CreateBucket", "GetBucket*", "GetEncryptionConfiguration", "GetLifecycleConfiguration")
    puts = ("BucketLogging", "BucketOwnershipControls", "BucketPolicy", "BucketPublicAccessBlock")
    more = ("BucketTagging", "BucketVersioning", "EncryptionConfiguration", "LifecycleConfiguration")
    return Product(
        "bucket",
        "A private, versioned, encrypted bucket that takes TLS only and logs every access",
        [
            iam.PolicyStatement(
                sid="MakeTheBucket",
                actions=[f"s3:{call}" for call in (*calls, *(f"Put{put}" for put in (*puts, *more)))],
                resources=[buckets],
            )
        ],
        {
            "AwsSolutions-IAM5[Action::s3:GetBucket*]": "CloudFormation reads every setting of the bucket.",
            "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::sc-<AWS::AccountId>-*]": "A bucket has no "
            "name before it is ordered.",
        },
    )


def volume_product(stack: Stack, *, key: kms.IKey, sizes_gib: Sequence[int]) -> Product:
    """A volume as the landing zone makes them: encrypted with its key; a snapshot is taken before it goes.

    Args:
        stack: The product's template.
        key: The key of volumes.
        sizes_gib: The sizes that may be asked for, in GiB.
    """
    size = CfnParameter(stack, _SIZE, type="Number", description="Size in GiB", default=min(sizes_gib))
    zone = CfnParameter(stack, "Zone", type="AWS::EC2::AvailabilityZone::Name", description="Where it is")
    resource = ec2.CfnVolume(
        stack,
        "Resource",
        availability_zone=zone.value_as_string,
        volume_type="gp3",
        size=size.value_as_number,
        encrypted=True,
        kms_key_id=key.key_arn,
        tags=[CfnTag(key="Name", value=Aws.STACK_NAME)],
    )
    resource.cfn_options.deletion_policy = CfnDeletionPolicy.SNAPSHOT
    resource.cfn_options.update_replace_policy = CfnDeletionPolicy.SNAPSHOT
    acknowledge(resource, {"EC2EBSInBackupPlan": "Who orders it decides what it holds, and tags it."})
    allowed = {"Fn::Contains": [[str(each) for each in sizes_gib], {"Ref": _SIZE}]}
    says = f"a volume has {', '.join(map(str, sizes_gib))} GiB"
    return Product(
        "volume",
        "An encrypted gp3 volume, of which a last snapshot is kept",
        _volume_rights(key),
        _VOLUME_REASONS,
        {"Rules": {"Size": {"Assertions": [{"Assert": allowed, "AssertDescription": says}]}}},
    )


_VOLUMES, _SNAPSHOTS = "volume/*", "snapshot/*"
_WHY = "A volume has no id before it is ordered; others lack the tag that CloudFormation sets."
_VOLUME_REASONS = {
    f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:{_VOLUMES}]": _WHY,
    f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>::{_SNAPSHOTS}]": _WHY,
    "AwsSolutions-IAM5[Resource::*]": "Describing volumes, snapshots and zones knows no resources.",
}


def _volume_rights(key: kms.IKey) -> list[iam.PolicyStatement]:
    """Only encrypted volumes are made, and only what Service Catalog made is changed or removed."""
    volumes = f"arn:{Aws.PARTITION}:ec2:{Aws.REGION}:{Aws.ACCOUNT_ID}:{_VOLUMES}"
    snapshots = f"arn:{Aws.PARTITION}:ec2:{Aws.REGION}::{_SNAPSHOTS}"
    ordered = {"StringLike": {"aws:ResourceTag/aws:cloudformation:stack-name": "SC-*"}}
    by_ec2 = {"StringEquals": {"kms:ViaService": via_service("ec2")}}
    return [
        iam.PolicyStatement(
            sid="MakeEncryptedVolumes",
            actions=["ec2:CreateVolume"],
            resources=[volumes],
            conditions={"Bool": {"ec2:Encrypted": "true"}},
        ),
        iam.PolicyStatement(
            sid="TagWhatIsMade",
            actions=["ec2:CreateTags"],
            resources=[volumes, snapshots],
            conditions={"StringEquals": {"ec2:CreateAction": ["CreateVolume", "CreateSnapshot"]}},
        ),
        iam.PolicyStatement(
            sid="ChangeWhatWasOrdered",
            actions=["ec2:CreateSnapshot", "ec2:DeleteVolume", "ec2:ModifyVolume"],
            resources=[volumes],
            conditions=ordered,
        ),
        iam.PolicyStatement(sid="KeepTheLast", actions=["ec2:CreateSnapshot"], resources=[snapshots]),
        iam.PolicyStatement(
            sid="Look",
            actions=[
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeSnapshots",
                "ec2:DescribeVolumes",
                "ec2:DescribeVolumesModifications",
            ],
            resources=["*"],
        ),
        iam.PolicyStatement(
            sid="Encrypt",
            actions=["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"],
            resources=[key.key_arn],
            conditions=by_ec2,
        ),
        iam.PolicyStatement(
            sid="LendTheKeyToEc2",
            actions=["kms:CreateGrant"],
            resources=[key.key_arn],
            conditions={**by_ec2, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ]
