"""Tags, as AWS takes them.

Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from baseline.settings.problem import Finding, quoted
from baseline.settings.text import Parsed
from baseline.settings.unreadable import where_readable

MAX_TAGS = 40  # AWS allows 50 a resource; the rest is for what we add and for what services add.

_ALLOWED = re.compile(r"[\w +\-=.:/@]*")
_SPELLING = "letters, digits, spaces and + - = . _ : / @"


def _parse(text: str, *, shortest: int, longest: int) -> str:
    if not shortest <= len(text) <= longest:
        raise ValueError(f"{quoted(text)} must have {shortest} to {longest} characters, it has {len(text)}")
    if not _ALLOWED.fullmatch(text):
        raise ValueError(f"{quoted(text)} may hold only {_SPELLING}")
    if text.lower().startswith("aws:"):
        raise ValueError(f"{quoted(text)} must not begin with aws: which AWS keeps for itself")
    return text


def parse_key(text: str) -> str:
    """A tag's key; raises ValueError for what AWS refuses."""
    return _parse(text, shortest=1, longest=128)


def parse_value(text: str) -> str:
    """A tag's value, which may be empty; raises ValueError for what AWS refuses."""
    return _parse(text, shortest=0, longest=256)


TagKey = Annotated[str, Parsed(parse_key, {"minLength": 1, "maxLength": 128})]
TagValue = Annotated[str, Parsed(parse_value, {"maxLength": 256})]


@where_readable
def tag_findings(tags: Mapping[str, str]) -> Iterator[Finding]:
    """More tags than fit on a resource, and keys that IAM cannot tell apart."""
    if len(tags) > MAX_TAGS:
        yield Finding((), f"{len(tags)} tags; at most {MAX_TAGS} leave room for those that AWS and we add")
    yield from same_but_for_case(tags, "IAM ignores the case of tag keys")


@where_readable
def same_but_for_case(names: Iterable[str], why: str) -> Iterator[Finding]:
    """One finding for each name that equals an earlier one up to case."""
    first: dict[str, str] = {}
    for name in names:
        earlier = first.setdefault(name.lower(), name)
        if earlier != name:
            yield Finding((name,), f"differs from {quoted(earlier)} only in case, and {why}; rename one")
