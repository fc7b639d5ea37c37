"""One statement of a policy, and whether it is about a request.

Source: IAM user guide, "IAM JSON policy element reference".
"""

from dataclasses import dataclass
from functools import cached_property

from baseline.access.conditions import Condition
from baseline.access.matching import Matcher, arn, glob
from baseline.access.principals import Principals
from baseline.access.request import Request
from baseline.access.text import GAP, Unresolved
from baseline.access.truth import Truth, all_of, any_of, negation
from baseline.place import Place


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement of a policy.

    Attributes:
        policy: The name of its policy.
        index: Its position there, from 0.
        sid: Its Sid, or "".
        allows: Whether its effect is Allow.
        actions: Patterns of Action or NotAction.
        not_actions: Whether they are NotAction's.
        resources: Patterns of Resource or NotResource; None where a resource-based policy has neither, which
            stands for the resource that the policy is attached to.
        not_resources: Whether they are NotResource's.
        conditions: All of which must hold.
        principals: Of Principal or NotPrincipal; None where there is neither.
        not_principals: Whether they are NotPrincipal's.
        variables: Whether the document's version knows policy variables.
        place: Where it stands.
    """

    policy: str
    index: int
    sid: str
    allows: bool
    actions: tuple[str, ...]
    not_actions: bool
    resources: tuple[str, ...] | None
    not_resources: bool
    conditions: tuple[Condition, ...]
    principals: Principals | None
    not_principals: bool
    variables: bool
    place: Place

    @cached_property
    def _exact_actions(self) -> frozenset[str]:
        return frozenset(each.lower() for each in self.actions if not _varies(each))

    @cached_property
    def _actions(self) -> dict[str, list[Matcher]]:
        """The patterns by service, since some policies have thousands; "" for those of any service."""
        found: dict[str, list[Matcher]] = {}
        for action in self.actions:
            if _varies(action):
                service, colon, _ = action.partition(":")
                of = service.lower() if colon and not _varies(service) else ""
                found.setdefault(of, []).append(glob(action, variables=False, ignore_case=True))
        return found

    @cached_property
    def _resources(self) -> tuple[Matcher, ...]:
        return tuple(arn(each, variables=self.variables, open_end=True) for each in self.resources or ())

    def names_action(self, action: str) -> Truth:
        """Action and NotAction: `*` and `?` anywhere, without regard to case; the action in lower case."""
        found: Truth = action in self._exact_actions
        if not found and self._actions:
            service = action.partition(":")[0]
            among = (*self._actions.get("", ()), *self._actions.get(service, ()))
            found = any_of(match(action, {}) for match in among)
        return negation(found) if self.not_actions else found

    def names_resource(self, request: Request) -> Truth:
        """Resource and NotResource: part by part of the ARN, `*` for everything."""
        if self.resources is None:
            return True
        if not self.not_resources:
            return any_of(_resolved(match, request) for match in self._resources)
        try:
            return negation(any_of([match(request.resource, request.context) for match in self._resources]))
        except Unresolved:
            return False

    def holds(self, request: Request) -> Truth:
        """Whether resource and conditions fit; whoever asks has looked at action and principal before."""
        resource = self.names_resource(request)
        if resource is False:
            return False
        return all_of((resource, *(condition.holds(request.context) for condition in self.conditions)))

    def __str__(self) -> str:
        name = self.sid or f"statement {self.index + 1}"
        return f"{'allowed' if self.allows else 'denied'} by {name} of {self.policy}"


def _varies(action: str) -> bool:
    """Whether a pattern of actions may name several, or nobody knows which."""
    return "*" in action or "?" in action or GAP in action


def _resolved(match: Matcher, request: Request) -> Truth:
    """A pattern whose variable has no value matches nothing."""
    try:
        return match(request.resource, request.context)
    except Unresolved:
        return False
