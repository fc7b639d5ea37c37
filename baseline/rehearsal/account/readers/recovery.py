"""Backups, and what they may cost."""

from datetime import timedelta

from baseline.rehearsal.account.observed import (
    Api,
    Missing,
    Observed,
    Properties,
    Reader,
    as_tags,
    only,
    picked,
)


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


def _air_gapped(api: Api, id_: str, _: Properties) -> Observed:
    backup = api("backup")
    vault = backup.describe_backup_vault(BackupVaultName=id_)
    if vault["VaultType"] != "LOGICALLY_AIR_GAPPED_BACKUP_VAULT":
        raise Missing(f"{id_} is a {vault['VaultType']}")
    tags = backup.list_tags(ResourceArn=vault["BackupVaultArn"])["Tags"]
    return Observed({**vault, "BackupVaultTags": tags}, {"BackupVaultArn": vault["BackupVaultArn"]})


def _restore_test(api: Api, id_: str, _: Properties) -> Observed:
    backup = api("backup")
    plan = backup.get_restore_testing_plan(RestoreTestingPlanName=id_)["RestoreTestingPlan"]
    arn = plan["RestoreTestingPlanArn"]
    tags = as_tags(backup.list_tags(ResourceArn=arn)["Tags"])
    return Observed({**plan, "Tags": tags}, {"RestoreTestingPlanArn": arn})


def _restore_selection(api: Api, id_: str, _: Properties) -> Observed:
    plan, name = id_.split("|")
    found = api("backup").get_restore_testing_selection(
        RestoreTestingPlanName=plan, RestoreTestingSelectionName=name
    )
    return Observed(found["RestoreTestingSelection"])


def _anomaly_monitor(api: Api, id_: str, _: Properties) -> Observed:
    ce = api("ce")
    found = only(ce.get_anomaly_monitors(MonitorArnList=[id_])["AnomalyMonitors"], id_)
    tags = ce.list_tags_for_resource(ResourceArn=id_)["ResourceTags"]
    return Observed({**found, "ResourceTags": tags}, {"MonitorArn": id_})


def _anomaly_subscription(api: Api, id_: str, _: Properties) -> Observed:
    ce = api("ce")
    found = only(ce.get_anomaly_subscriptions(SubscriptionArnList=[id_])["AnomalySubscriptions"], id_)
    tags = ce.list_tags_for_resource(ResourceArn=id_)["ResourceTags"]
    return Observed({**found, "ResourceTags": tags}, {"SubscriptionArn": id_})


READERS: dict[str, Reader] = {
    "AWS::Backup::BackupPlan": _plan,
    "AWS::Backup::BackupSelection": _selection,
    "AWS::Backup::BackupVault": _vault,
    "AWS::Backup::LogicallyAirGappedBackupVault": _air_gapped,
    "AWS::Backup::RestoreTestingPlan": _restore_test,
    "AWS::Backup::RestoreTestingSelection": _restore_selection,
    "AWS::CE::AnomalyMonitor": _anomaly_monitor,
    "AWS::CE::AnomalySubscription": _anomaly_subscription,
    "AWS::Budgets::Budget": _budget,
}
