"""Files, tables, queues, topics and secrets: one key, TLS only, nothing granted to strangers."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.rotated_key import RotatedKey
from baseline_constructs.keys.workload_key import workload_policy
from baseline_constructs.log_groups import retention_period
from baseline_constructs.workload.table import EncryptedTable
from tests.baseline_constructs.workload.conftest import statements


def _only(template: Template, type_: str) -> dict[str, Any]:
    (found,) = template.find_resources(type_).values()
    return found


def _documents(template: Template) -> dict[str, dict[str, Any]]:
    """The resource policies, by the logical id of what they stand on."""
    found = {
        id_: resource["Properties"]["PolicyDocument"]
        for type_ in ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
        for id_, resource in template.find_resources(type_).items()
    }
    found["table"] = _only(template, "AWS::DynamoDB::Table")["Properties"]["ResourcePolicy"]["PolicyDocument"]
    found["secret"] = _only(template, "AWS::SecretsManager::ResourcePolicy")["Properties"]["ResourcePolicy"]
    found["files"] = _only(template, "AWS::EFS::FileSystem")["Properties"]["FileSystemPolicy"]
    return found


def test_every_resource_policy_refuses_whoever_comes_without_tls(template: Template) -> None:
    documents = _documents(template)
    assert len(documents) == 2 + 2 + 3
    for id_, document in documents.items():
        first = statements(document)[0]
        assert (first["Effect"], first["Principal"]) == ("Deny", {"AWS": "*"}), id_
        assert first["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}, id_


def test_what_a_resource_policy_allows_is_for_this_account_only(template: Template) -> None:
    allowed = [
        statement
        for document in _documents(template).values()
        for statement in statements(document)
        if statement["Effect"] == "Allow"
    ]
    assert {statement["Sid"] for statement in allowed} == {"Topics", "AccountByMountTarget"}
    for statement in allowed:
        assert statement["Principal"] != {"AWS": "*"}
        if statement["Sid"] == "Topics":
            assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}


def test_a_queue_takes_from_its_topics_and_from_no_other(template: Template) -> None:
    topics = set(template.find_resources("AWS::SNS::Topic"))
    (allow,) = (
        statement
        for document in _documents(template).values()
        for statement in statements(document)
        if statement.get("Sid") == "Topics"
    )
    assert {arn["Ref"] for arn in allow["Condition"]["ArnEquals"]["aws:SourceArn"]} == topics
    assert {
        one["Properties"]["Protocol"] for one in template.find_resources("AWS::SNS::Subscription").values()
    } == {"sqs"}


def test_messages_that_fail_are_kept_beside(template: Template) -> None:
    queues = template.find_resources("AWS::SQS::Queue")
    (failed,) = (id_ for id_, q in queues.items() if q["Properties"]["QueueName"] == "acme-jobs-failed")
    (queue,) = (q["Properties"] for q in queues.values() if q["Properties"]["QueueName"] == "acme-jobs")
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": [failed, "Arn"]}


@pytest.mark.parametrize(
    ("type_", "path"),
    [
        ("AWS::SQS::Queue", ["KmsMasterKeyId"]),
        ("AWS::SNS::Topic", ["KmsMasterKeyId"]),
        ("AWS::SecretsManager::Secret", ["KmsKeyId"]),
        ("AWS::EFS::FileSystem", ["KmsKeyId"]),
        ("AWS::DynamoDB::Table", ["SSESpecification", "KMSMasterKeyId"]),
    ],
)
def test_everything_is_under_the_customer_s_key(type_: str, path: list[str], template: Template) -> None:
    for resource in template.find_resources(type_).values():
        value: Any = resource["Properties"]
        for step in path:
            value = value[step]
        assert value["Fn::GetAtt"][0].startswith("Key")


@pytest.mark.parametrize(
    "type_",
    ["AWS::SecretsManager::Secret", "AWS::EFS::FileSystem", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup"],
)
def test_what_holds_data_outlives_its_stack(type_: str, template: Template) -> None:
    for resource in template.find_resources(type_).values():
        assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"


def test_a_table_cannot_be_deleted_and_can_go_back(template: Template) -> None:
    table = _only(template, "AWS::DynamoDB::Table")["Properties"]
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]] == [
        ("id", "HASH"),
        ("at", "RANGE"),
    ]


def test_a_table_has_one_key_or_two() -> None:
    stack = cdk.Stack()
    key = RotatedKey(
        stack, "Key", alias="a", description="Data of the applications", policy=workload_policy(KeyPolicy())
    ).key
    with pytest.raises(ValueError, match="DynamoDB takes one, or two"):
        EncryptedTable(stack, "Table", name="t", keys={}, key=key)


def test_nobody_is_root_in_a_file_system(template: Template) -> None:
    (allow,) = (s for s in statements(_documents(template)["files"]) if s["Effect"] == "Allow")
    assert "elasticfilesystem:ClientRootAccess" not in allow["Action"]
    assert allow["Condition"] == {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}
    user = _only(template, "AWS::EFS::AccessPoint")["Properties"]["PosixUser"]
    assert user == {"Uid": "1000", "Gid": "1000"}


def test_a_secret_is_made_by_aws_and_cannot_be_shared(template: Template) -> None:
    secret = _only(template, "AWS::SecretsManager::Secret")["Properties"]
    assert "SecretString" not in secret
    assert secret["GenerateSecretString"]["PasswordLength"] == 64
    assert _only(template, "AWS::SecretsManager::ResourcePolicy")["Properties"]["BlockPublicPolicy"] is True


def test_the_key_is_used_through_named_services_only_and_by_topics_of_the_account(template: Template) -> None:
    (key,) = (
        found["Properties"]["KeyPolicy"]["Statement"]
        for found in template.find_resources("AWS::KMS::Key").values()
        if found["Properties"]["Description"] == "Data of the applications"
    )
    for statement in key[2:]:
        condition = statement["Condition"]["StringEquals"]
        assert "kms:ViaService" in condition or condition == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
        assert "kms:*" not in statement["Action"]


@pytest.mark.parametrize(("days", "period"), [(1, 1), (2, 3), (90, 90), (91, 120), (366, 400), (3653, 3653)])
def test_logs_are_kept_no_shorter_than_asked(days: int, period: int) -> None:
    assert retention_period(days) == period


def test_no_log_is_kept_longer_than_cloudwatch_can() -> None:
    with pytest.raises(ValueError, match="at most 3653"):
        retention_period(3654)
