"""Where packets are sent: routes and their tables."""

from dataclasses import dataclass
from enum import StrEnum

from baseline.reach.addresses import Extent
from baseline.reach.model.source import Source


class Kind(StrEnum):
    """What a route leads to."""

    LOCAL = "local"
    INTERNET_GATEWAY = "internet gateway"
    NAT = "NAT gateway"
    EGRESS_ONLY = "egress-only internet gateway"
    PEERING = "peering connection"
    TRANSIT = "transit gateway"
    VPN = "virtual private gateway"
    ENDPOINT = "gateway endpoint"
    FIREWALL = "firewall endpoint"
    APPLIANCE = "appliance"
    UNKNOWN = "unknown target"
    ATTACHMENT = "transit gateway attachment"
    BLACKHOLE = "black hole"


@dataclass(frozen=True)
class Target:
    """What a route leads to: its kind, and its key where it has one."""

    kind: Kind
    key: str = ""


@dataclass(frozen=True)
class Route:
    """One route.

    Attributes:
        source: Where it is written.
        destination: The addresses.
        target: Where they are sent.
        shortest: The least prefix length that it could have.
        longest: The greatest.
        rank: Among routes of one length the lowest goes first: 0 static, 1 prefix list, 2 propagated.
        certain: Whether it exists for certain.
    """

    source: Source
    destination: Extent
    target: Target
    shortest: int
    longest: int
    rank: int = 0
    certain: bool = True


@dataclass(frozen=True)
class RouteTable:
    """A route table of a VPC or of a transit gateway.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        routes: All of them, in any order.
        owner: For those of transit gateways the gateway's key.
    """

    key: str
    source: Source
    routes: tuple[Route, ...]
    owner: str = ""
