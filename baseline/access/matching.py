"""Whether a string matches a pattern of the policy language.

Source: IAM user guide, "IAM JSON policy elements: Resource", "… Condition operators".
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeAlias

from baseline.access.text import (
    GAP,
    Context,
    Token,
    Variable,
    Wildcard,
    arn_segments,
    crossing,
    is_symbol,
    tokens,
)
from baseline.access.truth import Truth

Matcher: TypeAlias = Callable[[str, Context], Truth]


def glob(text: str, *, variables: bool, wildcards: bool = True, ignore_case: bool = False) -> Matcher:
    """Matches whole strings; `*` is any text, `?` any one character, values of variables are literal.

    The matcher raises Unresolved where a variable has no value.
    """
    if GAP in text:
        return _unknown
    parts = [(part, True) for part in tokens(text, variables=variables, wildcards=wildcards)]
    return _matcher(parts, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def arn(text: str, *, variables: bool, open_end: bool = False) -> Matcher:
    """Matches ARNs part by part: wildcards do not reach over the first five colons.

    Args:
        text: The pattern; `*` alone matches everything.
        variables: Whether `${…}` means something.
        open_end: Whether a `*` at the end of a pattern with fewer than six parts stands for all the rest, as
            in the element Resource; in ARN conditions such a pattern matches nothing.

    Source: "Condition operators", Amazon Resource Name (ARN) condition operators; "Resource", Using wildcards
    in resource ARNs.
    """
    if GAP in text:
        return _unknown
    if text == "*":
        return lambda actual, context: True
    parts = crossing(arn_segments(tokens(text, variables=variables)), open_end=open_end)
    if parts is None:
        return lambda actual, context: is_symbol(text) and actual == text
    return _matcher(parts, re.DOTALL)


def _unknown(actual: str, context: Context) -> Truth:
    return None


def _matcher(parts: Iterable[tuple[Token, bool]], flags: int) -> Matcher:
    parts = list(parts)
    if any(isinstance(part, Variable) for part, _ in parts):
        return lambda actual, context: (
            None if GAP in actual else bool(_compiled(_regex(parts, context), flags).fullmatch(actual))
        )
    regex = re.compile(_regex(parts, {}), flags)

    def fixed(actual: str, context: Context) -> Truth:
        return None if GAP in actual else regex.fullmatch(actual) is not None

    return fixed


@lru_cache(maxsize=4096)
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def _regex(parts: Iterable[tuple[Token, bool]], context: Context) -> str:
    pieces = []
    for part, colon in parts:
        if isinstance(part, Wildcard):
            pieces.append(("." if colon else "[^:]") + ("*" if part.many else ""))
        else:
            pieces.append(re.escape(part if isinstance(part, str) else part.value(context)))
    return "".join(pieces)
