"""Lays what a template wants beside what the account has."""

import json
from collections.abc import Iterator
from typing import Any

_DOCUMENTS = ("PolicyDocument", "KeyPolicy")


def differences(wanted: Any, found: Any, path: str, *, exact: bool = False) -> Iterator[str]:
    """Say where `found` is not what is wanted.

    Lists are sets to AWS: what is found must be just what is wanted, in any order. Tags are the exception,
    since CloudFormation and services add their own.

    Args:
        wanted: From the template, without intrinsic functions.
        found: From the account.
        path: Names both in what is said.
        exact: Whether members found beyond the wanted ones, such as defaults, are a difference; within policy
            documents they always are, since each of them changes what is allowed.
    """
    exact = exact or path.endswith(_DOCUMENTS)
    found = _decoded(found) if isinstance(wanted, dict | list) else found
    wanted = _decoded(wanted) if isinstance(found, dict | list) else wanted
    if isinstance(wanted, dict) and isinstance(found, dict):
        for name, value in wanted.items():
            if name in found:
                yield from differences(value, found[name], f"{path}.{name}", exact=exact)
            else:
                yield f"{path}.{name}: wanted {_short(value)}, found nothing"
        if exact and (beyond := sorted(found.keys() - wanted.keys())):
            yield f"{path}: found {_short(beyond)}, which nobody wants"
    elif isinstance(wanted, list):
        yield from _in_any_order(wanted, found if isinstance(found, list) else [found], path, exact)
    elif isinstance(found, list) and len(found) == 1:
        # IAM reads a lone string and a list of it alike.
        yield from differences(wanted, found[0], path, exact=exact)
    elif _text(wanted) != _text(found):
        yield f"{path}: wanted {_short(wanted)}, found {_short(found)}"


def _in_any_order(wanted: list[Any], found: list[Any], path: str, exact: bool) -> Iterator[str]:
    left = list(found)
    for value in wanted:
        match = next((other for other in left if not any(differences(value, other, path, exact=exact))), None)
        if match is None:
            yield f"{path}: wanted {_short(value)}, found {_short(left)}"
        else:
            left.remove(match)
    if left and not path.endswith("Tags"):
        yield f"{path}: found {_short(left)}, which nobody wants"


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _text(value: Any) -> str:
    """Numbers and truth as templates may write them: 1, "1" and 1.0 are one value."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return text if len(text) <= 200 else f"{text[:200]}..."
