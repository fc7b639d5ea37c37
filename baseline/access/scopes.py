"""The resources on which one call of an action is authorised."""

from collections.abc import Iterable
from dataclasses import dataclass

from baseline.access.catalogue import Action, ResourceType
from baseline.access.languages import EVERYTHING, AnyChar, Item, Language, Text, literal
from baseline.access.targets import with_targets


@dataclass(frozen=True)
class Scope:
    """One resource on which a call is authorised.

    Attributes:
        type: Its type; None for "*", and for actions that the table does not have.
        text: The string that it is.
    """

    type: ResourceType | None
    text: Text

    @property
    def name(self) -> str:
        """Short and unique within a call."""
        return self.type.name if self.type else "*"


def scopes_of(action: Action, account: str) -> list[Scope]:
    """The resources of a call: one of every type that the action knows.

    Args:
        action: What is asked.
        account: That owns them; "" for any.
    """
    types = action.resource_types
    if not types:
        return [Scope(None, Text("resource", EVERYTHING if not action.known else literal("*")))]
    return [Scope(each, Text(f"resource {each.name}", _format(each.arn, account))) for each in types]


def calls_of(
    action: Action, scopes: list[Scope], keys: Iterable[str], *, optional: bool
) -> list[list[Scope]]:
    """The sets of resources on which one call is authorised, those with AWS's public resources among them.

    Args:
        action: What is asked.
        scopes: Its resources.
        keys: Context keys that are asked about; types of resource that have one count.
        optional: Whether all types count.
    """
    calls = _calls(action, scopes, keys, optional=optional)
    return [*calls, *(list(map(_of_aws, call)) for call in calls if any(map(_is_public, call)))]


def _is_public(scope: Scope) -> bool:
    """Whether AWS has resources of the type for everybody, in no account: Systems Manager's parameters."""
    return scope.type is not None and ":ssm:" in scope.type.arn and ":parameter/" in scope.type.arn


def _of_aws(scope: Scope) -> Scope:
    if scope.type is None or not _is_public(scope):
        return scope
    return Scope(
        scope.type, Text(f"{scope.text.name} of AWS", _format(scope.type.arn.replace("${Account}", ""), ""))
    )


def _calls(action: Action, scopes: list[Scope], keys: Iterable[str], *, optional: bool) -> list[list[Scope]]:
    """The sets of resources of the account.

    Where an action needs none in particular, each stands for a call of its own. A call may be about more than
    it needs, such as volumes. That can only close what was open, so it counts where somebody asks about it:
    each further type once, in a call of its own.
    """
    needed = [scope for scope in scopes if scope.type and scope.type.required]
    if not needed:
        anything = [] if scopes[0].type is None else [Scope(None, Text("resource", literal("*")))]
        return with_targets(action.name, (*scopes, *anything))
    asked = tuple(keys)
    more = [
        [*needed, scope]
        for scope in scopes
        if scope not in needed and (optional or any(action.of_resource(key, scope.type) for key in asked))
    ]
    return [needed, *more]


_ACCOUNT = 4  # the segment of an ARN that says whose the resource is


def _format(arn: str, account: str) -> Language:
    """An ARN format as a language; placeholders, and `*`, stand for anything but nothing."""
    own = {"Partition": "aws", "Account": account}
    items: list[Item] = []
    for index, segment in enumerate(arn.split(":", 5)):
        segment = segment.replace("*", "${Account}" if index == _ACCOUNT else "${Any}")
        items += [":"] if index else []
        for number, piece in enumerate(segment.split("${")):
            name, brace, rest = piece.partition("}")
            if not number or not brace:
                items += piece
            elif own.get(name):
                items += own[name] + rest
            else:
                items += [AnyChar(False, index == 5), AnyChar(True, index == 5), *rest]
    return Language(tuple(items))
