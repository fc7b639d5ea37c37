"""What the manifest says of a resource type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Backing(Enum):
    """What makes, changes and deletes resources of a type."""

    ENGINE = "MiniStack's CloudFormation and its API, completed where it drops something"
    ADDED = "a handler of ours on MiniStack's API"
    MOTO = "a handler of ours on moto's API, completed where it forgets something"
    KEPT = "a handler of ours on an API of ours that keeps what it is told, and does nothing with it"
    NONE = "nothing: it is taken so that the rest can be tried, and named as not exercised"


@dataclass(frozen=True)
class Emulated:
    """One resource type.

    Attributes:
        backing: What stands behind it.
        properties: What is applied; each can be read back, but for those in `unreadable`. With `Backing.NONE`
            what templates may ask for.
        nested: What is applied inside of them: names at any depth. What is inside of a policy document or of
            another property of `manifest.OPEN` is the template's own words.
        unreadable: Properties that cannot be read back, each with the reason.
        limit: What does not happen here although AWS would do it; "" where nothing is missing.
        attributes: With `Backing.NONE`, what `Fn::GetAtt` may be asked for; the answers are made up.
    """

    backing: Backing
    properties: frozenset[str]
    nested: frozenset[str] = frozenset()
    unreadable: Mapping[str, str] = field(default_factory=dict)
    limit: str = ""
    attributes: frozenset[str] = frozenset()


def emulated(
    backing: Backing,
    properties: str,
    *,
    nested: str = "",
    unreadable: Mapping[str, str] | None = None,
    limit: str = "",
) -> Emulated:
    """A type that something stands behind; `properties` and `nested` are parted by spaces."""
    return Emulated(
        backing,
        properties=frozenset(properties.split()),
        nested=frozenset(nested.split()),
        unreadable=unreadable or {},
        limit=limit,
    )


def not_emulated(properties: str, attributes: str = "") -> Emulated:
    """A type that nothing stands behind; `properties` and `attributes` are parted by spaces."""
    return Emulated(Backing.NONE, frozenset(properties.split()), attributes=frozenset(attributes.split()))
