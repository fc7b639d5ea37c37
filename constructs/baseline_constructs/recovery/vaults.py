"""Where backups are kept from those who could delete everything else."""

from typing import Any

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_kms as kms
from constructs import Construct

_REMOVAL = (
    "backup:DeleteBackupVault",
    "backup:DeleteBackupVaultLockConfiguration",
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
)
# AWS Backup keeps nothing shorter in a logically air-gapped vault, and for ever is 100 years.
_SHORTEST_DAYS, _LONGEST_DAYS = 7, 36500


class LockedVault(Construct):
    """A vault whose backups nobody deletes, or lets expire, before their time.

    Two things hold them: the vault's policy refuses all but one role to remove anything, and Vault Lock
    takes no backup that would be kept shorter. In governance mode whoever may change lock and policy can get
    around both; with `grace_days`, nobody can once these are over, and neither can AWS.

    Args:
        name: The vault's name.
        key: The key of the backups (`backup_key`).
        keep_days: The shortest time that a backup is kept.
        grace_days: Days, at least 3, after which the lock can never be lifted; None: it can be.
        delete_exempt_role: Name, without a path, of a role that may delete; None: nobody.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html; Security Hub Backup.1
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        key: kms.IKey,
        keep_days: int,
        grace_days: int | None,
        delete_exempt_role: str | None,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = backup.CfnBackupVault(
            self,
            "Resource",
            backup_vault_name=name,
            encryption_key_arn=key.key_arn,
            access_policy=_policy(delete_exempt_role),
            lock_configuration=backup.CfnBackupVault.LockConfigurationTypeProperty(
                min_retention_days=keep_days, changeable_for_days=grace_days
            ),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)


class AirGappedVault(Construct):
    """A vault that AWS keeps outside of the account, locked for good, under a key of AWS's own.

    Whoever owns the whole account, its root user included, can neither delete a backup before its time nor
    make it unreadable by deleting a key. It cannot be undone: what was copied is kept, and paid for.

    Args:
        name: The vault's name.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str) -> None:
        super().__init__(scope, id_)
        self.resource = backup.CfnLogicallyAirGappedBackupVault(
            self,
            "Resource",
            backup_vault_name=name,
            min_retention_days=_SHORTEST_DAYS,
            max_retention_days=_LONGEST_DAYS,
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)


def _policy(exempt_role: str | None) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Sid": "DenyRemoval",
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": list(_REMOVAL),
        "Resource": "*",
    }
    if exempt_role is not None:
        role = f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/{exempt_role}"
        statement["Condition"] = {"ArnNotEquals": {"aws:PrincipalArn": role}}
    return {"Version": "2012-10-17", "Statement": [statement]}
