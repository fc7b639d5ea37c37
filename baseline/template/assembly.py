"""Reads the cloud assembly that a CDK app leaves on disk."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baseline.errors import InputError


@dataclass(frozen=True)
class StackTemplate:
    """One stack of an assembly.

    Attributes:
        name: The stack's name in CloudFormation.
        description: What the stack is for, as its template says; "" where it says nothing.
        file: The template on disk.
        types: How many resources of each CloudFormation type it holds.
        region: Where it is deployed; None where that is decided at deployment.
    """

    name: str
    description: str
    file: Path
    types: Counter[str]
    region: str | None = None


def read_assembly(folder: Path) -> list[StackTemplate]:
    """The stacks of an assembly, in the order in which they are deployed.

    Args:
        folder: Where the assembly lies, such as `cdk.out`.

    Raises:
        InputError: The folder holds no readable assembly.
    """
    artifacts = _json(folder / "manifest.json").get("artifacts", {})
    stacks = {id_: a for id_, a in artifacts.items() if a.get("type") == "aws:cloudformation:stack"}
    return [_stack(folder, id_, stacks[id_]) for id_ in _in_deploy_order(stacks)]


def _in_deploy_order(stacks: dict[str, Any]) -> list[str]:
    """Each stack behind those it depends on; otherwise as the manifest lists them."""
    ordered: list[str] = []

    def visit(id_: str) -> None:
        if id_ in stacks and id_ not in ordered:
            for dependency in stacks[id_].get("dependencies", []):
                visit(dependency)
            ordered.append(id_)

    for id_ in stacks:
        visit(id_)
    return ordered


def _stack(folder: Path, id_: str, artifact: dict[str, Any]) -> StackTemplate:
    properties = artifact["properties"]
    file = folder / properties["templateFile"]
    template = _json(file)
    return StackTemplate(
        name=properties.get("stackName", id_),
        description=template.get("Description", ""),
        file=file,
        types=Counter(resource["Type"] for resource in template.get("Resources", {}).values()),
        region=_region(artifact.get("environment", "")),
    )


def _region(environment: str) -> str | None:
    """The region of an environment such as `aws://unknown-account/eu-west-1`."""
    region = environment.rpartition("/")[2]
    return None if region in ("", "unknown-region") else region


def _json(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: not a readable cloud assembly ({error})") from error
