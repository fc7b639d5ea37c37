"""Errors that only synthesis can find, told as the settings' own: with file, line and section."""

from collections.abc import Iterator
from contextlib import contextmanager

from baseline.settings.model import Settings
from baseline.settings.problem import Problem, SettingsError


@contextmanager
def blame(settings: Settings, *path: str | int) -> Iterator[None]:
    """Say of whatever a construct refuses inside that this part of the settings asked for it.

    Args:
        settings: What is being built.
        path: The keys of the section, such as `"identity", "groups", "newbies"`.

    Raises:
        SettingsError: A construct inside raised ValueError.
    """
    try:
        yield
    except ValueError as error:
        raise SettingsError([Problem(settings.place(*path), path, str(error))]) from error
