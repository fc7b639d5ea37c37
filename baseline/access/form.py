"""The form of a request as JSON: which keys there are, and what may stand there."""

from collections.abc import Mapping
from typing import Any

from baseline.errors import InputError

_OBJECT, _LIST, _TEXT = "an object", "a list", "a string"
_IS = {
    _OBJECT: lambda value: isinstance(value, Mapping),
    _LIST: lambda value: isinstance(value, list | tuple),
    _TEXT: lambda value: isinstance(value, str),
}
# What may stand under a key; for None anything, since policies are read with their own reports.
_KEYS: dict[str, tuple[str, ...] | None] = {
    "principal": (_TEXT, _OBJECT),
    "action": (_TEXT,),
    "resource": (_TEXT, _OBJECT, _LIST),
    "resource_account": (_TEXT,),
    "context": (_OBJECT,),
    "identity": None,
    "boundary": None,
    "session": None,
    "resource_policy": None,
    "scps": None,
    "rcps": None,
    "vpc_endpoint": None,
    "kms_grants": (_LIST,),
    "block_public_access": (_OBJECT,),
    "management_account": (_TEXT,),
}
_NEEDED = ("principal", "action", "resource")


def checked(case: Mapping[str, Any]) -> dict[str, Any]:
    """A request of the right form, without the keys that are null; identity may be.

    Raises:
        InputError: Everything that is wrong with it.
    """
    given = {key: value for key, value in case.items() if value is not None or key == "identity"}
    wrong = [f"there is no key {key}" for key in sorted(set(given) - set(_KEYS))]
    wrong += [f"{key} is missing" for key in _NEEDED if key not in given]
    for key, value in given.items():
        kinds = _KEYS.get(key)
        if kinds and not any(_IS[kind](value) for kind in kinds):
            wrong.append(f"{key} must be {' or '.join(kinds)}")
    wrong += _wrong_resources(given.get("resource")) + _wrong_grants(given.get("kms_grants"))
    if wrong:
        raise InputError(f"the request cannot be read: {'; '.join(wrong)}")
    return given


def _wrong_resources(given: Any) -> list[str]:
    listed = given if isinstance(given, list | tuple) else [] if given is None else [given]
    if isinstance(given, list | tuple) and not given:
        return ["resource is empty; write * for actions that have none"]
    return [
        f"resource {index + 1} must be a string, or an object with arn"
        for index, each in enumerate(listed)
        if not isinstance(each, str) and not (isinstance(each, Mapping) and isinstance(each.get("arn"), str))
    ]


def _wrong_grants(given: Any) -> list[str]:
    return [
        f"grant {index + 1} must be an object with grantee and operations"
        for index, each in enumerate(given if isinstance(given, list | tuple) else [])
        if not (isinstance(each, Mapping) and {"grantee", "operations"} <= set(each))
    ]
