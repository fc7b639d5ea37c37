"""Mails about money, which an intruder spends before anybody looks."""

import json

from aws_cdk import Aws
from aws_cdk import aws_budgets as budgets
from aws_cdk import aws_ce as ce
from constructs import Construct


class MonthlyBudget(Construct):
    """Mails at 80 % and 100 % of a monthly budget, and when the month's forecast exceeds it.

    The mail comes from AWS Budgets itself, so neither a topic nor its key has to admit another service.
    It stops nothing, and comes up to a day late.

    Args:
        name: The budget's name.
        usd: US dollars a month.
        email: Who gets the mails.

    Source: https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, usd: int, email: str) -> None:
        super().__init__(scope, id_)
        self.resource = budgets.CfnBudget(
            self,
            "Resource",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=name,
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=usd, unit="USD"),
            ),
            notifications_with_subscribers=[
                _mail("ACTUAL", 80, email),
                _mail("ACTUAL", 100, email),
                _mail("FORECASTED", 100, email),
            ],
        )


class UnusualSpending(Construct):
    """A daily mail about spending that is not as it used to be, from a certain sum on.

    Args:
        name: Begins the names of monitor and subscription.
        usd: How much more than expected is worth a mail, in US dollars.
        monitor_id: The account's monitor of AWS services; None makes one, which fails where there is one.
        email: Who gets the mails.

    Source: https://docs.aws.amazon.com/cost-management/latest/userguide/manage-ad.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, name: str, usd: int, monitor_id: str | None, email: str
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ce.CfnAnomalySubscription(
            self,
            "Resource",
            subscription_name=f"{name}-unusual",
            frequency="DAILY",
            monitor_arn_list=[self._monitor_arn(name, monitor_id)],
            subscribers=[ce.CfnAnomalySubscription.SubscriberProperty(type="EMAIL", address=email)],
            threshold_expression=_at_least(usd),
        )

    def _monitor_arn(self, name: str, id_: str | None) -> str:
        if id_ is not None:
            return f"arn:{Aws.PARTITION}:ce::{Aws.ACCOUNT_ID}:anomalymonitor/{id_}"
        monitor = ce.CfnAnomalyMonitor(
            self,
            "Monitor",
            monitor_name=f"{name}-services",
            monitor_type="DIMENSIONAL",
            monitor_dimension="SERVICE",
        )
        return monitor.attr_monitor_arn


def _mail(kind: str, percent: int, email: str) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=budgets.CfnBudget.NotificationProperty(
            notification_type=kind,
            comparison_operator="GREATER_THAN",
            threshold=percent,
            threshold_type="PERCENTAGE",
        ),
        subscribers=[budgets.CfnBudget.SubscriberProperty(subscription_type="EMAIL", address=email)],
    )


def _at_least(usd: int) -> str:
    impact = {"Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE", "MatchOptions": ["GREATER_THAN_OR_EQUAL"]}
    return json.dumps({"Dimensions": {**impact, "Values": [str(usd)]}})
