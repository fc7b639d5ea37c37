"""The models of the section `network`."""

from collections.abc import Mapping
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.address import LARGEST_PREFIX, SMALLEST_PREFIX, IpRange, VpcRange
from baseline.settings.network.ends import END_WORDS, EndpointsEnd, EndText, ServiceEnd
from baseline.settings.network.guards import DnsFirewall, Firewall
from baseline.settings.network.layout import (
    DEFAULT_ENDPOINTS_SIZE,
    ENDPOINTS_TIER,
    FIREWALL_TIER,
    TierSpace,
    lay_out,
)
from baseline.settings.network.ports import HTTPS, Ports, PortsText
from baseline.settings.network.premises import VpnGateway
from baseline.settings.section import Section
from baseline.settings.services import GATEWAY_SERVICES, EndpointService
from baseline.settings.text import spelt

TierName = Annotated[
    str,
    spelt(r"[a-z][a-z0-9-]{0,19}", "1 to 20 lower-case letters, digits and hyphens, beginning with a letter"),
]
Route = Literal["internet", "nat", "egress_only", "vpn"]

_FIREWALL_SIZE = 28


class Tier(Section):
    """A group of subnets, one per zone, that the same rules hold for."""

    size: int | None = Field(
        default=None,
        ge=LARGEST_PREFIX,
        le=SMALLEST_PREFIX,
        description="Prefix length of each zone's subnet: 24 means a /24 in every zone. Room for 4 zones "
        "is kept "
        "(8 with more than 4), so that adding a zone moves nothing.",
    )
    cidrs: tuple[VpcRange, ...] | None = Field(
        default=None, description="Instead of `size`: the subnets' own ranges, one per zone."
    )
    routes: tuple[Route, ...] = Field(
        default=(),
        description="Ways out of the VPC that the tier's route tables have; none makes it isolated. Each "
        "needs its "
        "gateway in `gateways`.",
    )


class InternetGateway(Section):
    """An internet gateway; takes no settings."""


class NatGateway(Section):
    """NAT: the way out to the internet for tiers that nobody can reach from there."""

    tier: str = Field(
        description="The tier that the NAT gateways stand in; it routes to `internet`.", examples=["web"]
    )
    one_per: Literal["zone", "vpc"] = Field(
        default="zone",
        description="`zone` survives the loss of a zone, `vpc` costs less: each NAT gateway is charged by "
        "the hour.",
    )


class EgressOnlyGateway(Section):
    """IPv6's way out to the internet; takes no settings."""


class Gateways(Section):
    """Ways in and out of the VPC. None is there unless it is asked for."""

    internet: InternetGateway | None = Field(default=None, description="An internet gateway; write `{}`.")
    nat: NatGateway | None = Field(default=None, description="NAT gateways.")
    egress_only: EgressOnlyGateway | None = Field(
        default=None, description="An egress-only gateway for IPv6; write `{}`."
    )
    vpn: VpnGateway | None = Field(default=None, description="A VPN gateway.")


class Rule(Section):
    """Traffic that is allowed, answers included. Everything else is not."""

    from_: EndText = Field(
        alias="from",
        description="Who begins: a tier, `internet`, `vpn`, `prefix_list/<name>` or an IP range.",
        examples=["app"],
    )
    to: EndText = Field(
        description="Who answers: a tier, `endpoints`, `s3`, `dynamodb`, `internet`, `vpn`, "
        "`prefix_list/<name>` or an "
        "IP range. One of the two ends is a tier.",
        examples=["data"],
    )
    written_ports: tuple[PortsText, ...] = Field(
        default=(),
        alias="ports",
        description="Such as `tcp/443`, `udp/8000-8100` or `icmp`. Must be given, except to `endpoints`, "
        "`s3` and "
        "`dynamodb`, where it is always `tcp/443`.",
    )
    logon: str | None = Field(
        default=None,
        min_length=10,
        description="Permits SSH (`tcp/22`) and RDP (`tcp/3389`) among the ports; the text is the reason, "
        "of at least 10 characters. Better is `compute.sessions`, which opens no port.",
    )

    @property
    def ports(self) -> tuple[Ports, ...]:
        """To an endpoint there's only one port, so nobody has to write it."""
        served = isinstance(self.to, EndpointsEnd | ServiceEnd) and not self.written_ports
        return (HTTPS,) if served else self.written_ports


