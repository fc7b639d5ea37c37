"""A plan that means something else than it says, or more than AWS gives, is refused in words."""

import subprocess
import sys
from ipaddress import IPv4Network, IPv6Network
from typing import Any

import pytest

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
from baseline_constructs.network.limits import NetworkLimit
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.topology import Gateways, NatGateway, Route, Tier, Topology, VpnGateway

VPC = IPv4Network("10.0.0.0/16")
APP, DATA = TierEnd("app"), TierEnd("data")
S3 = GatewayEndpointEnd("s3")
VPN = VpnGateway(64512, (IPv4Network("192.168.0.0/16"),))


def tier(name: str, third: int = 0, *routes: Route, zones: int = 2) -> Tier:
    return Tier(name, tuple(IPv4Network(f"10.0.{third + z}.0/24") for z in range(zones)), frozenset(routes))


def plan(
    *flows: Flow, tiers: tuple[Tier, ...] | None = None, endpoints: Any = (), **topology: Any
) -> NetworkPlan:
    tiers = (tier("app"), tier("data", 8)) if tiers is None else tiers
    return NetworkPlan(topology=Topology(VPC, tiers, **topology), flows=flows, endpoints=endpoints)


def partners(*texts: str) -> PrefixListEnd:
    return PrefixListEnd("partners", tuple(IPv4Network(text) for text in texts))


REFUSED: dict[str, Any] = {
    "a VPC needs a tier": lambda: plan(tiers=()),
    "two tiers have the same name": lambda: plan(tiers=(tier("app"), tier("app", 8))),
    "a tier has 1 to 8 zones": lambda: plan(tiers=(tier("app", zones=9),)),
    "all tiers have the same number of zones": lambda: plan(tiers=(tier("app"), tier("data", 8, zones=3))),
    "10.1.0.0/24 of tier far lies outside the VPC's 10.0.0.0/16": lambda: plan(
        tiers=(Tier("far", (IPv4Network("10.1.0.0/24"),)),)
    ),
    "10.0.1.0/24 of tier app overlaps 10.0.1.0/24 of tier data": lambda: plan(
        tiers=(tier("app"), tier("data", 1))
    ),
    "tier app routes to internet, which was not asked for": lambda: plan(tiers=(tier("app", 0, "internet"),)),
    "tier app has two default routes": lambda: plan(
        tiers=(tier("app", 0, "internet", "nat"),), gateways=Gateways(internet=True, nat=NatGateway("app"))
    ),
    "an egress-only internet gateway needs IPv6": lambda: plan(gateways=Gateways(egress_only=True)),
    "the NAT gateways' tier app has no route to the internet": lambda: plan(
        gateways=Gateways(internet=True, nat=NatGateway("app"))
    ),
    "there is no tier web": lambda: plan(Flow(TierEnd("web"), APP, HTTPS)),
    "neither end is a tier": lambda: plan(Flow(InternetEnd(), CidrEnd(IPv4Network("192.168.0.0/16")), HTTPS)),
    "10.0.9.0/24 lies inside the VPC; name its tier": lambda: plan(
        Flow(APP, CidrEnd(IPv4Network("10.0.9.0/24")), HTTPS)
    ),
    "10.0.9.9/32 lies inside the VPC; name its tier": lambda: plan(Flow(partners("10.0.9.9/32"), APP, HTTPS)),
    "app to internet on tcp/443: tier app has no such route": lambda: plan(Flow(APP, InternetEnd(), HTTPS)),
    "internet to app on tcp/443: tier app has no such route": lambda: plan(Flow(InternetEnd(), APP, HTTPS)),
    "prefix list partners has two contents": lambda: plan(
        Flow(APP, partners("192.0.2.0/24"), HTTPS), Flow(DATA, partners("192.0.3.0/24"), HTTPS)
    ),
    "prefix list partners needs ranges, all of one IP version": lambda: plan(
        Flow(
            APP, PrefixListEnd("partners", (IPv4Network("192.0.2.0/24"), IPv6Network("2001:db8::/32"))), HTTPS
        )
    ),
    "the endpoint of s3 is used by no flow": lambda: plan(endpoints=["s3"]),
    "the endpoints of kms, ssm need a tier endpoints": lambda: plan(endpoints=["kms", "ssm"]),
    "there is no endpoint of s3": lambda: plan(Flow(APP, S3, HTTPS)),
    "a gateway endpoint takes tcp/443 only": lambda: plan(
        Flow(APP, S3, Ports("tcp", 80, 80)), endpoints=["s3"]
    ),
    "a gateway endpoint opens no conversations": lambda: plan(Flow(S3, APP, HTTPS), endpoints=["s3"]),
    "it would also open tcp/443 to all that tier app reaches by vpn": lambda: plan(
        Flow(APP, S3, HTTPS), tiers=(tier("app", 0, "vpn"),), endpoints=["s3"], gateways=Gateways(vpn=VPN)
    ),
    "it would also open tcp/443 to all that tier app reaches by internet": lambda: plan(
        Flow(APP, S3, HTTPS),
        tiers=(tier("app", 0, "internet"),),
        endpoints=["s3"],
        gateways=Gateways(internet=True),
    ),
}


