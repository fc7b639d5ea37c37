"""One packet with its hops, as evidence, and the smallest change that stops it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from baseline.place import Place
from baseline.reach.addresses import INTERNET
from baseline.reach.ends import INTERNET as WORLD
from baseline.reach.ends import End, end
from baseline.reach.model.gateways import Nat
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.packets import Packet, PacketSet
from baseline.reach.ports import packet_text
from baseline.reach.prover import Flow
from baseline.reach.trace import Hop, Trace, Tracer
from baseline.reach.traffic import Site
from baseline.verdict import Evidence, Example

if TYPE_CHECKING:
    from baseline.reach.statements import Statements


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
    """One of the packets, with its way.

    Args:
        tracer: Follows it.
        flow: Where it goes.
        packets: To choose from; not empty.
        answered: Whether to show the answer's way instead.
    """
    packet = packets.example()
    source = flow.source
    relay: Hop | None = None
    if flow.relays:
        balancer = flow.relays[-1].balancer
        source = _balancer(tracer.network, balancer, packet) or source
        relay = Hop("load balancer", flow.relays[-1].source, True, "passes connections on")
    trace = _trace(tracer, packet, source, flow, answered)
    text = packet_text(packet, tracer.network.book)
    hops = (relay, *trace) if relay else trace
    return Shown(text, f"{name(flow.source)} reaches {name(flow.target)}: {text}", hops, _example(text, hops))


def _trace(tracer: Tracer, packet: Packet, source: Site, flow: Flow, answered: bool) -> Trace:
    if not answered:
        if _round_about(flow):
            world = INTERNET[0][0]
            out = tracer.best(packet._replace(dst=world), source, WORLD)
            return (*out, *tracer.best(packet._replace(src=world), WORLD, flow.target))
        return tracer.best(packet, source, flow.target)
    answer = packet.answer()
    return () if answer is None else tracer.best(answer, flow.target, source, answer=True)


def _round_about(flow: Flow) -> bool:
    """Out by the internet and in again at a public address."""
    inside = isinstance(flow.source, Interface) and isinstance(flow.target, Interface)
    return inside and any(kind == "internet" for kind, _ in flow.doors)


def _balancer(network: Network, key: str, packet: Packet) -> Interface | None:
    found = [each for each in network.interfaces if each.key == key]
    near = [each for each in found if any(low <= packet.src <= high for low, high in each.addresses)]
    return next(iter(near or found), None)


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
    marks = {True: "passes", False: "STOPS", None: "unknown"}
    found = [Evidence(f"packet: {case.packet_text}")]
    for hop in case.trace:
        text = f"{marks[hop.passes]:7}  {hop.what}: {hop.source}: {hop.text}"
        found.append(Evidence(text, hop.source.place))
        if hop.passes is False and hop.opens:
            found.append(Evidence(f"would open it: {hop.opens}", hop.source.place))
    return tuple(found)


def closing(statements: "Statements", flow: Flow, source: End, target: End | None) -> tuple[Evidence, ...]:
    """The single removal that stops everything between the two, if there is one; else what stops this way.

    Candidates are the rules, entries and routes that let the flow pass. Each is taken out of the network,
    and the statement asked again.
    """
    if target is None:
        return ()
    for text, place, network in _removals(statements.network, flow):
        again = type(statements)(network)
        remaining = again.flows(end(network, source.text), end(network, target.text))
        if next(remaining, None) is None:
            return (Evidence(f"would close it: {text}", place),)
    return ()


def _removals(network: Network, flow: Flow) -> Iterator[tuple[str, Place, Network]]:
    tracer = Tracer(network)
    trace = tracer.best(flow.may.example(), flow.source, flow.target) if flow.may and not flow.relays else ()
    for hop in trace:
        remove = _REMOVERS.get(hop.what)
        if remove is not None and hop.source.place is not None and not _made_by_aws(hop):
            yield f"remove {hop.source}", hop.source.place, remove(network, hop)


def _made_by_aws(hop: Hop) -> bool:
    """Local routes, and what a default ACL or group holds, are in no template."""
    return hop.source.detail == "local route" or hop.source.name.startswith("the ")


def _without_rule(network: Network, hop: Hop) -> Network:
    groups = {
        key: replace(group, rules=tuple(rule for rule in group.rules if rule.source != hop.source))
        for key, group in network.groups.items()
    }
    return replace(network, groups=groups)


def _without_entry(network: Network, hop: Hop) -> Network:
    acls = {
        key: replace(acl, entries=tuple(entry for entry in acl.entries if entry.source != hop.source))
        for key, acl in network.acls.items()
    }
    return replace(network, acls=acls)


def _without_route(network: Network, hop: Hop) -> Network:
    tables = {
        key: replace(table, routes=tuple(route for route in table.routes if route.source != hop.source))
        for key, table in network.tables.items()
    }
    return replace(network, tables=tables)


def _without_address(network: Network, hop: Hop) -> Network:
    interfaces = tuple(
        replace(each, public=False) if each.source == hop.source else each for each in network.interfaces
    )
    return replace(network, interfaces=interfaces)


_REMOVERS: dict[str, Callable[[Network, Hop], Network]] = {
    "security group in": _without_rule,
    "security group out": _without_rule,
    "network ACL in": _without_entry,
    "network ACL out": _without_entry,
    "route": _without_route,
    "public address": _without_address,
}
