"""Alarms on what the trail records."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from constructs import Construct

from baseline_constructs.detection.watched import WATCHED, Watched
from baseline_constructs.notifications import AlertTopic

_PERIOD_SECONDS = 300


class TrailAlarms(Construct):
    """Rings for each subject of `WATCHED` within about fifteen minutes of the first call, in any Region.

    It reads the log group of a trail of all Regions, so it sees global services and Regions that nobody uses.
    It rings again only after five minutes without such a call.

    Args:
        name: Begins the names of alarms; its metrics stand under "<name>/trail".
        log_group: The log group of a multi-Region trail with management events.
        topic: Where the alarms go.

    Source:
        CIS AWS Foundations Benchmark 7.0, 5.1 to 5.15
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, name: str, log_group: logs.CfnLogGroup, topic: AlertTopic
    ) -> None:
        super().__init__(scope, id_)
        self._namespace = f"{name}/trail"
        for watched in WATCHED:
            filter_ = self._filter(watched, log_group)
            self._alarm(watched, name, topic).add_resource_dependency(filter_)

    def _filter(self, watched: Watched, log_group: logs.CfnLogGroup) -> logs.CfnMetricFilter:
        return logs.CfnMetricFilter(
            self,
            f"{watched.name}-filter",
            log_group_name=log_group.ref,
            filter_pattern=watched.pattern,
            metric_transformations=[
                logs.CfnMetricFilter.MetricTransformationProperty(
                    metric_namespace=self._namespace, metric_name=watched.name, metric_value="1"
                )
            ],
        )

    def _alarm(self, watched: Watched, name: str, topic: AlertTopic) -> cloudwatch.CfnAlarm:
        control = f" (CIS {watched.control})" if watched.control else ""
        return cloudwatch.CfnAlarm(
            self,
            watched.name,
            alarm_name=f"{name}-{watched.name}",
            alarm_description=f"{watched.means}{control}",
            namespace=self._namespace,
            metric_name=watched.name,
            statistic="Sum",
            period=_PERIOD_SECONDS,
            evaluation_periods=1,
            threshold=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[topic.topic_arn],
        )
