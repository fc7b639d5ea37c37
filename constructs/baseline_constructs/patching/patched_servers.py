"""Servers that get their patches by themselves."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import aws_ssm as ssm
from constructs import Construct

_DOCUMENT = "AWS-RunPatchBaseline"
_AT_ONCE = "25%"


class PatchedServers(Construct):
    """Asks servers every day which patches they lack, and installs them in a window, a quarter at a time.

    Security and bug fixes of Amazon Linux 2023 are approved some days after they are out. Too many failures
    stop the rest. What a server lacks counts as not compliant in Systems Manager.

    Args:
        name: Begins the names of what is made.
        tag: The tag key by which servers are chosen; `PatchGroup` for patch baselines to heed it.
        groups: Values of the tag.
        approve_after_days: Days that a patch must be out, 0 to 360.
        cron: When the window opens, as in `cron(0 2 ? * SUN *)`.
        hours: How long the window is, 2 to 24; nothing begins in its last hour.

    Source: Security Hub SSM.2; https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        tag: str,
        groups: Sequence[str],
        approve_after_days: int,
        cron: str,
        hours: int,
    ) -> None:
        super().__init__(scope, id_)
        self._name = name
        self._groups = list(groups)
        self._key = f"tag:{tag}"
        ssm.CfnPatchBaseline(
            self,
            "Baseline",
            name=f"{name}-patches",
            operating_system="AMAZON_LINUX_2023",
            patch_groups=self._groups,
            approval_rules=ssm.CfnPatchBaseline.RuleGroupProperty(
                patch_rules=[_approved(approve_after_days)]
            ),
        )
        ssm.CfnAssociation(
            self,
            "Scan",
            name=_DOCUMENT,
            association_name=f"{name}-scan",
            parameters={"Operation": ["Scan"]},
            targets=[ssm.CfnAssociation.TargetProperty(key=self._key, values=self._groups)],
            schedule_expression="rate(1 day)",
            compliance_severity="HIGH",
        )
        self._install(cron, hours)

    def _install(self, cron: str, hours: int) -> None:
        window = ssm.CfnMaintenanceWindow(
            self,
            "Window",
            name=f"{self._name}-patches",
            schedule=cron,
            schedule_timezone="UTC",
            duration=hours,
            cutoff=1,
            allow_unassociated_targets=False,
        )
        target = ssm.CfnMaintenanceWindowTarget(
            self,
            "Servers",
            window_id=window.ref,
            resource_type="INSTANCE",
            targets=[ssm.CfnMaintenanceWindowTarget.TargetsProperty(key=self._key, values=self._groups)],
        )
        parameters: dict[str, Any] = {"Operation": ["Install"], "RebootOption": ["RebootIfNeeded"]}
        command = ssm.CfnMaintenanceWindowTask.MaintenanceWindowRunCommandParametersProperty(
            parameters=parameters, timeout_seconds=600
        )
        ssm.CfnMaintenanceWindowTask(
            self,
            "Install",
            window_id=window.ref,
            task_type="RUN_COMMAND",
            task_arn=_DOCUMENT,
            priority=1,
            max_concurrency=_AT_ONCE,
            max_errors=_AT_ONCE,
            cutoff_behavior="CONTINUE_TASK",
            targets=[ssm.CfnMaintenanceWindowTask.TargetProperty(key="WindowTargetIds", values=[target.ref])],
            task_invocation_parameters=ssm.CfnMaintenanceWindowTask.TaskInvocationParametersProperty(
                maintenance_window_run_command_parameters=command
            ),
        )


def _approved(days: int) -> ssm.CfnPatchBaseline.RuleProperty:
    of = ssm.CfnPatchBaseline.PatchFilterProperty
    return ssm.CfnPatchBaseline.RuleProperty(
        approve_after_days=days,
        compliance_level="CRITICAL",
        enable_non_security=False,
        patch_filter_group=ssm.CfnPatchBaseline.PatchFilterGroupProperty(
            patch_filters=[
                of(key="PRODUCT", values=["*"]),
                of(key="CLASSIFICATION", values=["Security", "Bugfix"]),
            ]
        ),
    )
