"""What a group needs to launch instances of named types, and nothing beside them.

RunInstances is authorised once for each resource that it touches, so each has a statement of its own here.

Source: IAM user guide, "Actions, resources, and condition keys for Amazon EC2", RunInstances; EC2 user guide,
"Example policies to control access to the Amazon EC2 API", launch instances.
"""

from collections.abc import Sequence

from aws_cdk import Aws
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from baseline_constructs.identity import arns
from baseline_constructs.identity.passing import passing_to_servers
from baseline_constructs.identity.permission import Permission
from baseline_constructs.keys.via_service import via_service

# What the console and the CLI ask before they can offer a choice.
_LOOK_BEFORE_LAUNCH = [
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceStatus",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeKeyPairs",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeTags",
    "ec2:DescribeVolumes",
    "ec2:DescribeVpcs",
]


_BOUND_BY_CONDITION = "what is launched has no ARN yet; the statement's condition says which"
_CALLERS_CHOICE = "every key pair and launch template of the account may be named; neither widens the launch"
_WILDCARDS = {
    **{
        arns.ec2_as_found(f"{kind}/*"): _BOUND_BY_CONDITION
        for kind in ("instance", "network-interface", "security-group", "subnet", "volume")
    },
    arns.ec2_as_found("key-pair/*"): _CALLERS_CHOICE,
    arns.ec2_as_found("launch-template/*"): _CALLERS_CHOICE,
    "Resource::arn:<AWS::Partition>:ec2:*::image/*": "images have no account; the condition names the owners",
    "Resource::arn:<AWS::Partition>:ssm:*::parameter/aws/service/ami-amazon-linux-latest/*": (
        "public parameters of AWS, which hold nothing but ids of images"
    ),
    "Resource::*": "EC2's Describe actions know no resources",
}


def launching(
    *,
    types: Sequence[str],
    vpc: ec2.CfnVPC,
    volumes_key: kms.IKey | None,
    own_images: bool = False,
    role_arns: Sequence[str] = (),
) -> Permission:
    """Launch instances of these types into this VPC, encrypted, without a public address.

    Unless roles are named, the launch carries no instance profile: whoever launches an instance then gains no
    permission from it.

    Args:
        types: Instance type patterns, such as `t2.*`; nothing else can be launched.
        vpc: The only VPC that an instance may be launched into.
        volumes_key: The key that encrypts the volumes; None where it is one that AWS keeps, which anybody in
            the account may use through EC2.
        own_images: Whether images of the account may be launched too, and not only Amazon's. Whoever launches
            an image chooses what runs at its first boot, and so can read its disks.
        role_arns: Roles that an instance may be launched with. Whoever launches one can do what its role may.
    """
    statements = [
        *_may_launch(types=types, vpc=vpc, own_images=own_images),
        *_may_tag_what_it_launches(),
        *(_may_encrypt_volumes(volumes_key) if volumes_key else ()),
        *([passing_to_servers(role_arns)] if role_arns else ()),
        *_must_not_launch(types=types),
    ]
    return Permission(statements, _WILDCARDS)


def _may_launch(*, types: Sequence[str], vpc: ec2.CfnVPC, own_images: bool) -> list[iam.PolicyStatement]:
    vpc_arn = arns.ec2(f"vpc/{vpc.ref}")
    return [
        _run_instances(
            "LaunchNamedTypes",
            "instance/*",
            {
                "StringLike": {"ec2:InstanceType": list(types)},
                "StringEquals": {"ec2:MetadataHttpTokens": "required"},
            },
        ),
        _run_instances("LaunchIntoThisNetwork", "subnet/*", {"ArnEquals": {"ec2:Vpc": vpc_arn}}),
        _run_instances("LaunchBehindItsGroups", "security-group/*", {"ArnEquals": {"ec2:Vpc": vpc_arn}}),
        _run_instances("LaunchWithItsInterfaces", "network-interface/*", {"ArnEquals": {"ec2:Vpc": vpc_arn}}),
        _run_instances("LaunchWithEncryptedVolumes", "volume/*", {"Bool": {"ec2:Encrypted": "true"}}),
        _run_instances("LaunchWithKeyPairsOfTheAccount", "key-pair/*"),
        _run_instances("LaunchFromTemplatesOfTheAccount", "launch-template/*"),
        iam.PolicyStatement(
            sid="LaunchImagesOfKnownOwners",
            actions=["ec2:RunInstances"],
            # Images belong to no account as far as their ARN goes; the condition names the owner.
            resources=[f"arn:{Aws.PARTITION}:ec2:*::image/*"],
            conditions={"StringEquals": {"ec2:Owner": ["amazon", *([Aws.ACCOUNT_ID] if own_images else [])]}},
        ),
        iam.PolicyStatement(sid="LookBeforeLaunch", actions=_LOOK_BEFORE_LAUNCH, resources=["*"]),
        iam.PolicyStatement(
            sid="ResolveTheImageOfALaunchTemplate",
            actions=["ssm:GetParameters"],
            resources=[
                f"arn:{Aws.PARTITION}:ssm:*::parameter/aws/service/ami-amazon-linux-latest/*",
            ],
        ),
    ]


def _run_instances(
    sid: str, resource: str, conditions: dict[str, dict[str, object]] | None = None
) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid=sid, actions=["ec2:RunInstances"], resources=[arns.ec2(resource)], conditions=conditions
    )


def _may_tag_what_it_launches() -> list[iam.PolicyStatement]:
    """Tags on create only: nothing that stands is tagged. Guarded tags are denied by the guardrails."""
    return [
        iam.PolicyStatement(
            sid="TagWhatItLaunches",
            actions=["ec2:CreateTags"],
            resources=[arns.ec2(kind) for kind in ("instance/*", "volume/*", "network-interface/*")],
            conditions={"StringEquals": {"ec2:CreateAction": "RunInstances"}},
        )
    ]


def _may_encrypt_volumes(key: kms.IKey) -> list[iam.PolicyStatement]:
    """Only through EC2: the caller can never hand ciphertext to KMS.

    Source: EBS user guide, "Permissions for IAM users" under "How Amazon EBS encryption works".
    """
    through_ec2 = {"StringEquals": {"kms:ViaService": via_service("ec2")}}
    return [
        iam.PolicyStatement(
            sid="EncryptVolumesThroughEc2",
            actions=[
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ],
            resources=[key.key_arn],
            conditions=through_ec2,
        ),
        iam.PolicyStatement(
            sid="LetEc2UseTheKeyForTheVolume",
            actions=["kms:CreateGrant"],
            resources=[key.key_arn],
            conditions={**through_ec2, "Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
    ]


def _must_not_launch(*, types: Sequence[str]) -> list[iam.PolicyStatement]:
    """What no other policy of the caller can give back: an explicit deny wins."""
    return [
        iam.PolicyStatement(
            sid="DenyEveryOtherType",
            effect=iam.Effect.DENY,
            actions=["ec2:RunInstances"],
            resources=[arns.ec2("instance/*")],
            conditions={"StringNotLike": {"ec2:InstanceType": list(types)}},
        ),
        iam.PolicyStatement(
            sid="DenyPublicAddresses",
            effect=iam.Effect.DENY,
            actions=["ec2:RunInstances"],
            resources=[arns.ec2("network-interface/*")],
            conditions={"Bool": {"ec2:AssociatePublicIpAddress": "true"}},
        ),
    ]
