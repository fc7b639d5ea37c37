"""The firewall drops what no rule lets through, keeps records, and cannot be taken away in passing."""

from ipaddress import IPv4Network
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from baseline_constructs.network.crossings import crossings
from baseline_constructs.network.flows import (
    HTTPS,
    CidrEnd,
    Flow,
    GatewayEndpointEnd,
    InternetEnd,
    Ports,
    PrefixListEnd,
    TierEnd,
)
from baseline_constructs.network.guards.firewall_rules import pass_rules
from baseline_constructs.network.guards.network_firewall import (
    RULES_LIMIT,
    FirewallWish,
    NetworkFirewall,
)
from baseline_constructs.network.topology import Gateways, NatGateway, Tier, Topology, VpnGateway

OFFICE = IPv4Network("192.168.0.0/16")
WEB, APP, DATA = (TierEnd(name) for name in ("web", "app", "data"))
PARTNERS = PrefixListEnd("partners", (IPv4Network("203.0.113.0/25"), IPv4Network("198.51.100.0/24")))
TOPOLOGY = Topology(
    IPv4Network("10.0.0.0/16"),
    (
        Tier("web", (IPv4Network("10.0.0.0/24"),), frozenset({"internet"})),
        Tier("app", (IPv4Network("10.0.4.0/24"),), frozenset({"nat", "vpn"})),
        Tier("data", (IPv4Network("10.0.8.0/24"),)),
        Tier("firewall", (IPv4Network("10.0.12.0/28"),), frozenset({"internet", "vpn"})),
    ),
    Gateways(internet=True, nat=NatGateway("web"), vpn=VpnGateway(64512, (OFFICE,))),
)


def _made(
    wish: FirewallWish | None = None, rules: tuple[str, ...] = ("pass ip any any -> any any (sid:1;)",)
) -> Template:
    stack = cdk.Stack()
    vpc = ec2.CfnVPC(stack, "Vpc", cidr_block="10.0.0.0/16")
    subnets = [ec2.CfnSubnet(stack, f"Subnet{zone}", vpc_id=vpc.ref) for zone in (1, 2)]
    NetworkFirewall(
        stack,
        "Firewall",
        name="acme",
        vpc=vpc,
        home=TOPOLOGY.cidr,
        subnets=subnets,
        rules=rules,
        wish=wish or FirewallWish(),
        log_bucket=s3.Bucket(stack, "Logs"),
    )
    return Template.from_stack(stack)


def _policy(template: Template) -> dict[str, Any]:
    [policy] = template.find_resources("AWS::NetworkFirewall::FirewallPolicy").values()
    return policy["Properties"]["FirewallPolicy"]  # type: ignore[no-any-return]


def _groups(template: Template) -> list[str]:
    """What the policy reads, in its order."""
    found = sorted(_policy(template)["StatefulRuleGroupReferences"], key=lambda one: one["Priority"])
    return [
        str(one["ResourceArn"]["Fn::GetAtt"][0] if "Fn::GetAtt" in one["ResourceArn"] else one["ResourceArn"])
        for one in found
    ]


def _rules(*flows: Flow, names_decide: bool = False) -> list[str]:
    passing = [crossing for flow in flows for crossing in crossings(flow, TOPOLOGY)]
    return [rule.partition(" (")[0] for rule in pass_rules(passing, names_decide=names_decide)]


def test_what_no_rule_lets_through_is_dropped_and_told() -> None:
    policy = _policy(_made())
    assert policy["StatefulDefaultActions"] == ["aws:drop_established", "aws:alert_established"]
    assert policy["StatefulEngineOptions"] == {"RuleOrder": "STRICT_ORDER", "StreamExceptionPolicy": "REJECT"}


def test_every_packet_is_inspected_with_its_state_fragments_too() -> None:
    policy = _policy(_made())
    assert policy["StatelessDefaultActions"] == ["aws:forward_to_sfe"]
    assert policy["StatelessFragmentDefaultActions"] == ["aws:forward_to_sfe"]


def test_threats_come_before_own_rules_flows_and_names() -> None:
    malware, botnets, *rest = _groups(_made(FirewallWish(domains=[".example.com"], own_rules=["drop ..."])))
    assert "MalwareDomainsStrictOrder" in malware
    assert "BotNetCommandAndControlDomainsStrictOrder" in botnets
    kinds = ("Own", "Flows", "Names")
    assert [name.startswith(f"Firewall{kind}") for name, kind in zip(rest, kinds, strict=True)] == [True] * 3


