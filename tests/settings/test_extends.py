"""Files laid over other files."""

from pathlib import Path

import pytest

from baseline.settings.load import load
from baseline.settings.problem import SettingsError

BASE = """\
name: base
region: eu-west-1
notify: security@example.com
network: {zones: 2, subnets: {app: {size: 24}}}
"""


def write(folder: Path, **files: str) -> Path:
    """The path of the last file."""
    for name, text in files.items():
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(path)
    return [
        f"{problem.place.file.name}:{problem.place.line}:{problem.place.column} {problem.text}"
        for problem in caught.value.problems
    ]


def test_mappings_merge_and_everything_else_replaces(tmp_path: Path) -> None:
    over = "extends: base.yaml\nname: over\nnetwork: {zones: 3, subnets: {data: {size: 25}}}\n"
    settings = load(write(tmp_path, base=BASE, over=over))
    assert settings.name == "over"
    assert settings.network.zones == 3
    assert {name: tier.size for name, tier in settings.network.subnets.items()} == {"app": 24, "data": 25}


def test_of_several_bases_the_later_wins(tmp_path: Path) -> None:
    path = write(tmp_path, a=BASE, b="name: second\n", c="extends: [a.yaml, b.yaml]\n")
    assert load(path).name == "second"


def test_a_base_reached_twice_is_no_loop(tmp_path: Path) -> None:
    left, right = "extends: a.yaml\nname: left\n", "extends: a.yaml\nname: right\n"
    path = write(tmp_path, a=BASE, b=left, c=right, d="extends: [b.yaml, c.yaml]\n")
    assert load(path).name == "right"


def test_a_base_may_stand_in_another_folder(tmp_path: Path) -> None:
    (tmp_path / "prod").mkdir()
    write(tmp_path, base=BASE)
    path = write(tmp_path / "prod", over="extends: ../base.yaml\nnetwork: {zones: 9}\n")
    assert problems(path) == ["over.yaml:2:18 must be at most 6, not 9"]
    assert (
        load(write(tmp_path / "prod", good="extends: ../base.yaml\n")).place("name").file
        == tmp_path / "base.yaml"
    )


def test_an_error_in_a_base_is_told_at_its_place_in_the_base(tmp_path: Path) -> None:
    path = write(tmp_path, base=BASE.replace("zones: 2", "zones: 9"), over="extends: base.yaml\nname: over\n")
    assert problems(path) == ["base.yaml:4:18 must be at most 6, not 9"]


def test_broken_bases_are_all_told(tmp_path: Path) -> None:
    path = write(tmp_path, a="a: [\n", b="b: 1\nb: 2\n", c="extends: [a.yaml, b.yaml]\n")
    assert [problem.split(" ")[0] for problem in problems(path)] == ["a.yaml:2:1", "b.yaml:2:1"]


@pytest.mark.parametrize("base", ["nowhere.yaml", '"a\\0b"', "x" * 5000])
def test_a_missing_base_is_told_where_it_is_named(base: str, tmp_path: Path) -> None:
    [problem] = problems(write(tmp_path, a=f"name: x\nextends: {base}\n"))
    assert problem.startswith("a.yaml:2:10 there is no file")


def test_a_loop_is_told_where_it_closes(tmp_path: Path) -> None:
    [problem] = problems(write(tmp_path, b="extends: a.yaml\n", a="extends: b.yaml\n"))
    assert problem.startswith("b.yaml:1:10") and "extends itself" in problem


def test_a_file_cannot_extend_itself(tmp_path: Path) -> None:
    [problem] = problems(write(tmp_path, a="extends: a.yaml\n"))
    assert "extends itself" in problem


def test_a_long_chain_is_refused(tmp_path: Path) -> None:
    files = {f"f{n}": f"extends: f{n + 1}.yaml\n" for n in range(10)}
    write(tmp_path, **files, f10=BASE)
    [problem] = problems(tmp_path / "f0.yaml")
    assert problem == "f9.yaml:1:10 more than 10 files extend one another"


@pytest.mark.parametrize("value", ["3", "{a: b}", "[[a]]"])
def test_only_paths_can_be_extended(value: str, tmp_path: Path) -> None:
    [problem] = problems(write(tmp_path, a=f"extends: {value}\n"))
    assert "must be the path of a settings file" in problem
