"""An assembly on disk reads as its stacks, in deploy order."""

import json
from pathlib import Path

import pytest

from baseline.errors import InputError
from baseline.template.assembly import read_assembly


def _write(folder: Path, artifacts: dict[str, object], templates: dict[str, object]) -> None:
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    for name, template in templates.items():
        (folder / name).write_text(json.dumps(template))


def _stack(file: str, *dependencies: str) -> dict[str, object]:
    return {
        "type": "aws:cloudformation:stack",
        "dependencies": list(dependencies),
        "properties": {"templateFile": file},
    }


def test_stacks_come_behind_what_they_depend_on(tmp_path: Path) -> None:
    artifacts = {
        "Upper": _stack("u.json", "Lower", "Upper.assets"),
        "Upper.assets": {"type": "cdk:asset-manifest"},
        "Lower": _stack("l.json"),
    }
    _write(tmp_path, artifacts, {"u.json": {}, "l.json": {}})
    assert [stack.name for stack in read_assembly(tmp_path)] == ["Lower", "Upper"]


def test_resources_are_counted_by_type(tmp_path: Path) -> None:
    template = {
        "Description": "Things",
        "Resources": {
            n: {"Type": t} for n, t in [("A", "AWS::X::Y"), ("B", "AWS::X::Y"), ("C", "AWS::Z::Z")]
        },
    }
    _write(tmp_path, {"S": _stack("s.json")}, {"s.json": template})
    (stack,) = read_assembly(tmp_path)
    assert (stack.description, dict(stack.types)) == ("Things", {"AWS::X::Y": 2, "AWS::Z::Z": 1})


@pytest.mark.parametrize("content", [None, "{", "[1"])
def test_a_folder_without_a_readable_manifest_is_refused_by_name(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(InputError, match=r"manifest\.json"):
        read_assembly(tmp_path)