def test_threats_can_be_left_to_others_and_nothing_may_pass() -> None:
    assert _groups(_made(FirewallWish(stop_threats=False), rules=())) == []


def test_names_are_looked_for_in_tls_and_http_and_all_others_refused() -> None:
    template = _made(FirewallWish(domains=[".example.com"]))
    [names] = template.find_resources(
        "AWS::NetworkFirewall::RuleGroup", {"Properties": {"RuleGroupName": "acme-names"}}
    ).values()
    assert names["Properties"]["RuleGroup"]["RulesSource"]["RulesSourceList"] == {
        "GeneratedRulesType": "ALLOWLIST",
        "Targets": [".example.com"],
        "TargetTypes": ["TLS_SNI", "HTTP_HOST"],
    }


def test_a_firewall_in_each_zone_cannot_be_deleted_moved_or_given_another_policy() -> None:
    found = [one["Properties"] for one in _made().find_resources("AWS::NetworkFirewall::Firewall").values()]
    assert [len(one["SubnetMappings"]) for one in found] == [1, 1]
    for one in found:
        protections = ("DeleteProtection", "SubnetChangeProtection", "FirewallPolicyChangeProtection")
        assert [one[name] for name in protections] == [True] * 3


def test_flows_and_alerts_of_each_firewall_are_recorded_in_the_bucket() -> None:
    found = _made().find_resources("AWS::NetworkFirewall::LoggingConfiguration").values()
    assert len(found) == 2
    for one in found:
        logs = one["Properties"]["LoggingConfiguration"]["LogDestinationConfigs"]
        assert {(log["LogType"], log["LogDestinationType"]) for log in logs} == {
            ("ALERT", "S3"),
            ("FLOW", "S3"),
        }


def test_more_rules_than_a_group_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="there is room for 1000"):
        _made(rules=("pass ip any any -> any any (sid:1;)",) * (RULES_LIMIT + 1))


def test_what_comes_in_passes_to_the_tier_and_port_that_may_be_reached() -> None:
    assert _rules(Flow(InternetEnd(), WEB, HTTPS)) == ["pass tcp $EXTERNAL_NET any -> 10.0.0.0/24 443"]


def test_what_goes_out_by_nat_has_the_address_of_the_nat_gateways_tier() -> None:
    out = Flow(APP, InternetEnd(), Ports("udp", 100, 200))
    assert _rules(out) == ["pass udp 10.0.0.0/24 any -> $EXTERNAL_NET 100:200"]


def test_what_goes_to_the_office_has_its_own_address() -> None:
    assert _rules(Flow(APP, CidrEnd(OFFICE), Ports("icmp"))) == [
        "pass icmp 10.0.4.0/24 any -> 192.168.0.0/16 any"
    ]


def test_a_named_range_passes_by_its_addresses_even_where_names_decide() -> None:
    assert _rules(Flow(APP, PARTNERS, HTTPS), Flow(APP, InternetEnd(), HTTPS), names_decide=True) == [
        "pass tcp 10.0.0.0/24 any -> 198.51.100.0/24 443",
        "pass tcp 10.0.0.0/24 any -> 203.0.113.0/25 443",
    ]


def test_names_decide_nothing_about_other_protocols_and_what_comes_in() -> None:
    flows = (Flow(APP, InternetEnd(), Ports("udp", 123, 123)), Flow(InternetEnd(), WEB, HTTPS))
    assert len(_rules(*flows, names_decide=True)) == 2


def test_what_stays_in_the_vpc_passes_no_firewall() -> None:
    inside = (Flow(APP, DATA, HTTPS), Flow(DATA, GatewayEndpointEnd("s3"), HTTPS))
    assert _rules(*inside) == []


def test_what_has_no_way_out_passes_no_firewall() -> None:
    assert _rules(Flow(DATA, PARTNERS, HTTPS)) == []


def test_rules_have_numbers_of_their_own() -> None:
    passing = [
        c
        for flow in (Flow(InternetEnd(), WEB, HTTPS), Flow(APP, PARTNERS, HTTPS))
        for c in crossings(flow, TOPOLOGY)
    ]
    assert [f"sid:{n};" in rule for n, rule in enumerate(pass_rules(passing, names_decide=False), 1)] == [
        True
    ] * 3
