"""What a reader finds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Api = Callable[[str], Any]
Properties = dict[str, Any]


@dataclass(frozen=True)
class Observed:
    """One resource as the account has it.

    Attributes:
        properties: In CloudFormation's form, so that a template can be laid beside it.
        attributes: What `Fn::GetAtt` answers.
    """

    properties: Properties
    attributes: dict[str, str] = field(default_factory=dict)


# From clients by service, physical id and the wanted properties (which identify what has no id of its own).
Reader = Callable[[Api, str, Properties], Observed]


class Missing(Exception):
    """The account has no such resource."""


def only(found: list[Any], what: str) -> Any:
    """The one element of a list.

    Raises:
        Missing: There is none, or more than one.
    """
    if len(found) != 1:
        raise Missing(f"{what}: found {len(found)} of it")
    return found[0]


def picked(record: dict[str, Any], *names: str) -> Properties:
    """The members of a record that CloudFormation names alike; what is absent stays absent."""
    return {name: record[name] for name in names if name in record}


def capitalised(value: Any) -> Any:
    """CloudFormation's spelling of an API that begins its names in lower case."""
    if isinstance(value, dict):
        return {name[0].upper() + name[1:]: capitalised(inner) for name, inner in value.items()}
    return [capitalised(inner) for inner in value] if isinstance(value, list) else value


def as_tags(tags: dict[str, str]) -> list[dict[str, str]]:
    """A mapping of tags in CloudFormation's form."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
