"""Where things are: address ranges, tiers, and the gateways that were asked for."""

from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Literal, TypeAlias

Route: TypeAlias = Literal["internet", "nat", "egress_only", "vpn"]


FIREWALL_TIER = "firewall"


@dataclass(frozen=True)
class Tier:
    """Subnets with one purpose, one in each zone.

    Args:
        name: Part of construct ids and Name tags; changing it replaces the subnets.
        cidrs: One IPv4 range for each zone, in the order of the zones.
        routes: The gateways that its default and on-premises routes lead to; none: the tier is isolated.
    """

    name: str
    cidrs: tuple[IPv4Network, ...]
    routes: frozenset[Route] = frozenset()


@dataclass(frozen=True)
class NatGateway:
    """NAT gateways with an Elastic IP address each.

    Args:
        tier: The tier they stand in; it routes to the internet.
        one_per_zone: One in each zone, so that a zone's failure stays there; otherwise one, in the first.
    """

    tier: str
    one_per_zone: bool = True


@dataclass(frozen=True)
class VpnGateway:
    """A virtual private gateway, to which a Site-to-Site VPN or Direct Connect attaches.

    Args:
        asn: The gateway's side of BGP: a private number, 64512 to 65534 or 4200000000 to 4294967294.
        networks: The ranges on premises.
    """

    asn: int
    networks: tuple[IPv4Network, ...]


@dataclass(frozen=True)
class Gateways:
    """The ways in and out that were asked for; none by default.

    Args:
        internet: An internet gateway, for the tiers that route to "internet".
        nat: NAT gateways, for the tiers that route to "nat".
        egress_only: An egress-only internet gateway (IPv6), for the tiers that route to "egress_only".
        vpn: A VPN gateway, for the tiers that route to "vpn".
    """

    internet: bool = False
    nat: NatGateway | None = None
    egress_only: bool = False
    vpn: VpnGateway | None = None

    def has(self, route: Route) -> bool:
        """Whether the gateway that the route leads to was asked for."""
        return bool(getattr(self, route))


@dataclass(frozen=True)
class Topology:
    """The VPC's addresses, tiers and gateways.

    Args:
        cidr: The VPC's IPv4 range, /16 to /28.
        tiers: At least one, each with the same number of zones. One called "firewall" holds the endpoints of
            a firewall, which what comes and goes by the other tiers' gateways passes.
        gateways: What leads in and out.
        ipv6: Whether Amazon gives the VPC an IPv6 range beside.
    """

    cidr: IPv4Network
    tiers: tuple[Tier, ...]
    gateways: Gateways = field(default_factory=Gateways)
    ipv6: bool = False

    @property
    def inspected(self) -> bool:
        """Whether a firewall stands between the tiers and the gateways."""
        return any(tier.name == FIREWALL_TIER for tier in self.tiers)

    def tier(self, name: str) -> Tier:
        """The tier of that name; raises KeyError where there is none."""
        return {tier.name: tier for tier in self.tiers}[name]

    @property
    def zones(self) -> int:
        """How many zones the tiers span."""
        return len(self.tiers[0].cidrs)
