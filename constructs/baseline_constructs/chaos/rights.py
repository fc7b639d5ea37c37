"""What the roles of experiments may do, kind by kind.

Source: https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html
"""

from aws_cdk import Aws
from aws_cdk import aws_iam as iam

from baseline_constructs.chaos.targets import Allowed
from baseline_constructs.keys.via_service import via_service

_BY_FIS = {"managedByFIS": "true"}


def stopping(allowed: Allowed) -> list[iam.PolicyStatement]:
    """Stop and start instances with the tag. Starting needs a grant on the key of their disks."""
    return [
        iam.PolicyStatement(sid="Look", actions=["ec2:DescribeInstances"], resources=["*"]),
        iam.PolicyStatement(
            sid="StopTagged",
            actions=["ec2:StartInstances", "ec2:StopInstances"],
            resources=[_ec2("instance/*")],
            conditions=_tagged(allowed),
        ),
        iam.PolicyStatement(
            sid="StartFromEncryptedDisks",
            actions=["kms:CreateGrant"],
            resources=[allowed.volumes_key.key_arn],
            conditions={
                "Bool": {"kms:GrantIsForAWSResource": "true"},
                "StringEquals": {"kms:ViaService": via_service("ec2")},
            },
        ),
    ]


def cutting_off(allowed: Allowed) -> list[iam.PolicyStatement]:
    """Put a network ACL of its own before tagged subnets of the network, and the old one back afterwards."""
    acls = _ec2("network-acl/*")
    here = {"ArnEquals": {"ec2:Vpc": allowed.vpc_arn}}
    made = {"StringEquals": {f"aws:RequestTag/{key}": value for key, value in _BY_FIS.items()}}
    own = {"StringEquals": {f"aws:ResourceTag/{key}": value for key, value in _BY_FIS.items()}}
    return [
        iam.PolicyStatement(
            sid="LookAtNetworks",
            actions=[
                "ec2:DescribeManagedPrefixLists",
                "ec2:DescribeNetworkAcls",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcEndpoints",
                "ec2:DescribeVpcs",
            ],
            resources=["*"],
        ),
        iam.PolicyStatement(
            sid="MakeAcl", actions=["ec2:CreateNetworkAcl"], resources=[acls], conditions=made
        ),
        iam.PolicyStatement(sid="MakeAclHere", actions=["ec2:CreateNetworkAcl"], resources=[allowed.vpc_arn]),
        iam.PolicyStatement(
            sid="MarkAcl",
            actions=["ec2:CreateTags"],
            resources=[acls],
            conditions={"StringEquals": {"ec2:CreateAction": "CreateNetworkAcl", **made["StringEquals"]}},
        ),
        iam.PolicyStatement(
            sid="FillAndDeleteOwnAcl",
            actions=["ec2:CreateNetworkAclEntry", "ec2:DeleteNetworkAcl"],
            resources=[acls],
            conditions=own,
        ),
        iam.PolicyStatement(
            sid="ExchangeAclsOfTagged",
            actions=["ec2:ReplaceNetworkAclAssociation"],
            resources=[_ec2("subnet/*")],
            conditions={**here, **_tagged(allowed)},
        ),
        iam.PolicyStatement(
            sid="ExchangeAclsHere",
            actions=["ec2:ReplaceNetworkAclAssociation"],
            resources=[acls],
            conditions=here,
        ),
    ]


def _tagged(allowed: Allowed) -> dict[str, dict[str, str]]:
    return {"StringEquals": {f"aws:ResourceTag/{allowed.key}": allowed.value}}


def _ec2(resource: str) -> str:
    return f"arn:{Aws.PARTITION}:ec2:{Aws.REGION}:{Aws.ACCOUNT_ID}:{resource}"
