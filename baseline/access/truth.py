"""Three-valued truth: yes, no, and what nobody can know for lack of a value."""

from collections.abc import Iterable
from typing import TypeAlias

Truth: TypeAlias = bool | None  # None: nobody can know


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if one is; unknown if none is and one is unknown."""
    result: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            result = None
    return result


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if one is; unknown if none is and one is unknown."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def negation(truth: Truth) -> Truth:
    """The opposite; unknown stays unknown."""
    return None if truth is None else not truth
