"""A whole design at once: spokes on a transit gateway, a firewall between them, and one way out for all."""

from typing import Any

import pytest

from tests.reach.small import OPEN, answer, ec2, instance, ref, verdict
from tests.reach.test_firewalls import STRICT, endpoint, nfw, stateful, text
from tests.reach.test_transit import joined, switched

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"


def vpc(name: str, cidr: str) -> dict[str, Any]:
    """A spoke: one subnet, one open host, everything to the transit gateway."""
    return {
        f"{name}Vpc": ec2("VPC", CidrBlock=f"{cidr}.0.0/16"),
        f"{name}Net": ec2("Subnet", VpcId=ref(f"{name}Vpc"), CidrBlock=f"{cidr}.0.0/24"),
        f"{name}Group": ec2(
            "SecurityGroup", GroupDescription=name, VpcId=ref(f"{name}Vpc"), SecurityGroupIngress=[OPEN]
        ),
        name: instance(f"{name}Net", f"{name}Group"),
        **table(f"{name}Vpc", f"{name}Net", {"0.0.0.0/0": {"TransitGatewayId": ref("Tgw")}}),
        f"{name}Hub": ec2(
            "TransitGatewayAttachment",
            TransitGatewayId=ref("Tgw"),
            VpcId=ref(f"{name}Vpc"),
            SubnetIds=[ref(f"{name}Net")],
        ),
        f"{name}Joined": joined(f"{name}Hub", "Spokes"),
        f"{name}Back": switched("Firewalls", f"{cidr}.0.0/16", f"{name}Hub"),
    }


def table(vpc_: str, subnet: str, routes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    found = {
        f"{subnet}Table": ec2("RouteTable", VpcId=ref(vpc_)),
        f"{subnet}Of": ec2(
            "SubnetRouteTableAssociation", SubnetId=ref(subnet), RouteTableId=ref(f"{subnet}Table")
        ),
    }
    for index, (cidr, target) in enumerate(routes.items()):
        route = ec2("Route", RouteTableId=ref(f"{subnet}Table"), DestinationCidrBlock=cidr, **target)
        found[f"{subnet}Route{index}"] = route
    return found


def estate(*lines: str) -> dict[str, Any]:
    """Two spokes, and a VPC with a firewall behind which NAT leads out."""
    to_spokes = {"10.0.0.0/8": {"VpcEndpointId": endpoint()}}
    named = {"StatefulRuleGroupReferences": [{"ResourceArn": ref("Rules"), "Priority": 1}]}
    return {
        "Tgw": ec2(
            "TransitGateway", DefaultRouteTableAssociation="disable", DefaultRouteTablePropagation="disable"
        ),
        "Spokes": ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        "Firewalls": ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        "ToFirewall": switched("Spokes", "0.0.0.0/0", "Hub"),
        **vpc("A", "10.1"),
        **vpc("B", "10.2"),
        "Vpc": ec2("VPC", CidrBlock="10.9.0.0/16"),
        "Igw": ec2("InternetGateway"),
        "Gate": ec2("VPCGatewayAttachment", VpcId=ref("Vpc"), InternetGatewayId=ref("Igw")),
        "Door": ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.9.0.0/28"),
        "Wall": ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.9.1.0/28"),
        "Out": ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.9.2.0/28"),
        "Nat": ec2("NatGateway", SubnetId=ref("Out"), AllocationId="eipalloc-1"),
        **table("Vpc", "Door", {"0.0.0.0/0": {"VpcEndpointId": endpoint()}}),
        **table(
            "Vpc",
            "Wall",
            {"0.0.0.0/0": {"NatGatewayId": ref("Nat")}, "10.0.0.0/8": {"TransitGatewayId": ref("Tgw")}},
        ),
        **table("Vpc", "Out", {"0.0.0.0/0": {"GatewayId": ref("Igw")}, **to_spokes}),
        "Hub": ec2(
            "TransitGatewayAttachment", TransitGatewayId=ref("Tgw"), VpcId=ref("Vpc"), SubnetIds=[ref("Door")]
        ),
        "HubJoined": joined("Hub", "Firewalls"),
        "Firewall": nfw(
            "Firewall",
            FirewallPolicyArn=ref("Policy"),
            VpcId=ref("Vpc"),
            SubnetMappings=[{"SubnetId": ref("Wall")}],
        ),
        "Policy": nfw("FirewallPolicy", FirewallPolicy={**STRICT, **named}),
        "Rules": stateful(text(*lines)),
    }


def test_spokes_reach_each_other_as_the_firewall_says() -> None:
    made = estate("pass tcp 10.1.0.0/16 any -> 10.2.0.0/16 443 (sid:1;)")
    assert answer(made, "reaches_only", "A", "B", ["tcp/443"]) == PROVED
    assert answer(made, "unreachable", "B", "A") == PROVED
    assert answer(made, "unreachable", "A", "internet") == PROVED


def test_all_leave_by_the_one_nat_gateway_that_the_firewall_guards() -> None:
    made = estate("pass tcp any any -> any 443 (sid:1;)")
    assert answer(made, "reaches_only", "A", "internet", ["tcp/443"]) == PROVED
    assert answer(made, "unreachable", "internet", "A") == PROVED
    assert answer(made, "egress_only_via", "A", via=["transit"]) == PROVED
    found = verdict(made, "unreachable", "A", "internet")
    hops: Any = found.examples[0]["hops"]
    what = [hop["what"] for hop in hops]
    assert what.index("transit gateway") < what.index("firewall") < what.index("NAT gateway")
    assert any(each.text.startswith("would close it: ") for each in found.evidence)


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("pass tls any any -> any 443 (sid:1;)", UNDECIDED),
        ("drop ip any any -> any any (sid:1;)", PROVED),
        ("pass ip any any -> any any (sid:1;)", REFUTED),
    ],
)
def test_the_firewall_decides_about_the_way_between_spokes(line: str, result: str) -> None:
    assert answer(estate(line), "unreachable", "A", "B") == result


def test_without_the_route_through_the_firewall_nothing_passes() -> None:
    made = estate("pass ip any any -> any any (sid:1;)")
    del made["ToFirewall"]
    assert answer(made, "unreachable", "A", "B") == PROVED
    around = {
        **made,
        "Short": switched("Spokes", "10.2.0.0/16", "BHub"),
        "Back": switched("Spokes", "10.1.0.0/16", "AHub"),
    }
    assert answer(around, "reaches", "A", "B", ["tcp/22"]) == PROVED
