"""Whether everybody at one end reaches everybody at the other, and is answered."""

from collections.abc import Iterator, Sequence

from baseline.reach.addresses import ALL_4, ALL_6
from baseline.reach.client_ports import EPHEMERAL, client_ports
from baseline.reach.ends import End
from baseline.reach.explain import example, shown
from baseline.reach.flow import Flow
from baseline.reach.packets import NONE, UNANSWERED, Box, PacketSet, packets
from baseline.reach.policies import said_by_policies
from baseline.reach.ports import port_text
from baseline.reach.prover import Prover
from baseline.reach.quantified import joined, restricted, side_of
from baseline.reach.trace.hop import outcome
from baseline.reach.trace.tracer import Tracer
from baseline.reach.traffic import Outside, Site
from baseline.verdict import Evidence, Result, Verdict

# Of several places in which a range could be the best counts.
_RANK = {Result.PROVED: 0, Result.UNDECIDED: 1, Result.NOT_MODELLED: 1, Result.REFUTED: 2}


class Reaching:
    """Answers `reaches`.

    Args:
        prover: Of the network.
    """

    def __init__(self, prover: Prover) -> None:
        self._prover = prover

    def verdict(
        self, source: End, target: End, ports: PacketSet, pairs: Iterator[tuple[Site, Site]]
    ) -> Verdict:
        """For all pairs of places.

        Args:
            source: Who opens conversations.
            target: Who is to answer.
            ports: The packets that are meant.
            pairs: The places at the two ends.
        """
        checked, policies = 0, dict[Evidence, None]()
        for choices in _alternatives(pairs, source, target):
            found = [
                each for one, other in choices if (each := self._pair(one, other, ports, source, target))
            ]
            if not found:
                continue
            checked += 1
            best = min(found, key=lambda each: _RANK[each.result])
            if not best.holds:
                return best
            policies |= dict.fromkeys(best.evidence)
        if not checked:
            why = f"{source.text} and {target.text} have no addresses of one IP version"
            return Verdict(Result.REFUTED, why)
        text = f"{source.text} reaches {target.text} on {port_text(ports)}, and is answered"
        return Verdict(Result.PROVED, f"{text} ({checked} pairs of places)", tuple(policies))

    def _pair(self, one: Site, other: Site, ports: PacketSet, source: End, target: End) -> Verdict | None:
        """For two places; None where they have no addresses of one IP version."""
        asked = restricted(ports, source.addresses, target.addresses)
        wanted = self._prover.packets(one, other, asked)
        if not wanted:
            return None
        flows = self._prover.flows(one, other, wanted)
        if not _all_answered(one, wanted, flows):
            return self._missing(one, other, wanted, flows)
        if not self._confirmed(wanted, flows):
            why = "the evaluator of single packets does not confirm what the proof says arrives"
            return Verdict(Result.UNDECIDED, why)
        return Verdict(Result.PROVED, "reaches", said_by_policies(self._prover.network, flows))

    def _confirmed(self, wanted: PacketSet, flows: Sequence[Flow]) -> bool:
        """Whether one packet of those asked about, followed step by step, arrives."""
        tracer = Tracer(self._prover.network)
        for flow in flows:
            arriving = flow.must if flow.relays else flow.must & wanted
            if arriving and outcome(example(tracer, flow, arriving).trace) is True:
                return True
        return False

    def _missing(self, one: Site, other: Site, wanted: PacketSet, flows: Sequence[Flow]) -> Verdict:
        """Refuted where something certainly fails in each IP version; else nobody knows."""
        clients = wanted & PacketSet((Box(sport=client_ports(one)[-1]),))
        versions = [clients & PacketSet((Box(src=family),)) for family in (ALL_4, ALL_6)]
        failures = [self._failure(one, other, each, flows) for each in versions if each]
        if all(failures) and failures[0] is not None:
            return failures[0]
        direct = [flow for flow in flows if not flow.relays]
        unsure = clients - joined(flow.answered for flow in direct)
        possible = example(Tracer(self._prover.network), Flow(one, other, NONE, unsure, NONE, NONE), unsure)
        doubts = dict.fromkeys(doubt for flow in flows for doubt in flow.doubts)
        why = next(iter(doubts), "rules or addresses on the way are not known exactly")
        evidence = (*shown(possible), *(Evidence(doubt) for doubt in doubts))
        return Verdict(Result.UNDECIDED, f"not shown: {why}", evidence)

    def _failure(self, one: Site, other: Site, clients: PacketSet, flows: Sequence[Flow]) -> Verdict | None:
        """A packet that certainly does not arrive, or is not answered; None where there is none to show."""
        if any(flow.relays for flow in flows):
            return None
        blocked = clients - joined(flow.may for flow in flows)
        silent = clients - joined(flow.perhaps_answered for flow in flows) - UNANSWERED
        for missing, text in (
            (blocked, "does not arrive"),
            (silent, "arrives, but its answer does not come back"),
        ):
            if missing:
                probe = Flow(one, other, NONE, missing, NONE, NONE)
                tracer = Tracer(self._prover.network)
                failure = example(tracer, probe, missing, answered=text.startswith("arrives"))
                why = f"{failure.packet_text} {text}"
                return Verdict(Result.REFUTED, why, shown(failure), (failure.example,))
        return None


def _alternatives(
    pairs: Iterator[tuple[Site, Site]], source: End, target: End
) -> Iterator[list[tuple[Site, Site]]]:
    """Pairs of which one is enough: a range outside lies in one place, and nobody says in which."""
    groups: dict[object, list[tuple[Site, Site]]] = {}
    for one, other in pairs:
        first = "outside" if isinstance(one, Outside) and source.addresses is not None else one
        second = "outside" if isinstance(other, Outside) and target.addresses is not None else other
        groups.setdefault((first, second), []).append((one, other))
    yield from groups.values()


def _all_answered(one: Site, wanted: PacketSet, flows: Sequence[Flow]) -> bool:
    """In one IP version at least, from all source ports that a client could use.

    ICMP messages that nothing answers only have to arrive.
    """
    for family in (ALL_4, ALL_6):
        asked = wanted & PacketSet((Box(src=family),))
        for sports in client_ports(one) if asked else ():
            clients = asked & PacketSet((Box(sport=sports),))
            direct = [flow for flow in flows if not flow.relays]
            arrived = joined(flow.must for flow in direct) & UNANSWERED
            if not clients - joined(flow.answered for flow in direct) - arrived:
                return True
            if any(_relays_all(flow, asked) for flow in flows if flow.relays):
                return True
    return False


def _relays_all(flow: Flow, asked: PacketSet) -> bool:
    """Whether the balancer passes all of these ports on, from each of its addresses."""
    arriving = packets(
        Box(side_of(flow.answered, 0), box.dst, box.protocol, EPHEMERAL, box.dport) for box in asked.boxes
    )
    return bool(arriving) and not arriving - flow.answered
