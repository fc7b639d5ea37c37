"""Follows packets from one place to another along routes, over every gateway, one direction at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from baseline.reach.addresses import ALL_4
from baseline.reach.filters import Filter, acl_filter, group_filter
from baseline.reach.intervals import Intervals
from baseline.reach.model.gateways import Nat
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface, Vpc
from baseline.reach.model.routes import Kind, Route
from baseline.reach.packets import Box, PacketSet
from baseline.reach.routing import Choice, Switch
from baseline.reach.traffic import Journey, Outside, Site, Traffic, all_of, any_of, destinations
from baseline.reach.ways.inbound import InboundWays
from baseline.reach.ways.outward import OutwardWays
from baseline.reach.ways.transit import TransitWays

# Stands for whichever NAT gateway routes lead to; the last door says which.
ANY_NAT = Outside("nat", name="NAT gateways")

_FAR = frozenset({"internet", "nat", "vpn", "egress_only", "unknown", "appliance", "firewall"})
# Security groups, "Security group referencing": between two instances with a middlebox on the way, rules
# have to
# name addresses.
_MIDDLE = frozenset({"appliance", "firewall"})


class Ways:
    """Answers which packets get from one place to another.

    Args:
        network: The network.
        layers: What filters: "groups", "acls", or both. What is left out lets everything pass, which shows
            what the other layer holds back by itself.
    """

    def __init__(self, network: Network, *, layers: frozenset[str] = frozenset({"groups", "acls"})) -> None:
        self.network = network
        self.transit = TransitWays(self)
        self.outward = OutwardWays(self)
        self._inbound = InboundWays(self)
        self._layers = layers
        self._acls: dict[tuple[str, bool], Filter] = {}
        self._switches: dict[str, Switch] = {}

    def forward(
        self, source: Site, target: Site, wanted: PacketSet, *, answer: bool = False
    ) -> Iterator[Traffic]:
        """What arrives of the packets sent, by each way there is.

        Args:
            source: Who sends.
            target: Who is to get it.
            wanted: The packets, at the addresses of source and target.
            answer: Whether they answer packets that went the other way, so that groups let them pass.
        """
        journey, sent = Journey(source, target, answer), self._with_addresses(source, target, wanted)
        if self._unplaced(source) or self._unplaced(target):
            yield from self._nobody_knows(journey, sent)
            return
        match source:
            case Interface():
                yield from self._from_interface(source, journey, sent)
            case Nat():
                yield from self._leave(source.subnet, journey, sent)
            case Outside():
                yield from self._inbound.into(source, journey, sent)

    def acl(self, subnet: str, traffic: Traffic, *, egress: bool) -> Traffic:
        """What a subnet's network ACL leaves."""
        if "acls" not in self._layers:
            return traffic
        key = (self.network.subnets[subnet].acl, egress)
        if key not in self._acls:
            self._acls[key] = acl_filter(self.network.acls[key[0]], egress=egress)
        return traffic.through(self._acls[key])

    def choices(self, table: str, towards: Intervals) -> Iterable[Choice]:
        """The routes of a table for these destinations."""
        if table not in self._switches:
            self._switches[table] = Switch(self.network.tables[table])
        return self._switches[table].towards(towards)

    def routed(
        self, subnet: str, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """Each route of the subnet's table, with the packets that take it."""
        for choice in self.choices(self.network.subnets[subnet].table, destinations(traffic)):
            taken = traffic.towards(choice.must, choice.may)
            if taken:
                yield from self.follow(choice.route, subnet, journey, taken, seen)

    def local(
        self, vpc: Vpc, journey: Journey, traffic: Traffic, *, came_from: str | None
    ) -> Iterator[Traffic]:
        """Within a VPC, to the target if it is there; `came_from` is the subnet that the packets are in."""
        target = journey.target
        if isinstance(target, Interface | Nat) and self.network.vpc_of(target.subnet) is vpc:
            yield from self.arrive(target, journey, traffic, came_from=came_from)

    def arrive(
        self, target: Interface | Nat, journey: Journey, traffic: Traffic, *, came_from: str | None
    ) -> Iterator[Traffic]:
        """Into the target's subnet, unless the packet is there already, and through its groups.

        Network ACL basics: ACLs filter what enters and leaves a subnet. A NAT gateway has no group, and
        takes packets that are addressed to the world.
        """
        if isinstance(target, Interface):
            traffic = traffic.towards(target.addresses, target.addresses)
        if came_from != target.subnet:
            traffic = self.acl(target.subnet, traffic, egress=False)
        if isinstance(target, Interface) and not journey.answer and traffic:
            if isinstance(journey.source, Interface) and _MIDDLE & {kind for kind, _ in traffic.doors}:
                traffic = self._groups(journey.source, target, traffic, egress=True)
            traffic = self._groups(target, journey.source, traffic, egress=False)
        if traffic:
            yield traffic

    @staticmethod
    def one_of(found: list[list[Traffic]]) -> Iterator[Traffic]:
        """One of several ways, each with its branches, and nobody knows which."""
        merged = any_of([all_of(each) for each in found])
        if merged:
            yield replace(merged, doors=next(each[0].doors for each in found if each))

    def _with_addresses(self, source: Site, target: Site, wanted: PacketSet) -> Traffic:
        """Where nobody knows whether an interface has an IPv6 address, nothing of that version is certain."""
        sent = Traffic(wanted, wanted)
        for site, v4 in ((source, Box(src=ALL_4)), (target, Box(dst=ALL_4))):
            if isinstance(site, Interface) and not site.v6_certain:
                why = f"whether {site.source} has an IPv6 address is not known"
                sent = replace(sent, must=sent.must & PacketSet((v4,)), doubts=(*sent.doubts, why))
        return sent

    def _unplaced(self, site: Site) -> bool:
        return not isinstance(site, Outside) and not self.network.subnets[site.subnet].described

    def _nobody_knows(self, journey: Journey, sent: Traffic) -> Iterator[Traffic]:
        """To or from a subnet that no template describes: only groups are known, and count."""
        source, target = journey.source, journey.target
        sites = [each for each in (source, target) if not isinstance(each, Outside) and self._unplaced(each)]
        why = f"{sites[0].source} stands in a subnet that is not in the templates"
        sent = replace(sent.doubtful(why), doubts=(why, *sent.doubts))
        if journey.to("exit", "nat"):
            sent = sent.by("unknown", "")
        if isinstance(source, Interface) and not journey.answer:
            sent = self._groups(source, target, sent, egress=True)
        if isinstance(target, Interface) and not journey.answer:
            sent = self._groups(target, source, sent, egress=False)
        if sent and not journey.to("nat"):
            yield sent

    def _groups(self, wearer: Interface, peer: Site, traffic: Traffic, *, egress: bool) -> Traffic:
        """What the wearer's groups leave.

        Rules that name a group hold inside a VPC and over peering. Over a transit gateway they hold only
        where both sides enable it, and never for packets that come by a public address or a middlebox.
        """
        if "groups" not in self._layers:
            return traffic
        doors = {kind for kind, _ in traffic.doors}
        near = peer if isinstance(peer, Interface) and not doors & _FAR else None
        possible = group_filter(self.network, wearer, peer=near, egress=egress)
        if near is None or self._neighbours(wearer, near):
            return traffic.through(possible)
        certain = group_filter(self.network, wearer, peer=None, egress=egress)
        return traffic.through(Filter(certain.must, possible.may))

    def _neighbours(self, one: Interface, other: Interface) -> bool:
        vpcs = {self.network.vpc_of(one.subnet).key, self.network.vpc_of(other.subnet).key}
        return len(vpcs) == 1 or any(set(peering.vpcs) == vpcs for peering in self.network.peerings.values())

    def _from_interface(self, source: Interface, journey: Journey, sent: Traffic) -> Iterator[Traffic]:
        target = journey.target
        if not journey.answer:
            sent = self._groups(source, target, sent, egress=True)
        if isinstance(target, Interface) and target.subnet == source.subnet:
            # Subnet basics: within a subnet neither routes nor network ACLs take part.
            yield from self.arrive(target, journey, sent, came_from=source.subnet)
        elif sent:
            yield from self._leave(source.subnet, journey, sent)

    def _leave(self, subnet: str, journey: Journey, sent: Traffic) -> Iterator[Traffic]:
        left = self.acl(subnet, sent, egress=True)
        if left:
            yield from self.routed(subnet, journey, left, frozenset({subnet}))

    def follow(  # noqa: C901 - one case for each kind of target
        self, route: Route, subnet: str, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """What a route leads to; `subnet` is where the packets are."""
        key, out = route.target.key, self.outward
        vpc = self.network.vpc_of(subnet)
        match route.target.kind:
            case Kind.LOCAL:
                yield from self.local(vpc, journey, traffic, came_from=subnet)
            case Kind.NAT:
                if journey.target is ANY_NAT or journey.target.key == key:
                    nat = self.network.nats[key]
                    yield from self.arrive(nat, journey, traffic.by("nat", key), came_from=subnet)
            case Kind.INTERNET_GATEWAY:
                yield from out.to_internet(vpc, key, journey, traffic)
            case Kind.EGRESS_ONLY:
                yield from out.by_egress_only(subnet, key, journey, traffic)
            case Kind.PEERING:
                yield from out.peered(vpc, key, journey, traffic)
            case Kind.TRANSIT:
                yield from self.transit.enter(vpc, subnet, key, journey, traffic, seen)
            case Kind.VPN:
                yield from out.to_premises(vpc, key, journey, traffic)
            case Kind.ENDPOINT:
                yield from out.to_service(key, journey, traffic)
            case Kind.FIREWALL:
                yield from out.by_firewall(key, journey, traffic, subnet, seen)
            case Kind.APPLIANCE:
                yield from out.by_appliance(key, journey, traffic)
            case Kind.UNKNOWN:
                unsure = traffic.doubtful(f"where {route.source} leads is not known")
                yield from out.anywhere(journey, unsure.by("unknown", key))
            case _:
                return
