"""What passes between two ends: every flow, as an answer to an open question."""

from dataclasses import dataclass

from baseline.reach.ends import End
from baseline.reach.explain import Shown, example, name
from baseline.reach.flow import Flow
from baseline.reach.model.network import Network
from baseline.reach.packets import EVERY, NONE, PacketSet
from baseline.reach.ports import port_text
from baseline.reach.statements import Statements, matters, pairs
from baseline.reach.trace.tracer import Tracer
from baseline.verdict import Evidence


@dataclass(frozen=True)
class Passage:
    """What passes between two places by one way.

    Attributes:
        source: The sender's name.
        target: The name of who gets it.
        ports: What passes for certain, or could.
        certain: Whether it is for certain.
        answered: Whether the answers of all of it come back.
        by: The gateways and load balancers on the way.
        doubts: Why it is not certain.
        shown: One packet with its hops.
    """

    source: str
    target: str
    ports: str
    certain: bool
    answered: bool
    by: tuple[str, ...]
    doubts: tuple[str, ...]
    shown: Shown


def passages(statements: Statements, source: End, target: End, wanted: PacketSet = EVERY) -> list[Passage]:
    """Every way from one end to the other."""
    tracer = Tracer(statements.network)
    return [_passage(tracer, flow) for flow in statements.flows(source, target, wanted)]


def _passage(tracer: Tracer, flow: Flow) -> Passage:
    passing = flow.must or flow.may
    relays = tuple(f"load balancer {relay.balancer.rpartition('/')[2]}" for relay in flow.relays)
    answered = flow.answered if flow.must else flow.perhaps_answered
    return Passage(
        source=name(flow.source),
        target=name(flow.target),
        ports=port_text(passing),
        certain=bool(flow.must),
        answered=bool(answered),
        by=(*relays, *(_door(kind, key) for kind, key in flow.doors)),
        doubts=() if flow.must else flow.doubts,
        shown=example(tracer, flow, passing),
    )


def unseen_from(network: Network, source: End) -> list[Evidence]:
    """What could open a way from an end that the model does not follow."""
    return [Evidence(spot.text, spot.place) for spot in network.blind_spots if matters(spot, source)]


def _door(kind: str, key: str) -> str:
    own = key.rpartition("/")[2]
    return f"{kind} {own}".strip()


def blocked(statements: Statements, source: End, target: End, wanted: PacketSet) -> list[Shown]:
    """For each pair of places one packet of those asked about, with the hops that stop it."""
    found = []
    tracer = Tracer(statements.network)
    for one, other in pairs(source, target):
        asked = statements.prover.packets(one, other, wanted)
        if asked:
            found.append(example(tracer, Flow(one, other, NONE, asked, NONE, NONE), asked))
    return found
