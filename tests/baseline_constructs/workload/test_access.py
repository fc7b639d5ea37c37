"""What a role gets to use a thing of a workload: that thing, the verbs it needs, one service of the key."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam

from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.policy import PolicyLimit
from baseline_constructs.identity.server_role import Server, ServerRole
from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.rotated_key import RotatedKey
from baseline_constructs.keys.workload_key import workload_policy
from baseline_constructs.log_groups import EncryptedLogGroup
from baseline_constructs.workload import access
from baseline_constructs.workload.database import Database
from baseline_constructs.workload.engines import ENGINES
from baseline_constructs.workload.file_system import EncryptedFileSystem
from baseline_constructs.workload.queue import EncryptedQueue
from baseline_constructs.workload.secret import EncryptedSecret
from baseline_constructs.workload.table import EncryptedTable
from baseline_constructs.workload.topic import EncryptedTopic
from tests.baseline_constructs.workload.conftest import place


@pytest.fixture(scope="module")
def granted() -> dict[str, list[dict[str, Any]]]:
    """The statements for each kind of thing, as a template says them."""
    stack = cdk.Stack()
    key, tier = (
        RotatedKey(
            stack,
            "Key",
            alias="a",
            description="Data of the applications",
            policy=workload_policy(KeyPolicy()),
        ).key,
        place(stack),
    )
    database = Database(
        stack,
        "Database",
        name="orders",
        engine=ENGINES["postgres"],
        version="17",
        instance_class="db.t4g.medium",
        storage_gib=20,
        backup_days=7,
        retain_log_days=30,
        place=tier,
        key=key,
        logs_key=key,
    )
    made = {
        "database": access.using_database(database, user="web-server"),
        "file_system": access.using_file_system(
            EncryptedFileSystem(stack, "Files", name="f", place=tier, key=key)
        ),
        "queue": access.using_queue(EncryptedQueue(stack, "Queue", name="q", key=key), key),
        "topic": access.using_topic(EncryptedTopic(stack, "Topic", name="t", key=key), key),
        "table": access.using_table(
            EncryptedTable(stack, "Table", name="tab", keys={"id": "string"}, key=key), key
        ),
        "secret": access.using_secret(
            EncryptedSecret(stack, "Secret", name="s", description="opens it", key=key), key
        ),
        "log_group": access.using_log_group(
            EncryptedLogGroup(stack, "Log", name="/l", key=key, retain_days=30)
        ),
    }
    return {kind: [stack.resolve(one.to_json()) for one in found] for kind, found in made.items()}


def test_no_statement_has_a_wildcard(granted: dict[str, list[dict[str, Any]]]) -> None:
    for statements in granted.values():
        for statement in statements:
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            assert all("*" not in action for action in actions)
            assert statement["Resource"] != "*"


@pytest.mark.parametrize(
    ("kind", "resource"),
    [
        ("queue", "Queue"),
        ("table", "Table"),
        ("secret", "Secret"),
        ("topic", "Topic"),
        ("log_group", "Log"),
        ("file_system", "Files"),
    ],
)
def test_the_thing_itself_is_what_is_allowed(
    kind: str, resource: str, granted: dict[str, list[dict[str, Any]]]
) -> None:
    (reference,) = granted[kind][0]["Resource"].values()
    named = reference[0] if isinstance(reference, list) else reference
    assert named.startswith(resource)


@pytest.mark.parametrize(
    ("kind", "service"),
    [("queue", "sqs"), ("topic", "sns"), ("table", "dynamodb"), ("secret", "secretsmanager")],
)
def test_the_key_is_used_through_the_thing_s_own_service_only(
    kind: str, service: str, granted: dict[str, list[dict[str, Any]]]
) -> None:
    _, key = granted[kind]
    via = key["Condition"]["StringEquals"]["kms:ViaService"]["Fn::Join"][1]
    assert via[0] == f"{service}."
    assert key["Resource"]["Fn::GetAtt"][0].startswith("Key")


def test_a_database_is_entered_as_one_user(granted: dict[str, list[dict[str, Any]]]) -> None:
    (statement,) = granted["database"]
    parts = statement["Resource"]["Fn::Join"][1]
    assert statement["Action"] == "rds-db:connect"
    assert parts[-1] == "/web-server"
    assert "DbiResourceId" in str(parts[-2])


def test_files_are_reached_by_the_access_point_and_never_as_root(
    granted: dict[str, list[dict[str, Any]]],
) -> None:
    (statement,) = granted["file_system"]
    assert statement["Action"] == ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    (point,) = statement["Condition"]["StringEquals"].values()
    assert point["Fn::GetAtt"][0].startswith("FilesAccessPoint")


@pytest.mark.parametrize(
    ("kind", "never"),
    [
        ("queue", {"sqs:PurgeQueue", "sqs:SetQueueAttributes", "sqs:DeleteQueue"}),
        ("table", {"dynamodb:Scan", "dynamodb:DeleteTable", "dynamodb:UpdateTable"}),
        ("secret", {"secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"}),
        ("topic", {"sns:Subscribe", "sns:SetTopicAttributes"}),
        ("log_group", {"logs:DeleteLogStream", "logs:GetLogEvents"}),
    ],
)
def test_nobody_who_uses_a_thing_can_change_or_empty_it(
    kind: str, never: set[str], granted: dict[str, list[dict[str, Any]]]
) -> None:
    actions = granted[kind][0]["Action"]
    assert not never & set([actions] if isinstance(actions, str) else actions)


def test_more_than_a_role_can_hold_is_refused() -> None:
    stack = cdk.Stack()
    guardrails = Guardrails(
        stack,
        "G",
        prefix="a",
        record_bucket_arns=["arn:aws:s3:::archive"],
        guarded_tags=[],
        emergency_role_arns=[],
    )
    uses = [
        iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[f"arn:aws:sqs:eu-west-1:1:{'q' * 80}{n}"])
        for n in range(100)
    ]
    with pytest.raises(PolicyLimit, match="Name fewer things in one role"):
        ServerRole(stack, "R", name="r", trusted_by=Server.EC2, buckets=[], guardrails=guardrails, uses=uses)
