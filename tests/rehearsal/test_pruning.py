"""What cannot stand in the one region of a rehearsal is left out, and named."""

import json
from pathlib import Path

from baseline.rehearsal.pruning import pruned
from baseline.template.assembly import read_assembly


def _assembly(folder: Path, **stacks: tuple[str, list[str]]) -> Path:
    artifacts = {
        id_: {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://unknown-account/{region}",
            "dependencies": dependencies,
            "properties": {"templateFile": "t.json", "stackName": f"acme-{id_}"},
        }
        for id_, (region, dependencies) in stacks.items()
    }
    artifacts["assets"] = {"type": "cdk:asset-manifest", "properties": {"file": "a"}}
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    (folder / "t.json").write_text('{"Resources": {}}')
    return folder


def _left(folder: Path) -> list[str]:
    return [stack.name for stack in read_assembly(folder)]


def test_one_region_is_left_as_it_is(tmp_path: Path) -> None:
    folder = _assembly(tmp_path, a=("eu-west-1", []), b=("eu-west-1", ["a"]))
    before = (folder / "manifest.json").read_bytes()
    assert pruned(folder) == []
    assert (folder / "manifest.json").read_bytes() == before


def test_other_regions_and_what_depends_on_them_are_left_out_and_named(tmp_path: Path) -> None:
    folder = _assembly(
        tmp_path,
        a=("eu-west-1", []),
        guard=("us-east-1", ["a"]),
        sites=("eu-west-1", ["guard"]),
        above=("eu-west-1", ["sites"]),
        b=("eu-west-1", ["a", "assets"]),
        c=("eu-west-1", []),
    )
    assert pruned(folder) == [
        "acme-above not rehearsed: it depends on a stack that is not",
        "acme-guard not rehearsed: it stands in us-east-1, and a rehearsal has one region",
        "acme-sites not rehearsed: it depends on a stack that is not",
    ]
    assert _left(folder) == ["acme-a", "acme-b", "acme-c"]
