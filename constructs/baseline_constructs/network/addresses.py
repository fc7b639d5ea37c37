"""Which addresses an end of a flow has, as network ACLs need them."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, collapse_addresses
from typing import TypeAlias

from baseline_constructs.network.flows import (
    CidrEnd,
    End,
    GatewayEndpointEnd,
    InternetEnd,
    IpNetwork,
    PrefixListEnd,
    TierEnd,
)
from baseline_constructs.network.topology import Route, Tier, Topology

EVERYWHERE_4 = IPv4Network("0.0.0.0/0")
EVERYWHERE_6 = IPv6Network("::/0")


@dataclass(frozen=True)
class TierBlock:
    """The IPv6 range of a tier, which Amazon chooses when the VPC is made."""

    name: str

    def __str__(self) -> str:
        return f"ipv6-of-{self.name}"


@dataclass(frozen=True)
class VpcBlock:
    """The IPv6 range of the VPC, which Amazon chooses when the VPC is made."""

    def __str__(self) -> str:
        return "ipv6-of-the-vpc"


Address: TypeAlias = IpNetwork | TierBlock | VpcBlock


def version(address: Address) -> int:
    """4 or 6."""
    return address.version if isinstance(address, IPv4Network | IPv6Network) else 6


def contains(outer: Address, inner: Address) -> bool:
    """Whether every address of `inner` is known to be one of `outer`."""
    if isinstance(outer, IPv4Network) and isinstance(inner, IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(outer, IPv6Network) and isinstance(inner, IPv6Network):
        return inner.subnet_of(outer)
    return outer == inner


def aggregated(networks: tuple[IpNetwork, ...]) -> tuple[IpNetwork, ...]:
    """The fewest ranges with exactly the same addresses."""
    v4 = collapse_addresses(network for network in networks if isinstance(network, IPv4Network))
    v6 = collapse_addresses(network for network in networks if isinstance(network, IPv6Network))
    return (*v4, *v6)


def tier_addresses(tier: Tier, topology: Topology) -> tuple[Address, ...]:
    """The tier's ranges: one for all zones where it holds no other subnet, else neighbouring zones joined."""
    return (*_v4_of(tier, topology), *((TierBlock(tier.name),) if topology.ipv6 else ()))


def _v4_of(tier: Tier, topology: Topology) -> tuple[IpNetwork, ...]:
    """Three zones of four take one entry and not two: nothing is where the fourth would be.

    Half of such a range is in use at least, so that it stays the tier's own when a tier comes in beside.
    """
    joined = aggregated(tier.cidrs)
    around = joined[0]
    while not all(contains(around, one) for one in joined):
        around = around.supernet()
    used = sum(one.num_addresses for one in joined)
    others = (one for other in topology.tiers if other != tier for one in other.cidrs)
    alone = around.num_addresses < 2 * used and not any(one.overlaps(around) for one in others)
    return (around,) if alone else joined


def internet_addresses(tier: Tier, topology: Topology, *, opened_by_tier: bool) -> tuple[IpNetwork, ...]:
    """The IP versions in which the tier has a way to the internet, or, for what comes in, from it."""
    v4: set[Route] = {"internet", "nat"} if opened_by_tier else {"internet"}
    v6: set[Route] = {"internet", "egress_only"} if opened_by_tier else {"internet"}
    return (
        *((EVERYWHERE_4,) if tier.routes & v4 else ()),
        *((EVERYWHERE_6,) if topology.ipv6 and tier.routes & v6 else ()),
    )


def addresses(end: End, tier: Tier, topology: Topology, *, opened_by_tier: bool) -> tuple[Address, ...]:
    """The addresses of `end`, seen from the tier at the other end.

    Args:
        end: Whose addresses.
        tier: The tier that talks to it.
        topology: Where both are.
        opened_by_tier: Whether the tier opens the conversation.
    """
    match end:
        case TierEnd(name):
            return tier_addresses(topology.tier(name), topology)
        case CidrEnd(network):
            return (network,)
        case PrefixListEnd(_, networks):
            return aggregated(networks)
        case InternetEnd():
            return internet_addresses(tier, topology, opened_by_tier=opened_by_tier)
        case GatewayEndpointEnd():
            # AWS's prefix lists have ids that differ by Region, and their ranges change.
            return (EVERYWHERE_4,)
