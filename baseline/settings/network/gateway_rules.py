"""Rules about gateways and the tiers that route to them."""

from collections.abc import Iterator

from baseline.settings.network.model import Network, Route
from baseline.settings.network.premises_rules import vpn_findings
from baseline.settings.problem import Finding, listed, quoted, remedy
from baseline.settings.unreadable import where_readable

# How each gateway is declared with as little as possible.
_DECLARED: dict[Route, str] = {
    "internet": "internet: {}",
    "nat": "nat: {tier: <a tier with the route internet>}",
    "egress_only": "egress_only: {}",
    "vpn": "vpn: {networks: [<range on premises>]}",
}

# Two routes of one table to the same destination: 0.0.0.0/0, or ::/0 in the second case.
_EXCLUSIVE: tuple[tuple[Route, Route], ...] = (("internet", "nat"), ("internet", "egress_only"))


@where_readable
def gateway_findings(network: Network) -> Iterator[Finding]:
    """Gateways that nothing uses, routes that lead nowhere, and what each gateway needs besides."""
    declared = [kind for kind in _DECLARED if getattr(network.gateways, kind) is not None]
    yield from _route_findings(network, declared)
    for kind in declared:
        if not any(kind in tier.routes for tier in network.subnets.values()):
            text = f"no tier routes to it; add routes: [{kind}] to a tier, or remove the gateway"
            yield Finding(("gateways", kind), text)
    if network.gateways.egress_only and not network.ipv6:
        yield Finding(
            ("gateways", "egress_only"), "it carries only IPv6, which the VPC has not; set ipv6: true"
        )
    yield from _nat_findings(network)
    if network.gateways.vpn:
        yield from (
            finding.under("gateways", "vpn")
            for finding in vpn_findings(network.gateways.vpn, cidr=network.cidr)
        )


@where_readable
def _route_findings(network: Network, declared: list[Route]) -> Iterator[Finding]:
    for name, tier in network.subnets.items():
        for index, route in enumerate(tier.routes):
            if route not in declared:
                text = f"there is no gateway {route}; add it to network.gateways: {_DECLARED[route]}"
                yield Finding(("subnets", name, "routes", index), text)
        for one, other in _EXCLUSIVE:
            if one in tier.routes and other in tier.routes:
                text = f"a tier can't have both routes {one} and {other}: they lead to the same destination"
                yield Finding(("subnets", name, "routes"), text)


@where_readable
def _nat_findings(network: Network) -> Iterator[Finding]:
    nat = network.gateways.nat
    if nat is None:
        return
    path = ("gateways", "nat", "tier")
    tier = network.subnets.get(nat.tier)
    if tier is None:
        yield Finding(path, f"unknown tier {quoted(nat.tier)}{remedy(nat.tier, [*network.subnets])}")
    elif "internet" not in tier.routes:
        able = listed([name for name, other in network.subnets.items() if "internet" in other.routes])
        text = f"NAT gateways must stand in a tier with the route internet, which {nat.tier} has not"
        yield Finding(path, f"{text}; tiers that have it: {able}")
