"""As whom AWS Backup works."""

from collections.abc import Sequence

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge

_BACKING_UP = ("service-role/AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForS3Backup")
_RESTORING = ("service-role/AWSBackupServiceRolePolicyForRestores", "AWSBackupServiceRolePolicyForS3Restore")


def backing_up(scope: Construct, id_: str) -> iam.CfnRole:
    """The role that makes and copies backups, and cannot restore any.

    Args:
        scope: Where the role goes.
        id_: Its construct id.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
    """
    return _role(scope, id_, _BACKING_UP, "Makes backups, and restores none")


def restoring(scope: Construct, id_: str) -> iam.CfnRole:
    """The role that restores backups for a test, and cannot make any.

    Args:
        scope: Where the role goes.
        id_: Its construct id.
    """
    return _role(scope, id_, _RESTORING, "Restores backups by way of trial")


def _role(scope: Construct, id_: str, policies: Sequence[str], description: str) -> iam.CfnRole:
    """Without a condition on the source account: no page says that AWS Backup sends it.

    A backup that cannot be made shows itself too late, and nobody passes a role to a service for another
    account.
    """
    role = iam.CfnRole(
        scope,
        id_,
        description=description,
        assume_role_policy_document=iam.PolicyDocument(
            statements=[
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal("backup.amazonaws.com")],
                    actions=["sts:AssumeRole"],
                )
            ]
        ),
        managed_policy_arns=[f"arn:{Aws.PARTITION}:iam::aws:policy/{policy}" for policy in policies],
    )
    reason = (
        "AWS Backup works through five other services, changes what it needs of them, and keeps this policy "
        "up to date; only the service can take the role."
    )
    acknowledge(
        role,
        {
            f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{policy}]": reason
            for policy in policies
        },
    )
    return role
