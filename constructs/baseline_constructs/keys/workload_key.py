"""The key of what applications keep in databases, file systems, tables, queues, topics and secrets."""

from aws_cdk import Aws
from constructs import Construct

from baseline_constructs.keys.rotated_key import RotatedKey

_DATA = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")
# These go on using the key when the caller is gone, so they keep a grant each.
_KEEPING = ("dynamodb", "elasticfilesystem", "rds", "redshift")
_CALLED = ("secretsmanager", "sns", "sqs")


def workload_key(scope: Construct, id_: str, *, alias: str, rotation_days: int = 365) -> RotatedKey:
    """The key of the applications' data; usable through those services only, and by topics of this account.

    A topic of this account and Region may use it, so that it can put messages into an encrypted queue.

    Args:
        scope: Where the key goes.
        id_: Its construct id.
        alias: Name after "alias/".
        rotation_days: Days between rotations, 90 to 2560.

    Source:
        https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
        https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
    """
    key = RotatedKey(
        scope, id_, alias=alias, description="Data of the applications", rotation_days=rotation_days
    )
    for service in (*_KEEPING, *_CALLED):
        key.for_callers_through(service, actions=_DATA)
    for service in _KEEPING:
        key.for_grants_through(service)
    return key.for_service(
        "sns.amazonaws.com",
        sid="TopicsToQueues",
        actions=["kms:Decrypt", "kms:GenerateDataKey*"],
        conditions={
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": f"arn:{Aws.PARTITION}:sns:{Aws.REGION}:{Aws.ACCOUNT_ID}:*"},
        },
    )
