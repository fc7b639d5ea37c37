"""What the tests of settings share: a file on disk, loaded or refused."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from baseline.settings.load import load
from baseline.settings.model import Settings
from baseline.settings.problem import SettingsError, dotted

BEGINNING = "name: acme\nregion: eu-west-1\nnotify: security@example.com\n"

Complaints = Callable[[str], list[tuple[str, str]]]
Accepted = Callable[[str], Settings]


@pytest.fixture
def accepted(tmp_path: Path) -> Accepted:
    """Loads YAML to which the three required lines are added."""

    def load_text(text: str) -> Settings:
        path = tmp_path / "landing.yaml"
        path.write_text(BEGINNING + textwrap.dedent(text), encoding="utf-8")
        return load(path)

    return load_text


@pytest.fixture
def complaints(accepted: Accepted) -> Complaints:
    """The problems of YAML to which the three required lines are added, as pairs of key path and text."""

    def refused(text: str) -> list[tuple[str, str]]:
        with pytest.raises(SettingsError) as caught:
            accepted(text)
        return [(dotted(problem.path), problem.text) for problem in caught.value.problems]

    return refused


@pytest.fixture
def raw_complaints(tmp_path: Path) -> Callable[[str | bytes], list[str]]:
    """The problems of a file's very content, as lines of the form `line:column path: text`."""

    def refused(content: str | bytes) -> list[str]:
        path = tmp_path / "landing.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(SettingsError) as caught:
            load(path)
        return [
            f"{problem.place.line}:{problem.place.column} {dotted(problem.path)}: {problem.text}"
            for problem in caught.value.problems
        ]

    return refused
