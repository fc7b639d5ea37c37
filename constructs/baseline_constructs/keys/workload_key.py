"""The key of what applications keep in databases, file systems, tables, queues, topics and secrets."""

from aws_cdk import Aws

from baseline_constructs.keys.key_policy import KeyPolicy

_DATA = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")
# These go on using the key when the caller is gone, so they keep a grant each.
_KEEPING = ("dynamodb", "elasticfilesystem", "rds", "redshift")
_CALLED = ("secretsmanager", "sns", "sqs")


def workload_policy(policy: KeyPolicy) -> KeyPolicy:
    """The policy of the key of the applications' data: usable through those services only, and by topics.

    A topic of this account and Region may use it, so that it can put messages into an encrypted queue.

    Args:
        policy: An empty one.

    Source:
        https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
        https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
    """
    for service in (*_KEEPING, *_CALLED):
        policy.for_callers_through(service, actions=_DATA)
    for service in _KEEPING:
        policy.for_grants_through(service)
    return policy.for_service(
        "sns.amazonaws.com",
        sid="TopicsToQueues",
        actions=["kms:Decrypt", "kms:GenerateDataKey*"],
        conditions={
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": f"arn:{Aws.PARTITION}:sns:{Aws.REGION}:{Aws.ACCOUNT_ID}:*"},
        },
    )
