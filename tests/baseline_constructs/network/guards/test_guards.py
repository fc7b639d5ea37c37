"""What watches the network: names that are answered, and encryption inside the VPC."""

from typing import Any, Literal

import aws_cdk as cdk
import pytest
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from baseline_constructs.network.guards.dns_firewall import DnsFirewall
from baseline_constructs.network.guards.encryption_in_transit import EncryptionInTransit
from baseline_constructs.network.topology import Gateways, NatGateway
from baseline_constructs.network.traffic_logs import TrafficLogs


def _firewall(**options: Any) -> Template:
    stack = cdk.Stack()
    DnsFirewall(stack, "Firewall", vpc_id="vpc-1", name="acme", **options)
    return Template.from_stack(stack)


def _rules(template: Template) -> list[dict[str, Any]]:
    (group,) = template.find_resources("AWS::Route53Resolver::FirewallRuleGroup").values()
    return sorted(group["Properties"]["FirewallRules"], key=lambda rule: rule["Priority"])


def _domains(template: Template, rule: dict[str, Any]) -> list[str]:
    lists = template.find_resources("AWS::Route53Resolver::FirewallDomainList")
    return lists[rule["FirewallDomainListId"]["Fn::GetAtt"][0]]["Properties"]["Domains"]  # type: ignore[no-any-return]


def test_tunnels_and_generated_names_are_refused_by_default() -> None:
    rules = _rules(_firewall())
    assert {rule["DnsThreatProtection"] for rule in rules} == {"DNS_TUNNELING", "DGA", "DICTIONARY_DGA"}
    assert {(rule["Action"], rule["BlockResponse"]) for rule in rules} == {("BLOCK", "NXDOMAIN")}


def test_where_names_are_listed_every_other_is_refused_after_them() -> None:
    template = _firewall(allow_only=["example.com"], stop_threats=False)
    allow, refuse = _rules(template)
    assert (allow["Action"], _domains(template, allow)) == ("ALLOW", ["example.com"])
    assert (refuse["Action"], _domains(template, refuse)) == ("BLOCK", ["*"])


def test_what_is_blocked_is_refused_before_anything_is_allowed() -> None:
    template = _firewall(block=["bad.example.com"], allow_only=["*.example.com"])
    rules = _rules(template)
    assert _domains(template, rules[0]) == ["bad.example.com"]
    assert [rule["Action"] for rule in rules] == ["BLOCK"] * 4 + ["ALLOW", "BLOCK"]


def test_an_allowed_name_does_not_vouch_for_what_it_points_to() -> None:
    rules = _rules(_firewall(allow_only=["example.com"]))
    redirections = [rule["FirewallDomainRedirectionAction"] for rule in rules if rule["Action"] == "ALLOW"]
    assert redirections == ["INSPECT_REDIRECTION_DOMAIN"]


def test_the_rules_hold_for_the_vpc() -> None:
    _firewall().has_resource_properties(
        "AWS::Route53Resolver::FirewallRuleGroupAssociation", {"VpcId": "vpc-1", "Priority": 101}
    )


def _control(mode: Literal["monitor", "enforce"], gateways: Gateways) -> dict[str, Any]:
    stack = cdk.Stack()
    EncryptionInTransit(stack, "Control", vpc_id="vpc-1", mode=mode, gateways=gateways, name="acme")
    (control,) = Template.from_stack(stack).find_resources("AWS::EC2::VPCEncryptionControl").values()
    return control["Properties"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("mode", ["monitor", "enforce"])
def test_an_isolated_vpc_has_no_exclusion(mode: Literal["monitor", "enforce"]) -> None:
    control = _control(mode, Gateways())
    assert control["Mode"] == mode
    exclusions = {key: value for key, value in control.items() if key.endswith("ExclusionInput")}
    assert set(exclusions.values()) == {"disable"} and len(exclusions) == 8


def test_flow_logs_say_how_traffic_was_encrypted() -> None:
    stack = cdk.Stack()
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "archive")
    TrafficLogs(stack, "Logs", vpc_id="vpc-1", bucket=bucket, name="acme", encryption_status=True)
    (log,) = Template.from_stack(stack).find_resources("AWS::EC2::FlowLog").values()
    fields = log["Properties"]["LogFormat"].split(" ")
    assert {"${srcaddr}", "${dstaddr}", "${action}", "${encryption-status}"} <= set(fields)


def test_only_gateways_that_are_there_are_excluded() -> None:
    control = _control("enforce", Gateways(internet=True, nat=NatGateway("web")))
    enabled = {key for key, value in control.items() if value == "enable"}
    assert enabled == {"InternetGatewayExclusionInput", "NatGatewayExclusionInput"}