@pytest.mark.parametrize("words", REFUSED)
def test_a_contradiction_is_refused(words: str) -> None:
    with pytest.raises(ValueError) as caught:
        REFUSED[words]()
    assert words in str(caught.value)


def test_all_contradictions_are_reported_at_once() -> None:
    with pytest.raises(ValueError, match=r"is used by no flow; .* there is no tier web"):
        plan(Flow(TierEnd("web"), APP, HTTPS), endpoints=["s3"])


def many(count: int) -> list[CidrEnd]:
    """Ranges that do not join."""
    return [CidrEnd(IPv4Network(f"172.16.{2 * i}.0/24")) for i in range(count)]


def test_as_many_acl_entries_as_aws_allows_are_accepted() -> None:
    assert len(plan(*(Flow(APP, end, HTTPS) for end in many(19))).acl_entries["app"]) == 38


def test_one_acl_entry_more_is_refused_with_the_tier_the_count_and_the_limit() -> None:
    with pytest.raises(
        NetworkLimit, match="tier app needs 20 inbound IPv4 entries in its network ACL; AWS allows 19"
    ):
        plan(*(Flow(APP, end, HTTPS) for end in many(20)))


def test_a_prefix_list_counts_with_all_its_ranges_against_the_group() -> None:
    ranges = [f"172.16.{i}.0/24" for i in range(60)]
    with pytest.raises(NetworkLimit, match="tier app needs 61 outbound IPv4 rules in its group"):
        plan(Flow(APP, partners(*ranges), HTTPS))


def test_inbound_rules_are_counted_for_themselves() -> None:
    flow = Flow(partners(*(f"172.16.{i}.0/24" for i in range(60))), APP, HTTPS)
    assert plan(flow).prefix_lists["partners"] == flow.source.networks  # type: ignore[union-attr]


def test_a_prefix_list_longer_than_cloudformation_takes_is_refused() -> None:
    with pytest.raises(NetworkLimit, match="prefix list partners has 101 ranges; CloudFormation takes 100"):
        plan(Flow(partners(*(f"172.16.{i}.0/24" for i in range(101))), APP, HTTPS))


def test_more_subnets_than_a_vpc_holds_are_refused() -> None:
    tiers = tuple(Tier(f"t{i}", (IPv4Network(f"10.0.{i}.0/28"),)) for i in range(201))
    with pytest.raises(NetworkLimit, match="201 tiers make 201 subnets; a VPC holds 200"):
        plan(tiers=tiers)


def test_more_tiers_than_ipv6_ranges_are_refused() -> None:
    tiers = tuple(Tier(f"t{i}", (IPv4Network(f"10.0.{i}.0/28"),)) for i in range(33))
    with pytest.raises(NetworkLimit, match="there are 33 tiers; with IPv6 a VPC holds 32"):
        plan(tiers=tiers, ipv6=True)


def test_planning_needs_no_aws_cdk() -> None:
    code = "import sys, baseline_constructs.network.plan; sys.exit('aws_cdk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
