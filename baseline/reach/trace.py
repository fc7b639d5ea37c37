"""One packet, step by step: what lets it pass or stops it, by name, number and line of the template.

It shares no code with the proof: rules are looked through one by one, entries in their order, routes by the
longest prefix. What the proof claims of a packet is confirmed here before it is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from baseline.reach.addresses import ALL_6, Extent
from baseline.reach.intervals import contains
from baseline.reach.model.gateways import Attachment, Nat
from baseline.reach.model.network import Network
from baseline.reach.model.places import Block, Interface, Vpc
from baseline.reach.model.routes import Kind, Route
from baseline.reach.model.rules import AclEntry, GroupRule
from baseline.reach.model.source import Source
from baseline.reach.packets import Packet
from baseline.reach.traffic import Outside, Site

_DEPTH = 8


@dataclass(frozen=True)
class Hop:
    """One thing that a packet meets.

    Attributes:
        what: Such as "security group out", "network ACL in", "route".
        source: What decided: a rule, an entry, a route, a gateway; or what has none that fits.
        passes: None where nobody knows.
        text: What it says, in a line.
        opens: What would let the packet pass, where it does not.
    """

    what: str
    source: Source
    passes: bool | None
    text: str
    opens: str = ""


Trace = tuple[Hop, ...]


def outcome(trace: Trace) -> bool | None:
    """Whether the packet arrives."""
    if any(hop.passes is False for hop in trace) or not trace:
        return False
    return None if any(hop.passes is None for hop in trace) else True


class Tracer:
    """Follows single packets.

    Args:
        network: The network.
    """

    def __init__(self, network: Network) -> None:
        self.network = network

    def best(self, packet: Packet, source: Site, target: Site, *, answer: bool = False) -> Trace:
        """The way on which the packet gets furthest: one that arrives, else one that could, else the
        longest.
        """
        traces = [*self.traces(packet, source, target, answer=answer)]
        return max(traces, key=_merit, default=())

    def traces(self, packet: Packet, source: Site, target: Site, *, answer: bool = False) -> Iterator[Trace]:
        """Every way that the packet could take, up to where it is stopped."""
        if isinstance(source, Outside):
            yield from self._from_outside(packet, source, target, answer)
            return
        start: Trace = ()
        if isinstance(source, Interface) and not answer:
            start = self._group(packet, source, target, egress=True, near=True)
        if isinstance(target, Interface) and target.subnet == source.subnet:
            yield (*start, *self._into(packet, source, target, source.subnet, answer, near=True))
            return
        start = (*start, self._acl(packet, source.subnet, egress=True))
        for rest in self._route(packet, source.subnet, source, target, answer, ()):
            yield (*start, *rest)

    # Filters.

    def _group(self, packet: Packet, wearer: Interface, peer: Site, *, egress: bool, near: bool) -> Trace:
        way = "out" if egress else "in"
        if wearer.unfiltered:
            return (Hop(f"security group {way}", wearer.source, True, "has no security group"),)
        sure = [
            rule for rule in self._rules(wearer.groups, egress) if self._fits(packet, rule, peer, near, True)
        ]
        if sure:
            return (Hop(f"security group {way}", sure[0].source, True, "allows it"),)
        worn = (*wearer.groups, *wearer.possible_groups)
        perhaps = [rule for rule in self._rules(worn, egress) if self._fits(packet, rule, peer, near, False)]
        if perhaps or wearer.groups_in_doubt:
            rule_source = perhaps[0].source if perhaps else wearer.source
            return (Hop(f"security group {way}", rule_source, None, "could allow it; that is not certain"),)
        names = ", ".join(self.network.groups[key].source.name for key in worn) or wearer.source.name
        source = self.network.groups[worn[0]].source if worn else wearer.source
        text = f"no rule of {names} allows it"
        return (Hop(f"security group {way}", source, False, text, f"a rule {way} of {names} for it"),)

    def _rules(self, groups: Sequence[str], egress: bool) -> list[GroupRule]:
        return [rule for key in groups for rule in self.network.groups[key].rules if rule.egress is egress]

    def _fits(self, packet: Packet, rule: GroupRule, peer: Site, near: bool, sure: bool) -> bool:
        other = packet.dst if rule.egress else packet.src
        if sure and not rule.certain:
            return False
        if not (_in(packet.protocol, rule.protocol, sure) and _in(packet.dport, rule.ports, sure)):
            return False
        if _in(other, rule.addresses, sure):
            return True
        if not near or not isinstance(peer, Interface) or not contains(peer.addresses, other):
            return False
        if sure:
            return rule.group is not None and rule.group in peer.groups
        named = rule.group is not None and (
            peer.groups_in_doubt or rule.group in (*peer.groups, *peer.possible_groups)
        )
        return named or rule.group_in_doubt

    def _acl(self, packet: Packet, subnet: str, *, egress: bool) -> Hop:
        acl = self.network.acls[self.network.subnets[subnet].acl]
        way = "out" if egress else "in"
        what = f"network ACL {way}"
        doubt = False
        entries = [entry for entry in acl.entries if entry.egress is not (not egress)]
        for entry in sorted(entries, key=lambda each: (each.number is None, each.number or 0)):
            match = _matches(packet, entry, egress)
            if match is True and not doubt and entry.allows is not None and entry.number is not None:
                verb = "allows" if entry.allows else "denies"
                opens = "" if entry.allows else f"an earlier entry of {acl.source.name} that allows it"
                return Hop(what, entry.source, entry.allows, f"entry {entry.number} {verb} it", opens)
            doubt = doubt or match is not False
        if doubt:
            return Hop(what, acl.source, None, "an entry that is not known exactly could decide it")
        return Hop(
            what, acl.source, False, "no entry allows it", f"an entry {way} of {acl.source.name} for it"
        )

    # Routes.

    def _route(
        self, packet: Packet, subnet: str, source: Site, target: Site, answer: bool, seen: tuple[str, ...]
    ) -> Iterator[Trace]:
        table = self.network.tables[self.network.subnets[subnet].table]
        found = _best_routes(table.routes, packet.dst)
        if not found:
            text = f"{table.source.name} has no route to it"
            yield (Hop("route", table.source, False, text, f"a route in {table.source.name}"),)
        for route, sure in found:
            hop = Hop("route", route.source, sure or None, f"leads to {route.target.kind}")
            for rest in self._follow(packet, route, subnet, source, target, answer, seen):
                yield (hop, *rest)

    def _follow(  # noqa: C901 - one case for each kind of target
        self,
        packet: Packet,
        route: Route,
        subnet: str,
        source: Site,
        target: Site,
        answer: bool,
        seen: tuple[str, ...],
    ) -> Iterator[Trace]:
        vpc, key = self.network.vpc_of(subnet), route.target.key
        match route.target.kind:
            case Kind.LOCAL:
                yield self._local(packet, vpc, source, target, subnet, answer)
            case Kind.NAT:
                yield from self._nat(packet, key, subnet, source, target)
            case Kind.INTERNET_GATEWAY:
                yield self._internet(packet, vpc, key, source, target)
            case Kind.EGRESS_ONLY:
                ok = (
                    _is(target, "internet", "exit") and contains(ALL_6, packet.dst) and key in vpc.egress_only
                )
                yield (
                    self._blocked(subnet, nat=True),
                    Hop("egress-only gateway", route.source, ok, "IPv6, outwards"),
                )
            case Kind.PEERING:
                yield self._peering(packet, vpc, key, source, target, answer)
            case Kind.TRANSIT:
                yield from self._transit(packet, vpc, subnet, key, source, target, answer, seen)
            case Kind.VPN:
                yield (
                    Hop(
                        "virtual private gateway",
                        route.source,
                        _is(target, "on-premises", "exit"),
                        "to the VPN",
                    ),
                )
            case Kind.ENDPOINT:
                endpoint = self.network.endpoints[key]
                hit = isinstance(target, Outside) and (target.kind == "exit" or target.key == key)
                yield (
                    Hop(
                        "gateway endpoint", endpoint.source, endpoint.open if hit else False, endpoint.service
                    ),
                )
            case _:
                yield from self._dark(packet, route, source, target, answer)

    def _dark(
        self, packet: Packet, route: Route, source: Site, target: Site, answer: bool
    ) -> Iterator[Trace]:
        appliance = self.network.appliances.get(route.target.key)
        passes = None if appliance is None else appliance.passes
        if route.target.kind is Kind.BLACKHOLE:
            passes = False
        hop = Hop("way", route.source, passes, f"{route.target.kind}: what it lets pass is not known")
        if isinstance(target, Outside):
            yield (hop,)
        else:
            yield (hop, *self._into(packet, source, target, None, answer, near=False))

    def _local(
        self, packet: Packet, vpc: Vpc, source: Site, target: Site, came_from: str | None, answer: bool
    ) -> Trace:
        if isinstance(target, Outside) or self.network.vpc_of(target.subnet) is not vpc:
            return (Hop("delivery", vpc.source, False, f"nothing in {vpc.source.name} is meant"),)
        return self._into(packet, source, target, came_from, answer, near=True)

    def _into(
        self,
        packet: Packet,
        source: Site,
        target: Interface | Nat,
        came_from: str | None,
        answer: bool,
        *,
        near: bool,
    ) -> Trace:
        hops: list[Hop] = []
        if came_from != target.subnet:
            hops.append(self._acl(packet, target.subnet, egress=False))
        if isinstance(target, Interface):
            if not answer:
                hops += self._group(packet, target, source, egress=False, near=near)
            hit = contains(target.addresses, packet.dst)
            hops.append(Hop("delivery", target.source, hit, "arrives" if hit else "has another address"))
        return tuple(hops)

    # Gateways.

    def _blocked(self, subnet: str, *, nat: bool) -> Hop:
        block = self.network.subnets[subnet].block
        free: bool | None = block is Block.OFF or (block is Block.INGRESS and nat)
        source = self.network.subnets[subnet].source
        opens = "" if free else "an exclusion from VPC Block Public Access"
        return Hop(
            "VPC Block Public Access", source, None if block is Block.UNKNOWN else free, str(block), opens
        )

    def _internet(self, packet: Packet, vpc: Vpc, key: str, source: Site, target: Site) -> Trace:
        if isinstance(source, Outside):
            return (
                Hop("internet gateway", vpc.source, False, "takes nothing that does not come from its VPC"),
            )
        attached = vpc.internet_gateway == key and self.network.vpc_of(source.subnet) is vpc
        gateway = Hop(
            "internet gateway",
            vpc.source,
            (vpc.gateway_certain or None) if attached and _is(target, "internet", "exit") else False,
            "attached" if attached else "not attached to this VPC",
        )
        return (
            self._blocked(source.subnet, nat=isinstance(source, Nat)),
            gateway,
            self._public(packet.src, source),
        )

    def _public(self, address: int, owner: Interface | Nat) -> Hop:
        public = True if contains(ALL_6, address) else owner.public
        text = {
            True: "has a public address",
            False: "has no public address",
            None: "may have a public address",
        }[public]
        return Hop(
            "public address",
            owner.source,
            public,
            text,
            "" if public else f"a public address of {owner.source}",
        )

    def _nat(self, packet: Packet, key: str, subnet: str, source: Site, target: Site) -> Iterator[Trace]:
        nat = self.network.nats[key]
        entry = () if subnet == nat.subnet else (self._acl(packet, nat.subnet, egress=False),)
        here = (Hop("NAT gateway", nat.source, True, "changes the source"),)
        if target is nat:
            yield (*entry, *here)
            return
        changed = packet._replace(src=nat.addresses[0][0], sport=max(packet.sport, 1024))
        for rest in self.traces(changed, nat, target):
            yield (*entry, *here, *rest)

    def _peering(self, packet: Packet, vpc: Vpc, key: str, source: Site, target: Site, answer: bool) -> Trace:
        peering = self.network.peerings[key]
        own = contains(vpc.addresses, packet.src) and vpc.key in peering.vpcs
        there = peering.vpcs[1] if peering.vpcs[0] == vpc.key else peering.vpcs[0]
        passes = (peering.certain or None) if own else False
        hop = Hop(
            "peering connection", peering.source, passes, "not transitive" if not own else "to the other VPC"
        )
        if isinstance(target, Outside):
            hit = target.kind == "exit" or (target.kind == "elsewhere" and there is None)
            return (hop, Hop("delivery", peering.source, hit, "to a VPC that no template describes"))
        if there is None:
            return (hop, Hop("delivery", peering.source, False, "leads to another VPC"))
        return (hop, *self._local(packet, self.network.vpcs[there], source, target, None, answer))

    # Transit gateways.

    def _transit(
        self,
        packet: Packet,
        vpc: Vpc,
        subnet: str,
        key: str,
        source: Site,
        target: Site,
        answer: bool,
        seen: tuple[str, ...],
    ) -> Iterator[Trace]:
        if _is(target, "exit"):
            yield (Hop("transit gateway", self.network.subnets[subnet].source, True, "leaves the VPC"),)
            return
        for attachment in self.network.attachments.values():
            if attachment.transit != key or attachment.vpc != vpc.key or attachment.key in seen:
                continue
            zone = self.network.subnets[subnet].zone
            near = [
                s for s in attachment.subnets if zone is not None and self.network.subnets[s].zone == zone
            ]
            entries = [self._acl(packet, each, egress=False) for each in near or attachment.subnets]
            for rest in self._switched(packet, attachment, source, target, answer, (*seen, attachment.key)):
                yield (*entries, *rest)

    def _switched(
        self,
        packet: Packet,
        attachment: Attachment,
        source: Site,
        target: Site,
        answer: bool,
        seen: tuple[str, ...],
    ) -> Iterator[Trace]:
        if attachment.table is None or len(seen) > _DEPTH:
            yield (Hop("transit gateway", attachment.source, None, "its routes are not in the templates"),)
            return
        table = self.network.tables[attachment.table]
        for route, sure in _best_routes(table.routes, packet.dst):
            hop = Hop("transit gateway route", route.source, sure or None, f"leads to {route.target.kind}")
            onward = self.network.attachments.get(route.target.key)
            if route.target.kind is Kind.ATTACHMENT and onward is not None:
                for rest in self._leaving(packet, onward, source, target, answer, seen):
                    yield (hop, *rest)
            else:
                yield (replace(hop, passes=False if route.target.kind is Kind.BLACKHOLE else None),)

    def _leaving(
        self,
        packet: Packet,
        attachment: Attachment,
        source: Site,
        target: Site,
        answer: bool,
        seen: tuple[str, ...],
    ) -> Iterator[Trace]:
        if attachment.vpc is None:
            yield (
                Hop("attachment", attachment.source, _is(target, "on-premises"), "to a network on premises"),
            )
            return
        for subnet in attachment.subnets:
            if isinstance(target, Interface) and target.subnet == subnet:
                yield self._into(packet, source, target, subnet, answer, near=False)
                continue
            out = self._acl(packet, subnet, egress=True)
            for rest in self._route(packet, subnet, source, target, answer, seen):
                yield (out, *rest)

    # From outside.

    def _from_outside(  # noqa: C901 - one case for each kind of place
        self, packet: Packet, source: Outside, target: Site, answer: bool
    ) -> Iterator[Trace]:
        if isinstance(target, Outside):
            return
        vpc = self.network.vpc_of(target.subnet)
        nat = isinstance(target, Nat)
        rest = self._into(packet, source, target, None, answer, near=False)
        match source.kind:
            case "internet":
                if answer and vpc.egress_only and contains(ALL_6, packet.dst):
                    yield (self._blocked(target.subnet, nat=True), *rest)
                gateway = vpc.internet_gateway
                attached = Hop(
                    "internet gateway", vpc.source, bool(gateway), "attached" if gateway else "none attached"
                )
                attached = attached if vpc.gateway_certain else replace(attached, passes=None)
                first = (attached, self._blocked(target.subnet, nat=nat), self._public(packet.dst, target))
                yield (*first, *self._edge(packet, vpc, gateway), *self._back(packet, target, answer), *rest)
            case "on-premises":
                if vpc.vpn_gateway:
                    hop = Hop("virtual private gateway", vpc.source, True, "from the VPN")
                    yield (hop, *self._edge(packet, vpc, vpc.vpn_gateway), *rest)
                for attachment in self.network.attachments.values():
                    if attachment.vpc is None:
                        yield from self._switched(
                            packet, attachment, source, target, answer, (attachment.key,)
                        )
            case "elsewhere":
                for peering in self.network.peerings.values():
                    if vpc.key in peering.vpcs and None in peering.vpcs:
                        yield (Hop("peering connection", peering.source, True, "from the other VPC"), *rest)
            case _:
                yield rest

    def _back(self, packet: Packet, target: Interface | Nat, answer: bool) -> Trace:
        """Whether a packet enters a subnet without a way back to the internet gateway is not documented."""
        if answer:
            return ()
        table = self.network.tables[self.network.subnets[target.subnet].table]
        doors = (Kind.INTERNET_GATEWAY, Kind.APPLIANCE, Kind.UNKNOWN)
        if any(route.target.kind in doors for route, _ in _best_routes(table.routes, packet.src)):
            return ()
        text = "no route back to the internet gateway; AWS does not say whether a packet still enters"
        return (Hop("route", table.source, None, text),)

    def _edge(self, packet: Packet, vpc: Vpc, gateway: str | None) -> Trace:
        table = vpc.edge_tables.get(gateway or "")
        if table is None:
            return ()
        routes = _best_routes(self.network.tables[table].routes, packet.dst)
        return tuple(
            Hop(
                "gateway route",
                route.source,
                True if route.target.kind is Kind.LOCAL else None,
                str(route.target.kind),
            )
            for route, _ in routes[:1]
        )


def _in(number: int, extent: Extent, sure: bool) -> bool:
    return contains(extent.must if sure else extent.may, number)


def _matches(packet: Packet, entry: AclEntry, egress: bool) -> bool | None:
    other = packet.dst if egress else packet.src
    pairs = ((other, entry.addresses), (packet.protocol, entry.protocol), (packet.dport, entry.ports))
    if not all(_in(number, extent, False) for number, extent in pairs):
        return False
    sure = (
        all(_in(number, extent, True) for number, extent in pairs)
        and entry.certain
        and entry.egress is not None
    )
    return True if sure else None


def _best_routes(routes: Sequence[Route], address: int) -> list[tuple[Route, bool]]:
    """The routes that could be taken, each with whether it is for certain."""
    fitting = [route for route in routes if contains(route.destination.may, address)]
    fitting.sort(key=lambda route: (-route.longest, route.rank))
    found: list[tuple[Route, bool]] = []
    for route in fitting:
        certain = route.certain and contains(route.destination.must, address)
        found.append((route, certain and not found))
        if certain:
            break
    return found


def _is(target: Site, *kinds: str) -> bool:
    return isinstance(target, Outside) and target.kind in kinds


def _merit(trace: Trace) -> tuple[int, int]:
    passed = {True: 2, None: 1, False: 0}[outcome(trace)]
    first = next((index for index, hop in enumerate(trace) if hop.passes is False), len(trace))
    return passed, first
