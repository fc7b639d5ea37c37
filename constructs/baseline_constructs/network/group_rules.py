"""From flows to the rules of each tier's security group."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import TypeAlias

from baseline_constructs.network.addresses import EVERYWHERE_4, internet_addresses
from baseline_constructs.network.flows import (
    CidrEnd,
    End,
    Flow,
    GatewayEndpointEnd,
    InternetEnd,
    IpNetwork,
    Ports,
    PrefixListEnd,
    TierEnd,
)
from baseline_constructs.network.topology import Tier, Topology

Peer: TypeAlias = TierEnd | PrefixListEnd | IpNetwork


@dataclass(frozen=True)
class GroupRule:
    """One rule of a tier's security group; groups are stateful, so answers need none.

    Attributes:
        egress: Whether the tier opens the conversation.
        peer: The group of a tier, a prefix list, or a range.
        ports: The target's.
    """

    egress: bool
    peer: Peer
    ports: Ports

    def __str__(self) -> str:
        return f"{'Egress' if self.egress else 'Ingress'}-{self.peer}-{self.ports}"

    @property
    def versions(self) -> frozenset[int]:
        """The IP versions whose quota the rule counts against."""
        match self.peer:
            case TierEnd():
                return frozenset({4, 6})
            case PrefixListEnd(_, networks):
                return frozenset(network.version for network in networks)
            case network:
                return frozenset({network.version})

    @property
    def weight(self) -> int:
        """How many rules it counts as: a prefix list counts with its greatest number of entries."""
        return len(self.peer.networks) if isinstance(self.peer, PrefixListEnd) else 1


def group_rules(tier: Tier, topology: Topology, flows: Iterable[Flow]) -> tuple[GroupRule, ...]:
    """The rules of one tier's security group, each once, in a fixed order.

    What is open to every address needs no rule for a tier beside it: it would let nothing more pass.
    """
    rules = {rule for flow in flows for rule in _rules_of(flow, tier, topology)}
    wide = {(rule.egress, rule.ports) for rule in rules if rule.peer == EVERYWHERE_4}
    told = {rule for rule in rules if topology.ipv6 or not _says_no_more(rule, wide)}
    return tuple(sorted(told, key=str))


def _says_no_more(rule: GroupRule, wide: Set[tuple[bool, Ports]]) -> bool:
    return isinstance(rule.peer, TierEnd) and (rule.egress, rule.ports) in wide


def _rules_of(flow: Flow, tier: Tier, topology: Topology) -> Iterator[GroupRule]:
    here = TierEnd(tier.name)
    if flow.source == here:
        yield from _rules_to(flow.target, flow.ports, tier, topology, egress=True)
    if flow.target == here:
        yield from _rules_to(flow.source, flow.ports, tier, topology, egress=False)


def _rules_to(end: End, ports: Ports, tier: Tier, topology: Topology, *, egress: bool) -> Iterator[GroupRule]:
    for peer in _peers(end, tier, topology, egress=egress):
        for version in _versions(peer, topology):
            yield GroupRule(egress, peer, ports.in_version(version))


def _peers(end: End, tier: Tier, topology: Topology, *, egress: bool) -> tuple[Peer, ...]:
    match end:
        case TierEnd() | PrefixListEnd():
            return (end,)
        case CidrEnd(network):
            return (network,)
        case InternetEnd():
            return internet_addresses(tier, topology, opened_by_tier=egress)
        case GatewayEndpointEnd():
            return (EVERYWHERE_4,)


def _versions(peer: Peer, topology: Topology) -> tuple[int, ...]:
    if isinstance(peer, TierEnd):
        return (4, 6) if topology.ipv6 else (4,)
    if isinstance(peer, PrefixListEnd):
        return (peer.networks[0].version,)
    return (peer.version,)
