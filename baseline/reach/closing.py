"""The smallest change that stops what should not pass: the fewest removals, found by trying them.

Whatever closes a way has to take something from the way of a packet that passes. So each removal is of a hop
of one such packet; where another packet still passes, one of its hops has to go too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from baseline.place import Place
from baseline.reach.explain import example
from baseline.reach.flow import Flow
from baseline.reach.model.network import Network
from baseline.reach.model.source import Source
from baseline.reach.trace.hop import Hop
from baseline.reach.trace.tracer import Tracer
from baseline.verdict import Evidence

_MOST = 3
_PATIENCE = 150  # networks tried before giving up

Asked = Callable[[Network], Iterator[Flow]]


@dataclass(frozen=True)
class Removal:
    """Something to take out of the templates."""

    text: str
    place: Place
    network: Network


class _GaveUp(Exception):
    """Too many networks were tried."""


def closing(network: Network, asked: Asked) -> tuple[Evidence, ...]:
    """The removals that together leave nothing of what is asked, the fewest there are, up to three.

    Args:
        network: As it is.
        asked: Gives the flows that should not be, in a network.
    """
    search = _Search(asked)
    try:
        for most in range(1, _MOST + 1):
            found = search.close(network, most)
            if found is not None:
                return tuple(Evidence(f"would close it: {each.text}", each.place) for each in found)
    except _GaveUp:
        return (Evidence(f"more than {most - 1} removals are needed to close it, if any do"),)
    return (Evidence(f"no {_MOST} removals close it; it passes in more ways than that"),)


class _Search:
    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._tried = 0

    def close(self, network: Network, most: int) -> list[Removal] | None:
        """At most so many removals that leave nothing; None where there are none."""
        self._tried += 1
        if self._tried > _PATIENCE:
            raise _GaveUp
        flow = next(self._asked(network), None)
        if flow is None:
            return []
        for removal in _removals(network, flow) if most else ():
            rest = self.close(removal.network, most - 1)
            if rest is not None:
                return [removal, *rest]
        return None


def _removals(network: Network, flow: Flow) -> Iterator[Removal]:
    """What could be taken from the way of one packet, each thing once."""
    shown = example(Tracer(network), flow, flow.must or flow.may)
    met: set[Source] = set()
    for hop in shown.trace:
        remove = _REMOVERS.get(hop.what)
        if remove is None or hop.source.place is None or hop.source in met or _made_by_aws(hop):
            continue
        met.add(hop.source)
        yield Removal(_text(hop), hop.source.place, remove(network, hop))


def _text(hop: Hop) -> str:
    if hop.what == "public address":
        return f"take the public address from {hop.source}"
    if "the egress rule for everything" in hop.source.detail:
        return f"declare the egress rules of {hop.source.name}"
    return f"remove {hop.source}"


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


def _without_relay(network: Network, hop: Hop) -> Network:
    return replace(network, relays=tuple(each for each in network.relays if each.source != hop.source))


def _without_peering(network: Network, hop: Hop) -> Network:
    """Its routes lead nowhere then."""
    gone = {key for key, peering in network.peerings.items() if peering.source == hop.source}
    tables = {
        key: replace(table, routes=tuple(route for route in table.routes if route.target.key not in gone))
        for key, table in network.tables.items()
    }
    peerings = {key: peering for key, peering in network.peerings.items() if key not in gone}
    return replace(network, tables=tables, peerings=peerings)


_REMOVERS: dict[str, Callable[[Network, Hop], Network]] = {
    "security group in": _without_rule,
    "security group out": _without_rule,
    "network ACL in": _without_entry,
    "network ACL out": _without_entry,
    "route": _without_route,
    "transit gateway route": _without_route,
    "public address": _without_address,
    "load balancer": _without_relay,
    "peering connection": _without_peering,
}
