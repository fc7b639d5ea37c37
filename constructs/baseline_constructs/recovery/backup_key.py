"""The key of the backups."""

from constructs import Construct

from baseline_constructs.keys.rotated_key import RotatedKey


def backup_key(scope: Construct, id_: str, *, alias: str, rotation_days: int = 365) -> RotatedKey:
    """The key of a backup vault; usable through AWS Backup only, which keeps a grant for each backup.

    Apart from the keys of what is backed up, so that losing one of those does not lose the backups with it
    (of volumes and databases, snapshots stay under the key of their source).

    Args:
        scope: Where the key goes.
        id_: Its construct id.
        alias: Name after "alias/".
        rotation_days: Days between rotations, 90 to 2560.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    """
    key = RotatedKey(scope, id_, alias=alias, description="Backups", rotation_days=rotation_days)
    key.for_callers_through("backup", actions=["kms:Decrypt", "kms:GenerateDataKey*"])
    return key.for_grants_through("backup")
