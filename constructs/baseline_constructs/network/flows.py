"""What traffic is allowed, said once; security groups and network ACLs are derived from it."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Literal, TypeAlias

IpNetwork: TypeAlias = IPv4Network | IPv6Network
Protocol: TypeAlias = Literal["tcp", "udp", "icmp", "icmpv6"]
GatewayService: TypeAlias = Literal["s3", "dynamodb"]

_EPHEMERAL = (1024, 65535)


@dataclass(frozen=True)
class Ports:
    """A protocol and a range of its ports.

    Args:
        protocol: "tcp", "udp" or "icmp"; a flow over icmp means ICMPv6 too where the VPC has IPv6.
        first: Lowest port, 0 to 65535; -1 for icmp.
        last: Highest port, inclusive; -1 for icmp.
    """

    protocol: Protocol
    first: int = -1
    last: int = -1

    def __str__(self) -> str:
        if self.first < 0:
            return self.protocol
        return f"{self.protocol}/{self.first}" + (f"-{self.last}" if self.last != self.first else "")

    def covers(self, other: "Ports") -> bool:
        """Whether every packet of `other` is one of these."""
        return self.protocol == other.protocol and self.first <= other.first and other.last <= self.last

    def in_version(self, version: int) -> "Ports":
        """The same over IPv4 or IPv6, whose ICMP are two protocols."""
        if self.protocol in ("icmp", "icmpv6"):
            return Ports("icmp" if version == 4 else "icmpv6")
        return self

    def answered_to(self) -> "Ports":
        """Where the answers go: the ports that NAT gateways and every client's system may have called from.

        Source: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html, ephemeral ports
        """
        return self if self.first < 0 else Ports(self.protocol, *_EPHEMERAL)


HTTPS = Ports("tcp", 443, 443)


@dataclass(frozen=True)
class TierEnd:
    """Everything in the subnets of a tier."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class CidrEnd:
    """An address range outside the VPC; addresses of the VPC that lie in it are not meant."""

    network: IpNetwork

    def __str__(self) -> str:
        return str(self.network)


@dataclass(frozen=True)
class PrefixListEnd:
    """A named list of address ranges outside the VPC, all of one IP version."""

    name: str
    networks: tuple[IpNetwork, ...]

    def __str__(self) -> str:
        return f"prefix_list/{self.name}"


@dataclass(frozen=True)
class InternetEnd:
    """Every address outside the VPC that the tier at the other end has a route to."""

    def __str__(self) -> str:
        return "internet"


@dataclass(frozen=True)
class GatewayEndpointEnd:
    """A service behind a gateway endpoint."""

    service: GatewayService

    def __str__(self) -> str:
        return self.service


End: TypeAlias = TierEnd | CidrEnd | PrefixListEnd | InternetEnd | GatewayEndpointEnd


@dataclass(frozen=True)
class Flow:
    """Conversations that `source` may open to `target`; the answers are implied.

    Args:
        source: Who may open them.
        target: To whom.
        ports: The target's protocol and ports.
    """

    source: End
    target: End
    ports: Ports

    def __str__(self) -> str:
        return f"{self.source} to {self.target} on {self.ports}"
