"""What a network plan must satisfy to mean what it says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from baseline_constructs.network.flows import (
    HTTPS,
    CidrEnd,
    End,
    Flow,
    GatewayEndpointEnd,
    InternetEnd,
    IpNetwork,
    PrefixListEnd,
    TierEnd,
)
from baseline_constructs.network.topology import Tier, Topology

GATEWAY_SERVICES = ("s3", "dynamodb")
ENDPOINTS_TIER = "endpoints"
_MOST_ZONES = 8


def problems(topology: Topology, flows: Sequence[Flow], endpoints: Sequence[str]) -> Iterator[str]:
    """Everything that is wrong, in words; nothing where the plan is sound."""
    yield from _tier_problems(topology)
    yield from _route_problems(topology)
    yield from _prefix_list_problems(flows)
    yield from _endpoint_problems(topology, flows, endpoints)
    for flow in flows:
        for problem in _flow_problems(flow, topology, endpoints):
            yield f"{flow}: {problem}"


def _tier_problems(topology: Topology) -> Iterator[str]:
    if not topology.tiers:
        yield "a VPC needs a tier"
        return
    names = [tier.name for tier in topology.tiers]
    if len(set(names)) < len(names):
        yield "two tiers have the same name"
    if {len(tier.cidrs) for tier in topology.tiers} - set(range(1, _MOST_ZONES + 1)):
        yield f"a tier has 1 to {_MOST_ZONES} zones"
    if len({len(tier.cidrs) for tier in topology.tiers}) > 1:
        yield "all tiers have the same number of zones"
    yield from _space_problems(topology)


def _space_problems(topology: Topology) -> Iterator[str]:
    ranges = [(tier.name, cidr) for tier in topology.tiers for cidr in tier.cidrs]
    for name, cidr in ranges:
        if not cidr.subnet_of(topology.cidr):
            yield f"{cidr} of tier {name} lies outside the VPC's {topology.cidr}"
    for (name, cidr), (other, beside) in combinations(ranges, 2):
        if cidr.overlaps(beside):
            yield f"{cidr} of tier {name} overlaps {beside} of tier {other}"


def _route_problems(topology: Topology) -> Iterator[str]:
    gateways = topology.gateways
    for tier in topology.tiers:
        yield from (
            f"tier {tier.name} routes to {route}, which was not asked for"
            for route in sorted(tier.routes)
            if not gateways.has(route)
        )
        if {"internet", "nat"} <= tier.routes or {"internet", "egress_only"} <= tier.routes:
            yield f"tier {tier.name} has two default routes"
    if topology.inspected and (topology.ipv6 or not (gateways.internet or gateways.vpn)):
        yield "a firewall needs an internet or VPN gateway, and a VPC without IPv6"
    if gateways.egress_only and not topology.ipv6:
        yield "an egress-only internet gateway needs IPv6"
    if gateways.nat and not any(
        tier.name == gateways.nat.tier and "internet" in tier.routes for tier in topology.tiers
    ):
        yield f"the NAT gateways' tier {gateways.nat.tier} has no route to the internet"


def _prefix_list_problems(flows: Iterable[Flow]) -> Iterator[str]:
    known: dict[str, tuple[IpNetwork, ...]] = {}
    for end in _ends(flows):
        if isinstance(end, PrefixListEnd):
            if known.setdefault(end.name, end.networks) != end.networks:
                yield f"prefix list {end.name} has two contents"
            if len({network.version for network in end.networks}) != 1:
                yield f"prefix list {end.name} needs ranges, all of one IP version"


def _endpoint_problems(topology: Topology, flows: Sequence[Flow], endpoints: Sequence[str]) -> Iterator[str]:
    used = {end.service for end in _ends(flows) if isinstance(end, GatewayEndpointEnd)}
    for service in endpoints:
        if service in GATEWAY_SERVICES and service not in used:
            yield f"the endpoint of {service} is used by no flow"
    interfaces = [service for service in endpoints if service not in GATEWAY_SERVICES]
    if interfaces and ENDPOINTS_TIER not in {tier.name for tier in topology.tiers}:
        yield f"the endpoints of {', '.join(interfaces)} need a tier {ENDPOINTS_TIER}"


def _flow_problems(flow: Flow, topology: Topology, endpoints: Sequence[str]) -> Iterator[str]:
    tiers = {tier.name: tier for tier in topology.tiers}
    for end in (flow.source, flow.target):
        if isinstance(end, TierEnd) and end.name not in tiers:
            yield f"there is no tier {end.name}"
            return
        yield from (f"{inside} lies inside the VPC; name its tier" for inside in _inside(end, topology))
    match flow.source, flow.target:
        case TierEnd(), TierEnd():
            return
        case TierEnd(name), GatewayEndpointEnd(service):
            yield from _service_problems(tiers[name], service, flow, endpoints)
        case TierEnd(name), outside:
            yield from _way_problems(tiers[name], outside, _ways_out)
        case GatewayEndpointEnd(), _:
            yield "a gateway endpoint opens no conversations"
        case outside, TierEnd(name):
            yield from _way_problems(tiers[name], outside, _ways_in)
        case _:
            yield "neither end is a tier"


def _service_problems(tier: Tier, service: str, flow: Flow, endpoints: Sequence[str]) -> Iterator[str]:
    """The rule has to name every address, so nothing but the endpoint may be reachable by it."""
    if service not in endpoints:
        yield f"there is no endpoint of {service}"
    if flow.ports != HTTPS:
        yield f"a gateway endpoint takes {HTTPS} only"
    ways = sorted(tier.routes & {"internet", "nat", "vpn"})
    if ways:
        yield f"it would also open {HTTPS} to all that tier {tier.name} reaches by {' and '.join(ways)}"


def _ways_out(tier: Tier) -> bool:
    return bool(tier.routes & {"internet", "nat", "egress_only"})


def _ways_in(tier: Tier) -> bool:
    return "internet" in tier.routes


def _way_problems(tier: Tier, outside: End, has_way: Callable[[Tier], bool]) -> Iterator[str]:
    if isinstance(outside, InternetEnd) and not has_way(tier):
        yield f"tier {tier.name} has no such route to the internet"


def _inside(end: End, topology: Topology) -> list[IpNetwork]:
    match end:
        case CidrEnd(network):
            networks: tuple[IpNetwork, ...] = (network,)
        case PrefixListEnd(_, networks):
            pass
        case _:
            return []
    return [network for network in networks if network.version == 4 and network.subnet_of(topology.cidr)]


def _ends(flows: Iterable[Flow]) -> Iterator[End]:
    for flow in flows:
        yield flow.source
        yield flow.target
