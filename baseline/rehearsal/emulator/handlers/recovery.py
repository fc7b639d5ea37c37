"""What is backed up, and what it may cost: AWS Backup and Budgets, which MiniStack's CloudFormation lacks."""

from ministack.core.responses import get_account_id

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, keep


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


HANDLERS = {
    "AWS::Backup::BackupSelection": Handler(_create_selection, _delete_selection),
    "AWS::Budgets::Budget": Handler(_create_budget, _delete_budget, _update_budget),
}
