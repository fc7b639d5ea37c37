"""YAML that is broken, or does more than it seems to."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from baseline.settings import compose
from baseline.settings.problem import SettingsError
from baseline.settings.tree import walk

RawComplaints = Callable[[str | bytes], list[str]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("name: a\nnetwork:\n\tzones: 2\n", "3:1 : a tab; YAML is indented with spaces"),
        ("name: [a\n", "not valid YAML: did not find expected ',' or ']'"),
        ("name: a: b\n", "1:8 : not valid YAML: mapping values are not allowed in this context"),
        ("name: 'a\n", "not valid YAML: found unexpected end of stream"),
        ("name: *nobody\n", "1:7 : not valid YAML: found undefined alias"),
        ("name: @a\n", "1:7 : not valid YAML: found character that cannot start any token"),
        ("name: a\n---\nname: b\n", '2:1 : a second document ("---"); a settings file holds one'),
        ("- name\n- region\n", "1:1 : must be a mapping of keys such as name and region"),
        ("acme\n", "1:1 : must be a mapping of keys such as name and region"),
        ("# nothing but a comment\n", "1:1 : must be a mapping of keys such as name and region"),
        ("name: a\nname: b\n", "2:1 name: the key is there twice, first in line 1; remove one"),
        (
            "name: !!python/object:os.system x\n",
            '1:7 name: the tag "!!python/object:os.system" is not read here',
        ),
        ("name: !Ref x\n", '1:7 name: the tag "!Ref" is not read here'),
        ("name: !!binary aGk=\n", '1:7 name: the tag "!!binary" is not read here'),
        ("tags: !!set {a, b}\n", '1:7 tags: the tag "!!set" is not read here'),
        ("tags: !!omap [a: 1]\n", '1:7 tags: the tag "!!omap" is not read here'),
        ("!!str name: a\n!Ref b: c\n", "2:1 : a key must be plain text"),
        ("a: &a {b: c}\n<<: *a\n", '2:1 : merge keys ("<<") are not read; use extends:'),
        ("a: &a [*a]\n", "1:4 a[0]: an alias that contains itself"),
        ("1: a\n", '1:1 : a key must be text: YAML reads 1 as a number; quote it: "1"'),
        ("no: a\n", '1:1 : a key must be text: YAML reads no as false; quote it: "no"'),
        ("Null: a\n", '1:1 : a key must be text: YAML reads Null as nothing; quote it: "Null"'),
        ("? \n: a\n", "a key must be text: YAML reads an empty key as nothing"),
        ("[a, b]: c\n", "1:1 : a key must be plain text"),
    ],
)
def test_yaml_that_surprises_is_refused_at_its_place(
    content: str, expected: str, raw_complaints: RawComplaints
) -> None:
    assert [problem for problem in raw_complaints(content) if expected in problem]


def test_what_yaml_refuses_is_told_together_with_all_else(raw_complaints: RawComplaints) -> None:
    content = (
        "name: acme\nname: b\nregion: !x eu\nnotify: a@example.com\nno: 1\ntags: {d: a, d: b}\nnmae: c\n"
    )
    assert [problem.partition(" :")[0].partition(":")[0] for problem in raw_complaints(content)] == [
        "2",
        "3",
        "5",
        "6",
        "7",
    ]


def test_of_a_value_with_a_tag_nothing_else_is_said(raw_complaints: RawComplaints) -> None:
    content = "name: !x acme\nregion: eu-west-1\nnotify: a@example.com\n"
    assert raw_complaints(content) == ['1:7 name: the tag "!x" is not read here; write plain values']


def test_a_tag_on_the_whole_file_is_told_once(raw_complaints: RawComplaints) -> None:
    assert len(raw_complaints("--- !x\nname: a\n")) == 1


def test_nesting_that_would_crash_the_parser_is_refused(raw_complaints: RawComplaints) -> None:
    assert raw_complaints("- " * 200_000 + "a") == ["1:61 : nested more than 30 levels deep"]


def test_an_alias_bomb_is_refused_before_it_goes_off(raw_complaints: RawComplaints) -> None:
    lines = ["a: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    [problem] = raw_complaints("\n".join(lines))
    assert "more than 50,000 values once aliases are expanded" in problem


def test_aliases_nested_deeper_than_the_text_are_refused(raw_complaints: RawComplaints) -> None:
    lines = ["b0: &a0 [x]", *(f"b{n}: &a{n} [*a{n - 1}]" for n in range(1, 2000))]
    [problem] = raw_complaints("\n".join(lines))
    assert "nested more than 30 levels deep" in problem


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_places_do_not_depend_on_how_pyyaml_was_built(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "LOADER", loader)
    tree = compose.compose("a: é\nb:\n  - {c: 012}\n  - 089\n", Path("x.yaml"), [])
    places = [(path, node.place.line, node.place.column) for path, node in walk(tree)]
    assert places == [
        ((), 1, 1),
        (("a",), 1, 4),
        (("b",), 3, 3),
        (("b", 0), 3, 5),
        (("b", 0, "c"), 3, 9),
        (("b", 1), 4, 5),
    ]


def test_the_word_of_a_merge_is_text_where_it_is_a_value() -> None:
    tree = compose.compose("a: <<\n", Path("x.yaml"), [])
    assert [getattr(node, "value", None) for _, node in walk(tree)] == [None, "<<"]


def test_a_refused_file_ends_the_process_with_code_2() -> None:
    assert SettingsError([]).exit_code == 2
