"""IP ranges as YAML texts."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_interface
from typing import Annotated, TypeAlias

from baseline.settings.problem import quoted
from baseline.settings.text import Parsed

Network: TypeAlias = IPv4Network | IPv6Network

# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, the same for subnets
LARGEST_PREFIX, SMALLEST_PREFIX = 16, 28

RFC_1918 = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))


def parse_range(text: str) -> Network:
    """An IPv4 or IPv6 range in CIDR notation.

    Raises:
        ValueError: Not a range, a netmask instead of a prefix length, or bits set behind the prefix.
    """
    if not re.fullmatch(r"[0-9a-fA-F.:]+/[0-9]{1,3}", text):
        wanted = f"write {text}/32" if re.fullmatch(r"[0-9.]+", text) else "write it as in 10.0.0.0/16"
        raise ValueError(f"{quoted(text)} is not an IP range; {wanted}")
    try:
        interface = ip_interface(text)
    except ValueError:
        raise ValueError(f"{quoted(text)} is not an IP range; write it as in 10.0.0.0/16") from None
    network = interface.network
    if interface.ip != network.network_address:
        raise ValueError(f"{quoted(text)} has bits set behind the prefix; the network is {network}")
    return network


def parse_ipv4(text: str) -> IPv4Network:
    """An IPv4 range in CIDR notation; raises ValueError as `parse_range` does, and for IPv6."""
    network = parse_range(text)
    if not isinstance(network, IPv4Network):
        raise ValueError(f"{quoted(text)} is an IPv6 range; only IPv4 can stand here")
    return network


def parse_vpc_range(text: str) -> IPv4Network:
    """An IPv4 range of a size that a VPC or a subnet may have; raises ValueError otherwise."""
    network = parse_ipv4(text)
    if not LARGEST_PREFIX <= network.prefixlen <= SMALLEST_PREFIX:
        raise ValueError(
            f"{quoted(text)} must be of size /{LARGEST_PREFIX} (the largest) to /{SMALLEST_PREFIX} (the "
            f"smallest)"
        )
    return network


def is_rfc1918(network: IPv4Network) -> bool:
    """Whether all of the range is set aside for private networks."""
    return any(network.subnet_of(private) for private in RFC_1918)


_SCHEMA = {"examples": ["10.0.0.0/16"]}

Ipv4Range = Annotated[IPv4Network, Parsed(parse_ipv4, _SCHEMA)]
VpcRange = Annotated[IPv4Network, Parsed(parse_vpc_range, _SCHEMA)]
IpRange = Annotated[IPv4Network | IPv6Network, Parsed(parse_range, _SCHEMA)]
