"""The stack of what happens by itself: patches, experiments and regular looks."""

from typing import TYPE_CHECKING, Any

from aws_cdk import Aws, Stack, Tags
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from baseline.settings.chaos import Experiment, StopWhen
from baseline.settings.model import Settings
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.network import NetworkStack
from baseline.stacks.patching import patch
from baseline_constructs.acknowledge import wildcard
from baseline_constructs.chaos.experiment import (
    ChaosExperiment,
    Failure,
    cut_subnet,
    fail_zone,
    stop_instances,
)
from baseline_constructs.chaos.failing_requests import FailingRequests
from baseline_constructs.chaos.targets import Allowed
from baseline_constructs.routine.looks import LOOKS
from baseline_constructs.routine.regular_look import RegularLook
from baseline_constructs.schedules.schedule import Call, ScheduledCall, monthly, weekly

if TYPE_CHECKING:
    from baseline.stacks.workload import WorkloadStack


class OperationsStack(Stack):
    """Failures on purpose and looks that somebody ought to take.

    Apart from what they concern because nothing is lost when it goes, and it changes as habits do.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        network: NetworkStack,
        keys: DataKeys,
        workload: "WorkloadStack | None",
        **stack: Any,
    ) -> None:
        super().__init__(
            scope, id_, description="What happens by itself: patches, looks, experiments", **stack
        )
        self._settings = settings
        self._foundation = foundation
        self._network = network
        self._keys = keys
        self._workload = workload
        self._group = scheduler.CfnScheduleGroup(self, "Schedules", name=settings.name)
        self._experiments()
        self._looks()
        patch(self, settings=settings, foundation=foundation, network=network, keys=keys)

    def _experiments(self) -> None:
        chaos = self._settings.chaos
        if chaos.is_off or chaos.stop_when is None:
            return
        [(key, value)] = chaos.tags.items()
        for tier in chaos.tiers:
            for subnet in self._network.vpc.subnets[tier]:
                Tags.of(subnet).add(key, value)
        volumes_key = self._keys.volumes if self._keys.own else None
        allowed = Allowed(key, value, self._network.vpc.vpc, volumes_key)
        alarms = self._alarms(chaos.stop_when)
        for name, wish in chaos.experiments.items():
            experiment = ChaosExperiment(
                self,
                f"Experiment-{name}",
                name=f"{self._settings.name}-{name}",
                failure=self._failure(allowed, wish),
                alarm_arns=alarms,
            )
            if wish.weekly:
                ScheduledCall(
                    self,
                    f"Start-{name}",
                    name=f"{self._settings.name}-chaos-{name}",
                    group=self._group,
                    cron=weekly(wish.weekly.day, wish.weekly.hour),
                    description=f"Starts the experiment {name}",
                    call=_starting(experiment),
                )

    def _alarms(self, wish: StopWhen) -> list[str]:
        if wish.load_balancer is None or self._workload is None:
            return [f"arn:{Aws.PARTITION}:cloudwatch:{Aws.REGION}:{Aws.ACCOUNT_ID}:alarm:{wish.alarm}"]
        return FailingRequests(
            self,
            "FailingRequests",
            balancer=self._workload.load_balancers[wish.load_balancer].resource,
            errors_a_minute=wish.errors_a_minute,
            topic=self._foundation.topic,
        ).arns

    def _failure(self, allowed: Allowed, wish: Experiment) -> Failure:
        match wish.do:
            case "stop_instances":
                return stop_instances(allowed, percent=wish.percent, minutes=wish.minutes)
            case "fail_zone":
                return fail_zone(allowed, zone=wish.zone, minutes=wish.minutes)
            case "cut_subnet":
                name = f"{self._settings.name}-{wish.tier}-{wish.zone}"
                return cut_subnet(allowed, name=name, zone=wish.zone, minutes=wish.minutes)

    def _looks(self) -> None:
        routine = self._settings.routine
        for check in routine.checks:
            look = LOOKS[check]
            every_month = look.due == "monthly"
            RegularLook(
                self,
                f"Look-{check}",
                prefix=self._settings.name,
                look=look,
                group=self._group,
                cron=monthly(routine.hour) if every_month else weekly(routine.day, routine.hour),
                topic=self._foundation.topic,
                topic_key=self._foundation.notifications_key.key,
            )


def _starting(experiment: ChaosExperiment) -> Call:
    """The scheduler fills in the token, so that a repeated call starts nothing twice."""
    id_ = experiment.resource.attr_id
    fis = f"arn:{Aws.PARTITION}:fis:{Aws.REGION}:{Aws.ACCOUNT_ID}"
    return Call(
        "fis",
        "startExperiment",
        {"ExperimentTemplateId": id_, "ClientToken": "<aws.scheduler.execution-id>"},
        [
            iam.PolicyStatement(
                actions=["fis:StartExperiment"],
                resources=[f"{fis}:experiment-template/{id_}", f"{fis}:experiment/*"],
            )
        ],
        {
            wildcard("fis", "experiment/*"): "An experiment has no id before it is started, and only this "
            "template may be."
        },
    )
