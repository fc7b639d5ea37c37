"""Leaves out of an assembly what one account in one region cannot hold."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

_STACK = "aws:cloudformation:stack"


def pruned(assembly: Path) -> list[str]:
    """Take out of an assembly the stacks of other regions than most of its stacks', and what depends on them.

    The manifest on disk is rewritten, so that everybody who reads the assembly sees the same.

    Returns:
        What was left out, in words.
    """
    file = assembly / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    artifacts: dict[str, Any] = manifest["artifacts"]
    stacks = {id_: one for id_, one in artifacts.items() if one["type"] == _STACK}
    counted = Counter(one["environment"] for one in stacks.values())
    if len(counted) < 2:
        return []
    ((home, _),) = counted.most_common(1)
    out = {id_ for id_, one in stacks.items() if one["environment"] != home}
    while more := {id_ for id_, one in stacks.items() if out & set(one.get("dependencies", []))} - out:
        out |= more
    manifest["artifacts"] = {id_: one for id_, one in artifacts.items() if id_ not in out}
    file.write_text(json.dumps(manifest), encoding="utf-8")
    return [f"{_name(id_, stacks[id_])} not rehearsed: {_why(stacks[id_], home)}" for id_ in sorted(out)]


def _name(id_: str, artifact: dict[str, Any]) -> str:
    return str(artifact["properties"].get("stackName", id_))


def _why(artifact: dict[str, Any], home: str) -> str:
    if artifact["environment"] == home:
        return "it depends on a stack that is not"
    return f"it stands in {artifact['environment'].rpartition('/')[2]}, and a rehearsal has one region"
