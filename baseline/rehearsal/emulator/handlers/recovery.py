"""What is backed up, and what it may cost: AWS Backup, Budgets, Cost Explorer."""

import json
from typing import Any

from ministack.core.responses import get_account_id

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, as_mapping, keep, without
from baseline.rehearsal.emulator.handlers.calls import by_calls


def _create_selection(properties: Properties, _: str) -> tuple[str, Attributes]:
    id_ = call("backup", "create_backup_selection", **properties)["SelectionId"]
    return f"{id_}_{properties['BackupPlanId']}", {"SelectionId": id_}


def _delete_selection(id_: str, properties: Properties) -> None:
    selection = id_.partition("_")[0]
    call("backup", "delete_backup_selection", BackupPlanId=properties["BackupPlanId"], SelectionId=selection)


def _create_budget(properties: Properties, name: str) -> tuple[str, Attributes]:
    budget = {"BudgetName": name, **properties["Budget"]}
    call("budgets", "create_budget", AccountId=get_account_id(), **{**properties, "Budget": budget})
    return str(budget["BudgetName"]), {}


def _update_budget(id_: str, old: Properties, new: Properties) -> None:
    keep(old, new, "NotificationsWithSubscribers", "ResourceTags")
    budget = {"BudgetName": id_, **new["Budget"]}
    call("budgets", "update_budget", AccountId=get_account_id(), NewBudget=budget)


def _delete_budget(id_: str, _: Properties) -> None:
    call("budgets", "delete_budget", AccountId=get_account_id(), BudgetName=id_)


def _restore_test(properties: Properties, name: str) -> dict[str, Any]:
    plan = {"RestoreTestingPlanName": name, **without(properties, "Tags")}
    return {"RestoreTestingPlan": plan, "Tags": as_mapping(properties.get("Tags", []))}


def _subscription(properties: Properties, _: str) -> dict[str, Any]:
    subscription = without(properties, "ResourceTags")
    if isinstance(subscription.get("ThresholdExpression"), str):
        subscription["ThresholdExpression"] = json.loads(subscription["ThresholdExpression"])
    return {"AnomalySubscription": subscription, "ResourceTags": properties.get("ResourceTags", [])}


HANDLERS = {
    "AWS::Backup::LogicallyAirGappedBackupVault": by_calls(
        "backup",
        create="create_logically_air_gapped_backup_vault",
        asks=lambda properties, _: dict(properties),
        id_=lambda answer, _: str(answer["BackupVaultName"]),
        delete="delete_backup_vault",
        names=lambda id_, _: {"BackupVaultName": id_},
        gives=lambda answer: {"BackupVaultArn": answer["BackupVaultArn"]},
    ),
    "AWS::Backup::RestoreTestingPlan": by_calls(
        "backup",
        create="create_restore_testing_plan",
        asks=_restore_test,
        id_=lambda answer, _: str(answer["RestoreTestingPlanName"]),
        delete="delete_restore_testing_plan",
        names=lambda id_, _: {"RestoreTestingPlanName": id_},
        gives=lambda answer: {"RestoreTestingPlanArn": answer["RestoreTestingPlanArn"]},
    ),
    "AWS::Backup::RestoreTestingSelection": by_calls(
        "backup",
        create="create_restore_testing_selection",
        asks=lambda properties, _: {
            "RestoreTestingPlanName": properties["RestoreTestingPlanName"],
            "RestoreTestingSelection": without(properties, "RestoreTestingPlanName"),
        },
        id_=lambda answer, _: f"{answer['RestoreTestingPlanName']}|{answer['RestoreTestingSelectionName']}",
        delete="delete_restore_testing_selection",
        names=lambda id_, _: {
            "RestoreTestingPlanName": id_.partition("|")[0],
            "RestoreTestingSelectionName": id_.partition("|")[2],
        },
    ),
    "AWS::CE::AnomalyMonitor": by_calls(
        "ce",
        create="create_anomaly_monitor",
        asks=lambda properties, _: {
            "AnomalyMonitor": without(properties, "ResourceTags"),
            "ResourceTags": properties.get("ResourceTags", []),
        },
        id_=lambda answer, _: str(answer["MonitorArn"]),
        delete="delete_anomaly_monitor",
        names=lambda id_, _: {"MonitorArn": id_},
        gives=lambda answer: {"MonitorArn": answer["MonitorArn"]},
    ),
    "AWS::CE::AnomalySubscription": by_calls(
        "ce",
        create="create_anomaly_subscription",
        asks=_subscription,
        id_=lambda answer, _: str(answer["SubscriptionArn"]),
        delete="delete_anomaly_subscription",
        names=lambda id_, _: {"SubscriptionArn": id_},
        gives=lambda answer: {"SubscriptionArn": answer["SubscriptionArn"]},
    ),
    "AWS::Backup::BackupSelection": Handler(_create_selection, _delete_selection),
    "AWS::Budgets::Budget": Handler(_create_budget, _delete_budget, _update_budget),
}
