"""Which tier gets which range in which zone.

A sized tier reserves an aligned block with room for four zones (eight, if there are more than four), so
that adding a zone moves no subnet; moving one means replacing everything in it. Tiers take the lowest free
block in the order of the file, so that appending one moves none before it. The tier `endpoints` comes last
and takes the highest free block, so that asking for the first endpoint moves nothing either. The tier
`firewall` takes the block below, whether there are endpoints or not. Explicit ranges are taken out first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

ENDPOINTS_TIER = "endpoints"
FIREWALL_TIER = "firewall"
DEFAULT_ENDPOINTS_SIZE = 27
_FROM_THE_END = (ENDPOINTS_TIER, FIREWALL_TIER)


@dataclass(frozen=True)
class TierSpace:
    """What a tier asks for: the prefix length of each zone's subnet, or the ranges themselves."""

    size: int | None
    cidrs: tuple[IPv4Network, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The outcome: ranges by tier, one per zone, and the tiers that did not fit."""

    placed: Mapping[str, tuple[IPv4Network, ...]]
    misfits: tuple[str, ...]


def reserved_zones(zones: int) -> int:
    """For how many zones a sized tier takes room."""
    return 4 if zones <= 4 else 8


def lay_out(cidr: IPv4Network, zones: int, tiers: Mapping[str, TierSpace]) -> Layout:
    """Ranges for all `tiers`, in their order.

    Args:
        cidr: The VPC's range.
        zones: How many zones each tier spans, 1 to 6.
        tiers: What each tier asks for, by name; `endpoints` and `firewall` are laid out from the end.
    """
    asked = dict(tiers)
    if FIREWALL_TIER in tiers:
        asked.setdefault(ENDPOINTS_TIER, TierSpace(DEFAULT_ENDPOINTS_SIZE))
    taken = [explicit for tier in tiers.values() for explicit in tier.cidrs]
    ranges = {name: tier.cidrs for name, tier in tiers.items() if tier.size is None}
    misfits: list[str] = []
    for name in sorted(asked, key=_order):
        size = asked[name].size
        if size is None:
            continue
        prefix = size - reserved_zones(zones).bit_length() + 1
        block = _free_block(cidr, prefix, taken, name in _FROM_THE_END)
        if block is None:
            misfits += [name] if name in tiers else []
            continue
        taken.append(block)
        ranges[name] = tuple(block.subnets(new_prefix=size))[:zones]
    return Layout({name: ranges[name] for name in tiers if name in ranges}, tuple(misfits))


def _order(name: str) -> int:
    """Tiers that are laid out from the end come last."""
    return _FROM_THE_END.index(name) + 1 if name in _FROM_THE_END else 0


def _free_block(
    cidr: IPv4Network, prefix: int, taken: list[IPv4Network], from_end: bool
) -> IPv4Network | None:
    """The lowest, or highest, aligned block in `cidr` that overlaps none of `taken`."""
    if prefix < cidr.prefixlen:
        return None
    blocks = 2 ** (prefix - cidr.prefixlen)
    for index in reversed(range(blocks)) if from_end else range(blocks):
        start = int(cidr.network_address) + (index << (32 - prefix))
        block = IPv4Network((start, prefix))
        if not any(block.overlaps(other) for other in taken):
            return block
    return None
