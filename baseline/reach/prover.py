"""All packets from one place to another: those that arrive, and those of them that are answered.

A conversation may go straight, through a NAT gateway that changes its source, or be relayed by a load
balancer that opens a second one. Each is a `Flow`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from baseline.reach.addresses import ALL, ALL_4, ALL_6
from baseline.reach.intervals import Intervals, difference, intersection, union
from baseline.reach.model.gateways import Nat, Relay
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.packets import ALL_PORTS, NONE, Box, PacketSet, packets
from baseline.reach.publicity import outside_of
from baseline.reach.traffic import Outside, Site, Traffic
from baseline.reach.ways import ANY_NAT, Ways

# https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html ("Ephemeral ports"): NAT gateways,
# load balancers and Lambda use 1024-65535, and so do clients on the internet taken together.
EPHEMERAL: Intervals = ((1024, 65535),)
# Instances: Linux 32768-61000, Windows 49152-65535.
EPHEMERAL_OF_INSTANCES: Intervals = ((32768, 65535),)
_RELAYS = 3


@dataclass(frozen=True)
class Flow:
    """The packets that get from one place to another by one way.

    Attributes:
        source: Who sends.
        target: Who gets them.
        must: Those that arrive for certain, as the sender sends them; for a relay as the balancer sends them.
        may: Those that could arrive.
        answered: Those of `must` whose answer comes back for certain.
        perhaps_answered: Those of `may` whose answer could come back.
        doors: The gateways on the way, as (kind, key).
        doubts: Why `may` is more than `must`.
        relays: The load balancers between, in order.
    """

    source: Site
    target: Site
    must: PacketSet
    may: PacketSet
    answered: PacketSet
    perhaps_answered: PacketSet
    doors: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    relays: tuple[Relay, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.may)


class Prover:
    """Answers for all packets.

    Args:
        network: The network.
        layers: See `Ways`.
    """

    def __init__(self, network: Network, *, layers: frozenset[str] = frozenset({"groups", "acls"})) -> None:
        self.network = network
        self._ways = Ways(network, layers=layers)
        self._outside: dict[str, Intervals] = {}

    def flows(self, source: Site, target: Site, wanted: PacketSet | None = None) -> list[Flow]:
        """Every way in which something of `wanted` could get from source to target.

        Args:
            source: Who opens the conversation.
            target: Who is to be reached.
            wanted: The packets asked about, as they arrive; all by default.
        """
        found = [*self._straight(source, target, wanted), *self._translated(source, target, wanted)]
        if isinstance(target, Interface):
            found += self._relayed(source, target, wanted, _RELAYS)
            found += self._round_about(source, target, wanted)
        return [flow for flow in found if flow]

    def addresses(self, site: Site) -> Intervals:
        """Those that a place has or could have."""
        if isinstance(site, Interface | Nat):
            return site.addresses
        if site.kind == "service":
            return self.network.endpoints[site.key].addresses
        if site.kind not in self._outside:
            self._outside[site.kind] = outside_of(self.network, site.kind)
        return self._outside[site.kind]

    def packets(self, source: Site, target: Site, wanted: PacketSet | None = None) -> PacketSet:
        """All packets from one to the other, of one IP version each."""
        src, dst = self.addresses(source), self.addresses(target)
        if isinstance(target, Outside) and target.kind == "exit" and isinstance(source, Interface | Nat):
            dst = _without(dst, self.network.vpc_of(source.subnet).addresses, all_but=self.network)
        boxes = [Box(intersection(src, family), intersection(dst, family)) for family in (ALL_4, ALL_6)]
        every = packets(boxes)
        return every if wanted is None else every & wanted

    def _straight(self, source: Site, target: Site, wanted: PacketSet | None) -> Iterator[Flow]:
        asked = self.packets(source, target, wanted)
        if not asked:
            return
        for traffic in self._ways.forward(source, target, asked):
            if traffic:
                yield self._answered(source, target, traffic)

    def _answered(self, source: Site, target: Site, traffic: Traffic) -> Flow:
        """Security groups are stateful, network ACLs are not: the answer has to find its way by itself."""
        back = self._back(source, target, traffic)
        return Flow(
            source,
            target,
            traffic.must,
            traffic.may,
            traffic.must.answered_by(_union(each.must for each in back)),
            traffic.may.answered_by(_union(each.may for each in back)),
            traffic.doors,
            traffic.doubts,
        )

    def _back(self, source: Site, target: Site, traffic: Traffic) -> list[Traffic]:
        if isinstance(target, Outside) and target.kind == "exit":
            return []
        answers = traffic.may.answers()
        back = self._ways.forward(target, source, answers, answer=True) if answers else ()
        return [each for each in back if _same_door(each, traffic)]

    def _translated(self, source: Site, target: Site, wanted: PacketSet | None) -> Iterator[Flow]:
        """NAT gateways: the second half of the way is the gateway's, with its address and its source
        ports.
        """
        if not isinstance(source, Interface):
            return
        asked = self.packets(source, target, wanted) if self.network.nats else NONE
        for first in self._ways.forward(source, ANY_NAT, asked) if asked else ():
            key = next((key for kind, key in reversed(first.doors) if kind == "nat"), "")
            if key:
                yield from self._behind(source, self.network.nats[key], target, first)

    def _behind(self, source: Interface, nat: Nat, target: Site, first: Traffic) -> Iterator[Flow]:
        v4 = PacketSet((Box(dst=ALL_4),))
        may = first.may & v4
        boxes = [Box(nat.addresses, box.dst, box.protocol, EPHEMERAL, box.dport) for box in may.boxes]
        for second in self._ways.forward(nat, target, packets(boxes)) if boxes else ():
            near = self._answered(source, nat, replace(first, may=may, must=first.must & v4))
            far = self._answered(nat, target, second)
            yield Flow(
                source,
                target,
                near.must & _any_source(far.must),
                near.may & _any_source(far.may),
                near.answered & (_any_source(far.must) - _any_source(far.must - far.answered)),
                near.perhaps_answered & _any_source(far.perhaps_answered),
                (*first.doors, *second.doors),
                (*first.doubts, *second.doubts),
            )

    def _round_about(self, source: Site, target: Interface, wanted: PacketSet | None) -> Iterator[Flow]:
        """Out by the internet and in again at a public address.

        Counted where the way out leads to every address, and the way in takes packets from every one, since
        nobody knows which public addresses AWS gives. Ranges that leave some out are taken not to mean each
        other.
        """
        if not isinstance(source, Interface) or (
            target.public is False and not intersection(target.addresses, ALL_6)
        ):
            return
        world = Outside("internet", name="internet")
        inward = [*self._straight(world, target, wanted)]
        if not inward:
            return
        outward = [*self._straight(source, world, None), *self._translated(source, world, None)]
        ends = PacketSet((Box(source.addresses, target.addresses),))
        for out in outward:
            for back in inward:
                yield Flow(
                    source,
                    target,
                    ends & self._to_any(out.must, source, world) & self._from_any(back.must, world, target),
                    ends & self._to_any(out.may, source, world) & self._from_any(back.may, world, target),
                    ends
                    & self._to_any(out.answered, source, world)
                    & self._from_any(back.answered, world, target),
                    ends & self._to_any(out.perhaps_answered, source, world),
                    (*out.doors, *back.doors),
                    (*out.doubts, *back.doubts),
                )

    def _to_any(self, passing: PacketSet, source: Site, world: Outside) -> PacketSet:
        whole = self._families(passing, source, world)
        everywhere = for_all(passing, whole, side=1)
        return packets(box._replace(dst=ALL) for box in everywhere.boxes)

    def _from_any(self, passing: PacketSet, world: Outside, target: Site) -> PacketSet:
        whole = self._families(passing, world, target)
        everywhere = for_all(passing, whole, side=0)
        return packets(box._replace(src=ALL, sport=ALL_PORTS) for box in everywhere.boxes)

    def _families(self, passing: PacketSet, source: Site, target: Site) -> PacketSet:
        """All packets between two places in the IP version that passes."""
        return packets(
            Box(intersection(self.addresses(source), family), intersection(self.addresses(target), family))
            for family in (ALL_4, ALL_6)
            if any(intersection(box.src, family) for box in passing.boxes)
        )

    def _relayed(
        self, source: Site, target: Interface, wanted: PacketSet | None, depth: int
    ) -> Iterator[Flow]:
        """Load balancers: who reaches a listener reaches its targets, in a conversation that the balancer
        opens.

        Sources:
            https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
            https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
        """
        for relay in self.network.relays:
            if relay.target != target.key or depth == 0:
                continue
            for balancer in self._interfaces_of(relay.balancer):
                if balancer is source:
                    continue
                for first in self._to_listener(source, balancer, relay, wanted, depth):
                    yield from self._onward(first, balancer, target, relay, wanted)

    def _interfaces_of(self, key: str) -> list[Interface]:
        return [interface for interface in self.network.interfaces if interface.key == key]

    def _to_listener(
        self, source: Site, balancer: Interface, relay: Relay, wanted: PacketSet | None, depth: int
    ) -> Iterator[Flow]:
        clients = ALL if wanted is None else side_of(wanted, 0)
        listens = packets([Box(clients, protocol=relay.protocol, dport=relay.listens.may)])
        found = [*self._straight(source, balancer, listens), *self._translated(source, balancer, listens)]
        yield from (flow for flow in (*found, *self._relayed(source, balancer, listens, depth - 1)) if flow)

    def _onward(
        self, first: Flow, balancer: Interface, target: Interface, relay: Relay, wanted: PacketSet | None
    ) -> Iterator[Flow]:
        ports = PacketSet(
            (Box(protocol=relay.target_protocol, sport=EPHEMERAL, dport=relay.target_ports.may),)
        )
        ports = ports if wanted is None else ports & _any_source(wanted)
        sure = relay.certain and relay.listens.certain and relay.target_ports.certain and bool(first.answered)
        for second in self._second_half(first, balancer, target, relay, ports):
            doubts = (*first.doubts, *second.doubts)
            if not sure:
                doubts = (*doubts, f"what {relay.source} passes on is not certain")
            yield replace(
                second,
                source=first.source,
                must=second.must if sure else NONE,
                answered=second.answered if sure else NONE,
                doors=(*first.doors, *second.doors),
                doubts=doubts,
                relays=(*first.relays, relay),
            )

    def _second_half(
        self, first: Flow, balancer: Interface, target: Interface, relay: Relay, ports: PacketSet
    ) -> Iterator[Flow]:
        """From the balancer's address; where it keeps the client's, as the client, let in by either's
        rules.
        """
        asked = self.packets(balancer, target, ports)
        plain = [
            self._answered(balancer, target, t) for t in self._ways.forward(balancer, target, asked) if t
        ]
        if relay.keeps_client is False:
            yield from plain
            return
        kept = self._as_client(first, balancer, target, ports)
        if relay.keeps_client:
            yield from kept
        else:
            yield from (replace(flow, must=NONE, answered=NONE) for flow in (*plain, *kept))

    def _as_client(
        self, first: Flow, balancer: Interface, target: Interface, ports: PacketSet
    ) -> Iterator[Flow]:
        """Client IP preservation: the balancer's interface sends with the client's address."""
        clients = packets(Box(src=box.src) for box in first.may.boxes)
        asked = packets(Box(box.src, target.addresses) for box in clients.boxes) & ports
        masked = replace(balancer, addresses=side_of(clients, 0))
        for traffic in self._ways.forward(masked, target, asked):
            if traffic:
                yield self._answered(masked, target, traffic)


def certainly(passing: PacketSet, whole: PacketSet, source: Site, target: Site) -> PacketSet:
    """What passes whichever address an interface gets that has one of several and nobody knows which.

    Args:
        passing: What passes, by address.
        whole: All packets between the two.
        source: Who sends.
        target: Who gets them.
    """
    if isinstance(source, Interface) and not source.fixed:
        passing = for_all(passing, whole, side=0)
    if isinstance(target, Interface) and not target.fixed:
        passing = for_all(passing, whole, side=1)
    return passing


def for_all(passing: PacketSet, whole: PacketSet, *, side: int) -> PacketSet:
    """Those packets that pass with every source (side 0) or every destination (side 1) of `whole`."""
    missing = whole - passing
    if not missing:
        return passing
    everything = side_of(whole, side)
    return passing - packets(
        box._replace(src=everything) if side == 0 else box._replace(dst=everything) for box in missing.boxes
    )


def side_of(packets_: PacketSet, side: int) -> Intervals:
    """All sources (0) or destinations (1) of a set."""
    return union(*(box[side] for box in packets_.boxes))


def _union(sets: Iterable[PacketSet]) -> PacketSet:
    return packets(box for each in sets for box in each.boxes)


def _any_source(packets_: PacketSet) -> PacketSet:
    return packets(Box(dst=box.dst, protocol=box.protocol, dport=box.dport) for box in packets_.boxes)


def _same_door(back: Traffic, there: Traffic) -> bool:
    """An answer passes the gateways of the internet that the question passed: they keep state, or
    translate.
    """
    return _internet_doors(back) == _internet_doors(there)


def _internet_doors(traffic: Traffic) -> frozenset[tuple[str, str]]:
    return frozenset(door for door in traffic.doors if door[0] in ("internet", "egress_only"))


def _without(addresses: Intervals, own: Intervals, *, all_but: Network) -> Intervals:
    return difference(union(addresses, all_but.inside), own)