class Network(Section):
    """One VPC, its subnets by tier, and the traffic that is allowed; all else is closed."""

    cidr: VpcRange = Field(
        default=IPv4Network("10.0.0.0/16"), description="The VPC's IPv4 range, /16 to /28, inside RFC 1918."
    )
    outside_rfc1918: str | None = Field(
        default=None,
        min_length=10,
        description="Permits a `cidr` outside RFC 1918; the text is the reason, of at least 10 characters.",
    )
    zones: int = Field(default=2, ge=1, le=6, description="How many availability zones each tier spans.")
    tenancy: Literal["default", "dedicated"] = Field(
        default="default", description="`dedicated` runs instances on hardware of their own, at a price."
    )
    ipv6: bool = Field(
        default=False, description="Whether the VPC also has an IPv6 range, of Amazon's choice."
    )
    subnets: Mapping[TierName, Tier] = Field(
        default_factory=lambda: {"private": Tier(size=24)},
        min_length=1,
        description="Tiers by name; one tier `private` of size 24 if absent. The tier `endpoints` is made "
        "when an interface endpoint needs it; "
        "only its "
        f"`size` can be set (default {DEFAULT_ENDPOINTS_SIZE}).",
    )
    gateways: Gateways = Field(default_factory=Gateways, description="Ways in and out; none by default.")
    endpoints: tuple[EndpointService, ...] = Field(
        default=(),
        description="AWS services that are reached without leaving AWS: `s3` and `dynamodb` free of "
        "charge, every "
        "other, such as `ssm` or `kms`, charged by zone and hour.",
    )
    prefix_lists: Mapping[TierName, tuple[IpRange, ...]] = Field(
        default_factory=dict, description="IP ranges under a name, for rules: `prefix_list/<name>`."
    )
    encryption_in_transit: Literal["monitor", "enforce"] | None = Field(
        default=None,
        description="VPC encryption controls, charged by the hour: `monitor` shows traffic inside the VPC "
        "that is not encrypted, `enforce` stops it; none if absent.",
    )
    dns_firewall: DnsFirewall | None = Field(
        default=None, description="Which names the VPC's resolver answers; all if absent. `{}` stops threats."
    )
    firewall: Firewall | None = Field(
        default=None,
        description="AWS Network Firewall between the tiers and the gateways; none if absent. `{}` lets "
        "through what `allow` says.",
    )
    allow: tuple[Rule, ...] = Field(
        default=(),
        description="The traffic that is allowed; security groups and network ACLs both follow from it.",
    )

    @property
    def interface_endpoints(self) -> tuple[str, ...]:
        """The endpoints that are network interfaces, in the order of the file."""
        return tuple(service for service in self.endpoints if service not in GATEWAY_SERVICES)

    def spaces(self) -> dict[str, TierSpace]:
        """What each tier asks for, the automatic tiers `endpoints` and `firewall` included."""
        tiers = {name: TierSpace(tier.size, tier.cidrs or ()) for name, tier in self.subnets.items()}
        if self.interface_endpoints:
            tiers.setdefault(ENDPOINTS_TIER, TierSpace(DEFAULT_ENDPOINTS_SIZE))
        if self.firewall:
            tiers[FIREWALL_TIER] = TierSpace(_FIREWALL_SIZE)
        return tiers

    def layout(self) -> Mapping[str, tuple[IPv4Network, ...]]:
        """The range of each tier in each zone, the automatic tiers included."""
        return lay_out(self.cidr, self.zones, self.spaces()).placed

    def end_words(self) -> tuple[str, ...]:
        """Everything that can stand at an end of a rule, ranges aside."""
        lists = (f"prefix_list/{name}" for name in self.prefix_lists)
        return (*(name for name in self.subnets if name != ENDPOINTS_TIER), *END_WORDS, *lists)
