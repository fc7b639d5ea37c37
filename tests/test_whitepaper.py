"""docs/whitepaper.md says what is there: every key is set in the profile, every construct and test exists."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "whitepaper.md"


def _rows() -> list[list[str]]:
    """The cells of every row; those of heads and rules under them are left out."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if row[0] != "the paper recommends" and not row[0].startswith("---")]


ROWS = _rows()


def _settings(profile: str) -> Any:
    return yaml.safe_load((ROOT / "config" / f"{profile}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_key_of_the_page_is_set_in_its_profile(row: list[str]) -> None:
    keys, beside = re.findall(r"`([a-z_.]+)`", row[1]), re.search(r"\(([a-z]+)\)", row[1])
    assert keys or row[1] == "always"
    for key in keys:
        value = _settings(beside[1] if beside else "whitepaper")
        for step in key.split("."):
            assert step in value, key
            value = value[step]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_row_names_a_construct_and_a_test_that_exist(row: list[str]) -> None:
    for cell, folder in ((row[2], "constructs"), (row[3], "tests")):
        links = re.findall(r"\]\(([^)]+)\)", cell)
        assert links
        for link in links:
            file = (PAGE.parent / link).resolve()
            assert file.is_file(), link
            assert file.is_relative_to(ROOT / folder), link


def test_the_page_has_rows() -> None:
    assert len(ROWS) >= 10
