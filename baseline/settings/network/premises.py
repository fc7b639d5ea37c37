"""The models of what leads to one's own premises: VPN connections and Direct Connect."""

from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.address import Ipv4Range
from baseline.settings.problem import quoted
from baseline.settings.section import Section
from baseline.settings.text import Parsed, spelt

Asn = Annotated[int, Field(ge=1, le=2147483647)]
ConnectionName = Annotated[
    str,
    spelt(r"[a-z][a-z0-9-]{0,19}", "1 to 20 lower-case letters, digits and hyphens, beginning with a letter"),
]


def parse_public_address(text: str) -> IPv4Address:
    """One IPv4 address of the internet; raises ValueError for any other."""
    try:
        address = IPv4Address(text)
    except ValueError:
        raise ValueError(f"{quoted(text)} is not an IPv4 address such as 198.51.100.7") from None
    private = address.is_private and not _is_documentation(address)
    if private or address.is_multicast or address.is_reserved or address.is_unspecified:
        raise ValueError(f"{quoted(text)} is no public address; AWS must reach the device over the internet")
    return address


def _is_documentation(address: IPv4Address) -> bool:
    """What examples are written with: RFC 5737."""
    return str(address).startswith(("192.0.2.", "198.51.100.", "203.0.113."))


PublicAddress = Annotated[IPv4Address, Parsed(parse_public_address, {"examples": ["198.51.100.7"]})]


class VpnConnection(Section):
    """Two IPsec tunnels to a device on premises: IKEv2, AES-256-GCM, SHA-2, P-384 or better."""

    address: PublicAddress = Field(description="The device's public IPv4 address.", examples=["198.51.100.7"])
    asn: Asn | None = Field(
        default=None,
        description="The device's BGP autonomous system number, 1 to 2147483647; static routes if absent.",
    )


class PrivateInterface(Section):
    """The private virtual interface; add it once AWS has made the line available."""

    vlan: int = Field(ge=1, le=4094, description="The VLAN's number.", examples=[101])
    asn: Asn = Field(description="Your router's BGP number, 1 to 2147483647.", examples=[65010])


class DirectConnect(Section):
    """A dedicated line to the VPN gateway. Ordering one costs money every hour, and takes weeks."""

    location: Annotated[str, spelt(r"[A-Za-z0-9-]{2,20}", "AWS's code of a location, such as EqDC2")] = Field(
        description="AWS's code of the place where both networks meet.", examples=["EqDC2"]
    )
    bandwidth: Literal["1Gbps", "10Gbps", "100Gbps", "400Gbps"] = Field(
        default="10Gbps", description="How much it carries."
    )
    macsec: bool = Field(
        default=True,
        description="Whether the line is ordered on a port that encrypts it (MACsec); 1Gbps has none.",
    )
    amazon_asn: int = Field(
        default=64513,
        description="The Direct Connect gateway's private BGP number: 64512 to 65534 or 4200000000 to "
        "4294967294.",
    )
    interface: PrivateInterface | None = Field(
        default=None, description="What runs on the line; leave it out until the line is available."
    )


class VpnGateway(Section):
    """A virtual private gateway, which VPN connections and a Direct Connect line lead to."""

    asn: int = Field(
        default=64512,
        description="Amazon's side's private autonomous system number: 64512 to 65534 or 4200000000 to "
        "4294967294.",
    )
    networks: tuple[Ipv4Range, ...] = Field(
        min_length=1,
        description="The ranges on premises that are routed to the gateway.",
        examples=["[192.168.0.0/16]"],
    )
    connections: Mapping[ConnectionName, VpnConnection] = Field(
        default_factory=dict, description="VPN connections by name, charged by the hour; none by default."
    )
    direct_connect: DirectConnect | None = Field(
        default=None, description="A Direct Connect line, charged by the hour; none by default."
    )
