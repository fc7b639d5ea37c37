"""Values of a template after its intrinsic functions are resolved.

A value is a str, int, float, bool, None, `LocatedMap` or `LocatedList` where everything is known. What only
CloudFormation will know is a `Symbol` that says what it is; `Text` is a string with symbols in it. `Unknown`
is a value about which nothing can be said, with the reason. None of the three is ever a string by mistake.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias


class Origin(StrEnum):
    """Who will know the value of a symbol."""

    PSEUDO = "pseudo"  # the account, region, partition or stack that is deployed to
    PARAMETER = "parameter"  # whoever deploys
    RESOURCE = "resource"  # AWS, when it makes the resource: no other resource has the same value
    IMPORT = "import"  # a stack that was not loaded
    FUNCTION = "function"  # an intrinsic that depends on the region or the account, such as Fn::GetAZs


@dataclass(frozen=True, slots=True)
class Symbol:
    """A value that exists and is not known here. Equal symbols stand for equal values.

    Attributes:
        origin: Who will know it.
        stack: The stack that it belongs to; "" for account, region and partition, which stacks share.
        name: The logical id, the parameter, the pseudo-parameter, the export, or the function.
        attribute: For resources: "Ref", or the attribute that Fn::GetAtt names.
    """

    origin: Origin
    stack: str
    name: str
    attribute: str = ""

    def __str__(self) -> str:
        owner = f"{self.stack}/{self.name}" if self.stack else self.name
        return f"<{owner}.{self.attribute}>" if self.attribute else f"<{owner}>"


@dataclass(frozen=True, slots=True)
class Text:
    """A string that holds symbols: at least one, never two literal parts in a row."""

    parts: tuple[str | Symbol, ...]

    def __str__(self) -> str:
        return "".join(str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that could be anything.

    Attributes:
        why: The reason, for reports.
    """

    why: str

    def __str__(self) -> str:
        return f"<unknown: {self.why}>"


Value: TypeAlias = Any  # str | int | float | bool | None | LocatedMap | LocatedList | Symbol | Text | Unknown
Piece: TypeAlias = str | Symbol


def concatenated(values: Iterable[Value]) -> str | Symbol | Text | Unknown:
    """The values one after another; numbers and booleans as JSON writes them."""
    pieces: list[Piece] = []
    for value in values:
        found = pieces_of(value)
        if isinstance(found, Unknown):
            return found
        for piece in found:
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            elif piece != "":
                pieces.append(piece)
    return _simplest(pieces)


def pieces_of(value: Value) -> tuple[Piece, ...] | Unknown:
    """A scalar as literal and symbolic pieces."""
    match value:
        case str():
            return (value,)
        case Symbol():
            return (value,)
        case Text():
            return value.parts
        case Unknown():
            return value
        case bool():
            return ("true" if value else "false",)
        case int() | float():
            return (str(value),)
        case _:
            return Unknown("a list or mapping where a string is needed")


def _simplest(pieces: list[Piece]) -> str | Symbol | Text:
    if not pieces:
        return ""
    return pieces[0] if len(pieces) == 1 else Text(tuple(pieces))


def is_known(value: Value) -> bool:
    """Whether nothing in a value is symbolic or unknown."""
    return next(gaps(value), None) is None


def gaps(value: Value) -> Iterator[Symbol | Unknown]:
    """The symbols and unknowns anywhere inside a value."""
    match value:
        case Symbol() | Unknown():
            yield value
        case Text():
            yield from (part for part in value.parts if isinstance(part, Symbol))
        case dict():
            for item in value.values():
                yield from gaps(item)
        case list():
            for item in value:
                yield from gaps(item)
