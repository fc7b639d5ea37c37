"""A packet-by-packet reading of security groups and network ACLs, written apart from what makes them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import pytest

from baseline_constructs.network.acl_entries import Band
from baseline_constructs.network.addresses import TierBlock, VpcBlock
from baseline_constructs.network.flows import (
    GatewayEndpointEnd,
    InternetEnd,
    PrefixListEnd,
    TierEnd,
)
from baseline_constructs.network.plan import NetworkPlan
from baseline_constructs.network.stable_numbers import rule_numbers

VPC_6 = IPv6Network("2001:db8:1234::/56")
ANSWER_PORTS = (1024, 49152, 65535)


@dataclass(frozen=True)
class Host:
    """Somebody with an address, in a tier or outside the VPC."""

    address: IPv4Address | IPv6Address
    tier: str | None = None


@dataclass(frozen=True)
class GroupLine:
    egress: bool
    tier: str | None
    networks: tuple[Any, ...]
    protocol: str
    first: int
    last: int

    def admits(self, peer: Host, protocol: str, port: int) -> bool:
        known = peer.tier is not None and peer.tier == self.tier
        return (known or any(peer.address in net for net in self.networks)) and _matches(self, protocol, port)


@dataclass(frozen=True)
class AclLine:
    number: int
    allow: bool
    egress: bool
    network: Any
    protocol: str
    first: int
    last: int


def _matches(line: GroupLine | AclLine, protocol: str, port: int) -> bool:
    if line.protocol == "-1":
        return True
    return line.protocol == protocol and (line.first == -1 or line.first <= port <= line.last)


@dataclass(frozen=True)
class Walls:
    """What stands around each tier."""

    groups: Mapping[str, list[GroupLine]]
    acls: Mapping[str, list[AclLine]]

    def group_admits(self, tier: str | None, egress: bool, peer: Host, protocol: str, port: int) -> bool:
        if tier is None:
            return True
        return any(line.egress is egress and line.admits(peer, protocol, port) for line in self.groups[tier])

    def acl_admits(self, tier: str | None, egress: bool, peer: Host, protocol: str, port: int) -> bool:
        """The matching entry with the lowest number decides; without one the packet is denied."""
        if tier is None:
            return True
        lines = sorted(
            (line for line in self.acls[tier] if line.egress is egress), key=lambda line: line.number
        )
        hits = (line for line in lines if peer.address in line.network and _matches(line, protocol, port))
        return next((line.allow for line in hits), False)

    def asks(self, source: Host, target: Host, protocol: str, port: int) -> bool:
        """Whether the first packet arrives."""
        return (
            self.group_admits(source.tier, True, target, protocol, port)
            and self.acl_admits(source.tier, True, target, protocol, port)
            and self.acl_admits(target.tier, False, source, protocol, port)
            and self.group_admits(target.tier, False, source, protocol, port)
        )

    def answers(self, source: Host, target: Host, protocol: str) -> bool:
        """Whether answers reach any port a client may use; groups remember the question, ACLs don't."""
        ports = (-1,) if protocol.startswith("icmp") else ANSWER_PORTS
        return all(
            self.acl_admits(target.tier, True, source, protocol, port)
            and self.acl_admits(source.tier, False, target, protocol, port)
            for port in ports
        )

    def nat_passes(self, nat_tier: str, client: Host, target: Host, protocol: str, port: int) -> bool:
        """Whether a NAT gateway's subnet lets a question through, and its answers."""
        ports = (-1,) if protocol.startswith("icmp") else ANSWER_PORTS
        return (
            self.acl_admits(nat_tier, False, client, protocol, port)
            and self.acl_admits(nat_tier, True, target, protocol, port)
            and all(
                self.acl_admits(nat_tier, False, target, protocol, answer)
                and self.acl_admits(nat_tier, True, client, protocol, answer)
                for answer in ports
            )
        )


