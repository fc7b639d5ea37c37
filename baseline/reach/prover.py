"""All packets from one place to another: those that arrive, and those of them that are answered.

A conversation may go straight, through a NAT gateway that changes its source, or be relayed by a load
balancer that opens a second one. Each is a `Flow`.
"""

from collections.abc import Iterator
from dataclasses import replace

from baseline.reach.addresses import ALL_4, ALL_6
from baseline.reach.filters import Filter
from baseline.reach.flow import Flow
from baseline.reach.intervals import Intervals, difference, intersection, union
from baseline.reach.model.gateways import Nat
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.packets import NONE, Box, PacketSet, packets
from baseline.reach.publicity import known_premises, outside_of
from baseline.reach.quantified import for_all, joined
from baseline.reach.relayed import Relayed
from baseline.reach.round_about import RoundAbout
from baseline.reach.traffic import Outside, Site, Traffic
from baseline.reach.translated import Translated
from baseline.reach.ways.ways import ANY_NAT, Ways


class Prover:
    """Answers for all packets.

    Args:
        network: The network.
        layers: See `Ways`.
    """

    def __init__(self, network: Network, *, layers: frozenset[str] = frozenset({"groups", "acls"})) -> None:
        self.network = network
        self._ways = Ways(network, layers=layers)
        self._translated = Translated(self)
        self._relayed = Relayed(self)
        self._round_about = RoundAbout(self)
        self._outside: dict[str, Intervals] = {}
        self._premises: Intervals | None = None

    def flows(self, source: Site, target: Site, wanted: PacketSet | None = None) -> list[Flow]:
        """Every way in which something of `wanted` could get from source to target.

        Args:
            source: Who opens the conversation.
            target: Who is to be reached.
            wanted: The packets asked about, as they arrive; all by default.
        """
        found = [*self.direct(source, target, wanted)]
        if isinstance(target, Interface):
            found += self._relayed.flows(source, target, wanted)
            found += self._round_about.flows(source, target)
        return [flow for flow in found if flow]

    def direct(self, source: Site, target: Site, wanted: PacketSet | None) -> Iterator[Flow]:
        """The flows without a balancer between."""
        yield from self.straight(source, target, wanted)
        yield from self._translated.flows(source, target, wanted)

    def straight(self, source: Site, target: Site, wanted: PacketSet | None) -> Iterator[Flow]:
        """The flows with the source's own address."""
        asked = self.packets(source, target, wanted)
        if not asked:
            return
        for traffic in self._ways.forward(source, target, asked):
            if isinstance(source, Outside) and source.kind == "on-premises":
                traffic = self._from_whomever(traffic, asked)
            if traffic:
                yield self.answered(source, target, traffic)

    def _from_whomever(self, traffic: Traffic, asked: PacketSet) -> Traffic:
        """Which addresses lie on premises is known only as far as routes lead there; for certain packets pass
        from those, and from whoever is there where they pass from every IPv4 address.
        """
        if self._premises is None:
            self._premises = known_premises(self.network)
        known = traffic.must & PacketSet((Box(src=self._premises),)) if self._premises else NONE
        v4 = PacketSet((Box(src=ALL_4),))
        anybody = for_all(traffic.must & v4, asked & v4, side=0)
        if (known | anybody) == traffic.must:
            return traffic
        why = "which addresses lie on premises is not known"
        return replace(traffic, must=known | anybody, doubts=(*traffic.doubts, why))

    def to_nats(self, source: Interface, asked: PacketSet) -> Iterator[Traffic]:
        """What of these packets gets to a NAT gateway."""
        return self._ways.forward(source, ANY_NAT, asked)

    def from_nat(self, nat: Nat, target: Site, sent: PacketSet) -> Iterator[Traffic]:
        """What of the packets that a NAT gateway sends on arrives."""
        return self._ways.forward(nat, target, sent)

    def answered(self, source: Site, target: Site, traffic: Traffic) -> Flow:
        """Security groups are stateful, network ACLs are not: the answer has to find its way by itself."""
        back = self._back(source, target, traffic)
        could = traffic.may.answers() if _by_unknown(traffic) else joined(each.may for each in back)
        return Flow(
            source,
            target,
            traffic.must,
            traffic.may,
            traffic.must.answered_by(joined(each.must for each in back)),
            traffic.may.answered_by(could),
            traffic.doors,
            traffic.doubts,
        )

    def returned(self, flow: Flow, subnet: str, back_to: str) -> Filter:
        """The answers to a flow that AWS itself brings back from one subnet to another: only ACLs see
        them.
        """
        answers = Traffic(flow.must.answers(), flow.may.answers())
        if subnet != back_to:
            answers = self._ways.acl(subnet, answers, egress=True)
            answers = self._ways.acl(back_to, answers, egress=False)
        return Filter(answers.must, answers.may)

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
            own = self.network.vpc_of(source.subnet).addresses
            dst = difference(union(dst, self.network.inside), own)
        boxes = [Box(intersection(src, family), intersection(dst, family)) for family in (ALL_4, ALL_6)]
        every = packets(boxes)
        return every if wanted is None else every & wanted

    def _back(self, source: Site, target: Site, traffic: Traffic) -> list[Traffic]:
        if isinstance(target, Outside) and target.kind == "exit":
            return []
        answers = traffic.may.answers()
        back = self._ways.forward(target, source, answers, answer=True) if answers else ()
        return [_seen_both_ways(each, traffic) for each in back if _same_door(each, traffic)]


def _same_door(back: Traffic, there: Traffic) -> bool:
    """An answer passes the gateways of the internet that the question passed: they keep state, or
    translate.
    """
    return _by_unknown(back) or _doors(back, "internet", "egress_only") == _doors(
        there, "internet", "egress_only"
    )


def _by_unknown(traffic: Traffic) -> bool:
    """Whether it takes a way that nobody knows; answers could come back by it too."""
    return bool(_doors(traffic, "unknown"))


def _seen_both_ways(back: Traffic, there: Traffic) -> Traffic:
    """A firewall that keeps state has to see both directions ("asymmetric routing" is not supported)."""
    if _doors(back, "firewall") == _doors(there, "firewall"):
        return back
    return back.doubtful("a firewall sees one direction only")


def _doors(traffic: Traffic, *kinds: str) -> frozenset[tuple[str, str]]:
    return frozenset(door for door in traffic.doors if door[0] in kinds)
