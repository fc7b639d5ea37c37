"""Sets of strings that patterns describe, as small automata."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from baseline.access.text import Wildcard, crossing


@dataclass(frozen=True)
class AnyChar:
    """Any one character, or any number of them; in an ARN's first segments none is a colon."""

    many: bool
    colon: bool = True

    def takes(self, char: str) -> bool:
        """Whether it stands for this character, or for what any string could be."""
        if char >= _ANY_STRING:  # one character cannot stand for a string, nor can what takes no colon
            return self.many and self.colon
        return self.colon or char != ":"


@dataclass(frozen=True)
class Hole:
    """The value of another string of the request, such as that of a policy variable."""

    of: "Text"


Item: TypeAlias = str | AnyChar | Hole  # a str is one character
_ANY_STRING = "\U000f0000"  # from here on, characters that stand for the strings in holes


@dataclass(frozen=True)
class Language:
    """The strings that a sequence of items matches.

    Attributes:
        items: In order.
        ignore_case: Whether upper and lower case are the same.
    """

    items: tuple[Item, ...]
    ignore_case: bool = False
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Languages are looked up all the time."""
        object.__setattr__(self, "_hash", hash((self.items, self.ignore_case)))

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def holes(self) -> frozenset["Text"]:
        """The strings that it depends on."""
        return frozenset(item.of for item in self.items if isinstance(item, Hole))

    @property
    def one(self) -> str | None:
        """The one string that it has, where it is of that form."""
        plain = not self.ignore_case and all(isinstance(item, str) for item in self.items)
        return "".join(map(str, self.items)) if plain else None

    def filled(self, values: Mapping["Text", Sequence["Item"]]) -> "Language":
        """The language with something else in some of its holes."""
        items: list[Item] = []
        for item in self.items:
            items += values[item.of] if isinstance(item, Hole) and item.of in values else (item,)
        return Language(tuple(items), self.ignore_case)

    @cached_property
    def widened(self) -> "Language":
        """All strings that it may have, whatever is in its holes."""
        items = tuple(AnyChar(True) if isinstance(item, Hole) else item for item in self.items)
        return Language(items, self.ignore_case) if self.holes else self

    @property
    def everything(self) -> bool:
        """Whether it has all strings."""
        return self.items == (AnyChar(True),)

    def parts_from(self, other: "Language") -> bool:
        """Whether the fixed beginnings differ, so that no string is in both; most ARNs do in the service."""
        if self.ignore_case or other.ignore_case:
            return False
        for one, another in zip(self.items, other.items, strict=False):
            if not (isinstance(one, str) and isinstance(another, str)):
                return False
            if one != another:
                return True
        return False

    def closure(self, positions: Iterable[int]) -> frozenset[int]:
        """The positions, and those behind stars that may match nothing."""
        found: set[int] = set()
        for position in positions:
            while position not in found:
                found.add(position)
                item = self.items[position] if position < len(self.items) else ""
                if not (isinstance(item, AnyChar) and item.many):
                    break
                position += 1
        return frozenset(found)

    def step(self, positions: frozenset[int], char: str) -> frozenset[int]:
        """Where the automaton is after one more character."""
        after: list[int] = []
        for position in positions:
            if position == len(self.items):
                continue
            item = self.items[position]
            if isinstance(item, AnyChar):
                if item.takes(char):
                    after.append(position if item.many else position + 1)
            elif item == char or (
                self.ignore_case and isinstance(item, str) and item.lower() == char.lower()
            ):
                after.append(position + 1)
        return self.closure(after)

    def accepts(self, positions: frozenset[int]) -> bool:
        """Whether a string may end here."""
        return len(self.items) in positions

    def has(self, text: str) -> bool:
        """Whether one string is in it; holes have none."""
        positions = self.closure((0,))
        for char in text:
            positions = self.step(positions, char)
        return self.accepts(positions)

    def next_chars(self, positions: frozenset[int]) -> set[str]:
        """The characters that it makes a difference to read."""
        items = (self.items[position] for position in positions if position < len(self.items))
        chars: set[str] = set()
        for item in items:
            if isinstance(item, str):
                chars |= {item.lower(), item.upper()} if self.ignore_case else {item}
            elif isinstance(item, AnyChar) and not item.colon:
                chars.add(":")
        return chars


@dataclass(frozen=True)
class Text:
    """A string of the request: the resource, or one value of a context key.

    Attributes:
        name: What it is, unique in the formula.
        domain: What it can be at all.
    """

    name: str
    domain: Language = Language((AnyChar(True),))


Piece: TypeAlias = str | Wildcard | Hole  # a pattern's token, once its variables are settled


def language(pieces: Iterable[Piece], *, ignore_case: bool = False) -> Language:
    """The language of a pattern."""
    return _language(((piece, True) for piece in pieces), ignore_case)


def arn_language(segments: Sequence[Sequence[Piece]], *, open_end: bool = False) -> Language | None:
    """The language of an ARN pattern by its segments; None for what is no ARN."""
    pieces = crossing(segments, open_end=open_end)
    return None if pieces is None else _language(pieces, False)


def _language(pieces: Iterable[tuple[Piece, bool]], ignore_case: bool) -> Language:
    items: list[Item] = []
    for piece, colon in pieces:
        if isinstance(piece, Wildcard):
            items.append(AnyChar(piece.many, colon))
        else:
            items += piece if isinstance(piece, str) else (piece,)
    return Language(tuple(items), ignore_case)


def literal(text: str) -> Language:
    """The language of one string."""
    return Language(tuple(text))


def symbolic(language: Language, holes: Sequence[Text]) -> Language:
    """A language with one character for what is in each hole; of single characters only `*` takes it."""
    chars = {hole: chr(ord(_ANY_STRING) + index) for index, hole in enumerate(holes)}
    return language.filled(chars)


EVERYTHING = Language((AnyChar(True),))
