"""How rules pass over what cannot be read, so that one wrong value hides nothing that is wrong elsewhere."""

import functools
from collections.abc import Callable, Iterator
from typing import ParamSpec

from baseline.settings.problem import Finding

P = ParamSpec("P")


class Unreadable(Exception):
    """A value is asked for that has the wrong shape, which is told already."""


def where_readable(findings: Callable[P, Iterator[Finding]]) -> Callable[P, Iterator[Finding]]:
    """Make a generator of findings end where it needs a value that is unreadable.

    What it found before stands. A rule of several independent parts is several functions, so that one part's
    unreadable value does not end the others.
    """

    @functools.wraps(findings)
    def readable_findings(*args: P.args, **kwargs: P.kwargs) -> Iterator[Finding]:
        try:
            yield from findings(*args, **kwargs)
        except Unreadable:
            return

    return readable_findings
