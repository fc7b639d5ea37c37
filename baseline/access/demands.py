"""What is asked of the strings of a request, and what in that contradicts itself.

A language may have holes: the value of a policy variable is a string of the request, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from baseline.access.languages import Item, Language, Text, symbolic
from baseline.access.walk import core, witness


@dataclass(frozen=True)
class Demand:
    """What is asked of one string.

    Attributes:
        text: The string.
        inside: The languages that it must be in, its domain among them.
        outside: Those that it must not be in.
    """

    text: Text
    inside: frozenset[Language]
    outside: frozenset[Language]

    @property
    def holes(self) -> frozenset[Text]:
        """The strings that its languages depend on."""
        return frozenset(hole for each in (*self.inside, *self.outside) for hole in each.holes)

    def filled(self, values: Mapping[Text, Sequence[Item]]) -> "Demand":
        """The demand with something else in some holes."""
        inside, outside = (
            frozenset(each.filled(values) for each in group) for group in (self.inside, self.outside)
        )
        return Demand(self.text, inside, outside)

    def witness(self) -> str | None:
        """A string that meets it; None if there is none."""
        return witness(self.inside, self.outside)


def sorted_by_name(texts: Iterable[Text]) -> list[Text]:
    """The same order in every process."""
    return sorted(texts, key=lambda text: text.name)


@dataclass(frozen=True)
class Conflict:
    """Demands that no values meet together.

    Attributes:
        demands: Each with the memberships that take part.
        proved: Whether it is certain; else nothing was found, and there may be something.
    """

    demands: tuple[Demand, ...]
    proved: bool


def contradiction(demand: Demand) -> Conflict | None:
    """What in a demand contradicts itself, whatever is in the holes."""
    wide = {each.widened: each for each in demand.inside}
    plain = frozenset(each for each in demand.outside if not each.holes)
    fixed = next((each for each in demand.inside if each.one is not None), None)
    if fixed is not None:
        misfit = _misfit(demand, fixed, wide, plain)
        if misfit is not None:
            return misfit
    elif witness(frozenset(wide), plain) is None:
        within, without = core(frozenset(wide), plain)
        kept = Demand(demand.text, frozenset(wide[each] for each in within), frozenset(without))
        return Conflict((kept,), proved=True)
    for one in demand.inside:
        if one.holes and witness(*_symbolic({one}, demand.outside)) is None:
            return Conflict((Demand(demand.text, frozenset({one}), demand.outside),), proved=True)
    return None


def _misfit(
    demand: Demand, fixed: Language, wide: Mapping[Language, Language], plain: Iterable[Language]
) -> Conflict | None:
    """What the one string that a demand leaves does not fit: a pair, found without a walk."""
    text = fixed.one or ""
    for each, original in wide.items():
        if not each.has(text):
            return Conflict((Demand(demand.text, frozenset({fixed, original}), frozenset()),), proved=True)
    for each in plain:
        if each.has(text):
            return Conflict((Demand(demand.text, frozenset({fixed}), frozenset({each})),), proved=True)
    return None


def _symbolic(
    inside: set[Language], outside: frozenset[Language]
) -> tuple[frozenset[Language], frozenset[Language]]:
    """Languages in which what stands in a hole is one character that only `*` takes as well.

    If a pattern with holes then has no string outside of others, it has none whatever is in the holes: a
    match of the others stays one when the character is replaced.
    """
    holes = sorted_by_name({hole for each in (*inside, *outside) for hole in each.holes})
    return (
        frozenset(symbolic(each, holes) for each in inside),
        frozenset(symbolic(each, holes) for each in outside),
    )
