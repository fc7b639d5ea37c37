"""What the emulator takes, and what a rehearsal cannot prove of it.

A property that is not listed is refused: an emulator that takes what it then forgets looks like success.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from baseline.rehearsal.emulated.kind import Backing
from baseline.rehearsal.emulated.table import MANIFEST


class NotEmulated(ValueError):
    """A template asks for something that the emulator would not do."""


def refuse_unlisted(type_: str, properties: Iterable[str]) -> None:
    """Refuse what the emulator would not apply.

    Raises:
        NotEmulated: The type is not in the manifest, or one of the properties is not.
    """
    if type_ not in MANIFEST:
        raise NotEmulated(f"{type_} is not in the manifest of the rehearsal")
    if beyond := sorted(set(properties) - MANIFEST[type_].properties):
        raise NotEmulated(f"{type_}: the rehearsal's emulator does not apply {', '.join(beyond)}")


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


def stands_for_nothing(type_: str) -> bool:
    """Whether resources of a type are taken and not made."""
    return type_ in MANIFEST and MANIFEST[type_].backing is Backing.NONE


def made_up(type_: str, physical_id: str) -> dict[str, str]:
    """What `Fn::GetAtt` answers for a resource that is not made; ids of endpoints come with their zone."""
    return {
        name: f"{'zone:' if name == 'EndpointIds' else ''}{physical_id}.{name}"
        for name in MANIFEST[type_].attributes
    }


def unreadable(type_: str) -> Mapping[str, str]:
    """The properties of a type that no API gives back, each with the reason."""
    return MANIFEST[type_].unreadable if type_ in MANIFEST else {}
