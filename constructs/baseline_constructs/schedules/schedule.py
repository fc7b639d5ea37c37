"""A call to AWS that happens by itself."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge

_ATTEMPTS, _LATEST_SECONDS = 3, 3600


@dataclass(frozen=True)
class Call:
    """What is called.

    Attributes:
        service: As in the SDK for JavaScript, such as `ssm`.
        action: The call's name, beginning in lower case.
        parameters: Its parameters, with names as in the API.
        rights: All that is needed to call it.
        reasons: Findings on the rights that are accepted, each with the reason.
    """

    service: str
    action: str
    parameters: Mapping[str, object]
    rights: Sequence[iam.PolicyStatement]
    reasons: Mapping[str, str] = field(default_factory=dict)


class ScheduledCall(Construct):
    """Calls AWS at certain times, with a role that can make this one call and nothing else.

    Only the scheduler takes the role, for schedules of this group in this account.

    Args:
        name: Name of the schedule.
        group: The group that it belongs to.
        cron: When, as in `cron(0 6 ? * MON *)`, in UTC.
        call: What is called.
        description: Why.

    Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        group: scheduler.CfnScheduleGroup,
        cron: str,
        call: Call,
        description: str,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = scheduler.CfnSchedule(
            self,
            "Resource",
            name=name,
            group_name=group.ref,
            description=description,
            schedule_expression=cron,
            schedule_expression_timezone="UTC",
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=scheduler.CfnSchedule.TargetProperty(
                arn=f"arn:{Aws.PARTITION}:scheduler:::aws-sdk:{call.service}:{call.action}",
                input=json.dumps(call.parameters),
                role_arn=self._role(group, call).attr_arn,
                retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                    maximum_retry_attempts=_ATTEMPTS, maximum_event_age_in_seconds=_LATEST_SECONDS
                ),
            ),
        )

    def _role(self, group: scheduler.CfnScheduleGroup, call: Call) -> iam.CfnRole:
        trust = iam.PolicyStatement(
            principals=[iam.ServicePrincipal("scheduler.amazonaws.com")],
            actions=["sts:AssumeRole"],
            conditions={
                "StringEquals": {
                    "aws:SourceAccount": Aws.ACCOUNT_ID,
                    "aws:SourceArn": group.attr_arn,
                }
            },
        )
        role = iam.CfnRole(
            self,
            "Role",
            description=f"Calls {call.service}:{call.action} and nothing else",
            assume_role_policy_document=iam.PolicyDocument(statements=[trust]),
            policies=[
                iam.CfnRole.PolicyProperty(
                    policy_name="call", policy_document=iam.PolicyDocument(statements=list(call.rights))
                )
            ],
        )
        reason = "The policy fits this one call and goes with it."
        acknowledge(role, {"IAMNoInlinePolicy": reason, **call.reasons})
        return role


def weekly(day: str, hour: int) -> str:
    """Once a week.

    Args:
        day: The day in English.
        hour: Hour of the day in UTC, 0 to 23.
    """
    return f"cron(0 {hour} ? * {day[:3].upper()} *)"


def monthly(hour: int) -> str:
    """On the first day of each month, at an hour in UTC."""
    return f"cron(0 {hour} 1 * ? *)"
