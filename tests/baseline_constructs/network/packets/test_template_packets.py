"""Packet by packet through a template: each allowed flow can ask and answer, and nothing else passes."""

import json
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

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
from baseline_constructs.network.hardened_vpc import HardenedVpc
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.topology import Gateways, NatGateway, Tier, Topology, VpnGateway

VPC_6 = IPv6Network("2001:db8:1234::/56")
PROTOCOLS = {"-1": "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
ON_PREMISES = IPv4Network("192.168.0.0/16")
PARTNERS = PrefixListEnd("partners", (IPv4Network("203.0.113.0/24"), IPv4Network("198.51.100.7/32")))
WEB, APP, DATA, ENDPOINTS = (TierEnd(name) for name in ("web", "app", "data", "endpoints"))


def _tier(name: str, third: int, *routes: Any) -> Tier:
    return Tier(name, tuple(IPv4Network(f"10.0.{third + zone}.0/24") for zone in range(2)), frozenset(routes))


PLAN = NetworkPlan(
    topology=Topology(
        IPv4Network("10.0.0.0/16"),
        (
            _tier("web", 0, "internet"),
            _tier("app", 4, "nat", "vpn"),
            _tier("data", 8),
            _tier("endpoints", 12),
        ),
        Gateways(internet=True, nat=NatGateway("web"), vpn=VpnGateway(64512, (ON_PREMISES,))),
        ipv6=True,
    ),
    flows=[
        Flow(InternetEnd(), WEB, HTTPS),
        Flow(WEB, APP, Ports("tcp", 8080, 8090)),
        Flow(APP, DATA, Ports("tcp", 5432, 5432)),
        Flow(APP, APP, Ports("icmp")),
        Flow(APP, InternetEnd(), HTTPS),
        Flow(APP, PARTNERS, Ports("udp", 53, 53)),
        Flow(CidrEnd(ON_PREMISES), APP, Ports("tcp", 22, 22)),
        Flow(APP, ENDPOINTS, HTTPS),
        Flow(DATA, GatewayEndpointEnd("s3"), HTTPS),
    ],
    endpoints=["s3", "ssm"],
)
SPOKEN = [("tcp", port) for port in (22, 80, 443, 5432, 8080, 8090, 8091)] + [
    ("udp", 53),
    ("udp", 443),
    ("icmp", -1),
]


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    outdir = tmp_path_factory.mktemp("assembly")
    app = App(outdir=str(outdir), analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = Stack(app, "Net")
    key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/k")
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "archive")
    HardenedVpc(
        stack,
        "Network",
        name="acme",
        region="eu-west-1",
        plan=PLAN,
        log_bucket=bucket,
        log_key=key,
        queue_key=key,
    )
    app.synth()
    found: Mapping[str, Any] = json.loads(Path(outdir, "Net.template.json").read_text())["Resources"]
    return found


def _of_type(resources: Mapping[str, Any], type_: str) -> list[tuple[str, Any]]:
    return [(id_, res["Properties"]) for id_, res in resources.items() if res["Type"] == f"AWS::EC2::{type_}"]


def _network(value: Any) -> IPv4Network | IPv6Network:
    """An address of the template, had Amazon given the VPC the IPv6 range VPC_6."""
    match value:
        case str():
            return ip_network(value)
        case {"Fn::GetAtt": [_, "Ipv6CidrBlocks"]}:
            return VPC_6
        case {"Fn::Select": [0, {"Fn::GetAtt": _} as blocks]}:
            return _network(blocks)
        case {"Fn::Select": [index, {"Fn::Cidr": [block, count, host_bits]}]}:
            outer = _network(block)
            subnets = list(outer.subnets(new_prefix=outer.max_prefixlen - int(host_bits)))
            return subnets[: int(count)][int(index)]
    raise AssertionError(value)


def _tier_of(resources: Mapping[str, Any], id_: str) -> str:
    """The tier that a resource's Name tag says it belongs to."""
    tags = resources[id_]["Properties"]["Tags"]
    name: str = next(tag["Value"] for tag in tags if tag["Key"] == "Name")
    return name.split("-")[1]


def _group_lines(resources: Mapping[str, Any], packets: Any) -> dict[str, list[Any]]:
    lines: dict[str, list[Any]] = {
        _tier_of(resources, id_): [
            packets.group_line(True, None, (ip_network(rule["CidrIp"]),), rule["IpProtocol"], -1, -1)
            for rule in group["SecurityGroupEgress"]
        ]
        for id_, group in _of_type(resources, "SecurityGroup")
    }
    for word, end in (("Egress", "Destination"), ("Ingress", "Source")):
        for _, rule in _of_type(resources, f"SecurityGroup{word}"):
            group, listed = rule.get(f"{end}SecurityGroupId"), rule.get(f"{end}PrefixListId")
            tier = _tier_of(resources, group["Fn::GetAtt"][0]) if group else None
            entries = resources[listed["Fn::GetAtt"][0]]["Properties"]["Entries"] if listed else []
            texts = [rule.get("CidrIp"), rule.get("CidrIpv6"), *(entry["Cidr"] for entry in entries)]
            networks = tuple(ip_network(text) for text in texts if text)
            lines[_tier_of(resources, rule["GroupId"]["Fn::GetAtt"][0])].append(
                packets.group_line(
                    word == "Egress", tier, networks, rule["IpProtocol"], rule["FromPort"], rule["ToPort"]
                )
            )
    return lines


def _acl_lines(resources: Mapping[str, Any], packets: Any) -> dict[str, list[Any]]:
    lines: dict[str, list[Any]] = {
        _tier_of(resources, id_): [] for id_, _ in _of_type(resources, "NetworkAcl")
    }
    for _, entry in _of_type(resources, "NetworkAclEntry"):
        ports = entry.get("PortRange", {"From": -1, "To": -1})
        network = _network(entry.get("CidrBlock") or entry["Ipv6CidrBlock"])
        protocol = PROTOCOLS[str(entry["Protocol"])]
        lines[_tier_of(resources, entry["NetworkAclId"]["Ref"])].append(
            packets.acl_line(
                entry["RuleNumber"],
                entry["RuleAction"] == "allow",
                entry["Egress"],
                network,
                protocol,
                ports["From"],
                ports["To"],
            )
        )
    return lines


@pytest.fixture(scope="module")
def walls(resources: Mapping[str, Any], packets: Any) -> Any:
    return packets.walls_of(_group_lines(resources, packets), _acl_lines(resources, packets))


@pytest.fixture(scope="module")
def hosts(resources: Mapping[str, Any], packets: Any) -> list[Any]:
    """Two hosts in each subnet, one for each IP version, and the world's."""
    subnets = _of_type(resources, "Subnet")
    inside = [
        packets.host(_network(subnet[key])[9], _tier_of(resources, id_))
        for id_, subnet in subnets
        for key in ("CidrBlock", "Ipv6CidrBlock")
    ]
    return [*inside, *packets.outside]


def _questions(hosts: list[Any]) -> list[tuple[Any, Any, str, int]]:
    return [
        (source, target, "icmpv6" if (protocol, source.address.version) == ("icmp", 6) else protocol, port)
        for source in hosts
        for target in hosts
        for protocol, port in SPOKEN
        if source != target and (source.tier or target.tier)
        if source.address.version == target.address.version
    ]


def test_every_allowed_question_arrives(walls: Any, hosts: list[Any], packets: Any) -> None:
    allowed = [question for question in _questions(hosts) if packets.allowed(PLAN, *question)]
    assert allowed
    assert [question for question in allowed if not walls.asks(*question)] == []


def test_every_allowed_question_is_answered(walls: Any, hosts: list[Any], packets: Any) -> None:
    allowed = [question for question in _questions(hosts) if packets.allowed(PLAN, *question)]
    assert [question for question in allowed if not walls.answers(*question[:3])] == []


def test_no_other_question_arrives(walls: Any, hosts: list[Any], packets: Any) -> None:
    others = [question for question in _questions(hosts) if not packets.allowed(PLAN, *question)]
    assert others
    assert [question for question in others if walls.asks(*question)] == []


def test_what_leaves_by_the_nat_gateways_is_answered(walls: Any, hosts: list[Any], packets: Any) -> None:
    by_nat = [
        question
        for question in _questions(hosts)
        if question[0].tier == "app" and not question[1].tier and packets.allowed(PLAN, *question)
    ]
    assert by_nat
    assert [question for question in by_nat if not walls.nat_passes("web", *question)] == []


def test_subnets_of_a_tier_lie_in_the_ipv6_range_that_its_acls_name(resources: Mapping[str, Any]) -> None:
    ranges = {_network(subnet["Ipv6CidrBlock"]) for _, subnet in _of_type(resources, "Subnet")}
    blocks = {
        _network(entry["Ipv6CidrBlock"])
        for _, entry in _of_type(resources, "NetworkAclEntry")
        if "Ipv6CidrBlock" in entry
    }
    tiers = blocks - {VPC_6, ip_network("::/0")}
    assert len(ranges) == 8
    assert {sum(block.supernet_of(r) for block in tiers) for r in ranges} == {1}  # type: ignore[arg-type]
