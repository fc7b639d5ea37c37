"""Which remedies there are: the rules whose findings each mends, its script, and all that it may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aws_cdk import Aws
from aws_cdk import aws_iam as iam


@dataclass(frozen=True)
class Remedy:
    """One remedy.

    Attributes:
        name: Name of its script, and of what is made for it.
        does: What it does, for the runbook's description.
        rules: Identifiers of the rules whose findings it mends.
        looks: What it calls on everything, because EC2 knows no resource there; it only reads.
        changes: What it calls on the resources of `pattern`.
        pattern: An ARN with {partition}, {region} and {account}.
    """

    name: str
    does: str
    rules: Sequence[str]
    looks: Sequence[str]
    changes: Sequence[str]
    pattern: str

    @property
    def script(self) -> str:
        """The script, as Systems Manager runs it."""
        return (Path(__file__).with_name("scripts") / f"{self.name}.py").read_text(encoding="utf-8")

    def rights(self) -> list[iam.PolicyStatement]:
        """All that its role may do."""
        arn = self.pattern.format(partition=Aws.PARTITION, region=Aws.REGION, account=Aws.ACCOUNT_ID)
        change = iam.PolicyStatement(sid="Mend", actions=list(self.changes), resources=[arn])
        if not self.looks:
            return [change]
        return [iam.PolicyStatement(sid="Look", actions=list(self.looks), resources=["*"]), change]

    def accepted_findings(self) -> dict[str, str]:
        """What rule packs say of the role, and why that is right."""
        arn = self.pattern.format(
            partition="<AWS::Partition>", region="<AWS::Region>", account="<AWS::AccountId>"
        )
        reasons = {
            f"AwsSolutions-IAM5[Resource::{arn}]": "Nobody knows beforehand which of them will be wrong.",
            "IAMNoInlinePolicy": "The policy fits this one remedy and goes with it.",
        }
        if self.looks:
            reasons["AwsSolutions-IAM5[Resource::*]"] = "Describing knows no resources; it reads settings."
        return reasons


REMEDIES: Mapping[str, Remedy] = {
    remedy.name: remedy
    for remedy in (
        Remedy(
            "public_buckets",
            "Blocks all public access to a bucket",
            rules=("S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",),
            looks=(),
            changes=("s3:PutBucketPublicAccessBlock",),
            pattern="arn:{partition}:s3:::*",
        ),
        Remedy(
            "default_groups",
            "Takes every rule out of a default security group",
            rules=("VPC_DEFAULT_SECURITY_GROUP_CLOSED",),
            looks=("ec2:DescribeSecurityGroupRules", "ec2:DescribeSecurityGroups"),
            changes=("ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"),
            pattern="arn:{partition}:ec2:{region}:{account}:security-group/*",
        ),
        Remedy(
            "open_ports",
            "Takes what lets the world in to FTP, SSH, MySQL or RDP out of a security group",
            rules=("INCOMING_SSH_DISABLED", "RESTRICTED_INCOMING_TRAFFIC"),
            looks=("ec2:DescribeSecurityGroupRules",),
            changes=("ec2:RevokeSecurityGroupIngress",),
            pattern="arn:{partition}:ec2:{region}:{account}:security-group/*",
        ),
        Remedy(
            "public_snapshots",
            "Shares no snapshot with everybody any more",
            rules=("EBS_SNAPSHOT_PUBLIC_RESTORABLE_CHECK",),
            looks=("ec2:DescribeSnapshots",),
            changes=("ec2:ModifySnapshotAttribute",),
            pattern="arn:{partition}:ec2:{region}::snapshot/*",
        ),
        Remedy(
            "metadata",
            "Has an instance answer metadata requests with a session only",
            rules=("EC2_IMDSV2_CHECK",),
            looks=(),
            changes=("ec2:ModifyInstanceMetadataOptions",),
            pattern="arn:{partition}:ec2:{region}:{account}:instance/*",
        ),
    )
}
