"""Values for the strings of a request, once it is settled in which languages each must be and must not be.

A language may have holes: the value of a policy variable is a string of the request, too. Where no values are
found, the few memberships that contradict each other are named, if something proves that they do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from baseline.access.demands import Conflict, Demand, contradiction, sorted_by_name
from baseline.access.languages import AnyChar, Hole, Item, Language, Text, literal
from baseline.access.walk import witness

_COMBINATIONS = 200
_UNUSUAL = Language((AnyChar(True), "~", AnyChar(True)))


def fill(demands: Sequence[Demand]) -> dict[Text, str] | Conflict:
    """Values that meet all demands, none of which contradicts itself.

    Raises:
        TooLarge: The patterns on one string are too many.
    """
    found = {each.text: value for each in demands if not each.holes and (value := each.witness()) is not None}
    holed = [each for each in demands if each.holes]
    if not holed:
        return found
    by_text = {each.text: each for each in demands}
    holes = sorted_by_name(frozenset().union(*(each.holes for each in holed)))
    exact = {hole: value for hole in holes if (value := _only(by_text[hole])) is not None}
    settled = dict(_settled(holed))
    exact |= settled
    bounds = {hole: exact.get(hole) or _bound(by_text[hole]).items for hole in holes}
    for each in holed:
        narrower = Demand(each.text, each.filled(bounds).inside, each.filled(exact).outside)
        if contradiction(narrower) is not None:
            part = (*holed, *(by_text[hole] for hole in holes)) if settled else _of(each, by_text)
            return Conflict(part, proved=True)
    # What depends on other holes comes first: those are then read off it.
    ordered = sorted(holes, key=lambda hole: not by_text[hole].holes)
    for chosen in islice(_choices([by_text[hole] for hole in ordered], holed, {}), _COMBINATIONS):
        values = _with(chosen, holed)
        if values is not None:
            return {**found, **values}
    return Conflict((*holed, *(by_text[hole] for hole in holes)), proved=len(exact) == len(holes))


def _of(demand: Demand, by_text: Mapping[Text, Demand]) -> tuple[Demand, ...]:
    return (demand, *(by_text[hole] for hole in sorted_by_name(demand.holes)))


def _settled(holed: Iterable[Demand]) -> Iterator[tuple[Text, str]]:
    """What must be in a hole, where a string that is known is all fixed but for the hole."""
    for demand in holed:
        whole = _only(demand)
        for pattern in demand.inside if whole is not None else ():
            holes = [index for index, item in enumerate(pattern.items) if isinstance(item, Hole)]
            if len(holes) != 1 or pattern.ignore_case:
                continue
            before, after = pattern.items[: holes[0]], pattern.items[holes[0] + 1 :]
            if all(isinstance(item, str) for item in (*before, *after)):
                hole = pattern.items[holes[0]]
                fits = whole is not None and len(whole) >= len(before) + len(after)
                if isinstance(hole, Hole) and whole is not None and fits:
                    yield hole.of, whole[len(before) : len(whole) - len(after)]


def _bound(demand: Demand) -> Language:
    """Strings among which are all that can meet a demand: what one of its languages has."""
    known = [each.widened for each in demand.inside if not each.ignore_case]
    return max(known, key=lambda each: (each.one is not None, sum(isinstance(i, str) for i in each.items)))


def _only(demand: Demand) -> str | None:
    """The only string that can meet a demand, where one of its languages has no other."""
    return next((each.one for each in demand.inside if each.one is not None), None)


def _with(values: Mapping[Text, str], holed: Sequence[Demand]) -> dict[Text, str] | None:
    """The other strings, once the holes have these values."""
    found = dict(values)
    for each in holed:
        demand = each.filled(values)
        if each.text in values:
            demand = Demand(each.text, demand.inside | {literal(values[each.text])}, demand.outside)
        value = demand.witness()
        if value is None:
            return None
        found[each.text] = value
    return found


def _choices(
    holes: Sequence[Demand], holed: Sequence[Demand], chosen: dict[Text, str]
) -> Iterator[dict[Text, str]]:
    """Values for all holes that may go together."""
    if not holes:
        yield chosen
        return
    for value in dict.fromkeys(_candidates(holes[0], holed, chosen)):
        yield from _choices(holes[1:], holed, {**chosen, holes[0].text: value})


def _candidates(hole: Demand, holed: Sequence[Demand], chosen: Mapping[Text, str]) -> Iterator[str]:
    """Values for a hole: one like no other, the shortest, and those that other strings suggest."""
    inside = frozenset(each.widened for each in hole.inside)
    outside = frozenset(each for each in hole.outside if not each.holes)
    for more in (frozenset({_UNUSUAL}), frozenset[Language]()):
        value = witness(inside | more, outside)
        if value is not None:
            yield value
    for demand in holed:
        known = chosen.get(demand.text)
        for whole in _wholes(demand) if known is None else (known,):
            for pattern in (each for each in demand.inside if hole.text in each.holes):
                yield from _read_off(pattern, hole, whole, "")
                yield from _read_off(pattern, hole, whole, "?")


def _wholes(demand: Demand) -> Iterator[str]:
    """Strings that meet a demand, whatever is in the holes: the shortest, and some with unusual holes."""
    inside = frozenset(each.widened for each in demand.inside)
    outside = frozenset(each for each in demand.outside if not each.holes)
    wides = [_stretched(each, hole) for each in demand.inside for hole in sorted_by_name(each.holes)]
    for more in (frozenset[Language](), *(frozenset({wide}) for wide in wides)):
        whole = witness(inside | more, outside)
        if whole is not None:
            yield whole


def _stretched(pattern: Language, text: Text) -> Language:
    """The pattern with an unusual string in the hole."""
    items: list[Item] = []
    for item in pattern.items:
        items += _UNUSUAL.items if isinstance(item, Hole) and item.of == text else (item,)
    return Language(tuple(items), pattern.ignore_case).widened


def _read_off(pattern: Language, hole: Demand, whole: str, greedy: str) -> Iterator[str]:
    pieces = []
    for item in pattern.items:
        if isinstance(item, Hole):
            pieces.append(f"(.*{greedy})" if item.of == hole.text else ".*")
        elif isinstance(item, AnyChar):
            pieces.append(("." if item.colon else "[^:]") + ("*" if item.many else ""))
        else:
            pieces.append(re.escape(item))
    match = re.fullmatch("".join(pieces), whole, re.DOTALL | (re.IGNORECASE if pattern.ignore_case else 0))
    inside = {each.widened for each in hole.inside}
    outside = frozenset(each for each in hole.outside if not each.holes)
    for value in match.groups() if match else ():
        if witness(frozenset((*inside, literal(value))), outside) is not None:
            yield value
