"""What it takes to emulate one CloudFormation resource type."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from baseline.rehearsal.manifest import NotEmulated

Properties = Mapping[str, Any]
Attributes = dict[str, str]


@dataclass(frozen=True)
class Handler:
    """Creates, changes and deletes resources of one type.

    Attributes:
        create: Properties and a name to use where the template gives none, to physical id and attributes.
        delete: Physical id and properties; raises nothing when the resource is already gone.
        update: Physical id, old properties, new properties; None where every change replaces the resource.
        replaces: Properties whose change replaces the resource although there is an `update`.
        snapshot: Physical id and properties; called before `delete` where the policy is `Snapshot`.
    """

    create: Callable[[Properties, str], tuple[str, Attributes]]
    delete: Callable[[str, Properties], object]
    update: Callable[[str, Properties, Properties], object] | None = None
    replaces: tuple[str, ...] = ()
    snapshot: Callable[[str, Properties], object] | None = None


@dataclass(frozen=True)
class Complement:
    """Applies what MiniStack's own handler for a type drops.

    Attributes:
        apply: Physical id and properties; called behind every create and update.
        covers: The properties that it applies; an update that takes one away is refused.
        release: Physical id and properties; called before MiniStack's own delete.
    """

    apply: Callable[[str, Properties], object]
    covers: frozenset[str]
    release: Callable[[str, Properties], object] = lambda _, __: None


def lowered(value: Any) -> Any:
    """The spelling of an API that begins its names in lower case."""
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: lowered(inner) for name, inner in value.items()}
    return [lowered(inner) for inner in value] if isinstance(value, list) else value


def as_mapping(tags: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Tags as those services want them that know a mapping."""
    return {tag["Key"]: tag["Value"] for tag in tags}


def without(properties: Properties, *names: str) -> dict[str, Any]:
    """The properties but for some; for those that another call applies."""
    return {name: value for name, value in properties.items() if name not in names}


def keep(old: Properties, new: Properties, *names: str) -> None:
    """Refuse a change that the emulated service has no call for.

    Raises:
        NotEmulated: One of the properties is changed.
    """
    for name in names:
        if old.get(name) != new.get(name):
            raise NotEmulated(f"the rehearsal's emulator cannot change {name}")


def take_nothing_away(old: Properties, new: Properties) -> None:
    """Refuse an update that drops a property, where the emulated service would go on as before.

    Raises:
        NotEmulated: A property is gone.
    """
    if away := sorted(set(old) - set(new)):
        raise NotEmulated(f"the rehearsal's emulator cannot take away {', '.join(away)}")


def tag_specification(kind: str, properties: Properties) -> list[dict[str, Any]]:
    """EC2's own form of `Tags`, for one resource kind such as `network-acl`."""
    tags = properties.get("Tags") or []
    return [{"ResourceType": kind, "Tags": tags}] if tags else []
