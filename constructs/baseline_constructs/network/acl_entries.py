"""From flows to the entries of each tier's network ACL, answers included."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from ipaddress import IPv4Network, IPv6Network

from baseline_constructs.network.addresses import (
    Address,
    VpcBlock,
    addresses,
    aggregated,
    contains,
    tier_addresses,
    version,
)
from baseline_constructs.network.crossings import by_vpn, crossings
from baseline_constructs.network.flows import End, Flow, IpNetwork, Ports, TierEnd
from baseline_constructs.network.topology import FIREWALL_TIER, Tier, Topology


class Band(IntEnum):
    """The order of evaluation: tiers first, then no more of the VPC, then the world.

    Otherwise a range such as 0.0.0.0/0, which means S3 or the internet, would let in or out the tiers beside.
    """

    INSIDE = 0
    REST_OF_VPC = 1
    OUTSIDE = 2


@dataclass(frozen=True)
class AclEntry:
    """One entry of a network ACL; those of the band REST_OF_VPC deny, the others allow.

    Attributes:
        egress: Whether it is about packets that leave the subnet.
        peer: The other side's addresses.
        ports: The packets' protocol and target ports; None means everything.
        band: When it is evaluated.
    """

    egress: bool
    peer: Address
    ports: Ports | None
    band: Band

    def __str__(self) -> str:
        return f"{'Egress' if self.egress else 'Ingress'}-{self.band.name}-{self.peer}-{self.ports or 'all'}"

    def covers(self, other: "AclEntry") -> bool:
        """Whether the ACL admits the same packets without `other`."""
        if self.ports is None or other.ports is None:
            return self == other
        same = (self.egress, self.band) == (other.egress, other.band)
        return same and contains(self.peer, other.peer) and self.ports.covers(other.ports)


def acl_entries(tier: Tier, topology: Topology, flows: Iterable[Flow]) -> tuple[AclEntry, ...]:
    """The fewest entries of a tier's network ACL that admit every flow and its answers, in a fixed order."""
    wanted = {entry for flow in flows for entry in _entries_of(flow, tier, topology)}
    entries = _without_covered(_joined(wanted))
    return tuple(sorted([*entries, *_denials(entries, topology)], key=str))


def _entries_of(flow: Flow, tier: Tier, topology: Topology) -> Iterator[AclEntry]:
    if tier.name == FIREWALL_TIER:
        yield from _inspected(flow, topology)
        return
    here = TierEnd(tier.name)
    if flow.source == here:
        peers = addresses(flow.target, tier, topology, opened_by_tier=True)
        yield from _exchange(peers, flow.ports, _band(flow.target), opened_here=True)
    if flow.target == here:
        peers = addresses(flow.source, tier, topology, opened_by_tier=False)
        yield from _exchange(peers, flow.ports, _band(flow.source), opened_here=False)
    if topology.gateways.nat and topology.gateways.nat.tier == tier.name:
        yield from _transit(flow, topology)


def _transit(flow: Flow, topology: Topology) -> Iterator[AclEntry]:
    """A NAT gateway has no security group, but its subnet's ACL sees every packet twice."""
    if not isinstance(flow.source, TierEnd) or isinstance(flow.target, TierEnd):
        return
    client = topology.tier(flow.source.name)
    if "nat" not in client.routes:
        return
    targets = addresses(flow.target, client, topology, opened_by_tier=True)
    translated = tuple(
        target for target in targets if version(target) == 4 and not by_vpn(target, client, topology)
    )
    if translated:
        clients = tuple(range_ for range_ in tier_addresses(client, topology) if version(range_) == 4)
        yield from _exchange(clients, flow.ports, Band.INSIDE, opened_here=False)
        yield from _exchange(translated, flow.ports, Band.OUTSIDE, opened_here=True)


def _inspected(flow: Flow, topology: Topology) -> Iterator[AclEntry]:
    """A firewall's endpoint has no security group, but its subnet's ACL sees every packet twice."""
    for crossing in crossings(flow, topology):
        outward = crossing.outward
        yield from _exchange(crossing.inside, flow.ports, Band.INSIDE, opened_here=not outward)
        yield from _exchange(crossing.outside, flow.ports, Band.OUTSIDE, opened_here=outward)


def _band(end: End) -> Band:
    return Band.INSIDE if isinstance(end, TierEnd) else Band.OUTSIDE


def _exchange(peers: Iterable[Address], ports: Ports, band: Band, *, opened_here: bool) -> Iterator[AclEntry]:
    """Network ACLs are stateless: the question one way, the answer the other."""
    for peer in peers:
        asked = ports.in_version(version(peer))
        yield AclEntry(opened_here, peer, asked, band)
        yield AclEntry(not opened_here, peer, asked.answered_to(), band)


def _joined(entries: set[AclEntry]) -> list[AclEntry]:
    """Neighbouring ranges with the same ports become one entry, exactly."""
    ranges: dict[AclEntry, list[IpNetwork]] = {}
    joined = []
    for entry in sorted(entries, key=str):
        if isinstance(entry.peer, IPv4Network | IPv6Network):
            ranges.setdefault(replace(entry, peer=VpcBlock()), []).append(entry.peer)
        else:
            joined.append(entry)
    for shape, networks in ranges.items():
        joined += [replace(shape, peer=network) for network in aggregated(tuple(networks))]
    return joined


def _without_covered(entries: list[AclEntry]) -> list[AclEntry]:
    return [entry for entry in entries if not any(o is not entry and o.covers(entry) for o in entries)]


def _denials(entries: Iterable[AclEntry], topology: Topology) -> set[AclEntry]:
    """What stands between tiers and world, wherever an outer range may hold addresses of the VPC."""
    outside = [entry for entry in entries if entry.band is Band.OUTSIDE]
    v4 = {entry.egress for entry in outside if _overlaps(entry.peer, topology.cidr)}
    v6 = {entry.egress for entry in outside if version(entry.peer) == 6}
    return {AclEntry(egress, topology.cidr, None, Band.REST_OF_VPC) for egress in v4} | {
        AclEntry(egress, VpcBlock(), None, Band.REST_OF_VPC) for egress in v6
    }


def _overlaps(address: Address, cidr: IPv4Network) -> bool:
    return isinstance(address, IPv4Network) and address.overlaps(cidr)
