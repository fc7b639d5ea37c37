"""Rules about ranges: the VPC's, the tiers', and whether the tiers fit."""

from collections.abc import Iterator
from itertools import combinations

from baseline.settings.address import SMALLEST_PREFIX, is_rfc1918
from baseline.settings.network.ends import RESERVED_TIER_NAMES
from baseline.settings.network.layout import ENDPOINTS_TIER, TierSpace, lay_out, reserved_zones
from baseline.settings.network.model import Network, Tier
from baseline.settings.problem import Finding, listed
from baseline.settings.unreadable import where_readable

# https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html: the first four addresses and the last.
_KEPT_BY_AWS = 5


@where_readable
def space_findings(network: Network) -> Iterator[Finding]:
    """Everything wrong with ranges; whether the tiers fit is asked only when each for itself is right."""
    yield from _vpc_findings(network)
    wrong = [*_tier_findings(network), *_explicit_findings(network)]
    yield from wrong or _fit_findings(network)
    yield from _endpoint_room(network)


@where_readable
def _vpc_findings(network: Network) -> Iterator[Finding]:
    cidr = network.cidr
    # is_reserved: 240.0.0.0/4; the first block is "this network".
    if (
        cidr.is_loopback
        or cidr.is_link_local
        or cidr.is_multicast
        or cidr.is_reserved
        or int(cidr[0]) < 2**24
    ):
        yield Finding(
            ("cidr",), f"{cidr} is set aside for other uses; take a range of RFC 1918, such as 10.0.0.0/16"
        )
    elif not is_rfc1918(cidr) and network.outside_rfc1918 is None:
        yield Finding(
            ("cidr",),
            f"{cidr} is outside the private ranges of RFC 1918 (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16); "
            'take one of those, or say why with outside_rfc1918: "reason"',
        )
    elif is_rfc1918(cidr) and network.outside_rfc1918 is not None:
        yield Finding(("outside_rfc1918",), f"{cidr} is inside RFC 1918, so this permits nothing; remove it")


@where_readable
def _tier_findings(network: Network) -> Iterator[Finding]:
    for name, tier in network.subnets.items():
        path = ("subnets", name)
        if name in RESERVED_TIER_NAMES:
            yield Finding(path, f"no tier can be called {name}: the word means something else in rules")
        if name == ENDPOINTS_TIER:
            yield from (finding.under(*path) for finding in _endpoints_tier_findings(network, tier))
        elif (tier.size is None) == (tier.cidrs is None):
            yield Finding(path, "needs exactly one of size (such as 24) and cidrs (one range per zone)")
        elif tier.cidrs is not None and len(tier.cidrs) != network.zones:
            text = f"{len(tier.cidrs)} ranges for {network.zones} zones; give one per zone"
            yield Finding((*path, "cidrs"), text)


@where_readable
def _endpoints_tier_findings(network: Network, tier: Tier) -> Iterator[Finding]:
    for key, value in (("cidrs", tier.cidrs), ("routes", tier.routes or None)):
        if value is not None:
            yield Finding((key,), "the tier endpoints is made automatically; only its size can be set")
    if tier.size is None and tier.cidrs is None:
        yield Finding((), "needs a size, or leave the tier out: it is made automatically")
    if not network.interface_endpoints:
        yield Finding((), "no interface endpoint in network.endpoints needs this tier; remove it")


@where_readable
def _explicit_findings(network: Network) -> Iterator[Finding]:
    """Explicit ranges outside the VPC or across one another."""
    explicit = [
        (("subnets", name, "cidrs", index), cidr)
        for name, tier in network.subnets.items()
        for index, cidr in enumerate(tier.cidrs or ())
    ]
    for path, cidr in explicit:
        if not cidr.subnet_of(network.cidr):
            yield Finding(path, f"{cidr} is not inside the VPC's range {network.cidr}")
    for (earlier, one), (path, other) in combinations(explicit, 2):
        twice_in_one_list = one == other and earlier[1] == path[1]  # is told for every list
        if one.overlaps(other) and not twice_in_one_list:
            yield Finding(path, f"{other} overlaps {one} of {earlier[1]}")


@where_readable
def _fit_findings(network: Network) -> Iterator[Finding]:
    spaces = network.spaces()
    misfits = lay_out(network.cidr, network.zones, spaces).misfits
    beside = [name for name in spaces if name not in misfits]
    for name in misfits:
        text = (
            f"a /{spaces[name].size} for each of {network.zones} zones, in a block with room for "
            f"{reserved_zones(network.zones)}, does not fit into {network.cidr}"
        )
        others = f" beside {listed(beside)}" if beside else ""
        yield Finding(("subnets", name, "size"), f"{text}{others}; {_remedy(network, name)}")


def _remedy(network: Network, name: str) -> str:
    """The largest size of that tier that fits, if there is one."""
    spaces = network.spaces()
    for smaller in range((spaces[name].size or 0) + 1, SMALLEST_PREFIX + 1):
        spaces[name] = TierSpace(smaller)
        if name not in lay_out(network.cidr, network.zones, spaces).misfits:
            return f"use a larger cidr or size {smaller}"
    return "use a larger cidr or smaller tiers"


@where_readable
def _endpoint_room(network: Network) -> Iterator[Finding]:
    space, wanted = network.spaces().get(ENDPOINTS_TIER), len(network.interface_endpoints)
    if space is None or space.size is None:
        return
    room = 2 ** (32 - space.size) - _KEPT_BY_AWS
    if wanted > room:
        text = (
            f"{wanted} interface endpoints need {wanted} addresses in each zone, a /{space.size} has {room}"
        )
        enough = 32 - (wanted + _KEPT_BY_AWS - 1).bit_length()
        yield Finding(
            ("subnets", ENDPOINTS_TIER, "size"), f"{text}; set network.subnets.endpoints.size to {enough}"
        )
