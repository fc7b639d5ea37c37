"""Network Firewall: what its rules let pass, where they decide it, and what is said where they do not."""

from typing import Any

import pytest

from tests.reach.small import answer, att, base, ec2, ref, verdict

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"


def nfw(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::NetworkFirewall::{type_}", "Properties": properties}


def endpoint(firewall: str = "Firewall") -> dict[str, Any]:
    first = {"Fn::Select": [0, att(firewall, "EndpointIds")]}
    return {"Fn::Select": [1, {"Fn::Split": [":", first]}]}


def route(table: str, cidr: str, **target: Any) -> dict[str, Any]:
    return ec2("Route", RouteTableId=ref(table), DestinationCidrBlock=cidr, **target)


def guarded(policy: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The public subnet's traffic with the internet passes a firewall in both directions."""
    made = base()
    del made["Default"]
    return {
        **made,
        "Walls": ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.9.0/24"),
        "WallTable": ec2("RouteTable", VpcId=ref("Vpc")),
        "WallRoutes": ec2(
            "SubnetRouteTableAssociation", SubnetId=ref("Walls"), RouteTableId=ref("WallTable")
        ),
        "WallOut": route("WallTable", "0.0.0.0/0", GatewayId=ref("Igw")),
        "ToWall": route("PublicTable", "0.0.0.0/0", VpcEndpointId=endpoint()),
        "EdgeTable": ec2("RouteTable", VpcId=ref("Vpc")),
        "Edge": ec2("GatewayRouteTableAssociation", GatewayId=ref("Igw"), RouteTableId=ref("EdgeTable")),
        "EdgeIn": route("EdgeTable", "10.0.0.0/24", VpcEndpointId=endpoint()),
        "Firewall": nfw(
            "Firewall",
            FirewallPolicyArn=ref("Policy"),
            VpcId=ref("Vpc"),
            SubnetMappings=[{"SubnetId": ref("Walls")}],
        ),
        "Policy": nfw("FirewallPolicy", FirewallPolicy=policy),
        **more,
    }


FORWARD = {
    "StatelessDefaultActions": ["aws:forward_to_sfe"],
    "StatelessFragmentDefaultActions": ["aws:forward_to_sfe"],
}
PASS = {"StatelessDefaultActions": ["aws:pass"], "StatelessFragmentDefaultActions": ["aws:pass"]}
DROP = {"StatelessDefaultActions": ["aws:drop"], "StatelessFragmentDefaultActions": ["aws:drop"]}
STRICT = {
    **FORWARD,
    "StatefulEngineOptions": {"RuleOrder": "STRICT_ORDER"},
    "StatefulDefaultActions": ["aws:drop_strict"],
}


def stateless(*rules: dict[str, Any]) -> dict[str, Any]:
    written = [{"Priority": number, "RuleDefinition": rule} for number, rule in enumerate(rules, 1)]
    source = {"StatelessRulesAndCustomActions": {"StatelessRules": written}}
    return nfw("RuleGroup", Type="STATELESS", RuleGroup={"RulesSource": source})


def stateful(source: dict[str, Any], **more: Any) -> dict[str, Any]:
    return nfw("RuleGroup", Type="STATEFUL", RuleGroup={"RulesSource": source, **more})


def with_stateless(default: dict[str, Any], *rules: dict[str, Any]) -> dict[str, Any]:
    policy = {**default, "StatelessRuleGroupReferences": [{"ResourceArn": ref("Group"), "Priority": 1}]}
    return guarded(policy, Group=stateless(*rules))


def with_stateful(policy: dict[str, Any], source: dict[str, Any], **more: Any) -> dict[str, Any]:
    named = {**policy, "StatefulRuleGroupReferences": [{"ResourceArn": ref("Group"), "Priority": 1}]}
    return guarded(named, Group=stateful(source, **more))


def text(*lines: str) -> dict[str, Any]:
    return {"RulesString": "\n".join(lines)}


def both(action: str, **attributes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A stateless rule for TCP 443 of Web, and the one for its answers."""
    port = {"FromPort": 443, "ToPort": 443}
    there = {"Protocols": [6], "DestinationPorts": [port], **attributes}
    back = {"Protocols": [6], "SourcePorts": [port], **attributes}
    return {"Actions": [action], "MatchAttributes": there}, {"Actions": [action], "MatchAttributes": back}


# Defaults.


@pytest.mark.parametrize(("policy", "result"), [(PASS, REFUTED), (DROP, PROVED), (FORWARD, REFUTED)])
def test_the_defaults_decide_where_there_are_no_rules(policy: dict[str, Any], result: str) -> None:
    assert answer(guarded(policy), "unreachable", "internet", "Web") == result
    assert answer(guarded(policy), "unreachable", "Web", "internet") == result


@pytest.mark.parametrize(
    ("actions", "result"),
    [
        (["aws:drop_strict"], PROVED),
        (["aws:drop_strict", "aws:alert_strict"], PROVED),
        (["aws:drop_established"], UNDECIDED),
        (["aws:alert_strict"], REFUTED),
        ([], REFUTED),
    ],
)
def test_strict_order_ends_with_the_policys_default(actions: list[str], result: str) -> None:
    policy = {**STRICT, "StatefulDefaultActions": actions}
    assert answer(guarded(policy), "unreachable", "Web", "internet") == result


def test_a_policy_of_elsewhere_is_undecided() -> None:
    made = guarded(PASS)
    made["Firewall"]["Properties"]["FirewallPolicyArn"] = "arn:aws:network-firewall:::policy/x"
    assert answer(made, "unreachable", "Web", "internet") == UNDECIDED
    assert answer(made, "reaches", "Web", "internet", ["tcp/443"]) == UNDECIDED


# Stateless rules.


def test_stateless_rules_need_one_for_the_answer() -> None:
    there, back = both("aws:pass")
    assert (
        answer(with_stateless(DROP, there, back), "reaches_only", "Web", "internet", ["tcp/443"]) == REFUTED
    )
    assert answer(with_stateless(DROP, there, back), "reaches", "Web", "internet", ["tcp/443"]) == PROVED
    assert answer(with_stateless(DROP, there), "reaches", "Web", "internet", ["tcp/443"]) == REFUTED
    assert answer(with_stateless(DROP, there), "unreachable", "Web", "internet", ["tcp/80"]) == PROVED


def test_the_stateless_rule_with_the_lowest_priority_decides() -> None:
    there, back = both("aws:pass")
    deny = {
        "Actions": ["aws:drop"],
        "MatchAttributes": {"Destinations": [{"AddressDefinition": "198.51.100.0/24"}]},
    }
    made = with_stateless(DROP, deny, there, back)
    assert answer(made, "unreachable", "Web", "198.51.100.0/24") == PROVED
    assert answer(made, "reaches", "Web", "203.0.113.0/24", ["tcp/443"]) == PROVED
    assert (
        answer(with_stateless(DROP, there, back, deny), "reaches", "Web", "198.51.100.0/24", ["443"])
        == PROVED
    )


def test_flags_and_unresolved_ranges_leave_stateless_rules_in_doubt() -> None:
    flags = both("aws:pass", TCPFlags=[{"Flags": ["SYN"], "Masks": ["SYN", "ACK"]}])
    ranges = both("aws:pass", Destinations=[{"AddressDefinition": {"Ref": "Nobody"}}])
    for rules in (flags, ranges):
        assert answer(with_stateless(DROP, *rules), "unreachable", "Web", "internet") == UNDECIDED


# Stateful rules.


def five(action: str, protocol: str, port: str, *options: str, **header: str) -> dict[str, Any]:
    whole = {
        "Protocol": protocol,
        "Source": "$HOME_NET",
        "SourcePort": "ANY",
        "Direction": "FORWARD",
        "Destination": "ANY",
        "DestinationPort": port,
        **header,
    }
    keywords = [{"Keyword": "sid", "Settings": ["1"]}, *({"Keyword": each} for each in options)]
    return {"Action": action, "Header": whole, "RuleOptions": keywords}


def test_a_stateful_rule_lets_the_answers_pass() -> None:
    made = with_stateful(STRICT, {"StatefulRules": [five("PASS", "TCP", "443")]})
    assert answer(made, "reaches", "Web", "internet", ["tcp/443"]) == PROVED
    assert answer(made, "reaches_only", "Web", "203.0.113.0/24", ["tcp/443"]) == PROVED
    assert answer(made, "unreachable", "internet", "Web") == PROVED


def test_direction_any_means_both() -> None:
    made = with_stateful(STRICT, {"StatefulRules": [five("PASS", "TCP", "ANY", Direction="ANY")]})
    assert answer(made, "unreachable", "internet", "Web") == REFUTED


def test_strict_order_takes_the_first_rule_and_the_other_order_what_passes() -> None:
    rules = {"StatefulRules": [five("DROP", "TCP", "ANY"), five("PASS", "TCP", "443")]}
    assert answer(with_stateful(STRICT, rules), "unreachable", "Web", "internet") == PROVED
    assert answer(with_stateful(FORWARD, rules), "reaches", "Web", "internet", ["tcp/443"]) == PROVED
    assert answer(with_stateful(FORWARD, rules), "unreachable", "Web", "internet", ["tcp/80"]) == PROVED


def test_what_drops_answers_silences_what_no_rule_let_pass() -> None:
    rules = text("drop tcp any 443 -> any any (sid:1;)")
    assert answer(with_stateful(FORWARD, rules), "unreachable", "Web", "internet") == REFUTED
    assert answer(with_stateful(FORWARD, rules), "reaches", "Web", "internet", ["tcp/443"]) == REFUTED
    passed = text("pass tcp any any -> any 443 (sid:2;)", "drop tcp any 443 -> any any (sid:1;)")
    assert answer(with_stateful(FORWARD, passed), "reaches", "Web", "internet", ["tcp/443"]) == PROVED


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ('pass tcp $HOME_NET any -> 203.0.113.0/24 443 (msg:"a; b"; sid:1; rev:2;)', PROVED),
        ("pass tcp [10.0.0.0/8, !10.0.1.0/24] any -> [203.0.113.0/24] [443,8443] (sid:1;)", PROVED),
        ("pass ip any any <> any any (sid:1;)", PROVED),
        ("pass tcp any 1024: -> !198.51.100.0/24 !80 (flow:to_server; sid:1;)", PROVED),
        ("pass tcp $EXTERNAL_NET any -> any 443 (sid:1;)", REFUTED),
        ("alert tcp any any -> any any (sid:1;)", REFUTED),
        ("# pass tcp any any -> any any (sid:1;)", REFUTED),
        ("reject tcp any any -> any any (sid:1;)", REFUTED),
        ('pass tls any any -> any 443 (tls.sni; content:"x"; sid:1;)', UNDECIDED),
        ("pass tcp any any -> any 443 (flow:established; sid:1;)", UNDECIDED),
        ("pass tcp any any -> $NOBODY 443 (sid:1;)", UNDECIDED),
        ("pass udp any any -> any any (sid:1;)", REFUTED),
        ("pass ntp any any -> any any (sid:1;)", REFUTED),
        ("what is this", UNDECIDED),
    ],
)
def test_suricatas_lines_are_read_where_they_are_simple(line: str, result: str) -> None:
    made = with_stateful(STRICT, text(line))
    assert answer(made, "reaches", "Web", "203.0.113.0/24", ["tcp/443"]) == result


def test_sets_have_names() -> None:
    variables = {
        "IPSets": {"THEM": {"Definition": ["203.0.113.0/24"]}},
        "PortSets": {"WEB": {"Definition": ["443"]}},
    }
    line = text("pass tcp $HOME_NET any -> $THEM $WEB (sid:1;)")
    made = with_stateful(STRICT, line, RuleVariables=variables)
    assert answer(made, "reaches", "Web", "203.0.113.0/24", ["tcp/443"]) == PROVED
    assert answer(made, "unreachable", "Web", "198.51.100.0/24") == PROVED
    listed = {**made, "List": ec2("PrefixList", Entries=[{"Cidr": "203.0.113.0/24"}])}
    listed["Group"] = stateful(
        text("pass tcp any any -> @THEM 443 (sid:1;)"),
        ReferenceSets={"IPSetReferences": {"THEM": {"ReferenceArn": att("List", "Arn")}}},
    )
    assert answer(listed, "reaches", "Web", "203.0.113.0/24", ["tcp/443"]) == PROVED
    assert answer(listed, "unreachable", "Web", "198.51.100.0/24") == PROVED


def test_the_policy_may_say_what_home_is() -> None:
    variables = {"RuleVariables": {"HOME_NET": {"Definition": ["192.0.2.0/24"]}}}
    policy = {**STRICT, "PolicyVariables": variables}
    made = with_stateful(policy, {"StatefulRules": [five("PASS", "TCP", "443")]})
    assert answer(made, "unreachable", "Web", "internet") == PROVED


@pytest.mark.parametrize(
    ("kind", "policy", "tcp", "udp"),
    [
        ("ALLOWLIST", STRICT, UNDECIDED, PROVED),
        ("ALLOWLIST", FORWARD, UNDECIDED, REFUTED),
        ("DENYLIST", FORWARD, UNDECIDED, REFUTED),
        ("ALERTLIST", FORWARD, REFUTED, REFUTED),
        ({"Ref": "Nobody"}, FORWARD, UNDECIDED, UNDECIDED),
    ],
)
def test_lists_of_domains_are_about_names_that_no_packets_header_tells(
    kind: Any, policy: dict[str, Any], tcp: str, udp: str
) -> None:
    listed = {
        "GeneratedRulesType": kind,
        "Targets": [".example.com"],
        "TargetTypes": ["TLS_SNI", "HTTP_HOST"],
    }
    made = with_stateful(policy, {"RulesSourceList": listed})
    assert answer(made, "unreachable", "Web", "internet", ["tcp/443"]) == tcp
    assert answer(made, "unreachable", "Web", "internet", ["udp/53"]) == udp


def test_rule_groups_of_aws_and_unread_ones_leave_it_undecided_with_the_reason() -> None:
    managed = "arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/X"
    made = guarded({**FORWARD, "StatefulRuleGroupReferences": [{"ResourceArn": managed}]})
    found = verdict(made, "unreachable", "Web", "internet")
    assert found.result == UNDECIDED
    assert "Firewall" in found.why
    assert any("not in the templates" in str(each) for each in found.evidence)


def test_an_override_turns_drops_into_alerts() -> None:
    reference = {"ResourceArn": ref("Group"), "Override": {"Action": "DROP_TO_ALERT"}}
    group = stateful(text("drop ip any any -> any any (sid:1;)"))
    made = guarded({**FORWARD, "StatefulRuleGroupReferences": [reference]}, Group=group)
    assert answer(made, "unreachable", "Web", "internet") == REFUTED


def test_an_order_or_a_priority_that_nobody_knows_is_undecided() -> None:
    unknown = {**STRICT, "StatefulEngineOptions": {"RuleOrder": {"Ref": "Nobody"}}}
    made = with_stateful(unknown, text("pass tcp any any -> any any (sid:1;)"))
    assert answer(made, "reaches", "Web", "internet", ["tcp/443"]) == UNDECIDED
    reference = {"ResourceArn": ref("Group"), "Priority": {"Ref": "Nobody"}}
    policy = {**STRICT, "StatefulRuleGroupReferences": [reference]}
    made = guarded(policy, Group=stateful(text("pass tcp any any -> any any (sid:1;)")))
    assert answer(made, "reaches", "Web", "internet", ["tcp/443"]) == UNDECIDED


# The way through.


def test_a_firewall_is_named_hop_by_hop_with_the_rule_that_decides() -> None:
    made = with_stateful(STRICT, {"StatefulRules": [five("PASS", "TCP", "443")]})
    found = verdict(made, "unreachable", "Web", "internet")
    texts = [str(each) for each in found.evidence]
    assert any("firewall: Group StatefulRules[0]: lets it pass" in each for each in texts)
    blocked = verdict(made, "reaches", "Web", "internet", ["tcp/80"])
    assert any("STOPS    firewall: Firewall: drops it" in str(each) for each in blocked.evidence)


def test_what_the_firewall_did_not_see_go_it_may_not_let_come_back() -> None:
    made = guarded(FORWARD)
    del made["EdgeIn"]
    assert answer(made, "reaches", "Web", "internet", ["tcp/443"]) == UNDECIDED


def test_groups_are_not_named_across_a_firewall() -> None:
    """Rules have to name addresses where a middlebox is on the way."""
    made = guarded(FORWARD)
    made["Inner"] = ec2(
        "SecurityGroup",
        GroupDescription="g",
        VpcId=ref("Vpc"),
        SecurityGroupIngress=[{"IpProtocol": "-1", "SourceSecurityGroupId": att("Open", "GroupId")}],
    )
    made["App"]["Properties"]["NetworkInterfaces"][0]["GroupSet"] = [ref("Inner")]
    assert answer(made, "reaches", "Web", "App", ["tcp/443"]) == PROVED
    made["There"] = route("PublicTable", "10.0.1.0/24", VpcEndpointId=endpoint())
    made["Back"] = route("PrivateTable", "10.0.0.0/24", VpcEndpointId=endpoint())
    assert answer(made, "unreachable", "Web", "App") == PROVED
    made["Inner"]["Properties"]["SecurityGroupIngress"] = [{"IpProtocol": "-1", "CidrIp": "10.0.0.0/24"}]
    assert answer(made, "reaches", "Web", "App", ["tcp/443"]) == PROVED


def test_an_endpoint_of_another_vpcs_firewall_filters_alike() -> None:
    made = guarded(DROP)
    made["Endpoint"] = nfw(
        "VpcEndpointAssociation",
        FirewallArn=att("Firewall", "FirewallArn"),
        SubnetMapping={"SubnetId": ref("Walls")},
        VpcId=ref("Vpc"),
    )
    made["ToWall"]["Properties"]["VpcEndpointId"] = att("Endpoint", "EndpointId")
    assert answer(made, "unreachable", "Web", "internet") == PROVED


def test_a_firewall_nowhere_and_one_that_leads_to_itself() -> None:
    made = guarded(FORWARD)
    made["Firewall"]["Properties"]["SubnetMappings"] = [{"SubnetId": {"Ref": "Nobody"}}]
    assert answer(made, "unreachable", "Web", "internet") == UNDECIDED
    made = guarded(FORWARD)
    made["WallOut"] = route("WallTable", "0.0.0.0/0", VpcEndpointId=endpoint())
    assert answer(made, "unreachable", "Web", "internet") == PROVED


def test_leaving_by_a_firewall_is_leaving_by_what_lies_behind() -> None:
    made = guarded(FORWARD)
    for via in ("internet", "firewall", "Firewall"):
        assert answer(made, "egress_only_via", "Web", via=[via]) == PROVED
    assert answer(made, "egress_only_via", "Web", via=["nat"]) == REFUTED
