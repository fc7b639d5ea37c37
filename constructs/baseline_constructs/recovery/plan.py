"""What is backed up, how often, and whether it can be restored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import Aws
from aws_cdk import aws_backup as backup
from constructs import Construct

from baseline_constructs.recovery import roles
from baseline_constructs.recovery.vaults import AirGappedVault, LockedVault

# Named one by one: for these AWS Backup asks no opt-in of the account, as it does for tags alone.
_BACKED_UP = (
    "dynamodb:*:*:table/*",
    "ec2:*:*:instance/*",
    "ec2:*:*:volume/*",
    "elasticfilesystem:*:*:file-system/*",
    "rds:*:*:db:*",
    "s3:::*",
)
_START_MINUTES, _COMPLETE_MINUTES = 60, 12 * 60


@dataclass(frozen=True)
class Copy:
    """A second copy of each backup.

    Attributes:
        vault: Where it goes.
        keep_days: How long it is kept, 7 or more.
    """

    vault: AirGappedVault
    keep_days: int


class DailyBackups(Construct):
    """Backs up what carries certain tags once a day, keeps it for some days, and copies it.

    Args:
        name: Name of the plan.
        tags: What has all of them is backed up.
        vault: Where backups go.
        hour: Hour of the day in UTC in which backups begin.
        keep_days: Days that they are kept; the vault's lock says at least how many.
        copy: Where else they go; None: nowhere.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        tags: Mapping[str, str],
        vault: LockedVault,
        hour: int,
        keep_days: int,
        copy: Copy | None,
    ) -> None:
        super().__init__(scope, id_)
        rule = backup.CfnBackupPlan.BackupRuleResourceTypeProperty(
            rule_name="daily",
            target_backup_vault=vault.resource.ref,
            schedule_expression=f"cron(0 {hour} * * ? *)",
            schedule_expression_timezone="Etc/UTC",
            start_window_minutes=_START_MINUTES,
            completion_window_minutes=_COMPLETE_MINUTES,
            lifecycle=_kept(keep_days),
            copy_actions=[_copied(copy)] if copy else None,
        )
        self.resource = backup.CfnBackupPlan(
            self,
            "Resource",
            backup_plan=backup.CfnBackupPlan.BackupPlanResourceTypeProperty(
                backup_plan_name=name, backup_plan_rule=[rule]
            ),
        )
        backup.CfnBackupSelection(
            self,
            "Selection",
            backup_plan_id=self.resource.ref,
            backup_selection=backup.CfnBackupSelection.BackupSelectionResourceTypeProperty(
                selection_name=name,
                iam_role_arn=roles.backing_up(self, "Role").attr_arn,
                resources=[f"arn:{Aws.PARTITION}:{one}" for one in _BACKED_UP],
                conditions={
                    "StringEquals": [
                        {"ConditionKey": f"aws:ResourceTag/{key}", "ConditionValue": value}
                        for key, value in tags.items()
                    ]
                },
            ),
        )


class RestoreTest(Construct):
    """Restores the newest backup of one resource of each kind, every month, and deletes the result.

    Args:
        name: Name of the plan: letters, digits and underscores.
        tags: Only what has all of them is tried.
        vault: Where backups are.
        kinds: What is tried, in AWS Backup's words, such as `RDS`.

    Source: https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        tags: Mapping[str, str],
        vault: LockedVault,
        kinds: Sequence[str],
    ) -> None:
        super().__init__(scope, id_)
        self.resource = backup.CfnRestoreTestingPlan(
            self,
            "Resource",
            restore_testing_plan_name=name,
            schedule_expression="cron(0 6 1 * ? *)",
            schedule_expression_timezone="Etc/UTC",
            start_window_hours=24,
            recovery_point_selection=(
                backup.CfnRestoreTestingPlan.RestoreTestingRecoveryPointSelectionProperty(
                    algorithm="LATEST_WITHIN_WINDOW",
                    include_vaults=[vault.resource.attr_backup_vault_arn],
                    recovery_point_types=["SNAPSHOT"],
                    selection_window_days=7,
                )
            ),
        )
        role = roles.restoring(self, "Role")
        pair = backup.CfnRestoreTestingSelection.KeyValueProperty
        for kind in kinds:
            backup.CfnRestoreTestingSelection(
                self,
                f"Selection-{kind}",
                restore_testing_plan_name=self.resource.ref,
                restore_testing_selection_name=f"{name}_{kind}",
                iam_role_arn=role.attr_arn,
                protected_resource_type=kind,
                protected_resource_arns=["*"],
                protected_resource_conditions=(
                    backup.CfnRestoreTestingSelection.ProtectedResourceConditionsProperty(
                        string_equals=[
                            pair(key=f"aws:ResourceTag/{key}", value=value) for key, value in tags.items()
                        ]
                    )
                ),
            )


def _kept(days: int) -> backup.CfnBackupPlan.LifecycleResourceTypeProperty:
    return backup.CfnBackupPlan.LifecycleResourceTypeProperty(delete_after_days=days)


def _copied(copy: Copy) -> backup.CfnBackupPlan.CopyActionResourceTypeProperty:
    return backup.CfnBackupPlan.CopyActionResourceTypeProperty(
        destination_backup_vault_arn=copy.vault.resource.attr_backup_vault_arn,
        lifecycle=_kept(copy.keep_days),
    )
