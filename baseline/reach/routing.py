"""Which route a packet takes.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html ("How route priority
works"):
the longest prefix wins; among equal ones static routes go before prefix lists, and those before propagated
routes; a propagated route never overrides the local one.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from baseline.reach.intervals import Intervals, difference, union
from baseline.reach.model.routes import Route, RouteTable


@dataclass(frozen=True)
class Choice:
    """The destinations that a table sends by one route.

    Attributes:
        route: The route.
        must: Destinations that take it for certain.
        may: Destinations that could take it.
    """

    route: Route
    must: Intervals
    may: Intervals


def choices(table: RouteTable) -> tuple[Choice, ...]:
    """Each route with the destinations for which it is chosen."""
    return tuple(choice for choice in _choices(table) if choice.may)


class Switch:
    """A table's choices, found by destination; a transit gateway has hundreds.

    Args:
        table: The table.
    """

    def __init__(self, table: RouteTable) -> None:
        found = [
            (low, high, index, each) for index, each in enumerate(choices(table)) for low, high in each.may
        ]
        self._sorted = sorted(found, key=lambda entry: entry[:3])
        self._lows = [low for low, _, _, _ in self._sorted]
        self._highest = list(accumulate((high for _, high, _, _ in self._sorted), max))

    def towards(self, destinations: Intervals) -> Iterable[Choice]:
        """The choices for these destinations, each once."""
        found: dict[int, Choice] = {}
        for low, high in destinations:
            position = bisect_right(self._lows, high) - 1
            while position >= 0 and self._highest[position] >= low:
                _, end, index, choice = self._sorted[position]
                if end >= low:
                    found[index] = choice
                position -= 1
        return [found[index] for index in sorted(found)]


def _choices(table: RouteTable) -> Iterator[Choice]:
    if all(route.shortest == route.longest for route in table.routes):
        yield from _by_length(table.routes)
        return
    for route in table.routes:
        rivals = [other for other in table.routes if other is not route]
        could = union(*(other.destination.may for other in rivals if not _goes_before(route, other)))
        does = union(
            *(other.destination.must for other in rivals if other.certain and _goes_before(other, route))
        )
        yield _choice(route, could, does)


def _by_length(routes: tuple[Route, ...]) -> Iterator[Choice]:
    """The same in one pass from the longest prefix, for tables with hundreds of routes.

    Ranges of one length are the same or have nothing in common; the same one twice is in doubt.
    """
    could: Intervals = ()
    does: Intervals = ()
    for _, group in groupby(sorted(routes, key=_order), key=_order):
        tied = list(group)
        twice = Counter(route.destination.must for route in tied)
        for route in tied:
            doubtful = twice[route.destination.must] > 1
            yield _choice(route, union(could, route.destination.must) if doubtful else could, does)
        could = union(could, *(route.destination.may for route in tied))
        does = union(does, *(route.destination.must for route in tied if route.certain))


def _order(route: Route) -> tuple[int, int]:
    return -route.longest, route.rank


def _choice(route: Route, could: Intervals, does: Intervals) -> Choice:
    must = difference(route.destination.must, could) if route.certain else ()
    return Choice(route, must, difference(route.destination.may, does))


def _goes_before(one: Route, other: Route) -> bool:
    """Whether the first is for certain preferred."""
    if one.shortest > other.longest:
        return True
    same = one.shortest == one.longest == other.shortest == other.longest
    return same and one.rank < other.rank
