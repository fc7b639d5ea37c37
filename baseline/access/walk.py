"""Whether a string lies inside of some languages and outside of others.

Every condition on a string is membership in a language, so a conjunction of them is a walk through the
product of small automata: exact, and it ends. Measured on policies as they are, Z3's string theory took
seconds or gave up where this takes milliseconds (docs/adr/0016-prover.md).
"""

from collections import deque
from collections.abc import Callable, Sequence
from functools import lru_cache

from baseline.access.languages import Language

_READABLE = "x0a1bcdefghijklmnopqrstuvwyz23456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_."
_STATES = 20_000


class TooLarge(Exception):
    """The walk saw too many states."""


@lru_cache(maxsize=16384)
def witness(inside: frozenset[Language], outside: frozenset[Language]) -> str | None:
    """A shortest string inside all of some languages and outside all of others; None if there is none.

    Raises:
        TooLarge: The product has more states than are worth a look.
    """
    languages = (*inside, *outside)
    count = len(inside)
    start = tuple(each.closure((0,)) for each in languages)
    before: dict[tuple[frozenset[int], ...], tuple[tuple[frozenset[int], ...], str] | None] = {start: None}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        if _ends(languages, state, count):
            return _read_back(before, state)
        if len(before) > _STATES:
            raise TooLarge
        for char in _chars(languages, state):
            after = tuple(each.step(at, char) for each, at in zip(languages, state, strict=True))
            if after not in before and all(after[:count]):
                before[after] = (state, char)
                queue.append(after)
    return None


def _ends(languages: Sequence[Language], state: Sequence[frozenset[int]], count: int) -> bool:
    return all(
        each.accepts(at) is (index < count)
        for index, (each, at) in enumerate(zip(languages, state, strict=True))
    )


def _chars(languages: Sequence[Language], state: Sequence[frozenset[int]]) -> list[str]:
    """The characters that matter here, and one that stands for all others."""
    chars: set[str] = set()
    for each, at in zip(languages, state, strict=True):
        chars |= each.next_chars(at)
    other = next((char for char in _READABLE if char not in chars), None)
    return [other or "\u00b7", *sorted(chars)]


def _read_back(
    before: dict[tuple[frozenset[int], ...], tuple[tuple[frozenset[int], ...], str] | None],
    state: tuple[frozenset[int], ...],
) -> str:
    chars: list[str] = []
    step = before[state]
    while step is not None:
        state, char = step
        chars.append(char)
        step = before[state]
    return "".join(reversed(chars))


def core(inside: frozenset[Language], outside: frozenset[Language]) -> tuple[set[Language], set[Language]]:
    """Of languages that have no string in common, few that have none already."""
    without = _fewest(outside, lambda rest: witness(inside, rest) is None)
    within = _fewest(inside, lambda rest: witness(rest, without) is None)
    return set(within), set(without)


def _fewest(
    languages: frozenset[Language], enough: Callable[[frozenset[Language]], bool]
) -> frozenset[Language]:
    """Languages none of which can be left out; half of them are tried at once, then a quarter, and so on."""
    kept = sorted(languages, key=lambda language: -len(language.items))
    size = len(kept)
    while size:
        at = 0
        while at < len(kept):
            rest = kept[:at] + kept[at + size :]
            if enough(frozenset(rest)):
                kept = rest
            else:
                at += size
        size //= 2
    return frozenset(kept)
