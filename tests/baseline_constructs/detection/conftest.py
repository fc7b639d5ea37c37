"""The filter patterns of CloudWatch Logs, read far enough for what the tests ask."""

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import pytest

Event = dict[str, Any]
_TOKENS = re.compile(r'\s*(\(|\)|&&|\|\||!=|=|NOT EXISTS|"[^"]*"|[^\s()=!&|]+)')


def _found(event: Event, path: str) -> object:
    value: object = event
    for step in path.removeprefix("$.").split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


class _Reader:
    """`a || b && (c)` from left to right, with && before ||; a field that is absent equals nothing.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    """

    def __init__(self, pattern: str, event: Event) -> None:
        assert pattern.startswith("{ ") and pattern.endswith(" }")
        self._tokens = _TOKENS.findall(pattern[2:-2])
        self._event = event

    def all(self) -> bool:
        result = self._either()
        assert not self._tokens
        return result

    def _either(self) -> bool:
        result = self._both()
        while self._tokens and self._tokens[0] == "||":
            self._tokens.pop(0)
            result = self._both() or result
        return result

    def _both(self) -> bool:
        result = self._one()
        while self._tokens and self._tokens[0] == "&&":
            self._tokens.pop(0)
            result = self._one() and result
        return result

    def _one(self) -> bool:
        token = self._tokens.pop(0)
        if token == "(":
            result = self._either()
            assert self._tokens.pop(0) == ")"
            return result
        value, operator = _found(self._event, token), self._tokens.pop(0)
        if operator == "NOT EXISTS":
            return value is None
        wanted = self._tokens.pop(0).strip('"')
        same = value is not None and fnmatchcase(str(value), wanted)
        return same if operator == "=" else not same


@pytest.fixture(scope="session")
def matches() -> Callable[[str, Event], bool]:
    """Whether a filter pattern matches an event."""
    return lambda pattern, event: _Reader(pattern, event).all()
