"""The stack that everything else stands on, and that nobody deletes: keys, log buckets, the alert topic."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.stacks.data_keys import DataKeyMaker, DataKeys
from baseline.stacks.names import bucket_name, emergency_role_name, trail_name
from baseline_constructs.keys.purposes import data_key, logs_key, notifications_key, sessions_key
from baseline_constructs.notifications import AlertTopic
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.archive_bucket import ArchiveBucket
from baseline_constructs.storage.configuration_bucket import ConfigurationBucket
from baseline_constructs.storage.lock import ObjectLock


class FoundationStack(Stack):
    """Keys by purpose, the buckets that keep logs, and the topic that alarms go to.

    They are one stack because they share one life: made first, kept for as long as any record must be read.
    """

    def __init__(self, scope: Construct, id_: str, *, settings: Settings, **stack: Any) -> None:
        super().__init__(
            scope, id_, description="Keys, log archive and alert topic: made first, never deleted", **stack
        )
        self._settings = settings
        days = settings.encryption.rotation_days
        self.logs_key = logs_key(
            self,
            "LogsKey",
            alias=f"{settings.name}/logs",
            trail_name=trail_name(settings),
            rotation_days=days,
        )
        # Keys in a key store of one's own are made later, in a stack of theirs.
        stored = settings.encryption.keys in ("cloudhsm", "external")
        make = DataKeyMaker(settings)
        volumes = None if stored else make.volumes(self)
        self.data_key = data_key(self, "DataKey", alias=f"{settings.name}/data", rotation_days=days)
        self.notifications_key = notifications_key(
            self, "NotificationsKey", alias=f"{settings.name}/notifications", rotation_days=days
        )
        self.sessions_key = None
        if settings.compute.sessions:
            self.sessions_key = sessions_key(
                self, "SessionsKey", alias=f"{settings.name}/sessions", rotation_days=days
            )
        if settings.mails_findings or settings.routine.checks:
            self.notifications_key.for_callers_through("sns", actions=["kms:Decrypt", "kms:GenerateDataKey"])
        own = settings.encryption.keys != "aws"
        self.data_keys = None
        if volumes is not None:
            self.data_keys = DataKeys(volumes, make.storage(self), make.early_workload(self), own=own)
        self._keep_logs()
        self.topic = AlertTopic(
            self,
            "Alerts",
            key=self.notifications_key.key,
            email=settings.notify,
            display_name=f"{settings.name} security",
        )

    def _keep_logs(self) -> None:
        settings = self._settings
        self.access_logs = AccessLogBucket(
            self,
            "AccessLogs",
            bucket_name=bucket_name(settings, "access-logs"),
            delete_exempt_role=emergency_role_name(settings),
        )
        self.archive = ArchiveBucket(
            self,
            "Archive",
            key=self.logs_key.key,
            access_logs=self.access_logs,
            trail_name=trail_name(settings),
            lock=ObjectLock(mode=settings.trail.lock, days=settings.trail.retain_days),
            bucket_name=bucket_name(settings, "archive"),
            delete_exempt_role=emergency_role_name(settings),
        )
        self.configuration_bucket = ConfigurationBucket(
            self,
            "Configuration",
            key=self.logs_key.key,
            access_logs=self.access_logs,
            retain_days=settings.trail.retain_days,
            bucket_name=bucket_name(settings, "configuration"),
            delete_exempt_role=emergency_role_name(settings),
        )
