"""Actions of which every call is about one of several kinds of target, never about what goes with it alone.

The table of AWS's actions lists their resource types as optional, each by itself.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

# A session is opened on a server or a task, as a document says; whether the document is looked at as well
# depends on the policies, and counting it can only close what was open.
# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html, Target is required
_TARGETS: Mapping[str, frozenset[str]] = {
    "ssm:startsession": frozenset({"instance", "managed-instance", "task"}),
}


class Named(Protocol):
    """A resource of a call, by its type."""

    @property
    def name(self) -> str:
        """The type's name."""
        ...


_Scope = TypeVar("_Scope", bound=Named)


def with_targets(action: str, alone: Sequence[_Scope]) -> list[list[_Scope]]:
    """The sets of resources that calls are about, where none is needed in particular.

    Args:
        action: Such as "ssm:StartSession".
        alone: The resources that the table lists.
    """
    targets = _TARGETS.get(action.lower())
    if targets is None:
        return [[scope] for scope in alone]
    beside = [scope for scope in alone if scope.name not in (*targets, "*")]
    return [[scope, *beside] for scope in alone if scope.name in targets]


def asked_of(action: str, call: Sequence[_Scope]) -> list[_Scope]:
    """The resources that a question about a call's resource is about: its target, where it has one.

    Args:
        action: Such as "ssm:StartSession".
        call: The resources of one call.
    """
    targets = _TARGETS.get(action.lower())
    return [scope for scope in call if targets is None or scope.name in targets]
