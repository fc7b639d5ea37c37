"""What a server's role needs to use one thing of a workload, and nothing beside it.

The key is shared by all of a workload. It opens nothing by itself: each statement about it holds through one
service only, and that service asks for the permission on the queue, the table or the secret as well.
"""

from collections.abc import Sequence

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from baseline_constructs.keys.via_service import via_service
from baseline_constructs.log_groups import EncryptedLogGroup
from baseline_constructs.workload.database import Database
from baseline_constructs.workload.file_system import EncryptedFileSystem
from baseline_constructs.workload.queue import EncryptedQueue
from baseline_constructs.workload.secret import EncryptedSecret
from baseline_constructs.workload.table import EncryptedTable
from baseline_constructs.workload.topic import EncryptedTopic


def using_queue(queue: EncryptedQueue, key: kms.IKey) -> list[iam.PolicyStatement]:
    """Send, receive and delete messages; not purge, and not change the queue."""
    actions = [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
        "sqs:SendMessage",
    ]
    return [
        _allow(actions, queue.resource.attr_arn),
        _key(key, "sqs", ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]


def using_topic(topic: EncryptedTopic, key: kms.IKey) -> list[iam.PolicyStatement]:
    """Publish; not subscribe."""
    return [
        _allow(["sns:Publish"], topic.resource.ref),
        _key(key, "sns", ["kms:Decrypt", "kms:GenerateDataKey"]),
    ]


def using_table(table: EncryptedTable, key: kms.IKey) -> list[iam.PolicyStatement]:
    """Read, write and delete items; not read the whole table at once, and not change it.

    DynamoDB uses the key by a grant of its own; the caller must be able to decrypt as well.
    """
    actions = [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
    ]
    return [_allow(actions, table.resource.attr_arn), _key(key, "dynamodb", ["kms:Decrypt"])]


def using_secret(secret: EncryptedSecret, key: kms.IKey) -> list[iam.PolicyStatement]:
    """Read the secret's value; not change it."""
    return [
        _allow(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], secret.resource.ref),
        _key(key, "secretsmanager", ["kms:Decrypt"]),
    ]


def using_database(database: Database, *, user: str) -> list[iam.PolicyStatement]:
    """Log in as one user of the database, with IAM instead of a password; what it may do is the database's.

    Args:
        database: The database.
        user: The user's name in the database, which has to be made there.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
    """
    users = f"arn:{Aws.PARTITION}:rds-db:{Aws.REGION}:{Aws.ACCOUNT_ID}:dbuser"
    return [_allow(["rds-db:connect"], f"{users}:{database.resource.attr_dbi_resource_id}/{user}")]


def using_file_system(files: EncryptedFileSystem) -> list[iam.PolicyStatement]:
    """Mount and write by the access point, and so as its user in its folder; never as root."""
    return [
        iam.PolicyStatement(
            actions=["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            resources=[files.resource.attr_arn],
            conditions={"StringEquals": {"elasticfilesystem:AccessPointArn": files.access_point.attr_arn}},
        )
    ]


def using_log_group(group: EncryptedLogGroup) -> list[iam.PolicyStatement]:
    """Write events; not read or delete any."""
    return [_allow(["logs:CreateLogStream", "logs:PutLogEvents"], group.resource.attr_arn)]


def _allow(actions: Sequence[str], resource: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=list(actions), resources=[resource])


def _key(key: kms.IKey, service: str, actions: Sequence[str]) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        actions=list(actions),
        resources=[key.key_arn],
        conditions={"StringEquals": {"kms:ViaService": via_service(service)}},
    )
