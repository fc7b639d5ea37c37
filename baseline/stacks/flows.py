"""The network of the settings, in the words of the constructs."""

from collections.abc import Iterator

from baseline.settings.network import ends
from baseline.settings.network.model import Network, Rule
from baseline_constructs.network.flows import (
    CidrEnd,
    End,
    Flow,
    GatewayEndpointEnd,
    InternetEnd,
    Ports,
    PrefixListEnd,
    TierEnd,
)
from baseline_constructs.network.soundness import ENDPOINTS_TIER
from baseline_constructs.network.topology import (
    FIREWALL_TIER,
    Gateways,
    NatGateway,
    Route,
    Tier,
    Topology,
    VpnGateway,
)


def topology(network: Network) -> Topology:
    """Addresses, tiers and gateways."""
    tiers = tuple(
        Tier(name=name, cidrs=cidrs, routes=_routes(network, name))
        for name, cidrs in network.layout().items()
    )
    return Topology(cidr=network.cidr, tiers=tiers, gateways=_gateways(network), ipv6=network.ipv6)


def flows(network: Network) -> list[Flow]:
    """One flow for each rule, port and pair of ends."""
    return [flow for rule in network.allow for flow in _flows(network, rule)]


def _routes(network: Network, tier: str) -> frozenset[Route]:
    """The firewall's own tier leads to every gateway that it stands before."""
    if network.firewall and tier == FIREWALL_TIER:
        before: tuple[Route, ...] = ("internet", "vpn")
        return frozenset(route for route in before if getattr(network.gateways, route) is not None)
    return frozenset(network.subnets[tier].routes) if tier in network.subnets else frozenset()


def _gateways(network: Network) -> Gateways:
    wish = network.gateways
    return Gateways(
        internet=wish.internet is not None,
        nat=NatGateway(wish.nat.tier, one_per_zone=wish.nat.one_per == "zone") if wish.nat else None,
        egress_only=wish.egress_only is not None,
        vpn=VpnGateway(wish.vpn.asn, wish.vpn.networks) if wish.vpn else None,
    )


def _flows(network: Network, rule: Rule) -> Iterator[Flow]:
    for ports in rule.ports:
        for source in _ends(network, rule.from_):
            for target in _ends(network, rule.to):
                yield Flow(source, target, Ports(ports.protocol, ports.first, ports.last))


def _ends(network: Network, end: ends.End) -> list[End]:
    match end:
        case ends.TierEnd(name):
            return [TierEnd(name)]
        case ends.EndpointsEnd():
            return [TierEnd(ENDPOINTS_TIER)]
        case ends.ServiceEnd(service):
            return [GatewayEndpointEnd(service)]
        case ends.InternetEnd():
            return [InternetEnd()]
        case ends.PrefixListEnd(name):
            return [PrefixListEnd(name, network.prefix_lists[name])]
        case ends.VpnEnd():
            return [CidrEnd(behind) for behind in network.gateways.vpn.networks]  # type: ignore[union-attr]
        case ends.RangeEnd(range_):
            return [CidrEnd(range_)]
