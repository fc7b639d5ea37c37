"""Backups, and what they may cost."""

from datetime import timedelta

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, picked


def _plan(api: Api, id_: str, _: Properties) -> Observed:
    backup = api("backup")
    found = backup.get_backup_plan(BackupPlanId=id_)
    plan = {**found["BackupPlan"], "BackupPlanRule": found["BackupPlan"]["Rules"]}
    del plan["Rules"]
    plan["BackupPlanRule"] = [
        {
            {"TargetBackupVaultName": "TargetBackupVault"}.get(name, name): value
            for name, value in rule.items()
        }
        for rule in plan["BackupPlanRule"]
    ]
    tags = backup.list_tags(ResourceArn=found["BackupPlanArn"])["Tags"]
    return Observed({"BackupPlan": plan, "BackupPlanTags": tags}, {"BackupPlanArn": found["BackupPlanArn"]})


def _selection(api: Api, id_: str, wanted: Properties) -> Observed:
    selection, _, plan = id_.partition("_")
    found = api("backup").get_backup_selection(BackupPlanId=plan, SelectionId=selection)
    chosen = {name: value for name, value in found["BackupSelection"].items() if value}
    return Observed({"BackupPlanId": found["BackupPlanId"], "BackupSelection": chosen})


def _vault(api: Api, id_: str, _: Properties) -> Observed:
    backup = api("backup")
    vault = backup.describe_backup_vault(BackupVaultName=id_)
    found = picked(vault, "BackupVaultName", "EncryptionKeyArn")
    found["BackupVaultTags"] = backup.list_tags(ResourceArn=vault["BackupVaultArn"])["Tags"]
    if vault.get("Locked"):
        found["LockConfiguration"] = picked(vault, "MinRetentionDays", "MaxRetentionDays")
    if "LockDate" in vault:
        # Told is when the lock closes; asked was for how many days it stays open.
        open_for = vault["LockDate"] - vault["CreationDate"]
        found["LockConfiguration"]["ChangeableForDays"] = round(open_for / timedelta(days=1))
    found["AccessPolicy"] = backup.get_backup_vault_access_policy(BackupVaultName=id_).get("Policy")
    return Observed(found, {"BackupVaultArn": vault["BackupVaultArn"]})


def _budget(api: Api, id_: str, _: Properties) -> Observed:
    budgets = api("budgets")
    account = api("sts").get_caller_identity()["Account"]
    here = {"AccountId": account, "BudgetName": id_}
    told = [
        {
            "Notification": notification,
            "Subscribers": budgets.describe_subscribers_for_notification(**here, Notification=notification)[
                "Subscribers"
            ],
        }
        for notification in budgets.describe_notifications_for_budget(**here)["Notifications"]
    ]
    arn = f"arn:aws:budgets::{account}:budget/{id_}"
    return Observed(
        {
            "Budget": budgets.describe_budget(**here)["Budget"],
            "NotificationsWithSubscribers": told,
            "ResourceTags": budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"],
        }
    )


READERS: dict[str, Reader] = {
    "AWS::Backup::BackupPlan": _plan,
    "AWS::Backup::BackupSelection": _selection,
    "AWS::Backup::BackupVault": _vault,
    "AWS::Budgets::Budget": _budget,
}
