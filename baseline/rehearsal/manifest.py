"""What the emulator takes, and what a rehearsal cannot prove of it.

A property that is not listed is refused, inside of others too: an emulator that takes what it then forgets
looks like success.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from baseline.rehearsal.emulated.kind import Backing
from baseline.rehearsal.emulated.table import MANIFEST


class NotEmulated(ValueError):
    """A template asks for something that the emulator would not do."""


# Inside of these everything is the template's own: documents, and mappings whose names it chooses.
OPEN = frozenset(
    (
        "AccessPolicy",
        "Actions",
        "AssumeRolePolicyDocument",
        "BackupPlanTags",
        "BackupVaultTags",
        "Content",
        "EventPattern",
        "FileSystemPolicy",
        "IdentityPoolTags",
        "InlinePolicy",
        "InputParameters",
        "InputPathsMap",
        "KeyPolicy",
        "Parameters",
        "PolicyDocument",
        "RepositoryPolicyText",
        "ResourcePolicy",
        "ResourceTags",
        "RuleVariables",
        "Tags",
        "UserPoolTags",
    )
)


def refuse_unlisted(type_: str, properties: Mapping[str, Any]) -> None:
    """Refuse what the emulator would not apply.

    Raises:
        NotEmulated: The type is not in the manifest, or a property is not, or something inside of one.
    """
    if type_ not in MANIFEST:
        raise NotEmulated(f"{type_} is not in the manifest of the rehearsal")
    listed = MANIFEST[type_]
    beyond = set(properties) - listed.properties
    if listed.backing is not Backing.NONE:
        for name in set(properties) - beyond - OPEN:
            beyond |= set(_unlisted(properties[name], name, listed.nested))
    if beyond:
        raise NotEmulated(f"{type_}: the rehearsal's emulator does not apply {', '.join(sorted(beyond))}")


def _unlisted(value: Any, path: str, nested: frozenset[str]) -> Iterator[str]:
    """What stands inside of a property and is not listed, by its path; intrinsic functions are none of it."""
    if isinstance(value, list):
        for inner in value:
            yield from _unlisted(inner, path, nested)
    elif isinstance(value, dict) and not (len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref"))):
        for name, inner in value.items():
            if name not in nested:
                yield f"{path}.{name}"
            elif name not in OPEN:
                yield from _unlisted(inner, f"{path}.{name}", nested)


def refusals(templates: Iterable[Path]) -> Iterator[str]:
    """Everything that the emulator would refuse, each with the resources that ask for it."""
    asking = defaultdict(list)
    for template in templates:
        resources = json.loads(template.read_text(encoding="utf-8"))["Resources"]
        for logical_id, resource in resources.items():
            try:
                refuse_unlisted(resource["Type"], resource.get("Properties", {}))
            except NotEmulated as error:
                asking[str(error)].append(f"{template.name.partition('.')[0]} {logical_id}")
    for said, who in sorted(asking.items()):
        more = f" and {len(who) - 1} more" if len(who) > 1 else ""
        yield f"{said} ({who[0]}{more})"


def limits(types: Iterable[str]) -> Iterator[str]:
    """What AWS would do for resources of these types and the emulator does not, one line for each reason."""
    concerned = defaultdict(list)
    for type_ in sorted(types):
        if type_ in MANIFEST and (limit := MANIFEST[type_].limit):
            concerned[limit].append(type_.removeprefix("AWS::"))
    for limit, names in sorted(concerned.items()):
        yield f"{limit}: {', '.join(names)}"


def only_kept(types: Iterable[str]) -> Iterator[str]:
    """Which of these types a store of ours stands in for, in one line, if there are any."""
    kept = [type_ for type_ in sorted(types) if type_ in MANIFEST and MANIFEST[type_].backing is Backing.KEPT]
    if kept:
        names = ", ".join(type_.removeprefix("AWS::") for type_ in kept)
        yield f"what is asked of their APIs is kept and told again, and nothing else: {names}"


def stands_for_nothing(type_: str) -> bool:
    """Whether resources of a type are taken and not made."""
    return type_ in MANIFEST and MANIFEST[type_].backing is Backing.NONE


def made_up(type_: str, physical_id: str) -> dict[str, str]:
    """What `Fn::GetAtt` answers for a resource that is not made."""
    return {name: f"{physical_id}.{name}" for name in MANIFEST[type_].attributes}


def unreadable(type_: str) -> Mapping[str, str]:
    """The properties of a type that no API gives back, each with the reason."""
    return MANIFEST[type_].unreadable if type_ in MANIFEST else {}
