"""What is asked of all requests: which actions, under which conditions, on what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from baseline.access.catalogue import Action, action, matching
from baseline.access.conditions import Condition, Over
from baseline.access.operators import OPERATORS
from baseline.errors import InputError

Where: TypeAlias = Mapping[str, Sequence[str]]  # condition keys to the patterns of which one must match


def conditions_where(where: Where, *, negated: bool = False) -> tuple[Condition, ...]:
    """What must hold of a request as conditions: the key is there and matches one of the patterns.

    Args:
        where: The keys and patterns.
        negated: The opposite for each key: it is absent, or matches none.
    """
    operator = OPERATORS["stringnotlike" if negated else "stringlike"]
    return tuple(
        Condition(Over.ONE, operator, False, key.lower(), tuple(values), False, (operator.name, key))
        for key, values in where.items()
    )


def actions_named(patterns: Iterable[str]) -> list[Action]:
    """The actions that patterns name; for `service:Prefix*` also one that does not exist yet.

    Raises:
        InputError: A pattern names no action.
    """
    found: dict[str, Action] = {}
    for pattern in patterns:
        names = matching(pattern)
        if not names:
            raise InputError(f"{pattern}: the table of actions has none of that name")
        found |= {name: action(name) for name in names}
        if pattern.endswith("*") and ":" in pattern:
            future = f"{pattern.rstrip('*')}ActionOfTheFuture"
            found[future] = action(future)
    return list(found.values())


@dataclass(frozen=True)
class Question:
    """What kind of call is looked for.

    Attributes:
        meets: Conditions that must hold, on each resource that can have the key.
        breaks: Conditions of which one must not hold on a resource that can have the key; empty for none.
        types: Resource types that the call must be about one of; empty for any.
        resource: The one resource it must be about; None for any.
        other_than: A resource that it must not be about; "" for any.
        without: Context keys that the call must not have.
    """

    meets: tuple[Condition, ...] = ()
    breaks: tuple[Condition, ...] = ()
    types: frozenset[str] = frozenset()
    resource: str | None = None
    other_than: str = ""
    without: tuple[str, ...] = ()
