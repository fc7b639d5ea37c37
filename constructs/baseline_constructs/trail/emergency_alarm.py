"""Tells the owner that an emergency role is used."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_logs as logs
from constructs import Construct

from baseline_constructs.notifications import AlertTopic

_NAMESPACE = "EmergencyAccess"


class EmergencyAlarm(Construct):
    """Rings when somebody takes an emergency role, whatever Region they do it in.

    It watches the trail's log group and not EventBridge: STS has an endpoint in every Region, and an
    EventBridge rule sees the calls of its own Region only. Expect the mail within about ten minutes.

    Args:
        role_name: Name of the role, without a path.
        log_group: The log group of a multi-Region trail.
        topic: Where the alarm goes.

    Source:
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
        https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, role_name: str, log_group: logs.CfnLogGroup, topic: AlertTopic
    ) -> None:
        super().__init__(scope, id_)
        metric_name = f"{role_name}-assumed"
        logs.CfnMetricFilter(
            self,
            "Filter",
            log_group_name=log_group.ref,
            filter_pattern=_assuming(role_name),
            metric_transformations=[
                logs.CfnMetricFilter.MetricTransformationProperty(
                    metric_namespace=_NAMESPACE, metric_name=metric_name, metric_value="1"
                )
            ],
        )
        self.resource = cloudwatch.CfnAlarm(
            self,
            "Resource",
            alarm_description=f"Somebody takes the emergency role {role_name}: ask who, and why.",
            namespace=_NAMESPACE,
            metric_name=metric_name,
            statistic="Sum",
            period=60,
            evaluation_periods=1,
            threshold=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[topic.topic_arn],
        )


def _assuming(role_name: str) -> str:
    """Matches AssumeRole and its variants with SAML and web identities."""
    return (
        '{ $.eventSource = "sts.amazonaws.com" && $.eventName = "AssumeRole*" '
        f'&& $.requestParameters.roleArn = "*:role/{role_name}" }}'
    )
