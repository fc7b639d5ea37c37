"""The same templates in every account that makes a difference."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from baseline.template.deployment import Deployment
from baseline.template.estate import Estate, load_estate
from baseline.template.value import Text, Value

_ACCOUNT = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")


def in_every_account(paths: Sequence[Path], deployment: Deployment) -> list[Estate]:
    """The templates in an account that is like no other, and in each account that they name.

    Where nobody says to which account the templates go, it may be one that stands in them, say in a policy; a
    proof for an account like no other would not hold there.

    Args:
        paths: As for `load_estate`.
        deployment: If it names the account, that is the only one.
    """
    first = load_estate(paths, deployment)
    if deployment.account:
        return [first]
    named = sorted({number for resource in first.resources() for number in _numbers(resource.properties)})
    return [first, *(load_estate(paths, replace(deployment, account=number)) for number in named)]


def _numbers(value: Value) -> Iterator[str]:
    """The account numbers anywhere inside a value."""
    match value:
        case str():
            yield from _ACCOUNT.findall(value)
        case Text():
            for part in value.parts:
                yield from _numbers(part)
        case dict():
            for key, item in value.items():
                yield from _numbers(key)
                yield from _numbers(item)
        case list():
            for item in value:
                yield from _numbers(item)
