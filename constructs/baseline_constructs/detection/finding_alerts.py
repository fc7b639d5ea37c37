"""How findings get to the alert topic."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import Aws
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.detection.finding_patterns import Findings
from baseline_constructs.keys.via_service import via_service
from baseline_constructs.notifications import AlertTopic


class FindingAlerts(Construct):
    """Mails findings in one sentence each, and rings by another way when one could not be delivered.

    EventBridge publishes with a role of this account and not as itself: neither the topic nor its key trusts
    `events.amazonaws.com`, through which the rules of every account speak (ADR 18). The role may publish to
    this topic and nothing else, and only these rules may use it.

    Args:
        name: Begins the names of rules, "<name>-finding-<service>".
        findings: Which.
        topic: Where they go.
        key: The topic's key; callers through SNS may use it.

    Source:
        https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
        https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        findings: Sequence[Findings],
        topic: AlertTopic,
        key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        self._prefix = f"{name}-finding-"
        self._topic = topic
        self._role = iam.CfnRole(
            self,
            "Role",
            description="EventBridge publishes findings to the alert topic",
            assume_role_policy_document=self._only_for_these_rules(),
            policies=[
                iam.CfnRole.PolicyProperty(policy_name="publish", policy_document=_publish(topic, key)),
            ],
        )
        acknowledge(self._role, {"IAMNoInlinePolicy": "The policy fits these rules and goes with them."})
        for found in findings:
            self._lost(found, self._rule(found))

    def _rule(self, found: Findings) -> events.CfnRule:
        transformer = events.CfnRule.InputTransformerProperty(
            input_paths_map=dict(found.paths), input_template=f'"{found.text}"'
        )
        return events.CfnRule(
            self,
            found.name,
            name=f"{self._prefix}{found.name}",
            description=f"Findings to the alert topic: {found.name}",
            event_pattern=dict(found.pattern),
            targets=[
                events.CfnRule.TargetProperty(
                    id="alerts",
                    arn=self._topic.topic_arn,
                    role_arn=self._role.attr_arn,
                    input_transformer=transformer,
                )
            ],
        )

    def _lost(self, found: Findings, rule: events.CfnRule) -> None:
        """CloudWatch reaches the topic without the role, so it can say that the role does not."""
        cloudwatch.CfnAlarm(
            self,
            f"{found.name}-lost",
            alarm_name=f"{self._prefix}{found.name}-lost",
            alarm_description=f"A finding was not delivered: look into the service's console ({found.name}).",
            namespace="AWS/Events",
            metric_name="FailedInvocations",
            dimensions=[cloudwatch.CfnAlarm.DimensionProperty(name="RuleName", value=rule.ref)],
            statistic="Sum",
            period=300,
            evaluation_periods=1,
            threshold=1,
            comparison_operator="GreaterThanOrEqualToThreshold",
            treat_missing_data="notBreaching",
            alarm_actions=[self._topic.topic_arn],
        )

    def _only_for_these_rules(self) -> dict[str, Any]:
        rules = f"arn:{Aws.PARTITION}:events:{Aws.REGION}:{Aws.ACCOUNT_ID}:rule/{self._prefix}*"
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
                "ArnLike": {"aws:SourceArn": rules},
            },
        }
        return {"Version": "2012-10-17", "Statement": [statement]}


def _publish(topic: AlertTopic, key: kms.IKey) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sns:Publish", "Resource": topic.topic_arn},
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": key.key_arn,
                "Condition": {"StringEquals": {"kms:ViaService": via_service("sns")}},
            },
        ],
    }
