"""What is wrong with a settings file, where it stands, and how it is told."""

import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from baseline.errors import InputError
from baseline.place import Place

KeyPath: TypeAlias = tuple[str | int, ...]

REPORT_COLUMNS = 80
_DEEPEST_INDENT = 40
_LISTED = 24


@dataclass(frozen=True)
class Finding:
    """A broken rule, before it is known where in the file its key stands."""

    path: KeyPath
    text: str

    def under(self, *prefix: str | int) -> "Finding":
        """The same finding, seen from a mapping further out."""
        return Finding(prefix + self.path, self.text)


@dataclass(frozen=True)
class Problem:
    """One thing the user has to mend: where, which key, and what to do about it."""

    place: Place
    path: KeyPath
    text: str

    def __str__(self) -> str:
        start = f"{self.place}  "
        said = f"{dotted(self.path)}: {self.text}" if self.path else self.text
        return textwrap.fill(
            said,
            REPORT_COLUMNS,
            initial_indent=start,
            subsequent_indent=" " * min(len(start), _DEEPEST_INDENT),
            break_long_words=False,
            break_on_hyphens=False,
        )


class SettingsError(InputError):
    """The settings file is wrong; the text is the whole report, one entry per problem.

    Attributes:
        problems: Every problem, sorted by file, line and column.
    """

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=_position))
        noun = "problem" if len(self.problems) == 1 else "problems"
        lines = [*map(str, self.problems), f"{len(self.problems)} {noun}; nothing was written"]
        super().__init__("\n".join(lines))


def _position(problem: Problem) -> tuple[str, int, int, str]:
    place = problem.place
    return str(place.file), place.line or 0, place.column, problem.text


def dotted(path: KeyPath) -> str:
    """A key's path as it is shown, such as `network.allow[0].ports`."""
    shown = "".join(f"[{key}]" if isinstance(key, int) else f".{printable(key)}" for key in path)
    return shown.removeprefix(".")


def quoted(value: object) -> str:
    """A value as it is shown in a message: in double quotes, printable, and never longer than a line."""
    return f'"{textwrap.shorten(printable(str(value)), 60, placeholder=" ...")}"'


def printable(text: str) -> str:
    """A text in which characters that would steer a terminal, such as escape, are spelt out."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def listed(options: Collection[str]) -> str:
    """The words `options` as a list for a sentence; `none` if there are none."""
    return ", ".join(options) or "none"


def closest(word: str, options: Collection[str]) -> str | None:
    """The one of `options` that `word` most likely meant, if any is close enough."""
    by_lower = {option.lower(): option for option in options}
    near = get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[near[0]] if near else None


def remedy(word: str, options: Sequence[str]) -> str:
    """What to append to "unknown ...": the likely meaning, else what there is if that is short enough."""
    near = closest(word, options)
    if near is not None:
        return f', did you mean "{near}"?'
    return f"; there is: {listed(options)}" if len(options) <= _LISTED else ""
