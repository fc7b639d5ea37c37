"""Hiding a value never makes anything more certain: what was possible stays possible, and nothing becomes
certain that was not.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from baseline.errors import InputError
from baseline.reach.ends import end
from baseline.reach.model.network import Network
from baseline.reach.prover import Prover
from baseline.reach.statements import pairs
from tests.reach.small import acl, ec2, network, ref
from tests.reach.test_firewalls import FORWARD, STRICT, both, five, text, with_stateful, with_stateless
from tests.reach.test_rules import ALL_IN, ALL_OUT, BACK, balanced, nat, peered, transit, v6, vpn

HIDDEN = {"Ref": "Hidden"}
ENDS = ("internet", "on-premises", "elsewhere", "Web", "App", "Far", "s3")
# Where a subnet or a VPC is not known, nothing is said about what stands there by another name than its own.
UNPLACED = {("Subnet", "VpcId")}


def s3() -> dict[str, Any]:
    made = nat(
        S3=ec2(
            "VPCEndpoint",
            VpcId=ref("Vpc"),
            ServiceName="com.amazonaws.eu-west-1.s3",
            RouteTableIds=[ref("PrivateTable")],
            PolicyDocument={
                "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]
            },
        ),
        Block=ec2("VPCBlockPublicAccessOptions", InternetGatewayBlockMode="block-ingress"),
        But=ec2(
            "VPCBlockPublicAccessExclusion",
            InternetGatewayExclusionMode="allow-bidirectional",
            SubnetId=ref("Public"),
        ),
    )
    return {**made, **acl("Private", ALL_IN, ALL_OUT)}


def static_vpn() -> dict[str, Any]:
    return vpn(
        Vpn=ec2("VPNConnection", VpnGatewayId=ref("Vgw"), StaticRoutesOnly=True, Type="ipsec.1"),
        There=ec2("VPNConnectionRoute", VpnConnectionId=ref("Vpn"), DestinationCidrBlock="192.168.0.0/16"),
        Spread=ec2(
            "VPNGatewayRoutePropagation", RouteTableIds=[ref("PrivateTable")], VpnGatewayId=ref("Vgw")
        ),
        Ip=ec2("EIP", InstanceId=ref("App")),
    )


def switched() -> dict[str, Any]:
    table = {"TransitGatewayRouteTableId": ref("Table")}
    return transit(
        Table=ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        A1=ec2("TransitGatewayRouteTableAssociation", TransitGatewayAttachmentId=ref("Mine"), **table),
        P1=ec2("TransitGatewayRouteTablePropagation", TransitGatewayAttachmentId=ref("Theirs"), **table),
        Hole=ec2("TransitGatewayRoute", DestinationCidrBlock="10.1.0.0/28", Blackhole=True, **table),
        Vpn=ec2("VPNConnection", TransitGatewayId=ref("Tgw"), Type="ipsec.1"),
    )


CASES = {
    "endpoints and blocking": s3(),
    "static VPN": static_vpn(),
    "IPv6": v6(),
    "peering": peered(Back=BACK),
    "transit gateway": switched(),
    "balancer": balanced(),
    "network balancer": balanced("network"),
    "stateless firewall": with_stateless({**FORWARD}, *both("aws:drop")),
    "stateful firewall": with_stateful(STRICT, {"StatefulRules": [five("PASS", "TCP", "443")]}),
    "Suricata": with_stateful(
        FORWARD, text("pass tcp any any -> any 443 (sid:1;)", "drop ip any any -> any any (sid:2;)")
    ),
}


def hidden(resources: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same with one property, or one item of a list in it, unknown."""
    for name, resource in resources.items():
        short = resource["Type"].rpartition("::")[2]
        for path in paths(resource["Properties"]):
            if (short, path[0]) not in UNPLACED:
                made = deepcopy(resources)
                place = made[name]["Properties"]
                for step in path[:-1]:
                    place = place[step]
                place[path[-1]] = HIDDEN
                yield f"{name}.{'.'.join(map(str, path))}", made


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict) and not any(key in value for key in ("Ref", "Fn::GetAtt", "Fn::Select")):
        for key, item in value.items():
            yield (*above, key)
            yield from paths(item, (*above, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield (*above, index)
            yield from paths(item, (*above, index))


Known = dict[tuple[str, str], tuple[bool, bool, bool, bool]]


def known(resources: dict[str, Any], names: tuple[str, ...]) -> Known:
    """Whether packets are possible, certain, perhaps answered, and answered for certain."""
    made = network(resources, Parameters={"Hidden": {"Type": "String"}})
    prover, found = Prover(made), {}
    for one in names:
        for other in names:
            if one != other:
                found[one, other] = between(made, prover, one, other)
    return {key: value for key, value in found.items() if value is not None}


def between(made: Network, prover: Prover, one: str, other: str) -> tuple[bool, bool, bool, bool] | None:
    try:
        ends = end(made, one), end(made, other)
    except InputError:
        return None
    flows = [flow for pair in pairs(*ends) for flow in prover.flows(*pair)]
    sets = ([flow.may, flow.must, flow.perhaps_answered, flow.answered] for flow in flows)
    found = [any(map(bool, column)) for column in zip(*sets, strict=True)] or [False] * 4
    return found[0], found[1], found[2], found[3]


@pytest.mark.parametrize("case", CASES)
def test_hiding_a_value_makes_nothing_more_certain(case: str) -> None:
    resources = CASES[case]
    names = tuple(name for name in ENDS if name in resources or (not name[0].isupper() and name != "s3"))
    names = (*names, "s3") if "S3" in resources else names
    before = known(resources, names)
    wrong = []
    for what, made in hidden(resources):
        after = known(made, names)
        for pair in before.keys() & after.keys():
            lost = [index for index in (0, 2) if before[pair][index] and not after[pair][index]]
            won = [index for index in (1, 3) if after[pair][index] and not before[pair][index]]
            if lost or won:
                wrong.append(f"{what}: {pair} lost {lost} won {won}")
    assert not wrong, "\n".join(wrong)
