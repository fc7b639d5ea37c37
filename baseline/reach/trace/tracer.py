"""One packet, step by step: what lets it pass or stops it, by name, number and line of the template.

It shares no code with the proof: rules are looked through one by one, entries in their order, routes by the
longest prefix. What the proof claims of a packet is confirmed here before it is shown.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
"""

from collections.abc import Iterator

from baseline.reach.addresses import ALL_6
from baseline.reach.intervals import contains
from baseline.reach.model.gateways import Nat
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface, Vpc
from baseline.reach.model.routes import Kind, Route
from baseline.reach.packets import Packet
from baseline.reach.trace.best_routes import best_routes
from baseline.reach.trace.guards import Guards
from baseline.reach.trace.hop import Errand, Hop, Trace, merit
from baseline.reach.trace.inbound import InboundTracer
from baseline.reach.trace.outward import OutwardTracer
from baseline.reach.trace.transit import TransitTracer
from baseline.reach.traffic import Outside, Site


class Tracer:
    """Follows single packets.

    Args:
        network: The network.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.guards = Guards(network)
        self._outward = OutwardTracer(self)
        self._transit = TransitTracer(self)
        self._inbound = InboundTracer(self, self._outward, self._transit)

    def best(self, packet: Packet, source: Site, target: Site, *, answer: bool = False) -> Trace:
        """The way on which the packet gets furthest: one that arrives, else one that could, else the
        longest.
        """
        traces = [*self.traces(packet, source, target, answer=answer)]
        return max(traces, key=merit, default=())

    def traces(self, packet: Packet, source: Site, target: Site, *, answer: bool = False) -> Iterator[Trace]:
        """Every way that the packet could take, up to where it is stopped."""
        yield from self.run(Errand(packet, source, target, answer))

    def run(self, errand: Errand) -> Iterator[Trace]:
        """Every way of an errand from its start."""
        source, target = errand.source, errand.target
        start = (*self._doubts(errand), *self._own_groups(errand))
        if self._unplaced(source) or self._unplaced(target):
            yield (*start, *self._placeless(errand))
        elif isinstance(source, Outside):
            yield from ((*start, *rest) for rest in self._inbound.into(errand, source))
        elif isinstance(target, Interface) and target.subnet == source.subnet:
            yield (*start, *self.into(errand, source.subnet, near=True))
        else:
            start = (*start, self.guards.acl(errand.packet, source.subnet, egress=True))
            yield from ((*start, *rest) for rest in self.routed(errand, source.subnet))

    def routed(self, errand: Errand, subnet: str) -> Iterator[Trace]:
        """By the routes of a subnet's table."""
        table = self.network.tables[self.network.subnets[subnet].table]
        found = best_routes(table.routes, errand.packet.dst)
        if not found:
            text = f"{table.source.name} has no route to it"
            yield (Hop("route", table.source, False, text, f"a route in {table.source.name}"),)
        for route, sure in found:
            hop = Hop("route", route.source, sure or None, f"leads to {route.target.kind}")
            yield from ((hop, *rest) for rest in self._follow(errand, route, subnet))

    def _follow(self, errand: Errand, route: Route, subnet: str) -> Iterator[Trace]:
        vpc = self.network.vpc_of(subnet)
        match route.target.kind:
            case Kind.LOCAL:
                yield self.local(errand, vpc, subnet)
            case Kind.TRANSIT:
                yield from self._transit.enter(errand, vpc, subnet, route.target.key)
            case _:
                yield from self._outward.by(errand, route, vpc, subnet)

    def local(self, errand: Errand, vpc: Vpc, came_from: str | None) -> Trace:
        """Within a VPC, to the target if it is there."""
        target = errand.target
        if isinstance(target, Outside) or self.network.vpc_of(target.subnet) is not vpc:
            return (Hop("delivery", vpc.source, False, f"nothing in {vpc.source.name} is meant"),)
        return self.into(errand, came_from, near=True)

    def into(self, errand: Errand, came_from: str | None, *, near: bool) -> Trace:
        """Into the target's subnet, through its groups."""
        target, packet = errand.target, errand.packet
        if isinstance(target, Outside):
            return ()
        hops: list[Hop] = []
        if came_from != target.subnet:
            hops.append(self.guards.acl(packet, target.subnet, egress=False))
        if isinstance(target, Interface):
            near = near and not errand.middle
            if not errand.answer and errand.middle and isinstance(errand.source, Interface):
                hops += self.guards.group(packet, errand.source, target, egress=True, near=False)
            if not errand.answer:
                hops += self.guards.group(packet, target, errand.source, egress=False, near=near)
            hit = contains(target.addresses, packet.dst)
            hops.append(Hop("delivery", target.source, hit, "arrives" if hit else "has another address"))
        return tuple(hops)

    def _own_groups(self, errand: Errand) -> Trace:
        if not isinstance(errand.source, Interface) or errand.answer:
            return ()
        return self.guards.group(errand.packet, errand.source, errand.target, egress=True, near=True)

    def _doubts(self, errand: Errand) -> Trace:
        """Interfaces that may have no IPv6 address."""
        sides = ((errand.source, errand.packet.src), (errand.target, errand.packet.dst))
        return tuple(
            Hop("IPv6 address", site.source, None, "whether it has one is not known")
            for site, address in sides
            if isinstance(site, Interface) and not site.v6_certain and contains(ALL_6, address)
        )

    def _unplaced(self, site: Site) -> bool:
        return not isinstance(site, Outside) and not self.network.subnets[site.subnet].described

    def _placeless(self, errand: Errand) -> Trace:
        """To or from a subnet that no template describes."""
        ends: list[Interface | Nat] = [
            each for each in (errand.source, errand.target) if isinstance(each, Interface | Nat)
        ]
        unknown = next(each for each in ends if self._unplaced(each))
        hop = Hop("way", unknown.source, None, "its subnet is not in the templates")
        inward: Trace = ()
        if isinstance(errand.target, Interface) and not errand.answer:
            inward = self.guards.group(errand.packet, errand.target, errand.source, egress=False, near=True)
        return (hop, *inward)
