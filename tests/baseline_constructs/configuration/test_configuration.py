"""The recorder, its channel, and the rules that wait for them."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_config as config
from aws_cdk.assertions import Match, Template

from baseline_constructs.configuration.managed_rules import RULES, ManagedRules
from baseline_constructs.configuration.recorder import ConfigurationRecorder
from baseline_constructs.keys.purposes import logs_key
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.configuration_bucket import ConfigurationBucket


@pytest.fixture(scope="module")
def template() -> Template:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Records")
    bucket = ConfigurationBucket(
        stack,
        "Bucket",
        key=logs_key(stack, "LogsKey", alias="acme/logs", trail_name="acme").key,
        access_logs=AccessLogBucket(stack, "Access"),
    )
    ManagedRules(stack, "Rules", recorder=ConfigurationRecorder(stack, "Recorder", bucket=bucket))
    return Template.from_stack(stack)


def _only(template: Template, type_: str) -> dict[str, Any]:
    (resource,) = template.find_resources(type_).values()
    return dict(resource)


def test_all_resource_types_are_recorded_global_ones_too(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Config::ConfigurationRecorder",
        {"RecordingGroup": {"AllSupported": True, "IncludeGlobalResourceTypes": True}},
    )


def test_a_snapshot_is_delivered_every_day_encrypted_with_the_customers_key(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Config::DeliveryChannel",
        {
            "ConfigSnapshotDeliveryProperties": {"DeliveryFrequency": "TwentyFour_Hours"},
            "S3KmsKeyArn": {"Fn::GetAtt": [Match.string_like_regexp("^LogsKey"), "Arn"]},
        },
    )


def test_the_bucket_accepts_deliveries_before_the_channel_is_made(template: Template) -> None:
    (depends,) = _only(template, "AWS::Config::DeliveryChannel")["DependsOn"]
    assert depends.startswith("BucketPolicy")


def test_recorder_and_channel_do_not_wait_for_each_other(template: Template) -> None:
    assert "DependsOn" not in _only(template, "AWS::Config::ConfigurationRecorder")
    assert not any("Recorder" in d for d in _only(template, "AWS::Config::DeliveryChannel")["DependsOn"])


def test_config_takes_the_role_for_this_account_only(template: Template) -> None:
    (trust,) = _only(template, "AWS::IAM::Role")["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_the_role_reads_configuration_and_delivers_and_nothing_else(template: Template) -> None:
    read, deliver = _only(template, "AWS::IAM::Role")["Properties"]["ManagedPolicyArns"]
    assert read["Fn::Join"][1][-1] == ":iam::aws:policy/service-role/AWS_ConfigRole"
    assert deliver["Ref"].startswith("BucketDeliveryPolicy")


def test_every_rule_waits_for_the_recorder(template: Template) -> None:
    rules = template.find_resources("AWS::Config::ConfigRule").values()
    waits = [any(d.startswith("Recorder") for d in rule["DependsOn"]) for rule in rules]
    assert waits == [True] * len(RULES)


@pytest.mark.parametrize("identifier", [rule.identifier for rule in RULES])
def test_every_rule_is_one_that_aws_has(identifier: str) -> None:
    known = config.ManagedRuleIdentifiers
    assert identifier in {getattr(known, name) for name in dir(known) if name.isupper()}


def test_no_rule_is_listed_twice() -> None:
    assert len({rule.identifier for rule in RULES}) == len(RULES)


def test_a_rule_gets_its_parameters(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Config::ConfigRule",
        {
            "Source": {"Owner": "AWS", "SourceIdentifier": "ACCESS_KEYS_ROTATED"},
            "InputParameters": {"maxAccessKeyAge": "90"},
        },
    )
