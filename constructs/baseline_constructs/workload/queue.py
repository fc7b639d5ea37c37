"""A queue, and the one that takes what nobody could handle."""

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from baseline_constructs.workload.tls_only import deny_without_tls

_LONGEST_RETENTION_SECONDS = 14 * 24 * 60 * 60
_DELIVERIES = 5


class EncryptedQueue(Construct):
    """A queue under the customer's key, over TLS only, with a queue beside for what failed five times.

    Its policy grants nothing until `takes_from` says so: IAM decides who of this account sends and receives.

    Args:
        name: The queue's name, up to 68 letters, digits, hyphens and underscores; `<name>-failed` is the
            other one's.
        key: A key that callers through SQS may use (`workload_key`).

    Source: Security Hub SQS.1, SQS.3; https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, key: kms.IKey) -> None:
        super().__init__(scope, id_)
        failed = sqs.CfnQueue(
            self,
            "Failed",
            queue_name=f"{name}-failed",
            kms_master_key_id=key.key_arn,
            message_retention_period=_LONGEST_RETENTION_SECONDS,
        )
        self.resource = sqs.CfnQueue(
            self,
            "Resource",
            queue_name=name,
            kms_master_key_id=key.key_arn,
            redrive_policy={"deadLetterTargetArn": failed.attr_arn, "maxReceiveCount": _DELIVERIES},
        )
        self._topics: list[str] = []
        self._policy = _policy(self, "Policy", self.resource)
        _policy(self, "FailedPolicy", failed)

    def takes_from(self, name: str, topic: sns.CfnTopic) -> None:
        """Subscribe to a topic of this account, and let that topic, beside earlier ones, send.

        Args:
            name: What the topic is called in the construct tree.
            topic: A topic under a key that SNS may use (`workload_key`).
        """
        self._topics.append(topic.ref)
        document = iam.PolicyDocument(statements=[_deny(self.resource), self._sending()])
        self._policy.policy_document = document
        subscription = sns.CfnSubscription(
            self,
            f"From-{name}",
            protocol="sqs",
            topic_arn=topic.ref,
            endpoint=self.resource.attr_arn,
        )
        # The first message could come before the permission.
        subscription.add_resource_dependency(self._policy)

    def _sending(self) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            sid="Topics",
            principals=[iam.ServicePrincipal("sns.amazonaws.com")],
            actions=["sqs:SendMessage"],
            resources=[self.resource.attr_arn],
            conditions={
                "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
                "ArnEquals": {"aws:SourceArn": list(self._topics)},
            },
        )


def _policy(scope: Construct, id_: str, queue: sqs.CfnQueue) -> sqs.CfnQueuePolicy:
    document = iam.PolicyDocument(statements=[_deny(queue)])
    return sqs.CfnQueuePolicy(scope, id_, queues=[queue.ref], policy_document=document)


def _deny(queue: sqs.CfnQueue) -> iam.PolicyStatement:
    return deny_without_tls(["sqs:*"], queue.attr_arn)
