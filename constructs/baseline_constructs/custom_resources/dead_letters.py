"""Where calls of a function go that failed every time."""

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from baseline_constructs.keys.via_service import via_service

_LONGEST_RETENTION_SECONDS = 14 * 24 * 60 * 60


class DeadLetters(Construct):
    """An encrypted queue that takes and gives messages over TLS only, and keeps them for 14 days.

    Args:
        key: A key that callers through SQS may use.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    """

    def __init__(self, scope: Construct, id_: str, *, key: kms.IKey) -> None:
        super().__init__(scope, id_)
        self._key = key
        queue = sqs.CfnQueue(
            self,
            "Resource",
            kms_master_key_id=key.key_arn,
            message_retention_period=_LONGEST_RETENTION_SECONDS,
        )
        self.arn = queue.attr_arn
        sqs.CfnQueuePolicy(
            self,
            "Policy",
            queues=[queue.ref],
            policy_document=iam.PolicyDocument(statements=[_deny_without_tls(queue.attr_arn)]),
        )

    def sending(self) -> list[iam.PolicyStatement]:
        """What a function's role needs to put its failed calls here."""
        return [
            iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[self.arn]),
            iam.PolicyStatement(
                actions=["kms:Decrypt", "kms:GenerateDataKey"],
                resources=[self._key.key_arn],
                conditions={"StringEquals": {"kms:ViaService": via_service("sqs")}},
            ),
        ]


def _deny_without_tls(arn: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        effect=iam.Effect.DENY,
        principals=[iam.AnyPrincipal()],
        actions=["sqs:*"],
        resources=[arn],
        conditions={"Bool": {"aws:SecureTransport": "false"}},
    )
