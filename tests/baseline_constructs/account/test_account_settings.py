"""What the template says about the account's settings."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from baseline_constructs.account import wishes
from baseline_constructs.account.settings import AccountSettings, SnapshotBlock
from baseline_constructs.keys.purposes import data_key, logs_key


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Account")
    data = data_key(stack, "Data", alias="acme/data").key
    SnapshotBlock(stack, "SnapshotBlock")
    AccountSettings(
        stack,
        "Settings",
        wishes=[
            wishes.bucket_block(),
            wishes.volume_encryption(data),
            wishes.weakness_scans(["EC2"]),
        ],
        log_key=logs_key(stack, "Logs", alias="acme/logs", trail_name="acme").key,
        queue_key=data,
    )
    return Template.from_stack(stack)


def _statements(template: Template) -> list[dict[str, Any]]:
    (role,) = template.find_resources("AWS::IAM::Role").values()
    (policy,) = role["Properties"]["Policies"]
    return list(policy["PolicyDocument"]["Statement"])


def test_no_snapshot_is_public(template: Template) -> None:
    template.has_resource_properties("AWS::EC2::SnapshotBlockPublicAccess", {"State": "block-all-sharing"})


def test_one_function_sets_what_was_wished_for(template: Template) -> None:
    settings = template.find_resources("Custom::AccountSetting").values()
    chosen = {setting["Properties"]["Setting"] for setting in settings}
    assert chosen == {"BucketBlock", "VolumeEncryption", "WeaknessScans"}
    template.resource_count_is("AWS::Lambda::Function", 1)


def test_the_role_makes_the_calls_of_these_wishes_and_no_others(template: Template) -> None:
    (everywhere,) = (one for one in _statements(template) if one["Resource"] == "*")
    assert everywhere["Action"] == [
        "ec2:EnableEbsEncryptionByDefault",
        "ec2:ModifyEbsDefaultKmsKeyId",
        "inspector2:Enable",
        "s3:PutAccountPublicAccessBlock",
    ]


def test_the_role_makes_no_role_but_those_of_inspector(template: Template) -> None:
    (linked,) = (one for one in _statements(template) if one["Action"] == "iam:CreateServiceLinkedRole")
    assert linked["Condition"]["StringEquals"]["iam:AWSServiceName"] == [
        "inspector2.amazonaws.com",
        "agentless.inspector2.amazonaws.com",
    ]


def test_its_log_is_encrypted_and_kept_and_its_failures_are_too(template: Template) -> None:
    (log,) = template.find_resources("AWS::Logs::LogGroup").values()
    assert log["DeletionPolicy"] == "Retain"
    assert log["Properties"]["KmsKeyId"]["Fn::GetAtt"][0].startswith("Logs")
    (function,) = template.find_resources("AWS::Lambda::Function").values()
    assert "TargetArn" in function["Properties"]["DeadLetterConfig"]
    assert function["Properties"]["Timeout"] == 600


def test_cloudformation_waits_longer_than_three_calls_take(template: Template) -> None:
    for setting in template.find_resources("Custom::AccountSetting").values():
        assert int(setting["Properties"]["ServiceTimeout"]) > 3 * 600
