"""Patterns of the policy language: wildcards, policy variables, ARNs by segment.

Strings that come from templates may hold marks instead of text: a symbol (a resource's generated name) reads
as one made-up name, unlike any other; a gap could be anything, so whether it matches is unknown (None).

Source: IAM user guide, "IAM JSON policy elements: Resource", "IAM policy elements: Variables and tags".
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

Truth: TypeAlias = bool | None  # None: nobody can know, for lack of a value
Context: TypeAlias = Mapping[str, tuple[str, ...]]  # by key name in lower case
Matcher: TypeAlias = Callable[[str, Context], Truth]

# Around what stands for a symbol, and before what stands for a value that could be anything.
SYMBOL_START, SYMBOL_END, GAP = "\ue000", "\ue001", "\ue002"

_TOKEN = re.compile(r"\$\{([^{}]*)\}|([*?])|([^*?$]+|\$)")
_VARIABLE = re.compile(r"\s*([^,]+?)\s*(?:,\s*'([^']*)'\s*)?")
_ARN_PARTS = 6


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
    for match in _TOKEN.finditer(text):
        inside, wild, plain = match.groups()
        if wild and wildcards:
            found.append(Wildcard(wild == "*"))
        elif inside is None or not variables:
            found.append(plain or wild or match[0])
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


def has_variables(parts: Iterable[Token]) -> bool:
    """Whether what a pattern matches depends on the request."""
    return any(isinstance(part, Variable) for part in parts)


def glob(text: str, *, variables: bool, wildcards: bool = True, ignore_case: bool = False) -> Matcher:
    """Matches whole strings; `*` is any text, `?` any one character, values of variables are literal."""
    if GAP in text:
        return _unknown
    parts = tokens(text, variables=variables, wildcards=wildcards)
    flags = re.DOTALL | (re.IGNORECASE if ignore_case else 0)
    return _matcher(parts, lambda context: _regex(_pieces(parts, context, any_=".")), flags)


def arn(text: str, *, variables: bool) -> Matcher:
    """Matches ARNs part by part: wildcards do not reach over the first five colons.

    Source: IAM user guide, "Condition operators", Amazon Resource Name (ARN) condition operators.
    """
    if GAP in text:
        return _unknown
    if text == "*":
        return lambda actual, context: True
    segments = arn_segments(tokens(text, variables=variables))
    if len(segments) != _ARN_PARTS:
        return lambda actual, context: False
    flat = tuple(token for segment in segments for token in segment)

    def pattern(context: Context) -> str:
        first = [_regex(_pieces(segment, context, any_="[^:]")) for segment in segments[:-1]]
        return ":".join([*first, _regex(_pieces(segments[-1], context, any_="."))])

    return _matcher(flat, pattern, re.DOTALL)


def arn_segments(parts: Iterable[Token]) -> list[list[Token]]:
    """A pattern's tokens by the ARN segment they are in: six, or fewer where it is none."""
    segments: list[list[Token]] = [[]]
    for part in parts:
        if not isinstance(part, str):
            segments[-1].append(part)
            continue
        first, *rest = part.split(":", _ARN_PARTS - len(segments))
        segments[-1].append(first)
        segments += [[piece] for piece in rest]
    return segments


def is_arn(text: str) -> bool:
    """Whether a text has the form of an ARN."""
    return text.startswith("arn:") and text.count(":") >= _ARN_PARTS - 1


def readable(text: str) -> str:
    """Marked text as people read it."""
    return text.replace(SYMBOL_START, "<").replace(SYMBOL_END, ">").replace(GAP, "?")


def _unknown(actual: str, context: Context) -> Truth:
    return None


def _matcher(parts: Iterable[Token], pattern: Callable[[Context], str], flags: int) -> Matcher:
    if has_variables(parts):
        return lambda actual, context: (
            None if GAP in actual else bool(_compiled(pattern(context), flags).fullmatch(actual))
        )
    regex = re.compile(pattern({}), flags)

    def fixed(actual: str, context: Context) -> Truth:
        return None if GAP in actual else regex.fullmatch(actual) is not None

    return fixed


@lru_cache(maxsize=4096)
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def _pieces(parts: Iterable[Token], context: Context, *, any_: str) -> list[str]:
    pieces = []
    for part in parts:
        if isinstance(part, Wildcard):
            pieces.append(any_ + "*" if part.many else any_)
        else:
            pieces.append(re.escape(part if isinstance(part, str) else part.value(context)))
    return pieces


def _regex(pieces: list[str]) -> str:
    return "".join(pieces)


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
