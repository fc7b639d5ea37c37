"""The templates of every profile are what tests/golden/ says; `make golden` refreshes, and the diff is read.

There is nothing to normalise: templates carry no version of the CDK, no account and no region. Assets are
templates of what can be ordered, whose address is made from their content; they are recorded as well.
"""

import json
from pathlib import Path

import pytest

from baseline.template.assembly import StackTemplate

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def test_templates_are_as_recorded(
    profile: str, stacks: list[StackTemplate], pytestconfig: pytest.Config
) -> None:
    made = {f"{stack.name}.json": _readable(stack.file) for stack in stacks}
    folder = GOLDEN / profile
    ordered = {file.name: _readable(file) for file in stacks[0].file.parent.glob("*.product.template.json")}
    if pytestconfig.getoption("golden_update"):
        _record(folder, made)
        if ordered:
            _record(folder / "products", ordered)
    recorded = {file.name: file.read_text() for file in (folder / "products").glob("*.json")}
    assert ordered == recorded, "other products than recorded; `make golden` refreshes"
    recorded = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.json"))}
    assert made.keys() == recorded.keys(), "other stacks than recorded; `make golden` refreshes"
    for name, text in made.items():
        assert text == recorded[name], f"{profile}/{name} is not as recorded; `make golden` refreshes"


def test_every_recorded_profile_still_exists(pytestconfig: pytest.Config) -> None:
    config = GOLDEN.parents[1] / "config"
    assert {folder.name for folder in GOLDEN.iterdir()} == {file.stem for file in config.glob("*.yaml")}


def _readable(template: Path) -> str:
    return json.dumps(json.loads(template.read_text(encoding="utf-8")), indent=1) + "\n"


def _record(folder: Path, made: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
