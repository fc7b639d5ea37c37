"""Which looks there are: the script of each, when it is due, and all that it may read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aws_cdk import Aws
from aws_cdk import aws_iam as iam

Due = Literal["weekly", "monthly"]


@dataclass(frozen=True)
class Look:
    """One look.

    Attributes:
        name: Name of its script, and of what is made for it.
        due: How often.
        actions: What it calls, on everything: it reads, and none of this is data.
        managed: Names of AWS's policies that it needs besides.
    """

    name: str
    due: Due
    actions: tuple[str, ...]
    managed: tuple[str, ...] = ()

    @property
    def script(self) -> str:
        """The script, as Systems Manager runs it."""
        file = Path(__file__).with_name("checks") / f"{self.name}.py"
        return file.read_text(encoding="utf-8")

    def rights(self) -> list[iam.PolicyStatement]:
        """What its role may read."""
        return [iam.PolicyStatement(sid="Read", actions=list(self.actions), resources=["*"])]

    def managed_arns(self) -> list[str]:
        """The ARNs of AWS's policies."""
        return [f"arn:{Aws.PARTITION}:iam::aws:policy/{name}" for name in self.managed]


LOOKS: Mapping[str, Look] = {
    look.name: look
    for look in (
        Look(
            "drift",
            "weekly",
            (
                "cloudformation:BatchDescribeTypeConfigurations",
                "cloudformation:DescribeStackDriftDetectionStatus",
                "cloudformation:DescribeStackResource",
                "cloudformation:DescribeStackResources",
                "cloudformation:DescribeStacks",
                "cloudformation:DetectStackDrift",
                "cloudformation:DetectStackResourceDrift",
                "cloudformation:GetTemplate",
                "cloudformation:ListStackResources",
            ),
            # CloudFormation compares with the caller's rights. This one reads settings and no data.
            managed=("SecurityAudit",),
        ),
        Look("patches", "weekly", ("ec2:DescribeInstances", "ssm:DescribeInstancePatchStates")),
        Look(
            "access",
            "weekly",
            (
                "iam:GetAccessKeyLastUsed",
                "iam:GetRole",
                "iam:ListAccessKeys",
                "iam:ListEntitiesForPolicy",
                "iam:ListPolicies",
                "iam:ListRoles",
                "iam:ListUsers",
            ),
        ),
        Look("credentials", "monthly", ("iam:GenerateCredentialReport", "iam:GetCredentialReport")),
        Look(
            "keys",
            "monthly",
            ("kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListKeys", "secretsmanager:ListSecrets"),
        ),
        Look(
            "restores", "monthly", ("backup:ListBackupJobs", "backup:ListCopyJobs", "backup:ListRestoreJobs")
        ),
    )
}
