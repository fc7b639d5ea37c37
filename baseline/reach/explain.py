"""One packet with its hops, as evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

from baseline.reach.addresses import INTERNET
from baseline.reach.ends import INTERNET as WORLD
from baseline.reach.flow import Flow
from baseline.reach.model.gateways import Nat
from baseline.reach.model.places import Interface
from baseline.reach.packets import Packet, PacketSet
from baseline.reach.ports import packet_text
from baseline.reach.trace.hop import Hop, Trace
from baseline.reach.trace.tracer import Tracer
from baseline.reach.traffic import Site
from baseline.verdict import Evidence, Example

_MARKS = {True: "passes", False: "STOPS", None: "unknown"}


@dataclass(frozen=True)
class Shown:
    """A packet that is shown to the reader.

    Attributes:
        packet_text: The packet in a line.
        text: Where it gets through.
        trace: Its hops.
        example: The same for programs.
    """

    packet_text: str
    text: str
    trace: Trace
    example: Example


def example(tracer: Tracer, flow: Flow, packets: PacketSet, *, answered: bool = False) -> Shown:
    """One of the packets, with its way; for a relay the client's packet to the balancer first.

    Args:
        tracer: Follows it.
        flow: Where it goes.
        packets: To choose from; not empty.
        answered: Whether to show the answer's way instead.
    """
    packet = packets.example()
    before = tuple(hop for hops in _legs(tracer, flow) for hop in hops)
    hops = (*before, *_trace(tracer, packet, flow, answered))
    first = flow.legs[0] if flow.legs else None
    told = packet if first is None else (first.must or first.may).example()
    text = packet_text(told, tracer.network.book)
    if first is not None:
        text = f"{text}, passed on as {packet_text(packet, tracer.network.book)}"
    return Shown(text, f"{name(flow.source)} reaches {name(flow.target)}: {text}", hops, _example(text, hops))


def _legs(tracer: Tracer, flow: Flow) -> Iterator[Trace]:
    """Each conversation up to the last balancer, and the listener that passes it on."""
    for leg, relay in zip(flow.legs, flow.relays, strict=True):
        yield _trace(tracer, (leg.must or leg.may).example(), leg, answered=False)
        sure = relay.certain or None
        yield (Hop("load balancer", relay.source, sure, "passes connections on"),)


def _trace(tracer: Tracer, packet: Packet, flow: Flow, answered: bool) -> Trace:
    sender = flow.sender or flow.source
    if answered:
        answer = packet.answer()
        return () if answer is None else tracer.best(answer, flow.target, sender, answer=True)
    if _round_about(flow):
        world = INTERNET[0][0]
        out = tracer.best(packet._replace(dst=world), sender, WORLD)
        return (*out, *tracer.best(packet._replace(src=world), WORLD, flow.target))
    return tracer.best(packet, sender, flow.target)


def _round_about(flow: Flow) -> bool:
    """Out by the internet and in again at a public address."""
    inside = isinstance(flow.source, Interface) and isinstance(flow.target, Interface) and not flow.legs
    return inside and any(kind == "internet" for kind, _ in flow.doors)


def name(site: Site) -> str:
    """How a place is called."""
    return site.source.name if isinstance(site, Interface | Nat) else site.name or site.kind


def _example(text: str, trace: Trace) -> Example:
    marks = {True: "passes", False: "stops", None: "unknown"}
    return {
        "packet": text,
        "hops": [
            {
                "what": hop.what,
                "by": str(hop.source),
                "at": str(hop.source.place) if hop.source.place else None,
                "result": marks[hop.passes],
                "text": hop.text,
            }
            for hop in trace
        ],
    }


def shown(case: Shown) -> tuple[Evidence, ...]:
    """The hops as evidence, with what would open the way at those that stop the packet."""
    found = [Evidence(f"packet: {case.packet_text}")]
    for hop in case.trace:
        text = f"{_MARKS[hop.passes]:7}  {hop.what}: {hop.source}: {hop.text}"
        found.append(Evidence(text, hop.source.place))
        if hop.passes is False and hop.opens:
            found.append(Evidence(f"would open it: {hop.opens}", hop.source.place))
    return tuple(found)
