"""A settings file from disk to `Settings`, or to a report of everything that is wrong with it."""

from collections.abc import Iterable
from pathlib import Path

from baseline.settings.extends import extended
from baseline.settings.model import Settings
from baseline.settings.problem import Problem, SettingsError
from baseline.settings.rules import findings
from baseline.settings.secrets import secret_problems
from baseline.settings.shape import shape
from baseline.settings.tree import place_of, plain


def load(path: Path) -> Settings:
    """The settings in `path` and in what it extends.

    Args:
        path: A YAML file; the places in reports begin with it as it is given here.

    Raises:
        SettingsError: Something is wrong; carries every problem found, and reads as the report of them.
    """
    tree, unreadable = extended(path)
    refused = [*unreadable, *secret_problems(tree)]
    shaped = shape(tree, Settings)
    broken = [
        Problem(place_of(shaped.tree, finding.path), finding.path, finding.text)
        for finding in findings(shaped.readable)
    ]
    # Of an unreadable value nothing else is worth saying, and a secret must not be repeated.
    problems = [*refused, *_elsewhere(refused, shaped.problems)]
    problems += _elsewhere(problems, broken)
    if problems:
        raise SettingsError(problems)
    return Settings.model_validate(plain(shaped.tree)).locate(shaped.tree)


def _elsewhere(told: Iterable[Problem], problems: Iterable[Problem]) -> list[Problem]:
    places = {problem.place for problem in told}
    return [problem for problem in problems if problem.place not in places]
