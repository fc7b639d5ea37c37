"""Alarms on requests that fail at a load balancer."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_elasticloadbalancingv2 as elb
from constructs import Construct

from baseline_constructs.notifications import AlertTopic

_METRICS = {"Balancer": "HTTPCode_ELB_5XX_Count", "Servers": "HTTPCode_Target_5XX_Count"}


class FailingRequests(Construct):
    """Two alarms: requests for which the load balancer found no server, and which its servers failed.

    Args:
        balancer: The load balancer.
        errors_a_minute: From how many in a minute on they ring.
        topic: Where they ring.

    Source:
        https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        balancer: elb.CfnLoadBalancer,
        errors_a_minute: int,
        topic: AlertTopic,
    ) -> None:
        super().__init__(scope, id_)
        dimension = cloudwatch.CfnAlarm.DimensionProperty(
            name="LoadBalancer", value=balancer.attr_load_balancer_full_name
        )
        self.arns = [
            cloudwatch.CfnAlarm(
                self,
                child,
                alarm_description="Requests fail; a running experiment ends.",
                namespace="AWS/ApplicationELB",
                metric_name=metric,
                dimensions=[dimension],
                statistic="Sum",
                period=60,
                evaluation_periods=1,
                threshold=errors_a_minute,
                comparison_operator="GreaterThanOrEqualToThreshold",
                treat_missing_data="notBreaching",
                alarm_actions=[topic.topic_arn],
            ).attr_arn
            for child, metric in _METRICS.items()
        ]
