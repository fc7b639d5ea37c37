"""How problems are told."""

from pathlib import Path

import pytest

from baseline.settings.load import load
from baseline.settings.problem import Place, Problem, SettingsError, closest, quoted, remedy

FILE = Path("config/prod.yaml")


def test_the_report_names_every_problem_in_the_order_of_the_file_and_says_that_nothing_was_written() -> None:
    long_text = (
        "a /22 for each of 3 zones does not fit into 10.20.0.0/24 beside app; use a larger cidr or size 27"
    )
    error = SettingsError(
        [
            Problem(Place(FILE, 15, 9), ("network", "subnets", "data", "size"), long_text),
            Problem(Place(FILE, 14, 9), ("network", "cdir"), 'unknown key, did you mean "cidr"?'),
        ]
    )
    assert str(error) == (
        'config/prod.yaml:14:9  network.cdir: unknown key, did you mean "cidr"?\n'
        "config/prod.yaml:15:9  network.subnets.data.size: a /22 for each of 3 zones does\n"
        "                       not fit into 10.20.0.0/24 beside app; use a larger cidr\n"
        "                       or size 27\n"
        "2 problems; nothing was written"
    )


def test_one_problem_is_not_counted_in_the_plural() -> None:
    assert str(SettingsError([Problem(Place(FILE), (), "no such file")])) == (
        "config/prod.yaml  no such file\n1 problem; nothing was written"
    )


def test_a_long_value_is_shortened() -> None:
    assert len(quoted("word " * 100)) <= 62


@pytest.mark.parametrize(
    ("word", "meant"), [("EU-WEST-1", "eu-west-1"), ("eu-wst-1", "eu-west-1"), ("zz", None)]
)
def test_the_closest_word_is_found_whatever_its_case(word: str, meant: str | None) -> None:
    assert closest(word, ["eu-west-1", "us-east-1"]) == meant


@pytest.mark.parametrize(
    ("options", "said"),
    [(["a", "b"], "; there is: a, b"), ([], "; there is: none"), (["xx"] * 25, "")],
)
def test_without_a_close_word_a_short_list_is_shown_whole(options: list[str], said: str) -> None:
    assert remedy("zzz", options) == said


def test_problems_of_all_sections_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "all.yaml"
    path.write_text(
        "nmae: acme\n"
        "region: eu-west1\n"
        "notify: nobody\n"
        "network: {cdir: 10.20.0.0/24, subnets: {app: {size: 26}, data: {size: 22}}}\n"
        "storage: {buckets: {uploads: {expire_days: soon}}}\n"
        "identity: {users: {newcomer: {groups: [newbis]}}, groups: {newbies: {read_only: [ec2]}}}\n"
        "trail: {retain_days: 1}\n"
    )
    with pytest.raises(SettingsError) as caught:
        load(path)
    assert [problem.place.line for problem in caught.value.problems] == [1, 2, 3, 4, 4, 5, 6, 7]


def test_a_misspelt_key_is_read_as_what_it_means_so_that_its_value_is_checked_too(tmp_path: Path) -> None:
    path = tmp_path / "meant.yaml"
    path.write_text(
        "name: acme\nregion: eu-west-1\nnotify: a@example.com\nnetwork: {zoens: 9, cidr: 10.0.0.0/16}\n"
    )
    with pytest.raises(SettingsError) as caught:
        load(path)
    assert [problem.text for problem in caught.value.problems] == [
        'unknown key, did you mean "zones"?',
        "must be at most 6, not 9",
    ]


def test_what_would_steer_a_terminal_is_spelt_out() -> None:
    problem = Problem(Place(Path("a.yaml"), 1, 1), ("\x1b[31m",), f"unknown {quoted(chr(27) + '[0m')}")
    assert str(problem) == 'a.yaml:1:1  \\x1b[31m: unknown "\\x1b[0m"'
