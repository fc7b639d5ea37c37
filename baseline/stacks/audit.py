"""The stack that records: who did what, and how every resource was configured."""

from collections.abc import Mapping
from typing import Any, Literal

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.names import emergency_role_name, session_log_group_name
from baseline_constructs.configuration.managed_rules import ManagedRules
from baseline_constructs.configuration.recorder import ConfigurationRecorder
from baseline_constructs.sessions.preferences import SessionPreferences
from baseline_constructs.storage.encrypted_bucket import EncryptedBucket
from baseline_constructs.trail.audit_trail import AuditTrail
from baseline_constructs.trail.emergency_alarm import EmergencyAlarm


class AuditStack(Stack):
    """The trail, the configuration recorder with its rules, the record of sessions, and an alarm.

    Apart from the foundation because its parts change with what is recorded, while keys and archive stand.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        buckets: Mapping[str, EncryptedBucket],
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Trail, configuration history and its rules", **stack)
        chosen = settings.trail.data_events
        events: list[Any] | Literal["all"] = (
            "all" if chosen == "all" else [buckets[name].bucket for name in chosen]
        )
        self.trail = AuditTrail(
            self,
            "Trail",
            archive=foundation.archive,
            retain_days=settings.trail.retain_days,
            data_events=events,
            insights=settings.trail.insights,
        )
        recorder = ConfigurationRecorder(self, "Recorder", bucket=foundation.configuration_bucket)
        self.rules = ManagedRules(self, "Rules", recorder=recorder, region=settings.region)
        if role := emergency_role_name(settings):
            EmergencyAlarm(
                self,
                "EmergencyAlarm",
                role_name=role,
                log_group=self.trail.log_group,
                topic=foundation.topic,
            )
        self._record_sessions(settings, foundation)

    def _record_sessions(self, settings: Settings, foundation: FoundationStack) -> None:
        wish = settings.compute.sessions
        if wish and foundation.sessions_key:
            SessionPreferences(
                self,
                "Sessions",
                log_group_name=session_log_group_name(settings),
                session_key=foundation.sessions_key.key,
                log_key=foundation.logs_key.key,
                retain_days=wish.retain_log_days,
                idle_minutes=wish.idle_minutes,
                max_minutes=wish.max_minutes,
                run_as=wish.run_as,
            )
