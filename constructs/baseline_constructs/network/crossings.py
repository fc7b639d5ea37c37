"""Which conversations pass the firewall that stands between tiers and gateways, and with which addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

from baseline_constructs.network.addresses import Address, addresses, contains, tier_addresses, version
from baseline_constructs.network.flows import End, Flow, GatewayEndpointEnd, InternetEnd, Ports, TierEnd
from baseline_constructs.network.topology import Tier, Topology


@dataclass(frozen=True)
class Crossing:
    """Conversations that pass it, as it sees them: behind a NAT gateway everybody has that gateway's address.

    Attributes:
        flow: The flow that allows them.
        inside: The ranges on the tiers' side.
        outside: The ranges on the gateways' side.
        outward: Whether they are opened from inside.
    """

    flow: Flow
    inside: tuple[Address, ...]
    outside: tuple[Address, ...]
    outward: bool

    @property
    def ports(self) -> Ports:
        """What is asked for."""
        return self.flow.ports

    @property
    def to_anybody(self) -> bool:
        """Whether it may lead to every address of the internet, so that a name could say more."""
        return isinstance(self.flow.target, InternetEnd)


def crossings(flow: Flow, topology: Topology) -> Iterator[Crossing]:
    """What of a flow passes the firewall; nothing where there is none, or where it stays in the VPC.

    Args:
        flow: A flow of a sound plan.
        topology: Where its ends are. A firewall carries IPv4 only.
    """
    if not topology.inspected:
        return
    match flow.source, flow.target:
        case (TierEnd(), TierEnd() | GatewayEndpointEnd()):
            return
        case TierEnd(name), outside:
            yield from _outward(flow, topology.tier(name), outside, topology)
        case outside, TierEnd(name):
            yield from _inward(flow, topology.tier(name), outside, topology)


def _outward(flow: Flow, client: Tier, outside: End, topology: Topology) -> Iterator[Crossing]:
    for target in addresses(outside, client, topology, opened_by_tier=True):
        sender = _sender(client, target, topology)
        if version(target) == 4 and sender:
            yield Crossing(flow, tier_addresses(sender, topology), (target,), outward=True)


def _inward(flow: Flow, server: Tier, outside: End, topology: Topology) -> Iterator[Crossing]:
    for peer in addresses(outside, server, topology, opened_by_tier=False):
        if version(peer) == 4:
            yield Crossing(flow, tier_addresses(server, topology), (peer,), outward=False)


def by_vpn(target: Address, client: Tier, topology: Topology) -> bool:
    """Whether a tier reaches these addresses by the VPN gateway."""
    vpn = topology.gateways.vpn
    return "vpn" in client.routes and vpn is not None and any(contains(net, target) for net in vpn.networks)


def _sender(client: Tier, target: Address, topology: Topology) -> Tier | None:
    """Whose addresses the firewall sees; None where no route leads there."""
    if by_vpn(target, client, topology) or "internet" in client.routes:
        return client
    nat = topology.gateways.nat
    return topology.tier(nat.tier) if nat and "nat" in client.routes else None
