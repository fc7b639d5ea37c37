"""What is in a pack, and that AWS Config takes it."""

import json
from typing import Any, get_args

import aws_cdk as cdk
import pytest
from aws_cdk import aws_config as config
from aws_cdk.assertions import Template

from baseline.settings.compliance import Framework
from baseline_constructs.configuration.aggregator import Aggregator
from baseline_constructs.configuration.conformance_pack import ConformancePack, template_body
from baseline_constructs.configuration.managed_rules import ManagedRule
from baseline_constructs.configuration.pack_rules import FRAMEWORKS, PackRule, pack_rules, pack_rules_of


def _stack() -> cdk.Stack:
    return cdk.Stack(
        cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False), "Compliance"
    )


@pytest.fixture(scope="module")
def packs() -> dict[str, dict[str, Any]]:
    """The rules of each pack by their ids, as the template says."""
    stack = _stack()
    for framework in FRAMEWORKS:
        ConformancePack(stack, framework, prefix="acme", framework=framework, region="eu-west-1")
    found = Template.from_stack(stack).find_resources("AWS::Config::ConformancePack").values()
    made = {pack["Properties"]["ConformancePackName"]: pack["Properties"]["TemplateBody"] for pack in found}
    return {
        framework: json.loads(made[f"acme-{framework}"])["Resources"] for framework in get_args(Framework)
    }


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_pack_has_every_rule_of_its_framework_once(framework: str, packs: dict[str, Any]) -> None:
    rules = [resource["Properties"] for resource in packs[framework].values()]
    assert {resource["Type"] for resource in packs[framework].values()} == {"AWS::Config::ConfigRule"}
    made = [rule["Source"]["SourceIdentifier"] for rule in rules]
    assert made == [one.rule.identifier for one in pack_rules(framework)]
    assert len({rule["ConfigRuleName"] for rule in rules}) == len(rules) > 30


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_rule_of_a_pack_is_one_that_aws_has_and_says_which_controls_it_sees(
    framework: str, packs: dict[str, Any]
) -> None:
    known = config.ManagedRuleIdentifiers
    there = {getattr(known, name) for name in dir(known) if name.isupper()}
    for resource, one in zip(packs[framework].values(), pack_rules(framework), strict=True):
        rule = resource["Properties"]
        assert rule["Source"]["SourceIdentifier"] in there
        assert len(rule["Description"]) <= 256
        assert f"({FRAMEWORKS[framework]}: {one.controls[0]}" in rule["Description"]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_pack_fits_into_what_aws_config_accepts(framework: str) -> None:
    body = template_body(FRAMEWORKS[framework], pack_rules(framework))
    assert len(body.encode()) <= 51_200
    assert len(pack_rules(framework)) <= 130


def test_the_root_user_is_looked_at_in_every_pack_that_speaks_of_it() -> None:
    for framework in ("cis", "pci-dss", "hipaa", "fedramp", "nist-800-53"):
        rules = {one.rule.identifier for one in pack_rules(framework)}
        assert {
            "IAM_ROOT_ACCESS_KEY_CHECK",
            "ROOT_ACCOUNT_MFA_ENABLED",
            "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED",
        } <= rules


def test_controls_that_do_not_fit_are_counted() -> None:
    rule = PackRule(ManagedRule("A", "Something is wrong"), [f"AC-{number}" for number in range(100)])
    described = json.loads(template_body("NIST", [rule]))["Resources"]["A"]["Properties"]["Description"]
    assert described.startswith("Something is wrong (NIST: AC-0, AC-1, ")
    shown = described.count("AC-")
    assert described.endswith(f" and {100 - shown} more)")
    assert len(described) <= 256


def test_a_pack_that_is_too_large_is_refused() -> None:
    rule = PackRule(ManagedRule("A" * 400, "Wrong"), ["1"])
    with pytest.raises(ValueError, match="AWS Config accepts 130 rules in 51200 bytes"):
        template_body("NIST", [rule] * 131)
    with pytest.raises(ValueError, match="longer than 256"):
        template_body("NIST", [PackRule(ManagedRule("A", "x" * 256), ["1"])])


def test_a_region_gets_the_rules_that_it_has() -> None:
    there = {one.rule.identifier for one in pack_rules_of("cis", region="us-gov-west-1")}
    assert "RDS_STORAGE_ENCRYPTED" not in there
    assert "EFS_ENCRYPTED_CHECK" in there
    assert len(pack_rules_of("cis", region="eu-west-1")) == len(pack_rules("cis"))


def test_the_account_s_regions_are_collected_without_a_role() -> None:
    stack = _stack()
    Aggregator(stack, "Aggregator", name="acme", of="account")
    template = Template.from_stack(stack)
    sources = [{"AccountIds": [{"Ref": "AWS::AccountId"}], "AllAwsRegions": True}]
    template.has_resource_properties(
        "AWS::Config::ConfigurationAggregator", {"AccountAggregationSources": sources}
    )
    template.resource_count_is("AWS::IAM::Role", 0)


def test_the_organisation_is_collected_by_a_role_that_lists_accounts() -> None:
    stack = _stack()
    Aggregator(stack, "Aggregator", name="acme", of="organization")
    template = Template.from_stack(stack)
    (made,) = template.find_resources("AWS::Config::ConfigurationAggregator").values()
    assert made["Properties"]["OrganizationAggregationSource"]["AllAwsRegions"] is True
    assert "AccountAggregationSources" not in made["Properties"]
    (role,) = template.find_resources("AWS::IAM::Role").values()
    (policy,) = role["Properties"]["ManagedPolicyArns"]
    assert policy["Fn::Join"][1][-1] == ":iam::aws:policy/service-role/AWSConfigRoleForOrganizations"