def _walls_of_plan(plan: NetworkPlan) -> Walls:
    """As if Amazon had given the tiers the IPv6 ranges in the order of their names."""
    blocks = dict(
        zip(sorted(t.name for t in plan.topology.tiers), VPC_6.subnets(new_prefix=61), strict=False)
    )

    def network(address: Any) -> Any:
        match address:
            case TierBlock(name):
                return blocks[name]
            case VpcBlock():
                return VPC_6
        return address

    def group_line(rule: Any) -> GroupLine:
        tier = rule.peer.name if isinstance(rule.peer, TierEnd) else None
        networks = rule.peer.networks if isinstance(rule.peer, PrefixListEnd) else (rule.peer,)
        return GroupLine(
            rule.egress,
            tier,
            () if tier else networks,
            rule.ports.protocol,
            rule.ports.first,
            rule.ports.last,
        )

    def acl_line(entry: Any, number: int) -> AclLine:
        ports = entry.ports
        span = (ports.protocol, ports.first, ports.last) if ports else ("-1", -1, -1)
        return AclLine(number, entry.band is not Band.REST_OF_VPC, entry.egress, network(entry.peer), *span)

    return Walls(
        {tier: [group_line(rule) for rule in rules] for tier, rules in plan.group_rules.items()},
        {tier: [acl_line(*pair) for pair in rule_numbers(e).items()] for tier, e in plan.acl_entries.items()},
    )


def _hosts(plan: NetworkPlan, tier: str) -> list[Host]:
    """A host in the first and the last subnet, over each IP version; the IPv6 ranges as in `Walls`."""
    cidrs = plan.topology.tier(tier).cidrs
    hosts = [Host(cidrs[0][5], tier), Host(cidrs[-1][6], tier)]
    if plan.topology.ipv6:
        index = sorted(t.name for t in plan.topology.tiers).index(tier)
        block = list(VPC_6.subnets(new_prefix=61))[index]
        subnets = list(block.subnets(new_prefix=64))
        hosts += [Host(subnets[0][5], tier), Host(subnets[len(cidrs) - 1][6], tier)]
    return hosts


def _covers(end: Any, host: Host, ways: Mapping[int, bool]) -> bool:
    match end:
        case TierEnd(name):
            return host.tier == name
        case InternetEnd():
            return host.tier is None and ways[host.address.version]
        case GatewayEndpointEnd():
            return host.tier is None and host.address.version == 4
        case PrefixListEnd(_, networks):
            return host.tier is None and any(host.address in network for network in networks)
    return host.tier is None and host.address in end.network


def _allowed(plan: NetworkPlan, source: Host, target: Host, protocol: str, port: int) -> bool:
    """What the flows say, read naively."""

    def routes(host: Host) -> frozenset[str]:
        return frozenset() if host.tier is None else frozenset(plan.topology.tier(host.tier).routes)

    ipv6 = plan.topology.ipv6
    out = {
        4: bool(routes(source) & {"internet", "nat"}),
        6: ipv6 and bool(routes(source) & {"internet", "egress_only"}),
    }
    into = {4: "internet" in routes(target), 6: ipv6 and "internet" in routes(target)}
    spoken = "icmp" if protocol == "icmpv6" else protocol
    return any(
        flow.ports.protocol == spoken
        and (flow.ports.first == -1 or flow.ports.first <= port <= flow.ports.last)
        and _covers(flow.source, source, into)
        and _covers(flow.target, target, out)
        for flow in plan.flows
    )


@dataclass(frozen=True)
class PacketTools:
    """The classes and functions above, for the tests of this folder."""

    host: type[Host] = Host
    group_line: type[GroupLine] = GroupLine
    acl_line: type[AclLine] = AclLine
    walls_of: type[Walls] = Walls
    walls: Callable[[NetworkPlan], Walls] = _walls_of_plan
    hosts: Callable[[NetworkPlan, str], list[Host]] = _hosts
    allowed: Callable[[NetworkPlan, Host, Host, str, int], bool] = _allowed
    outside: tuple[Host, ...] = tuple(
        Host(ip_address(text)) for text in ("203.0.113.9", "192.168.7.7", "198.51.100.7", "2001:db8:ffff::1")
    )


@pytest.fixture(scope="session")
def packets() -> PacketTools:
    return PacketTools()
