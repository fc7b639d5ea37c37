"""Patterns of the policy language in their parts: wildcards, policy variables, ARNs by segment.

Strings that come from templates may hold marks instead of text: a symbol (a resource's generated name) reads
as one made-up name, unlike any other; a gap could be anything, so whether it matches is unknown.

Source: IAM user guide, "IAM JSON policy elements: Resource", "IAM policy elements: Variables and tags".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Context: TypeAlias = Mapping[str, tuple[str, ...]]  # by key name in lower case

# Around what stands for a symbol, and before what stands for a value that could be anything.
SYMBOL_START, SYMBOL_END, GAP = "\ue000", "\ue001", "\ue002"

_WITH_VARIABLES = re.compile(r"\$\{(?P<inside>[^{}]*)\}|(?P<wild>[*?])|(?P<plain>[^*?$]+|\$)")
_WITHOUT = re.compile(r"(?P<wild>[*?])|(?P<plain>[^*?]+)")
_VARIABLE = re.compile(r"\s*([^,]+?)\s*(?:,\s*'([^']*)'\s*)?")
ARN_PARTS = 6


class Unresolved(Exception):
    """A policy variable whose key the request does not have, and that has no default."""


@dataclass(frozen=True)
class Variable:
    """`${key, 'default'}`."""

    key: str
    default: str | None

    def value(self, context: Context) -> str:
        """The one value of the key; a key with several values has none here.

        Raises:
            Unresolved: There is no value and no default.
        """
        values = context.get(self.key, ())
        if len(values) == 1:
            return values[0]
        if self.default is None:
            raise Unresolved(self.key)
        return self.default


@dataclass(frozen=True)
class Wildcard:
    """`*` or `?`."""

    many: bool


Token: TypeAlias = str | Variable | Wildcard


def tokens(text: str, *, variables: bool, wildcards: bool = True) -> tuple[Token, ...]:
    """A pattern in its parts.

    Args:
        text: As it stands in the policy.
        variables: Whether `${…}` means something: not in documents of version 2008-10-17. `${*}`, `${?}` and
            `${$}` then are the characters themselves.
        wildcards: Whether `*` and `?` mean something.
    """
    found: list[Token] = []
    for match in (_WITH_VARIABLES if variables else _WITHOUT).finditer(text):
        groups = match.groupdict()
        inside, wild = groups.get("inside"), groups["wild"]
        if wild and wildcards:
            found.append(Wildcard(wild == "*"))
        elif inside is None:
            found.append(match[0])
        elif inside in ("*", "?", "$"):
            found.append(inside)
        else:
            found.append(_variable(inside))
    return tuple(found)


def _variable(inside: str) -> Variable:
    match = _VARIABLE.fullmatch(inside)
    if match is None:
        return Variable(inside.strip().lower(), None)
    return Variable(match[1].lower(), match[2])


_Part: TypeAlias = Any  # a token, or what the prover makes of one; only plain strings are looked into


def arn_segments(parts: Iterable[_Part]) -> list[list[_Part]]:
    """A pattern's tokens by the ARN segment they are in: six, or fewer where it is none."""
    segments: list[list[_Part]] = [[]]
    for part in parts:
        if not isinstance(part, str):
            segments[-1].append(part)
            continue
        first, *rest = part.split(":", ARN_PARTS - len(segments))
        segments[-1].append(first)
        segments += [[piece] for piece in rest]
    return segments


def crossing(segments: Sequence[Sequence[_Part]], *, open_end: bool) -> list[tuple[_Part, bool]] | None:
    """The tokens of an ARN pattern, each with whether it may stand for colons; None for what is no ARN.

    Args:
        segments: Of the pattern.
        open_end: Whether a `*` at the end stands for the segments that are missing.
    """
    whole = len(segments) == ARN_PARTS
    ends_in_star = bool(segments[-1]) and segments[-1][-1] == Wildcard(True)
    if not whole and not (open_end and ends_in_star and segments[0] == ["arn"]):
        return None
    found: list[tuple[_Part, bool]] = []
    for index, segment in enumerate(segments):
        found += [(":", False)] if index else []
        found += [(token, index == ARN_PARTS - 1) for token in segment]
    if not whole:
        found[-1] = (found[-1][0], True)
    return found


def is_arn(text: str) -> bool:
    """Whether a text has the form of an ARN."""
    return text.startswith("arn:") and text.count(":") >= ARN_PARTS - 1


def is_symbol(text: str) -> bool:
    """Whether a text stands for an ARN of which nothing is known but whose it is."""
    return SYMBOL_START in text and text.count(":") < ARN_PARTS - 1


def readable(text: str) -> str:
    """Marked text as people read it."""
    return text.replace(SYMBOL_START, "<").replace(SYMBOL_END, ">").replace(GAP, "?")
