"""Restore tests and air-gapped vaults of AWS Backup, unusual costs of Cost Explorer.

Source: API references of AWS Backup and Cost Explorer.
"""

from ministack.services import backup

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, arn, first, new_id

_PLANS = Shelf("RestoreTestingPlanName", one="RestoreTestingPlan", many="RestoreTestingPlans")
_SELECTIONS = Shelf(
    "key",
    made=lambda asked: {"key": f"{asked['RestoreTestingPlanName']}/{asked['RestoreTestingSelectionName']}"},
    one="RestoreTestingSelection",
    many="RestoreTestingSelections",
    named_by={name: name for name in ("RestoreTestingPlanName", "RestoreTestingSelectionName")},
)
_MONITORS = Shelf(
    "MonitorArn",
    made=lambda _: {"MonitorArn": arn("ce", f"anomalymonitor/{new_id('')}", region=False)},
    many="AnomalyMonitors",
    named_by={"MonitorArn": "MonitorArn", "MonitorArnList": "MonitorArn"},
    missing="UnknownMonitorException",
)
_SUBSCRIPTIONS = Shelf(
    "SubscriptionArn",
    made=lambda _: {"SubscriptionArn": arn("ce", f"anomalysubscription/{new_id('')}", region=False)},
    many="AnomalySubscriptions",
    named_by={"SubscriptionArn": "SubscriptionArn", "SubscriptionArnList": "SubscriptionArn"},
    missing="UnknownSubscriptionException",
)


def _create_plan(asked: Members) -> Members:
    plan = asked["RestoreTestingPlan"]
    named = arn("backup", f"restore-testing-plan:{plan['RestoreTestingPlanName']}")
    return _PLANS.create({**plan, "RestoreTestingPlanArn": named, "Tags": asked.get("Tags", {})})


def _delete_plan(asked: Members) -> Members:
    if _SELECTIONS.matching(asked):
        raise Refused("InvalidRequestException", "the plan still has selections")
    return _PLANS.delete(asked)


def _create_selection(asked: Members) -> Members:
    plan = _PLANS.found({"RestoreTestingPlanName": asked["RestoreTestingPlanName"]})
    where = {name: plan[name] for name in ("RestoreTestingPlanName", "RestoreTestingPlanArn")}
    return _SELECTIONS.create({**asked["RestoreTestingSelection"], **where})


def _create_vault(asked: Members) -> Members:
    """MiniStack's own vaults, but that they say what they are and for how long they keep."""
    name = asked["BackupVaultName"]
    status, _, __ = backup._create_vault(name, asked)
    if status != 200:
        raise Refused("AlreadyExistsException", f"{name} is there already")
    vault = backup._vaults[name]
    vault.update(
        {
            "VaultType": "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
            "MinRetentionDays": asked["MinRetentionDays"],
            "MaxRetentionDays": asked["MaxRetentionDays"],
            "Locked": True,
        }
    )
    return dict(vault)


def _tagged(asked: Members, member: str, shelf: Shelf) -> Members:
    return shelf.create({**asked[member], "ResourceTags": asked.get("ResourceTags", [])})


KEPT = (
    Kept(
        "backup",
        {
            "CreateLogicallyAirGappedBackupVault": _create_vault,
            "CreateRestoreTestingPlan": _create_plan,
            "GetRestoreTestingPlan": _PLANS.read,
            "ListRestoreTestingPlans": _PLANS.tell_all,
            "DeleteRestoreTestingPlan": _delete_plan,
            "CreateRestoreTestingSelection": _create_selection,
            "GetRestoreTestingSelection": _SELECTIONS.read,
            "ListRestoreTestingSelections": _SELECTIONS.tell_all,
            "DeleteRestoreTestingSelection": _SELECTIONS.delete,
            "ListTags": _PLANS.tags("Tags", "Tags", arn="RestoreTestingPlanArn", mapping=True),
        },
    ),
    Kept(
        "ce",
        {
            "CreateAnomalyMonitor": lambda asked: _tagged(asked, "AnomalyMonitor", _MONITORS),
            "GetAnomalyMonitors": _MONITORS.tell_all,
            "DeleteAnomalyMonitor": _MONITORS.delete,
            "CreateAnomalySubscription": lambda asked: _tagged(asked, "AnomalySubscription", _SUBSCRIPTIONS),
            "GetAnomalySubscriptions": _SUBSCRIPTIONS.tell_all,
            "DeleteAnomalySubscription": _SUBSCRIPTIONS.delete,
            "ListTagsForResource": first(
                _MONITORS.tags("ResourceTags", "ResourceTags", arn="MonitorArn"),
                _SUBSCRIPTIONS.tags("ResourceTags", "ResourceTags", arn="SubscriptionArn"),
            ),
        },
        target="AWSInsightsIndexService",
    ),
)
