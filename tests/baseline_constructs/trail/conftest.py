"""The trail and what it stands on, made anew for each choice of data events."""

from collections.abc import Callable
from typing import Literal

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from baseline_constructs.keys.purposes import logs_key, notifications_key
from baseline_constructs.notifications import AlertTopic
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.archive_bucket import ArchiveBucket
from baseline_constructs.storage.lock import ObjectLock
from baseline_constructs.trail.audit_trail import AuditTrail
from baseline_constructs.trail.emergency_alarm import EmergencyAlarm

MakeTrail = Callable[..., Template]


@pytest.fixture(scope="session")
def make_trail() -> MakeTrail:
    def make(
        *,
        data_events: tuple[str, ...] | Literal["all"] = (),
        retain_days: int = 365,
        insights: bool = False,
    ) -> Template:
        app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
        stack = cdk.Stack(app, "Records")
        archive = ArchiveBucket(
            stack,
            "Archive",
            key=logs_key(stack, "LogsKey", alias="acme/logs", trail_name="acme").key,
            access_logs=AccessLogBucket(stack, "Access"),
            trail_name="acme",
            lock=ObjectLock(mode="governance", days=365),
        )
        chosen = (
            data_events
            if data_events == "all"
            else [s3.Bucket.from_bucket_name(stack, name, name) for name in data_events]
        )
        trail = AuditTrail(
            stack,
            "Trail",
            archive=archive,
            retain_days=retain_days,
            data_events=chosen,
            insights=insights,
        )
        alerts = notifications_key(stack, "AlertsKey", alias="acme/notifications")
        topic = AlertTopic(stack, "Topic", key=alerts.key, email="security@example.com")
        EmergencyAlarm(stack, "Alarm", role_name="acme-breaker", log_group=trail.log_group, topic=topic)
        return Template.from_stack(stack)

    return make
