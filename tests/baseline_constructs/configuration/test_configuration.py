"""The recorder, its channel, and the rules that wait for them."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_config as config
from aws_cdk.assertions import Match, Template

from baseline.settings.regions import ZONES_BY_REGION
from baseline_constructs.configuration.managed_rules import RULES, ManagedRules, rules_of
from baseline_constructs.configuration.pack_rules import FRAMEWORKS, pack_rules
from baseline_constructs.configuration.rule_regions import CONFIG_REGIONS, LACKING


@pytest.fixture(scope="module")
def template(rules_in: Callable[[str], ManagedRules]) -> Template:
    return Template.from_stack(cdk.Stack.of(rules_in("eu-west-1")))


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


def test_a_region_that_has_all_rules_gets_all() -> None:
    assert rules_of("eu-west-1") == list(RULES)


def test_a_rule_that_the_region_lacks_is_not_in_the_template(
    rules_in: Callable[[str], ManagedRules],
) -> None:
    template = Template.from_stack(cdk.Stack.of(rules_in("cn-north-1")))
    rules = template.find_resources("AWS::Config::ConfigRule").values()
    made = {rule["Properties"]["Source"]["SourceIdentifier"] for rule in rules}
    assert {rule.identifier for rule in RULES} - made == {
        "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED",
        "ROOT_ACCOUNT_MFA_ENABLED",
    }


# Counted from the line "AWS Region" of the rules' pages.
@pytest.mark.parametrize(
    ("region", "lacking"),
    [("us-gov-west-1", 2), ("eu-south-2", 7), ("ap-south-2", 5), ("me-central-1", 8), ("ca-west-1", 8)],
)
def test_a_region_lacks_as_many_rules_as_aws_says(region: str, lacking: int) -> None:
    assert len(RULES) - len(rules_of(region)) == lacking


@pytest.mark.parametrize("region", ["eusc-de-east-1", "us-iso-east-1"])
def test_where_aws_says_nothing_only_the_rules_of_every_region_are_made(region: str) -> None:
    assert {rule.identifier for rule in rules_of(region)} == {
        rule.identifier for rule in RULES if not LACKING[rule.identifier]
    }


def test_it_is_known_of_exactly_these_rules_where_they_exist() -> None:
    of_packs = {one.rule.identifier for framework in FRAMEWORKS for one in pack_rules(framework)}
    assert set(LACKING) == {rule.identifier for rule in RULES} | of_packs


def test_the_table_of_regions_names_regions() -> None:
    assert set(ZONES_BY_REGION) >= CONFIG_REGIONS >= frozenset().union(*LACKING.values())
