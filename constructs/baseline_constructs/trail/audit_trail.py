"""Who did what in the account, in every Region."""

from collections.abc import Sequence
from typing import Literal

from aws_cdk import RemovalPolicy
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline_constructs.log_groups import retention_period
from baseline_constructs.storage.archive_bucket import ArchiveBucket
from baseline_constructs.trail.delivery_role import TrailDeliveryRole
from baseline_constructs.trail.event_selectors import event_selectors

# With less, whoever looks into something a month late finds nothing.
_SHORTEST_RETENTION_DAYS = 90


class AuditTrail(Construct):
    """All management events of all Regions, with digests, encrypted, to the archive and to a log group.

    It logs from the moment it exists, includes global services, and outlives its stack. The archive's policy
    is in place first. CloudTrail writes to the log group by a role that can do nothing else.

    Args:
        archive: Where the log files go; it also knows the trail's name and the logs key.
        retain_days: Days that the log group keeps events, 1 to 3653, rounded up to the next period that
            CloudWatch Logs knows (at least 90); the archive keeps its own time.
        data_events: Buckets whose object-level events are recorded too, or "all" for every bucket but those
            that logs go to (recording a trail's own deliveries would feed it for ever).
        insights: Whether CloudTrail looks for unusual rates of calls and of errors.

    Raises:
        ValueError: `retain_days` is longer than CloudWatch Logs knows.

    Source: Security Hub CloudTrail.1, .2, .4, .5; S3.22, S3.23
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        archive: ArchiveBucket,
        retain_days: int = 365,
        data_events: Sequence[s3.IBucket] | Literal["all"] = (),
        insights: bool = False,
    ) -> None:
        super().__init__(scope, id_)
        self.log_group = logs.CfnLogGroup(
            self,
            "LogGroup",
            kms_key_id=archive.key.key_arn,
            retention_in_days=retention_period(max(retain_days, _SHORTEST_RETENTION_DAYS)),
        )
        self.log_group.apply_removal_policy(RemovalPolicy.RETAIN)
        delivery = TrailDeliveryRole(
            self, "DeliveryRole", trail_name=archive.trail_name, log_group=self.log_group
        )
        self.resource = cloudtrail.CfnTrail(
            self,
            "Resource",
            trail_name=archive.trail_name,
            is_logging=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            enable_log_file_validation=True,
            kms_key_id=archive.key.key_arn,
            s3_bucket_name=archive.bucket.bucket_name,
            s3_key_prefix=archive.trail_prefix,
            cloud_watch_logs_log_group_arn=self.log_group.attr_arn,
            cloud_watch_logs_role_arn=delivery.resource.attr_arn,
            insight_selectors=_insight_selectors() if insights else None,
            advanced_event_selectors=event_selectors(
                data_events=data_events, never=[archive.bucket, archive.access_logs.bucket]
            ),
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        self.resource.add_resource_dependency(archive.policy)


def _insight_selectors() -> list[cloudtrail.CfnTrail.InsightSelectorProperty]:
    kinds = ("ApiCallRateInsight", "ApiErrorRateInsight")
    return [cloudtrail.CfnTrail.InsightSelectorProperty(insight_type=kind) for kind in kinds]
