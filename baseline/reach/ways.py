"""Follows packets from one place to another along routes, over every gateway, one direction at a time.

Sources, section by section:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html ("VPC peering limitations": not
    transitive)
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from baseline.reach.addresses import ALL, ALL_6, INTERNET, NO_HOST
from baseline.reach.filters import Filter, acl_filter, group_filter
from baseline.reach.intervals import Intervals, difference, union
from baseline.reach.model import (
    Attachment,
    Block,
    Interface,
    Kind,
    Nat,
    Network,
    Route,
    Subnet,
    Vpc,
)
from baseline.reach.packets import NONE, Box, PacketSet
from baseline.reach.routing import Choice, Switch
from baseline.reach.traffic import Outside, Site, Traffic, destinations, of_box

_DEPTH = 8


class Ways:
    """Answers which packets get from one place to another.

    Args:
        network: The network.
        layers: What filters: "groups", "acls", or both. What is left out lets everything pass, which shows
        what
            the other layer holds back by itself.
    """

    def __init__(self, network: Network, *, layers: frozenset[str] = frozenset({"groups", "acls"})) -> None:
        self.network = network
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
        sent = Traffic(wanted, wanted)
        match source:
            case Interface():
                yield from self._from_interface(source, target, sent, answer)
            case Nat():
                yield from self._leave(source.subnet, target, sent, source, answer)
            case Outside():
                yield from self._from_outside(source, target, sent, answer)

    def acl(self, subnet: str, traffic: Traffic, *, egress: bool) -> Traffic:
        """What a subnet's network ACL leaves."""
        if "acls" not in self._layers:
            return traffic
        key = (self.network.subnets[subnet].acl, egress)
        if key not in self._acls:
            self._acls[key] = acl_filter(self.network.acls[key[0]], egress=egress)
        return traffic.through(self._acls[key])

    def _groups(self, wearer: Interface, peer: Site, traffic: Traffic, *, egress: bool) -> Traffic:
        """What the wearer's groups leave.

        Rules that name a group hold inside a VPC and over peering. Over a transit gateway they hold only
        where
        both sides enable it, and never for packets that come by a public address.
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

    # Leaving.

    def _from_interface(
        self, source: Interface, target: Site, sent: Traffic, answer: bool
    ) -> Iterator[Traffic]:
        if not answer:
            sent = self._groups(source, target, sent, egress=True)
        if isinstance(target, Interface | Nat) and target.subnet == source.subnet:
            # Subnet basics: within a subnet neither routes nor network ACLs take part.
            here = sent.towards(target.addresses, target.addresses)
            yield from self._arrive(target, here, source, answer, came_from=source.subnet)
            if isinstance(target, Interface):
                return
        if sent:
            yield from self._leave(source.subnet, target, sent, source, answer)

    def _leave(
        self, subnet: str, target: Site, sent: Traffic, source: Site, answer: bool
    ) -> Iterator[Traffic]:
        left = self.acl(subnet, sent, egress=True)
        if left:
            yield from self._routed(subnet, target, left, source, answer, seen=frozenset({subnet}))

    def _routed(
        self, subnet: str, target: Site, traffic: Traffic, source: Site, answer: bool, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """Each route of the subnet's table, with the packets that take it."""
        for choice in self.choices(self.network.subnets[subnet].table, destinations(traffic)):
            taken = traffic.towards(choice.must, choice.may)
            if taken:
                yield from self._follow(choice.route, subnet, target, taken, source, answer, seen)

    def choices(self, table: str, destinations: Intervals) -> Iterable[Choice]:
        """The table's routes for these destinations."""
        if table not in self._switches:
            self._switches[table] = Switch(self.network.tables[table])
        return self._switches[table].towards(destinations)

    def _follow(  # noqa: C901 - one case for each kind of target
        self,
        route: Route,
        subnet: str,
        target: Site,
        traffic: Traffic,
        source: Site,
        answer: bool,
        seen: frozenset[str],
    ) -> Iterator[Traffic]:
        key = route.target.key
        vpc = self.network.vpc_of(subnet)
        match route.target.kind:
            case Kind.LOCAL:
                yield from self._local(vpc, target, traffic, source, answer, came_from=subnet)
            case Kind.NAT:
                if target is ANY_NAT or (isinstance(target, Nat) and target.key == key):
                    nat = self.network.nats[key]
                    yield from self._arrive(nat, traffic.by("nat", key), source, answer, came_from=subnet)
            case Kind.INTERNET_GATEWAY:
                yield from self._to_internet(vpc, key, target, traffic, source, answer)
            case Kind.EGRESS_ONLY:
                yield from self._by_egress_only(subnet, key, target, traffic, source)
            case Kind.PEERING:
                yield from self._peered(vpc, key, target, traffic, source, answer)
            case Kind.TRANSIT:
                yield from self._to_transit(vpc, subnet, key, target, traffic, source, answer, seen)
            case Kind.VPN:
                if isinstance(target, Outside) and target.kind in ("on-premises", "exit"):
                    yield traffic.by("vpn", key)
            case Kind.ENDPOINT:
                yield from self._to_service(key, target, traffic)
            case Kind.APPLIANCE:
                yield from self._by_appliance(key, target, traffic, source, answer)
            case Kind.UNKNOWN:
                yield from self._anywhere(route, target, traffic, source, answer)
            case _:
                return

    def _local(
        self, vpc: Vpc, target: Site, traffic: Traffic, source: Site, answer: bool, *, came_from: str | None
    ) -> Iterator[Traffic]:
        if isinstance(target, Interface | Nat) and self.network.vpc_of(target.subnet) is vpc:
            yield from self._arrive(target, traffic, source, answer, came_from=came_from)

    def _arrive(
        self, target: Interface | Nat, traffic: Traffic, source: Site, answer: bool, *, came_from: str | None
    ) -> Iterator[Traffic]:
        """Into the target's subnet, unless the packet is there already, and through its groups.

        Network ACL basics: ACLs filter what enters and leaves a subnet. A NAT gateway has no group, and
        takes packets that are addressed to the world.
        """
        if isinstance(target, Interface):
            traffic = traffic.towards(target.addresses, target.addresses)
        if came_from != target.subnet:
            traffic = self.acl(target.subnet, traffic, egress=False)
        if isinstance(target, Interface) and not answer and traffic:
            traffic = self._groups(target, source, traffic, egress=False)
        if traffic:
            yield traffic

    # The internet.

    def _to_internet(
        self, vpc: Vpc, key: str, target: Site, traffic: Traffic, source: Site, answer: bool
    ) -> Iterator[Traffic]:
        """Internet gateway basics: needs the gateway attached, and a public address at the sender.

        An IPv6 address is public by itself. The gateway takes no packet from elsewhere than its own VPC.
        """
        if not isinstance(target, Outside) or target.kind not in ("internet", "exit"):
            return
        if vpc.internet_gateway != key or not isinstance(source, Interface | Nat):
            return
        if self.network.vpc_of(source.subnet) is not vpc:
            return
        traffic = traffic.by("internet", key).unless(
            vpc.gateway_certain or None, "the gateway may not be attached"
        )
        subnet = self.network.subnets[source.subnet]
        traffic = self._public(
            self._unblocked(subnet, traffic, nat=isinstance(source, Nat)), source, sent=True
        )
        if traffic:
            yield traffic

    def _public(self, traffic: Traffic, owner: Interface | Nat, *, sent: bool) -> Traffic:
        """IPv4 needs a public address; IPv6 is one."""
        if owner.public is True:
            return traffic
        v6 = Box(src=ALL_6) if sent else Box(dst=ALL_6)
        must = traffic.must & PacketSet((v6,))
        if owner.public is False:
            return replace(traffic, must=must, may=traffic.may & PacketSet((v6,)))
        why = f"whether {owner.source} has a public address is not known"
        return replace(traffic, must=must, doubts=(*traffic.doubts, why))

    def _unblocked(self, subnet: Subnet, traffic: Traffic, *, nat: bool) -> Traffic:
        """VPC Block Public Access: bidirectional stops all; ingress-only leaves NAT and egress-only
        gateways.
        """
        match subnet.block:
            case Block.OFF:
                return traffic
            case Block.INGRESS if nat:
                return traffic
            case Block.UNKNOWN:
                return traffic.doubtful("the mode of VPC Block Public Access is not known")
            case _:
                return replace(traffic, must=NONE, may=NONE)

    def _by_egress_only(
        self, subnet: str, key: str, target: Site, traffic: Traffic, source: Site
    ) -> Iterator[Traffic]:
        """Egress-only internet gateways: IPv6 only, outwards only, and stateful."""
        vpc = self.network.vpc_of(subnet)
        if isinstance(target, Outside) and target.kind in ("internet", "exit") and key in vpc.egress_only:
            traffic = traffic.through(Filter(PacketSet((Box(dst=ALL_6),)), PacketSet((Box(dst=ALL_6),))))
            yield self._unblocked(self.network.subnets[subnet], traffic, nat=True).by("egress_only", key)

    # Other VPCs and networks.

    def _peered(
        self, vpc: Vpc, key: str, target: Site, traffic: Traffic, source: Site, answer: bool
    ) -> Iterator[Traffic]:
        """VPC peering limitations: not transitive, so only packets of one of the two VPCs to the other
        pass.
        """
        peering = self.network.peerings[key]
        if vpc.key not in peering.vpcs:
            return
        there = peering.vpcs[1] if peering.vpcs[0] == vpc.key else peering.vpcs[0]
        own = Filter(PacketSet((Box(src=vpc.addresses),)), PacketSet((Box(src=vpc.addresses),)))
        traffic = (
            traffic.through(own)
            .by("peering", key)
            .unless(peering.certain or None, f"{peering.source} may not exist")
        )
        if isinstance(target, Outside):
            if target.kind == "exit" or (target.kind == "elsewhere" and there is None):
                yield traffic
        elif there is None:
            return
        else:
            yield from self._local(self.network.vpcs[there], target, traffic, source, answer, came_from=None)

    def _to_transit(
        self,
        vpc: Vpc,
        subnet: str,
        key: str,
        target: Site,
        traffic: Traffic,
        source: Site,
        answer: bool,
        seen: frozenset[str],
    ) -> Iterator[Traffic]:
        """Into the gateway by an interface in one of the attachment's subnets, in the sender's zone if
        there is one.

        How network ACLs work with transit gateways: the ACL of that subnet checks the source inwards.
        """
        traffic = traffic.by("transit", key)
        if isinstance(target, Outside) and target.kind == "exit":
            yield traffic
            return
        mine = [a for a in self._attached.get(key, ()) if a.vpc == vpc.key]
        if not mine:
            if key not in self._attached or self._unseen(key):
                yield from self._beyond(key, target, traffic, source, answer)
            return
        for attachment in mine:
            entered = self._any_of(
                [self.acl(one, traffic, egress=False) for one in self._zonal(subnet, attachment)]
            )
            if entered:
                yield from self._in_transit(attachment, target, entered, source, answer, seen)

    @cached_property
    def _attached(self) -> dict[str, list[Attachment]]:
        found: dict[str, list[Attachment]] = {}
        for attachment in self.network.attachments.values():
            found.setdefault(attachment.transit, []).append(attachment)
        return found

    def _unseen(self, transit: str) -> bool:
        """Whether the gateway itself is no resource of these templates, so that more can hang on it."""
        return transit not in self.network.transits

    def _zonal(self, subnet: str, attachment: Attachment) -> Sequence[str]:
        zone = self.network.subnets[subnet].zone
        near = [s for s in attachment.subnets if zone is not None and self.network.subnets[s].zone == zone]
        return near or attachment.subnets

    def _any_of(self, traffics: Sequence[Traffic]) -> Traffic:
        """One of several ways, nobody knows which: certain is only what each lets through."""
        if not traffics:
            return Traffic(NONE, NONE)
        must, may = traffics[0].must, traffics[0].may
        for other in traffics[1:]:
            must, may = must & other.must, may | other.may
        return replace(traffics[0], must=must, may=may)

    def _in_transit(
        self,
        attachment: Attachment,
        target: Site,
        traffic: Traffic,
        source: Site,
        answer: bool,
        seen: frozenset[str],
    ) -> Iterator[Traffic]:
        """By the route table that the attachment is associated with."""
        if attachment.key in seen or len(seen) > _DEPTH:
            return
        if attachment.table is None:
            yield from self._beyond(attachment.transit, target, traffic, source, answer)
            return
        for choice in self.choices(attachment.table, destinations(traffic)):
            taken = traffic.towards(choice.must, choice.may)
            if not taken:
                continue
            if choice.route.target.kind is Kind.ATTACHMENT:
                onward = self.network.attachments[choice.route.target.key]
                yield from self._out_of_transit(
                    onward, target, taken, source, answer, seen | {attachment.key}
                )
            elif choice.route.target.kind is Kind.UNKNOWN:
                yield from self._beyond(attachment.transit, target, taken, source, answer)

    def _out_of_transit(
        self,
        attachment: Attachment,
        target: Site,
        traffic: Traffic,
        source: Site,
        answer: bool,
        seen: frozenset[str],
    ) -> Iterator[Traffic]:
        """Into a VPC: the ACL of the attachment's subnet checks the destination outwards, then its routes
        decide.
        """
        if attachment.vpc is None:
            if isinstance(target, Outside) and target.kind == "on-premises":
                yield traffic
            return
        if isinstance(target, Outside) and target.kind == "elsewhere":
            return
        found: list[list[Traffic]] = []
        for subnet in attachment.subnets:
            if isinstance(target, Interface | Nat) and target.subnet == subnet:
                # Same subnet: "Outbound rules are not evaluated. Inbound rules are not evaluated."
                local = self._local(
                    self.network.vpc_of(subnet), target, traffic, source, answer, came_from=subnet
                )
                found.append(list(local))
                continue
            passed = self.acl(subnet, traffic, egress=True)
            found.append(list(self._routed(subnet, target, passed, source, answer, seen)) if passed else [])
        merged = self._any_of([self._all_of(each) for each in found])
        if merged:
            yield replace(merged, doors=next(each[0].doors for each in found if each))

    def _all_of(self, traffics: Sequence[Traffic]) -> Traffic:
        """Several ways that all are open."""
        total = Traffic(NONE, NONE)
        for each in traffics:
            total = replace(
                each,
                must=total.must | each.must,
                may=total.may | each.may,
                doubts=(*total.doubts, *each.doubts),
            )
        return total

    def _beyond(
        self, key: str, target: Site, traffic: Traffic, source: Site, answer: bool
    ) -> Iterator[Traffic]:
        """Behind a transit gateway whose routes no template shows anything may lie."""
        traffic = traffic.doubtful(f"the routes of {key} are not in the templates")
        if isinstance(target, Outside):
            if target.kind in ("on-premises", "elsewhere", "internet"):
                yield traffic
        elif any(self.network.vpc_of(target.subnet).key == a.vpc for a in self._attached.get(key, ())):
            yield from self._local(
                self.network.vpc_of(target.subnet), target, traffic, source, answer, came_from=None
            )

    # Services, appliances, and what is not known.

    def _to_service(self, key: str, target: Site, traffic: Traffic) -> Iterator[Traffic]:
        """Gateway endpoints: a route to a service; an endpoint policy without any Allow lets nothing pass."""
        endpoint = self.network.endpoints[key]
        if isinstance(target, Outside) and (target.kind == "exit" or target.key == key):
            passed = traffic.by(f"endpoint/{endpoint.service}", key)
            yield passed.unless(endpoint.open, f"the policy of {endpoint.source} is not known")

    def _by_appliance(
        self, key: str, target: Site, traffic: Traffic, source: Site, answer: bool
    ) -> Iterator[Traffic]:
        """A firewall or an instance that forwards: it may drop anything, or send it on by its subnet's
        routes.
        """
        appliance = self.network.appliances[key]
        traffic = traffic.unless(appliance.passes, f"what {appliance.source} lets pass is not modelled")
        if traffic:
            yield from self._elsewhere(target, traffic.by("appliance", key), source, answer)

    def _anywhere(
        self, route: Route, target: Site, traffic: Traffic, source: Site, answer: bool
    ) -> Iterator[Traffic]:
        """A route to something that could not be resolved."""
        traffic = traffic.doubtful(f"where {route.source} leads is not known").by("unknown", route.target.key)
        yield from self._elsewhere(target, traffic, source, answer)

    def _elsewhere(self, target: Site, traffic: Traffic, source: Site, answer: bool) -> Iterator[Traffic]:
        if isinstance(target, Outside):
            yield traffic
        else:
            yield from self._arrive(target, traffic, source, answer, came_from=None)

    # Coming in.

    def _from_outside(self, source: Outside, target: Site, sent: Traffic, answer: bool) -> Iterator[Traffic]:
        if isinstance(target, Outside):
            return
        vpc = self.network.vpc_of(target.subnet)
        match source.kind:
            case "internet":
                yield from self._from_internet(vpc, target, sent, source, answer)
            case "on-premises":
                yield from self._from_premises(vpc, target, sent, source, answer)
            case "elsewhere":
                yield from self._from_elsewhere(vpc, target, sent, source, answer)
            case "service" if answer:
                yield from self._arrive(target, sent, source, answer, came_from=None)
            case _:
                return

    def _from_internet(
        self, vpc: Vpc, target: Interface | Nat, sent: Traffic, source: Outside, answer: bool
    ) -> Iterator[Traffic]:
        """Through the internet gateway to a public address, or, as an answer, through an egress-only one."""
        subnet = self.network.subnets[target.subnet]
        nat = isinstance(target, Nat)
        if answer and vpc.egress_only:
            v6 = PacketSet((Box(dst=ALL_6),))
            back = self._unblocked(subnet, sent.through(Filter(v6, v6)), nat=True)
            for key in vpc.egress_only:
                yield from self._arrive(target, back.by("egress_only", key), source, answer, came_from=None)
        if vpc.internet_gateway is None or (nat and not answer):
            return
        came = sent.by("internet", vpc.internet_gateway)
        came = came.unless(vpc.gateway_certain or None, "the gateway may not be attached")
        came = self._public(self._unblocked(subnet, came, nat=nat), target, sent=False)
        if not answer:
            came = self._returnable(target.subnet, came)
        yield from self._at_edge(vpc, vpc.internet_gateway, target, came, source, answer)

    def _returnable(self, subnet: str, came: Traffic) -> Traffic:
        """Without a route to the internet gateway a subnet is private; whether packets enter is not
        documented.

        Internet gateway basics: "a public subnet has a route to an internet gateway".
        """
        routed = [c for c in self.choices(self.network.subnets[subnet].table, ALL) if _leads_out(c.route)]
        back = union(*(choice.must for choice in routed))
        box = of_box(Box(src=back))
        if came.must.within(box):
            return came
        why = "its subnet has no route back to the internet gateway; AWS does not say whether packets enter"
        return replace(came, must=came.must & box, doubts=(*came.doubts, why))

    def _at_edge(
        self, vpc: Vpc, gateway: str, target: Interface | Nat, came: Traffic, source: Outside, answer: bool
    ) -> Iterator[Traffic]:
        """Gateway route tables: what comes in by a gateway may first be led to an appliance."""
        table = vpc.edge_tables.get(gateway)
        if table is None or not came:
            yield from self._arrive(target, came, source, answer, came_from=None)
            return
        for choice in self.choices(table, destinations(came)):
            taken = came.towards(choice.must, choice.may)
            if not taken:
                continue
            if choice.route.target.kind is Kind.LOCAL:
                yield from self._arrive(target, taken, source, answer, came_from=None)
            elif choice.route.target.kind is not Kind.BLACKHOLE:
                taken = taken.doubtful(f"{choice.route.source} leads to an appliance that is not modelled")
                yield from self._arrive(target, taken, source, answer, came_from=None)

    def _from_premises(
        self, vpc: Vpc, target: Interface | Nat, sent: Traffic, source: Outside, answer: bool
    ) -> Iterator[Traffic]:
        """Through the VPC's virtual private gateway, or through a transit gateway.

        Which addresses lie there is known only as far as routes lead to them.
        """
        if not answer:
            sent = replace(sent, must=sent.must & of_box(Box(src=self.premises)))
        if vpc.vpn_gateway:
            came = sent.by("vpn", vpc.vpn_gateway)
            yield from self._at_edge(vpc, vpc.vpn_gateway, target, came, source, answer)
        for key, attachments in self._attached.items():
            if not any(a.vpc == vpc.key for a in attachments):
                continue
            came = sent.by("transit", key)
            for attachment in attachments:
                if attachment.vpc is None:
                    yield from self._in_transit(attachment, target, came, source, answer, frozenset())
            if self._unseen(key):
                yield from self._beyond(key, target, came, source, answer)

    @cached_property
    def premises(self) -> Intervals:
        """The addresses that routes lead to by VPN."""
        found = []
        for table in self.network.tables.values():
            for route in table.routes:
                attachment = self.network.attachments.get(route.target.key)
                outward = (
                    route.target.kind is Kind.ATTACHMENT and attachment is not None and attachment.vpc is None
                )
                if route.target.kind is Kind.VPN or outward:
                    found.append(route.destination.must)
        return difference(union(*found), self.network.inside)

    def _from_elsewhere(
        self, vpc: Vpc, target: Interface | Nat, sent: Traffic, source: Outside, answer: bool
    ) -> Iterator[Traffic]:
        """From a VPC that no template describes: over a peering connection, or a shared transit gateway."""
        for peering in self.network.peerings.values():
            if vpc.key in peering.vpcs and None in peering.vpcs:
                came = sent.by("peering", peering.key)
                yield from self._arrive(target, came, source, answer, came_from=None)
        for key, attachments in self._attached.items():
            if any(a.vpc == vpc.key for a in attachments) and self._unseen(key):
                yield from self._beyond(key, target, sent.by("transit", key), source, answer)


# Stands for whichever NAT gateway routes lead to; the last door says which.
ANY_NAT = Outside("nat", name="NAT gateways")

_FAR = frozenset({"internet", "nat", "vpn", "egress_only", "unknown"})


def _leads_out(route: Route) -> bool:
    return route.target.kind in (Kind.INTERNET_GATEWAY, Kind.APPLIANCE, Kind.UNKNOWN)


def outside_of(network: Network, kind: str) -> Intervals:
    """The addresses that an outside place could have."""
    inside = network.inside
    if kind == "internet":
        return difference(INTERNET, inside)
    return difference(ALL, union(inside, NO_HOST))
