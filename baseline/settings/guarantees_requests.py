"""What guarantees about requests can be about: actions and condition keys that AWS has."""

from collections.abc import Iterator, Mapping, Sequence

from baseline.settings.identity.actions import unknown_action
from baseline.settings.problem import Finding


def request_findings(do: Sequence[str], where: Mapping[str, object]) -> Iterator[Finding]:
    """Actions that AWS does not have, and keys that no request of these actions can have.

    Of either nothing could be shown: what is not there is never allowed, and would read as proved.
    """
    unknown = [*filter(None, map(unknown_action, do))]
    yield from (Finding(("do",), text) for text in unknown)
    if unknown or not where:
        return
    from baseline.access.catalogue import action, matching

    actions = [action(name) for pattern in do for name in matching(pattern)]
    for key in where:
        on = ((each, kind) for each in actions for kind in (None, *each.resource_types))
        if not any(each.has_key(key.lower(), kind) for each, kind in on):
            yield Finding(("where", key), f"no request of {', '.join(do)} has this key")
