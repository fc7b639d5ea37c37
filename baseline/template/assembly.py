"""Reads the cloud assembly that a CDK app leaves on disk."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from baseline.errors import InputError


@dataclass(frozen=True)
class StackTemplate:
    """One stack of an assembly.

    Attributes:
        name: The stack's name in CloudFormation.
        description: What the stack is for, as its template says; "" where it says nothing.
        file: The template on disk.
        types: How many resources of each CloudFormation type it holds.
        region: The region it is for; None where the assembly leaves that open.
        account: The account it is for; None where the assembly leaves that open.
    """

    name: str
    description: str
    file: Path
    types: Counter[str]
    region: str | None = None
    account: str | None = None

    @classmethod
    def of_file(cls, file: Path) -> Self:
        """A template that is in no assembly; its stack is called like the file."""
        return cls(name=file.name.partition(".")[0], description="", file=file, types=Counter())


def read_assembly(folder: Path) -> list[StackTemplate]:
    """The stacks of an assembly, in the order in which they are deployed.

    Args:
        folder: Where the assembly lies, such as `cdk.out`.

    Raises:
        InputError: The folder holds no readable assembly.
    """
    artifacts = _json(folder / "manifest.json").get("artifacts", {})
    stacks = {id_: a for id_, a in artifacts.items() if a.get("type") == "aws:cloudformation:stack"}
    found = [_stack(folder, id_, stacks[id_]) for id_ in _in_deploy_order(stacks)]
    for artifact in artifacts.values():
        # A Stage of the CDK is an assembly inside the assembly.
        if artifact.get("type") == "cdk:cloud-assembly":
            found += read_assembly(folder / artifact["properties"]["directoryName"])
    return found


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
        types=_types(template.get("Resources")),
        account=_known(artifact, 0),
        region=_known(artifact, 1),
    )


def _types(resources: Any) -> Counter[str]:
    made = resources.values() if isinstance(resources, dict) else ()
    return Counter(str(resource.get("Type")) for resource in made if isinstance(resource, dict))


def _known(artifact: dict[str, Any], index: int) -> str | None:
    """Account (0) or region (1) of `aws://111122223333/eu-west-1`; None for `unknown-account`."""
    parts = artifact.get("environment", "").removeprefix("aws://").split("/")
    return parts[index] if len(parts) == 2 and not parts[index].startswith("unknown-") else None


def _json(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: not a readable cloud assembly ({error})") from error
