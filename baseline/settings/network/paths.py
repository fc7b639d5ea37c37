"""Which routes a tier needs to reach, or be reached from, an end outside the VPC."""

from collections.abc import Collection
from ipaddress import IPv4Network

from baseline.settings.address import Network as AnyRange
from baseline.settings.network.ends import End, InternetEnd, PrefixListEnd, RangeEnd, VpnEnd
from baseline.settings.network.model import Network, Route


def missing_way(network: Network, routes: Collection[Route], end: End, *, outward: bool) -> str | None:
    """The remedy if a tier with these `routes` has no way to or from `end`; None if it has, or needs none.

    Args:
        network: The section, for its prefix lists and for what lies behind its VPN gateway.
        routes: The tier's.
        end: The other end of the rule.
        outward: Whether the tier begins the conversation; NAT and egress-only gateways let nobody in.
    """
    if isinstance(end, VpnEnd):
        return None if "vpn" in routes else "add routes: [vpn] to the tier"
    if isinstance(end, InternetEnd):
        return _remedy(
            routes, _internet_routes(4, outward) | (_internet_routes(6, outward) if network.ipv6 else set())
        )
    for cidr in ranges(network, end):
        by_vpn = any(
            isinstance(cidr, IPv4Network) and cidr.subnet_of(behind) for behind in _behind_vpn(network)
        )
        missing = _remedy(routes, {"vpn"} if by_vpn else _internet_routes(cidr.version, outward))
        if missing:
            return missing
    return None


def ranges(network: Network, end: End) -> Collection[AnyRange]:
    """The addresses of an end that is written as a range, or as a list of them that is there; else none."""
    if isinstance(end, RangeEnd):
        return (end.network,)
    return network.prefix_lists.get(end.name, ()) if isinstance(end, PrefixListEnd) else ()


def _behind_vpn(network: Network) -> Collection[IPv4Network]:
    return network.gateways.vpn.networks if network.gateways.vpn else ()


def _internet_routes(version: int, outward: bool) -> set[Route]:
    if not outward:
        return {"internet"}
    return {"internet", "nat"} if version == 4 else {"internet", "egress_only"}


def _remedy(routes: Collection[Route], enough: set[Route]) -> str | None:
    if enough.intersection(routes):
        return None
    return f"add routes: [{' or '.join(sorted(enough))}] to the tier"
