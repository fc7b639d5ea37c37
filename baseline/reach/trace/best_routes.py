"""The routes of a table that one packet could take."""

from collections.abc import Sequence

from baseline.reach.intervals import contains
from baseline.reach.model.routes import Route


def best_routes(routes: Sequence[Route], address: int) -> list[tuple[Route, bool]]:
    """The routes that could be taken, each with whether it is for certain."""
    fitting = [route for route in routes if contains(route.destination.may, address)]
    fitting.sort(key=lambda route: (-route.longest, route.rank))
    found: list[tuple[Route, bool]] = []
    for route in fitting:
        certain = route.certain and contains(route.destination.must, address)
        found.append((route, certain and not found))
        if certain:
            break
    return found
