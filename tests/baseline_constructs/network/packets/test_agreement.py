"""For any tiers and flows, security groups and network ACLs admit what the flows say, and its answers."""

from ipaddress import IPv4Network, IPv6Network
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from baseline_constructs.network.flows import CidrEnd, Flow, InternetEnd, Ports, PrefixListEnd, TierEnd
from baseline_constructs.network.limits import NetworkLimit
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.topology import Gateways, NatGateway, Tier, Topology

PARTNERS = PrefixListEnd("partners", (IPv4Network("203.0.113.0/24"), IPv4Network("198.51.100.7/32")))
OUTSIDE = [
    InternetEnd(),
    PARTNERS,
    CidrEnd(IPv4Network("192.168.0.0/16")),
    # Wider than the VPC: the VPC's own addresses in it are not meant.
    CidrEnd(IPv4Network("10.0.0.0/8")),
    CidrEnd(IPv6Network("2001:db8:ffff::/48")),
]
PORTS = [Ports("tcp", 443, 443), Ports("tcp", 400, 8080), Ports("udp", 53, 53), Ports("icmp")]
SPOKEN = [("tcp", 443), ("tcp", 22), ("tcp", 8080), ("udp", 53), ("udp", 443), ("icmp", -1)]
GATEWAYS = Gateways(internet=True, nat=NatGateway("t0"))


@st.composite
def plans(draw: st.DrawFn) -> NetworkPlan:
    count, zones = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    routes = ["internet", *draw(st.lists(st.sampled_from(["", "internet", "nat"]), min_size=3, max_size=3))]
    tiers = tuple(
        Tier(
            f"t{i}",
            tuple(IPv4Network(f"10.0.{16 * i + zone}.0/24") for zone in range(zones)),
            frozenset({routes[i]} - {""}),  # type: ignore[arg-type]
        )
        for i in range(count)
    )
    names = st.sampled_from([TierEnd(tier.name) for tier in tiers])
    ends: Any = st.one_of(names, st.sampled_from(OUTSIDE))
    pairs = st.one_of(st.tuples(names, ends), st.tuples(ends, names))
    flows = [
        Flow(source, target, ports)
        for (source, target), ports in draw(st.lists(st.tuples(pairs, st.sampled_from(PORTS)), max_size=6))
        if _has_way(source, target, tiers)
    ]
    topology = Topology(IPv4Network("10.0.0.0/16"), tiers, GATEWAYS, ipv6=draw(st.booleans()))
    try:
        return NetworkPlan(topology=topology, flows=flows)
    except NetworkLimit:
        assume(False)
        raise


def _has_way(source: Any, target: Any, tiers: tuple[Tier, ...]) -> bool:
    routes = {TierEnd(tier.name): tier.routes for tier in tiers}
    if source == InternetEnd():
        return "internet" in routes[target]
    return target != InternetEnd() or bool(routes[source] & {"internet", "nat"})


def _spoken(version: int) -> list[tuple[str, int]]:
    return [
        ("icmpv6" if protocol == "icmp" and version == 6 else protocol, port) for protocol, port in SPOKEN
    ]


def _pairs(plan: NetworkPlan, packets: Any) -> list[tuple[Any, Any]]:
    """Every two hosts in different subnets, at least one of them in the VPC, over one IP version."""
    inside = [host for tier in plan.topology.tiers for host in packets.hosts(plan, tier.name)]
    hosts = [*inside, *packets.outside]
    return [
        (source, target)
        for source in hosts
        for target in hosts
        if (source.tier or target.tier)
        and source != target
        and source.address.version == target.address.version
    ]


@settings(max_examples=100)
@given(plan=plans())
def test_every_allowed_question_arrives_and_is_answered(plan: NetworkPlan, packets: Any) -> None:
    walls = packets.walls(plan)
    for source, target in _pairs(plan, packets):
        for protocol, port in _spoken(source.address.version):
            if packets.allowed(plan, source, target, protocol, port):
                assert walls.asks(source, target, protocol, port), (source, target, protocol, port)
                assert walls.answers(source, target, protocol), (source, target, protocol)


@settings(max_examples=100)
@given(plan=plans())
def test_nothing_else_comes_in_or_goes_out(plan: NetworkPlan, packets: Any) -> None:
    walls = packets.walls(plan)
    for source, target in _pairs(plan, packets):
        if source.tier and target.tier:
            continue
        for protocol, port in _spoken(source.address.version):
            asked = walls.asks(source, target, protocol, port)
            assert asked is packets.allowed(plan, source, target, protocol, port), (
                source,
                target,
                protocol,
                port,
            )


@settings(max_examples=100)
@given(plan=plans())
def test_nothing_else_passes_between_tiers(plan: NetworkPlan, packets: Any) -> None:
    """Answers to the other tier's questions aside: a network ACL cannot tell them from questions."""
    walls = packets.walls(plan)
    for source, target in _pairs(plan, packets):
        if not (source.tier and target.tier) or _asks(plan, target.tier, source.tier):
            continue
        for protocol, port in _spoken(source.address.version):
            asked = walls.asks(source, target, protocol, port)
            assert asked is packets.allowed(plan, source, target, protocol, port), (source, target, port)


def _asks(plan: NetworkPlan, source: str, target: str) -> bool:
    return any(flow.source == TierEnd(source) and flow.target == TierEnd(target) for flow in plan.flows)


@settings(max_examples=100)
@given(plan=plans())
def test_what_leaves_by_a_nat_gateway_passes_its_subnet_both_ways(plan: NetworkPlan, packets: Any) -> None:
    walls = packets.walls(plan)
    for source, target in _pairs(plan, packets):
        by_nat = source.tier and not target.tier and "nat" in plan.topology.tier(source.tier).routes
        if by_nat and source.address.version == 4:
            for protocol, port in _spoken(4):
                if packets.allowed(plan, source, target, protocol, port):
                    assert walls.nat_passes("t0", source, target, protocol, port)


@settings(max_examples=100)
@given(plan=plans())
def test_the_order_of_the_flows_does_not_matter(plan: NetworkPlan) -> None:
    other = NetworkPlan(topology=plan.topology, flows=plan.flows[::-1])
    assert (plan.acl_entries, plan.group_rules) == (other.acl_entries, other.group_rules)


@settings(max_examples=100)
@given(plan=plans())
def test_no_entry_covers_another(plan: NetworkPlan) -> None:
    for entries in plan.acl_entries.values():
        assert not [(a, b) for a in entries for b in entries if a is not b and a.covers(b)]
