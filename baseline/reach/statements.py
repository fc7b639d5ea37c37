"""Statements about a network, each answered for all packets.

`unreachable` and `no_path_out` mean that no packet gets through, answered or not: one that arrives is
enough to do harm. `reaches` means that the packet arrives and its answer comes back. What is not known
counts as reachable for the first and as not shown for the second; the verdict is then undecided, and says
what is missing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from baseline.reach.closing import closing
from baseline.reach.ends import End, end
from baseline.reach.explain import example, shown
from baseline.reach.flow import Flow
from baseline.reach.leaving import check_ways, exits, leaves_by
from baseline.reach.model.network import BlindSpot, Network
from baseline.reach.model.places import Interface
from baseline.reach.packets import EVERY, PacketSet
from baseline.reach.policies import said_by_policies
from baseline.reach.prover import Prover
from baseline.reach.quantified import certainly, restricted
from baseline.reach.reaching import Reaching
from baseline.reach.trace.hop import outcome
from baseline.reach.trace.tracer import Tracer
from baseline.reach.traffic import Outside, Site
from baseline.verdict import Evidence, Result, Verdict

# Stand for many that could talk to each other.
_LAUNCHED = "anything launched in it"
_MANY = (_LAUNCHED, "AWS::AutoScaling::AutoScalingGroup", "AWS::ECS::Service")
_BOTH = frozenset({"groups", "acls"})

# The flows that a statement forbids, in a network and with its ends.
_Forbidden = Callable[["Statements", End, End | None], Iterator[Flow]]


@dataclass(frozen=True)
class _Found:
    """A flow with the packets of it that count."""

    flow: Flow
    packets: PacketSet


class Statements:
    """Answers statements about one network.

    Args:
        network: The network.
        layers: See `Ways`; only tests ask for one layer alone.
    """

    def __init__(self, network: Network, *, layers: frozenset[str] = _BOTH) -> None:
        self.network = network
        self.prover = Prover(network, layers=layers)
        self._layers = layers

    def flows(self, source: End, target: End, wanted: PacketSet = EVERY) -> Iterator[Flow]:
        """Every way from one end to the other."""
        for one, other in pairs(source, target):
            yield from self.prover.flows(one, other, restricted(wanted, source.addresses, target.addresses))

    def unreachable(self, source: End, target: End, ports: PacketSet = EVERY) -> Verdict:
        """No packet gets from one end to the other.

        Args:
            source: Who sends.
            target: Who must not get it.
            ports: The packets that are meant; all by default.
        """

        def forbidden(statements: "Statements", one: End, other: End | None) -> Iterator[Flow]:
            return statements.flows(one, other, ports) if other else iter(())

        return self._none_of(forbidden, f"no packet gets from {source.text} to {target.text}", source, target)

    def reaches(self, source: End, target: End, ports: PacketSet) -> Verdict:
        """Everybody at one end reaches everybody at the other on all of these ports, and is answered."""
        verdict = Reaching(self.prover).verdict(source, target, ports, pairs(source, target))
        return _with(verdict, self._assumptions(source, target)) if verdict.holds else verdict

    def reaches_only(self, source: End, target: End, ports: PacketSet) -> Verdict:
        """As `reaches`, and no packet to any other port gets through."""
        other = self.unreachable(source, target, EVERY - ports)
        if other.result is Result.REFUTED:
            return other
        verdict = self.reaches(source, target, ports)
        return other if verdict.holds and not other.holds else verdict

    def egress_only_via(self, source: End, via: Sequence[str]) -> Verdict:
        """What leaves the VPC of `source` leaves by these ways only.

        Args:
            source: Who sends.
            via: `internet`, `nat`, `egress_only`, `vpn`, `peering`, `transit`, `endpoint/<service>`,
                `endpoints` for every endpoint, `firewall`, `appliance`, or the logical id of a gateway.
                Interface endpoints count as ways out too: what goes to them leaves for the service.

        Raises:
            InputError: One of them is no way out.
        """
        check_ways(self.network, via)

        def forbidden(statements: "Statements", one: End, _: End | None) -> Iterator[Flow]:
            return (flow for flow in exits(statements.prover, one) if not leaves_by(flow, via))

        ways = " or ".join(via) if via else ""
        text = f"nothing leaves {source.text}" + (f" but by {ways}" if ways else "")
        verdict = self._none_of(forbidden, text, source, None)
        allowed = (flow for flow in exits(self.prover, source) if leaves_by(flow, via)) if via else ()
        return _with(verdict, said_by_policies(self.network, allowed))

    def no_path_out(self, source: End) -> Verdict:
        """No packet leaves the VPC of `source`, not even to an AWS service by an endpoint."""
        return self.egress_only_via(source, ())

    def _none_of(self, forbidden: _Forbidden, text: str, source: End, target: End | None) -> Verdict:
        """Refuted by a packet that certainly passes; undecided while one could; else proved."""
        flows = list(forbidden(self, source, target))
        found = [each for flow in flows if (each := self._certain(flow)).packets]
        tracer = Tracer(self.network)
        for each in sorted(found, key=lambda each: (len(each.flow.relays), len(each.flow.doors))):
            shown_ = example(tracer, each.flow, each.packets)
            if self._layers != _BOTH or outcome(shown_.trace) is True:
                evidence = (*shown(shown_), *self._closing(forbidden, source, target))
                says = said_by_policies(self.network, flows)
                return Verdict(Result.REFUTED, shown_.text, (*evidence, *says), (shown_.example,))
        if found:
            why = "the proof found a packet that the evaluator of single packets does not confirm"
            return Verdict(Result.UNDECIDED, why, shown(example(tracer, found[0].flow, found[0].packets)))
        if flows:
            return self._undecided(tracer, flows)
        spots = [spot for spot in self.network.blind_spots if matters(spot, source)]
        if spots:
            evidence = tuple(Evidence(spot.text, spot.place) for spot in spots)
            return Verdict(Result.UNDECIDED, f"cannot be decided: {spots[0].text}", evidence)
        return Verdict(Result.PROVED, text, self._assumptions(source, target))

    def _undecided(self, tracer: Tracer, flows: Sequence[Flow]) -> Verdict:
        doubts = dict.fromkeys(doubt for flow in flows for doubt in flow.doubts)
        possible = example(tracer, flows[0], flows[0].may)
        why = next(iter(doubts), "rules or addresses on the way are not known exactly")
        evidence = (*shown(possible), *(Evidence(doubt) for doubt in doubts))
        return Verdict(Result.UNDECIDED, f"cannot be decided: {why}", evidence)

    def _closing(self, forbidden: _Forbidden, source: End, target: End | None) -> tuple[Evidence, ...]:
        """Each network that is tried is asked the same, with ends of the same names."""

        def asked(network: Network) -> Iterator[Flow]:
            other = end(network, target.text) if target else None
            return forbidden(Statements(network, layers=self._layers), end(network, source.text), other)

        return closing(self.network, asked)

    def _certain(self, flow: Flow) -> _Found:
        if flow.relays:
            return _Found(flow, flow.must)
        whole = self.prover.packets(flow.source, flow.target)
        return _Found(flow, certainly(flow.must, whole, flow.source, flow.target))

    def _assumptions(self, *ends: End | None) -> tuple[Evidence, ...]:
        """What a proof takes for granted about subnets in which the templates place nothing."""
        found = []
        for each in ends:
            for site in each.sites if each else ():
                if isinstance(site, Interface) and site.kind == _LAUNCHED and site.groups:
                    worn = ", ".join(self.network.groups[key].source.name for key in site.groups)
                    found.append(Evidence(f"{site.source.name} wears {worn}", site.source.place))
        return tuple(dict.fromkeys(found))


def pairs(source: End, target: End) -> Iterator[tuple[Site, Site]]:
    """One place with itself only where it stands for many."""
    for one in source.sites:
        for other in target.sites:
            same = one is other or (isinstance(one, Outside) and isinstance(other, Outside))
            if not same or (isinstance(one, Interface) and one.kind in _MANY):
                yield one, other


def matters(spot: BlindSpot, source: End) -> bool:
    """What brings in somebody from outside matters only where the source is outside."""
    return not spot.from_outside or any(isinstance(site, Outside) for site in source.sites)


def _with(verdict: Verdict, evidence: tuple[Evidence, ...]) -> Verdict:
    more = tuple(each for each in evidence if each not in verdict.evidence)
    return Verdict(verdict.result, verdict.why, (*verdict.evidence, *more), verdict.examples)
