"""What comes and goes by a gateway passes the firewall of its own zone, both ways."""

from ipaddress import IPv4Network
from typing import Any

import pytest

from baseline_constructs.network.flows import HTTPS, CidrEnd, Flow, InternetEnd, Ports, TierEnd
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.topology import Gateways, NatGateway, Tier, Topology, VpnGateway

OFFICE = IPv4Network("192.168.0.0/16")
GATEWAYS = Gateways(internet=True, nat=NatGateway("web"), vpn=VpnGateway(64512, (OFFICE,)))


def tier(name: str, third: int, *routes: Any) -> Tier:
    return Tier(name, tuple(IPv4Network(f"10.0.{third + zone}.0/24") for zone in range(2)), frozenset(routes))


def plan(*flows: Flow, gateways: Gateways = GATEWAYS, ipv6: bool = False) -> NetworkPlan:
    tiers = (
        tier("web", 0, "internet"),
        tier("app", 4, "nat", "vpn"),
        tier("data", 8),
        tier("firewall", 12, *(["internet", "vpn"] if gateways.internet else [])),
    )
    return NetworkPlan(
        topology=Topology(IPv4Network("10.0.0.0/16"), tiers, gateways, ipv6=ipv6), flows=[*FLOWS, *flows]
    )


FLOWS = (
    Flow(InternetEnd(), TierEnd("web"), HTTPS),
    Flow(TierEnd("web"), TierEnd("app"), Ports("tcp", 8080, 8080)),
    Flow(TierEnd("app"), InternetEnd(), Ports("udp", 123, 123)),
    Flow(CidrEnd(OFFICE), TierEnd("app"), Ports("icmp")),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, workshop: Any) -> Any:
    return workshop.synthesise(tmp_path_factory.mktemp("inspected"), plan())


def _by_endpoint(made: Any) -> dict[tuple[str, str], str]:
    """By route table and destination: the zone of the firewall that a route leads to."""
    found = {}
    for route in made.of_type("AWS::EC2::Route").values():
        if "VpcEndpointId" in route:
            [_, told] = route["VpcEndpointId"]["Fn::Select"]
            [_, first] = told["Fn::Split"]
            firewall = first["Fn::Select"][1]["Fn::GetAtt"][0]
            table = made.name_of(route["RouteTableId"]["Ref"])
            found[table, route["DestinationCidrBlock"]] = made.name_of(firewall)
    return found


def test_what_leaves_passes_the_firewall_of_its_zone(made: Any) -> None:
    out = {key: zone for key, zone in _by_endpoint(made).items() if not key[0].endswith("edge")}
    assert out == {
        ("acme-web-1", "0.0.0.0/0"): "acme-1",
        ("acme-web-2", "0.0.0.0/0"): "acme-2",
        ("acme-app-1", "192.168.0.0/16"): "acme-1",
        ("acme-app-2", "192.168.0.0/16"): "acme-2",
    }


def test_what_comes_back_passes_the_same_firewall(made: Any) -> None:
    back = {key: zone for key, zone in _by_endpoint(made).items() if key[0].endswith("edge")}
    assert back == {
        ("acme-internet-edge", "10.0.0.0/24"): "acme-1",
        ("acme-internet-edge", "10.0.1.0/24"): "acme-2",
        ("acme-vpn-edge", "10.0.4.0/24"): "acme-1",
        ("acme-vpn-edge", "10.0.5.0/24"): "acme-2",
    }


def test_each_gateway_has_its_own_edge_table(made: Any) -> None:
    edges = made.of_type("AWS::EC2::GatewayRouteTableAssociation").values()
    assert {made.name_of(edge["RouteTableId"]["Ref"]) for edge in edges} == {
        "acme-internet-edge",
        "acme-vpn-edge",
    }
    assert len({edge["GatewayId"]["Ref"] for edge in edges}) == 2


def test_only_the_firewall_leads_to_gateways(made: Any) -> None:
    assert made.routes("GatewayId") == {
        (f"acme-firewall-{zone}", to) for zone in (1, 2) for to in ("0.0.0.0/0", "192.168.0.0/16")
    }


def test_nat_gateways_stand_before_the_firewall(made: Any) -> None:
    assert made.routes("NatGatewayId") == {("acme-app-1", "0.0.0.0/0"), ("acme-app-2", "0.0.0.0/0")}


def test_the_firewall_has_no_security_group(made: Any) -> None:
    groups = made.of_type("AWS::EC2::SecurityGroup").values()
    assert not any("firewall" in group["GroupDescription"] for group in groups)


def test_the_acl_of_the_firewall_admits_what_passes_it_and_its_answers() -> None:
    entries = {str(entry) for entry in plan().acl_entries["firewall"]}
    rest = {f"{way}gress-REST_OF_VPC-10.0.0.0/16-all" for way in ("E", "In")}
    assert entries - rest == {
        # From the internet to the web tier, and the answers.
        "Ingress-OUTSIDE-0.0.0.0/0-tcp/443",
        "Egress-INSIDE-10.0.0.0/23-tcp/443",
        "Ingress-INSIDE-10.0.0.0/23-tcp/1024-65535",
        "Egress-OUTSIDE-0.0.0.0/0-tcp/1024-65535",
        # From the app tier to the internet: the firewall sees the NAT gateways.
        "Ingress-INSIDE-10.0.0.0/23-udp/123",
        "Egress-OUTSIDE-0.0.0.0/0-udp/123",
        "Ingress-OUTSIDE-0.0.0.0/0-udp/1024-65535",
        "Egress-INSIDE-10.0.0.0/23-udp/1024-65535",
        # From the office to the app tier.
        "Ingress-OUTSIDE-192.168.0.0/16-icmp",
        "Egress-INSIDE-10.0.4.0/23-icmp",
        "Ingress-INSIDE-10.0.4.0/23-icmp",
        "Egress-OUTSIDE-192.168.0.0/16-icmp",
    }


@pytest.mark.parametrize("wrong", [{"gateways": Gateways()}, {"ipv6": True}])
def test_a_firewall_without_a_gateway_or_beside_ipv6_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(
        ValueError, match="a firewall needs an internet or VPN gateway, and a VPC without IPv6"
    ):
        plan(**wrong)
