"""Sensitive data: masked in logs, looked for in buckets; and objects that are scanned."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Match, Template

from baseline.settings.detection import MASKABLE, Masking
from baseline_constructs.detection.classification.job import ClassificationJob
from baseline_constructs.detection.log_masking import LogMasking
from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.purposes import data_key, logs_key, read_by_macie
from baseline_constructs.storage.malware_scan import MalwareScan


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Sensitive")
    key = logs_key(stack, "Logs", alias="acme/logs", trail_name="acme").key
    data = data_key(stack, "Data", alias="acme/data").key
    LogMasking(stack, "Masking", name="acme", data=Masking().data, key=key, retain_days=365)
    ClassificationJob(
        stack, "Job", name="acme-weekly", buckets=["a"], day="SUNDAY", log_key=key, queue_key=data
    )
    for name, with_key in (("own", data), ("plain", None)):
        bucket = s3.Bucket.from_bucket_attributes(stack, name, bucket_name=name, encryption_key=with_key)
        MalwareScan(stack, f"Scan-{name}", bucket=bucket)
    return Template.from_stack(stack)


def _policy(template: Template) -> dict[str, Any]:
    (found,) = template.find_resources("AWS::Logs::AccountPolicy").values()
    parts = found["Properties"]["PolicyDocument"]["Fn::Join"][1]
    return dict(json.loads("".join(part if isinstance(part, str) else "aws" for part in parts)))


def test_the_same_data_is_found_and_masked_in_all_log_groups(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Logs::AccountPolicy", {"PolicyType": "DATA_PROTECTION_POLICY", "Scope": "ALL"}
    )
    find, mask = _policy(template)["Statement"]
    assert find["DataIdentifier"] == mask["DataIdentifier"]
    assert "arn:aws:dataprotection::aws:data-identifier/AwsSecretKey" in mask["DataIdentifier"]
    assert mask["Operation"] == {"Deidentify": {"MaskConfig": {}}}


def test_findings_go_to_a_group_that_is_encrypted_and_there_before(template: Template) -> None:
    find, _ = _policy(template)["Statement"]
    group = find["Operation"]["Audit"]["FindingsDestination"]["CloudWatchLogs"]["LogGroup"]
    template.has_resource(
        "AWS::Logs::LogGroup",
        {
            "Properties": {"LogGroupName": group, "KmsKeyId": Match.any_value(), "RetentionInDays": 365},
            "DeletionPolicy": "Retain",
        },
    )
    (found,) = template.find_resources("AWS::Logs::AccountPolicy").values()
    assert [name.startswith("MaskingFindings") for name in found["DependsOn"]] == [True]


def test_what_can_be_masked_is_known_to_aws() -> None:
    known = logs.DataIdentifier
    names = {getattr(known, word).name for word in dir(known) if word.isupper()}
    assert set(MASKABLE) <= names
    assert {"IpAddress", "Name"} & set(MASKABLE) == set()


def test_macie_is_told_of_the_buckets_by_a_function_that_knows_jobs_only(template: Template) -> None:
    template.has_resource_properties("Custom::ClassificationJob", {"Buckets": ["a"], "Day": "SUNDAY"})
    (role,) = template.find_resources(
        "AWS::IAM::Role", {"Properties": {"Description": "Has Macie look for sensitive data in buckets"}}
    ).values()
    (policy,) = role["Properties"]["Policies"]
    first = policy["PolicyDocument"]["Statement"][0]
    assert first["Action"] == [
        "macie2:CreateClassificationJob",
        "macie2:DescribeClassificationJob",
        "macie2:UpdateClassificationJob",
    ]
    assert first["Resource"]["Fn::Join"][1][-1] == ":classification-job/*"


def test_cloudformation_waits_longer_than_three_calls_take(template: Template) -> None:
    (job,) = template.find_resources("Custom::ClassificationJob").values()
    (function,) = template.find_resources("AWS::Lambda::Function").values()
    assert int(job["Properties"]["ServiceTimeout"]) > 3 * function["Properties"]["Timeout"]


def test_only_the_role_of_macie_in_this_account_reads_with_the_key() -> None:
    statement = read_by_macie(KeyPolicy()).document()["Statement"][-1]
    assert statement["Action"] == ["kms:Decrypt"]
    assert set(statement["Condition"]) == {"StringEquals", "ArnEquals"}
    role = statement["Condition"]["ArnEquals"]["aws:PrincipalArn"]
    assert role.endswith(":role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie")
    assert set(statement["Condition"]["StringEquals"]) == {"kms:CallerAccount"}


def _scan(template: Template, name: str) -> list[dict[str, Any]]:
    policies = template.find_resources("AWS::IAM::RolePolicy")
    (policy,) = (policy for id_, policy in policies.items() if id_.startswith(f"Scan{name}"))
    return list(policy["Properties"]["PolicyDocument"]["Statement"])


def test_objects_are_scanned_and_tagged(template: Template) -> None:
    template.resource_count_is("AWS::GuardDuty::MalwareProtectionPlan", 2)
    template.all_resources_properties(
        "AWS::GuardDuty::MalwareProtectionPlan",
        {"Actions": {"Tagging": {"Status": "ENABLED"}}, "ProtectedResource": {"S3Bucket": Match.any_value()}},
    )
    for plan in template.find_resources("AWS::GuardDuty::MalwareProtectionPlan").values():
        assert any("Policy" in depends for depends in plan["DependsOn"])


def test_a_scan_writes_no_object_but_the_trial_one_and_deletes_none(template: Template) -> None:
    statements = _scan(template, "own")
    writing = [one for one in statements if "s3:PutObject" in one["Action"]]
    assert [one["Action"] for one in writing] == ["s3:PutObject"]
    assert "malware-protection-resource-validation-object" in json.dumps(writing[0]["Resource"])
    assert "Delete" not in json.dumps([one for one in statements if one["Sid"] != "HearOfObjects"])


def test_a_scan_changes_no_rule_but_its_own(template: Template) -> None:
    (rules,) = (one for one in _scan(template, "own") if one["Sid"] == "HearOfObjects")
    assert rules["Condition"] == {
        "StringEquals": {"events:ManagedBy": "malware-protection-plan.guardduty.amazonaws.com"}
    }


def test_a_scan_decrypts_where_there_is_a_key_of_ours(template: Template) -> None:
    assert [one["Sid"] for one in _scan(template, "own")][-1] == "Decrypt"
    assert "Decrypt" not in [one["Sid"] for one in _scan(template, "plain")]
