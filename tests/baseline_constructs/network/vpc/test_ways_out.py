"""There is no way in or out but what was asked for, for the tiers that asked."""

from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

from baseline_constructs.network.flows import HTTPS, Flow, InternetEnd, TierEnd
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.topology import Gateways, NatGateway, Tier, Topology, VpnGateway

APP = TierEnd("app")


def test_only_tiers_that_asked_route_to_the_internet_gateway(opened: Any) -> None:
    found = {route for route in opened.routes("GatewayId") if route[1] != "192.168.0.0/16"}
    assert found == {(f"acme-web-{zone}", to) for zone in (1, 2) for to in ("0.0.0.0/0", "::/0")}


def test_only_tiers_that_asked_route_to_the_other_gateways(opened: Any) -> None:
    assert opened.routes("NatGatewayId") == {("acme-app-1", "0.0.0.0/0"), ("acme-app-2", "0.0.0.0/0")}
    assert opened.routes("EgressOnlyInternetGatewayId") == {("acme-app-1", "::/0"), ("acme-app-2", "::/0")}


def test_only_tiers_that_asked_route_to_the_networks_on_premises(opened: Any) -> None:
    found = {route for route in opened.routes("GatewayId") if route[1] == "192.168.0.0/16"}
    assert found == {("acme-app-1", "192.168.0.0/16"), ("acme-app-2", "192.168.0.0/16")}


def test_each_zone_has_its_own_nat_gateway(opened: Any) -> None:
    targets = {
        opened.name_of(route["RouteTableId"]["Ref"])[-1]: opened.name_of(route["NatGatewayId"]["Ref"])[-1]
        for route in opened.of_type("AWS::EC2::Route").values()
        if "NatGatewayId" in route
    }
    assert targets == {"1": "1", "2": "2"}


def test_one_nat_gateway_can_serve_all_zones(tmp_path: Path, workshop: Any) -> None:
    vpn = VpnGateway(64512, (IPv4Network("192.168.0.0/16"),))
    gateways = Gateways(True, NatGateway("web", one_per_zone=False), True, vpn)
    resources = workshop.synthesise(tmp_path, workshop.open_plan(gateways=gateways))
    assert len(resources.of_type("AWS::EC2::NatGateway")) == 1
    assert len(resources.routes("NatGatewayId")) == 2


def test_routes_wait_for_the_gateways_attachment(opened: Any) -> None:
    waiting = [
        any("Attachment" in id_ for id_ in resource.get("DependsOn", []))
        for resource in opened.resources.values()
        if resource["Type"] == "AWS::EC2::Route" and "GatewayId" in resource["Properties"]
    ]
    assert waiting and all(waiting)


def test_nothing_leads_out_unless_asked(closed: Any) -> None:
    doors = ("InternetGateway", "NatGateway", "EgressOnlyInternetGateway", "VPNGateway", "Route", "EIP")
    assert [door for door in doors if closed.of_type(f"AWS::EC2::{door}")] == []


def test_public_access_is_blocked_both_ways_where_no_internet_gateway_was_asked_for(
    closed: Any,
) -> None:
    options = closed.only("AWS::EC2::VPCBlockPublicAccessOptions")
    assert options == {"InternetGatewayBlockMode": "block-bidirectional"}


def test_public_access_is_not_blocked_where_one_was(opened: Any) -> None:
    assert opened.of_type("AWS::EC2::VPCBlockPublicAccessOptions") == {}


def test_an_egress_only_gateway_alone_leaves_the_way_in_blocked(tmp_path: Path, workshop: Any) -> None:
    tiers = (Tier("app", (IPv4Network("10.0.4.0/24"),), frozenset({"egress_only"})),)
    topology = Topology(IPv4Network("10.0.0.0/16"), tiers, Gateways(egress_only=True), ipv6=True)
    plan = NetworkPlan(topology=topology, flows=[Flow(APP, InternetEnd(), HTTPS)])
    options = workshop.synthesise(tmp_path, plan).only("AWS::EC2::VPCBlockPublicAccessOptions")
    assert options == {"InternetGatewayBlockMode": "block-ingress"}
