"""What may pass between a VPC and the internet for its addresses' sake.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html ("Internet gateway basics")
    https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
"""

from collections.abc import Iterable
from dataclasses import replace

from baseline.reach.addresses import ALL, ALL_6, INTERNET, NO_HOST
from baseline.reach.intervals import Intervals, difference, union
from baseline.reach.model.gateways import Hangs, Nat
from baseline.reach.model.network import Network
from baseline.reach.model.places import Block, Interface, Subnet
from baseline.reach.model.routes import Kind
from baseline.reach.packets import NONE, Box, PacketSet
from baseline.reach.routing import Choice
from baseline.reach.traffic import Traffic, of_box

_OUTWARDS = (Kind.INTERNET_GATEWAY, Kind.FIREWALL, Kind.APPLIANCE, Kind.UNKNOWN)


def public(traffic: Traffic, owner: Interface | Nat, *, sent: bool) -> Traffic:
    """IPv4 needs a public address; an IPv6 address is public by itself."""
    if owner.public is True:
        return traffic
    v6 = PacketSet((Box(src=ALL_6) if sent else Box(dst=ALL_6),))
    must = traffic.must & v6
    if owner.public is False:
        return replace(traffic, must=must, may=traffic.may & v6)
    why = f"whether {owner.source} has a public address is not known"
    return replace(traffic, must=must, doubts=(*traffic.doubts, why))


def unblocked(subnet: Subnet, traffic: Traffic, *, nat: bool) -> Traffic:
    """VPC Block Public Access: bidirectional stops all; ingress-only leaves NAT and egress-only gateways.

    VPC BPA basics: what passes a firewall's endpoint is blocked "even if" that endpoint's subnet is excluded;
    what an exclusion of the sender's own subnet does then is not said.
    """
    if any(kind in ("firewall", "appliance") for kind, _ in traffic.doors):
        traffic = behind_firewall(subnet, traffic)
    match subnet.block:
        case Block.OFF:
            return traffic
        case Block.INGRESS if nat:
            return traffic
        case Block.UNKNOWN:
            return traffic.doubtful("the mode of VPC Block Public Access is not known")
        case _:
            return replace(traffic, must=NONE, may=NONE)


def behind_firewall(subnet: Subnet, traffic: Traffic) -> Traffic:
    """What an exclusion of the subnet at the other side of a firewall does is not said."""
    why = "whether an exclusion from VPC Block Public Access helps behind a firewall is not known"
    return traffic.doubtful(why) if subnet.excluded else traffic


def returnable(came: Traffic, routes: Iterable[Choice]) -> Traffic:
    """Without a route back to the internet gateway a subnet is private; whether packets enter is not said.

    Internet gateway basics: "a public subnet has a route to an internet gateway".
    """
    back = union(*(choice.must for choice in routes if choice.route.target.kind in _OUTWARDS))
    box = of_box(Box(src=back))
    if came.must.within(box):
        return came
    why = "its subnet has no route back to the internet gateway; AWS does not say whether packets enter"
    return replace(came, must=came.must & box, doubts=(*came.doubts, why))


def known_premises(network: Network) -> Intervals:
    """The addresses on premises that routes lead to; what is announced over BGP is in no template."""
    found = []
    for table in network.tables.values():
        for route in table.routes:
            attachment = network.attachments.get(route.target.key)
            premises = attachment is not None and attachment.kind is Hangs.PREMISES
            if route.target.kind is Kind.VPN or premises:
                found.append(route.destination.must)
    return difference(union(*found), network.inside)


def outside_of(network: Network, kind: str) -> Intervals:
    """The addresses that an outside place could have."""
    if kind == "internet":
        return difference(INTERNET, network.inside)
    return difference(ALL, union(network.inside, NO_HOST))
