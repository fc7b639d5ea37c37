"""Follows packets from one place to another along routes, over every gateway, one direction at a time.

Sources, section by section:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html ("VPC peering limitations")
"""

from collections.abc import Iterable, Iterator

from baseline.reach.addresses import ALL_6
from baseline.reach.filters import Filter, acl_filter, group_filter
from baseline.reach.intervals import Intervals
from baseline.reach.model.gateways import Nat
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface, Vpc
from baseline.reach.model.routes import Kind, Route
from baseline.reach.packets import Box, PacketSet
from baseline.reach.publicity import public, unblocked
from baseline.reach.routing import Choice, Switch
from baseline.reach.traffic import Journey, Outside, Site, Traffic, destinations
from baseline.reach.ways_inbound import InboundWays
from baseline.reach.ways_transit import TransitWays

# Stands for whichever NAT gateway routes lead to; the last door says which.
ANY_NAT = Outside("nat", name="NAT gateways")

_FAR = frozenset({"internet", "nat", "vpn", "egress_only", "unknown"})


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
        journey, sent = Journey(source, target, answer), Traffic(wanted, wanted)
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
                yield from self._follow(choice.route, subnet, journey, taken, seen)

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
            traffic = self._groups(target, journey.source, traffic, egress=False)
        if traffic:
            yield traffic

    def _groups(self, wearer: Interface, peer: Site, traffic: Traffic, *, egress: bool) -> Traffic:
        """What the wearer's groups leave.

        Rules that name a group hold inside a VPC and over peering. Over a transit gateway they hold only
        where both sides enable it, and never for packets that come by a public address.
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

    def _follow(  # noqa: C901 - one case for each kind of target
        self, route: Route, subnet: str, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        key, vpc = route.target.key, self.network.vpc_of(subnet)
        match route.target.kind:
            case Kind.LOCAL:
                yield from self.local(vpc, journey, traffic, came_from=subnet)
            case Kind.NAT:
                if journey.target is ANY_NAT or _key(journey.target) == key:
                    nat = self.network.nats[key]
                    yield from self.arrive(nat, journey, traffic.by("nat", key), came_from=subnet)
            case Kind.INTERNET_GATEWAY:
                yield from self._to_internet(vpc, key, journey, traffic)
            case Kind.EGRESS_ONLY:
                yield from self._by_egress_only(subnet, key, journey, traffic)
            case Kind.PEERING:
                yield from self._peered(vpc, key, journey, traffic)
            case Kind.TRANSIT:
                yield from self.transit.enter(vpc, subnet, key, journey, traffic, seen)
            case Kind.VPN:
                if journey.to("on-premises", "exit"):
                    yield traffic.by("vpn", key)
            case Kind.ENDPOINT:
                yield from self._to_service(key, journey, traffic)
            case Kind.APPLIANCE:
                yield from self._by_appliance(key, journey, traffic)
            case Kind.UNKNOWN:
                unsure = traffic.doubtful(f"where {route.source} leads is not known")
                yield from self._anywhere(journey, unsure.by("unknown", key))
            case _:
                return

    def _to_internet(self, vpc: Vpc, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Internet gateway basics: needs the gateway attached, and a public address at the sender.

        The gateway takes no packet from elsewhere than its own VPC.
        """
        source = journey.source
        if not journey.to("internet", "exit") or vpc.internet_gateway != key:
            return
        if isinstance(source, Outside) or self.network.vpc_of(source.subnet) is not vpc:
            return
        traffic = traffic.by("internet", key)
        traffic = traffic.unless(vpc.gateway_certain or None, "the gateway may not be attached")
        subnet = self.network.subnets[source.subnet]
        traffic = public(unblocked(subnet, traffic, nat=isinstance(source, Nat)), source, sent=True)
        if traffic:
            yield traffic

    def _by_egress_only(self, subnet: str, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Egress-only internet gateways: IPv6 only, outwards only, and stateful."""
        if journey.to("internet", "exit") and key in self.network.vpc_of(subnet).egress_only:
            v6 = PacketSet((Box(dst=ALL_6),))
            traffic = unblocked(self.network.subnets[subnet], traffic.through(Filter(v6, v6)), nat=True)
            yield traffic.by("egress_only", key)

    def _peered(self, vpc: Vpc, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """VPC peering limitations: not transitive, so only packets of one VPC to the other pass."""
        peering = self.network.peerings[key]
        if vpc.key not in peering.vpcs:
            return
        there = peering.vpcs[1] if peering.vpcs[0] == vpc.key else peering.vpcs[0]
        own = PacketSet((Box(src=vpc.addresses),))
        traffic = traffic.through(Filter(own, own)).by("peering", key)
        traffic = traffic.unless(peering.certain or None, f"{peering.source} may not exist")
        if journey.to("exit") or (journey.to("elsewhere") and there is None):
            yield traffic
        elif there is not None:
            yield from self.local(self.network.vpcs[there], journey, traffic, came_from=None)

    def _to_service(self, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Gateway endpoints: a route to a service; an endpoint policy without any Allow lets nothing pass."""
        endpoint = self.network.endpoints[key]
        if journey.to("exit") or (journey.to("service") and _key(journey.target) == key):
            passed = traffic.by(f"endpoint/{endpoint.service}", key)
            yield passed.unless(endpoint.open, f"the policy of {endpoint.source} is not known")

    def _by_appliance(self, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """A firewall or an instance that forwards: it may drop anything, or send it anywhere."""
        appliance = self.network.appliances[key]
        traffic = traffic.unless(appliance.passes, f"what {appliance.source} lets pass is not modelled")
        if traffic:
            yield from self._anywhere(journey, traffic.by("appliance", key))

    def _anywhere(self, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        if isinstance(journey.target, Outside):
            yield traffic
        else:
            yield from self.arrive(journey.target, journey, traffic, came_from=None)


def _key(site: Site) -> str:
    return site.key
