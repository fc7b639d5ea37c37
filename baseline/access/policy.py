"""Policies, read once and then decided many times.

Source: IAM user guide, "Grammar of the IAM JSON policy language", "IAM JSON policy element reference".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from baseline.access.conditions import Condition, NotUnderstood, conditions_of, texts
from baseline.access.principals import Principals, principals_of
from baseline.access.request import Request
from baseline.access.text import Matcher, Truth, Unresolved, all_of, any_of, arn, glob, negation
from baseline.place import Place

_PAIRS = ("Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal")
_ELEMENTS = frozenset(("Sid", "Effect", "Condition", *_PAIRS))
_NOWHERE = Place(Path("-"))


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
    def _actions(self) -> tuple[Matcher, ...]:
        return tuple(glob(action, variables=False, ignore_case=True) for action in self.actions)

    @cached_property
    def _resources(self) -> tuple[Matcher, ...]:
        return tuple(arn(resource, variables=self.variables) for resource in self.resources or ())

    def names_action(self, action: str) -> Truth:
        """Action and NotAction: without regard to case, `*` and `?` anywhere."""
        found = any_of(match(action, {}) for match in self._actions)
        return negation(found) if self.not_actions else found

    def names_resource(self, request: Request) -> Truth:
        """Resource and NotResource: part by part of the ARN, `*` for everything."""
        if self.resources is None:
            return True
        if not self.not_resources:
            return any_of(_resolved(match, request) for match in self._resources)
        try:
            return negation(any_of(match(request.resource, request.context) for match in self._resources))
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


def _resolved(match: Matcher, request: Request) -> Truth:
    """A pattern whose variable has no value matches nothing."""
    try:
        return match(request.resource, request.context)
    except Unresolved:
        return False


@dataclass(frozen=True, eq=False)
class Policy:
    """A policy document.

    Attributes:
        name: What reports call it.
        statements: What could be read.
        not_understood: What could not, as reasons; while there is one, nothing that this policy might deny or
            allow is certain.
    """

    name: str
    statements: tuple[Statement, ...]
    not_understood: tuple[str, ...] = ()
    _by_action: dict[str, tuple[tuple[Statement, Truth], ...]] = field(default_factory=dict, repr=False)

    def about(self, action: str) -> tuple[tuple[Statement, Truth], ...]:
        """The statements that name an action, or may name it; remembered."""
        found = self._by_action.get(action)
        if found is None:
            named = ((statement, statement.names_action(action)) for statement in self.statements)
            found = tuple((statement, truth) for statement, truth in named if truth is not False)
            self._by_action[action] = found
        return found


def read_policy(document: Any, *, name: str, place: Place = _NOWHERE) -> Policy:
    """A policy from its document.

    Args:
        document: A mapping, or its JSON text. Without Version it is of 2008-10-17, which knows no variables.
        name: What reports call the policy.
        place: Where it stands; statements that know their own place say that.
    """
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            return Policy(name, (), ("the document is no JSON",))
    if not isinstance(document, Mapping):
        return Policy(name, (), ("the document is not a mapping",))
    version = document.get("Version", "2008-10-17")
    if version not in ("2008-10-17", "2012-10-17"):
        return Policy(name, (), (f"there is no policy language of version {version}",))
    raw = document.get("Statement", [])
    listed = raw if isinstance(raw, list | tuple) else [raw]
    return _read(listed, name=name, place=place, variables=version == "2012-10-17")


def _read(raw: Sequence[Any], *, name: str, place: Place, variables: bool) -> Policy:
    statements: list[Statement] = []
    problems: list[str] = []
    for index, each in enumerate(raw):
        try:
            statements.append(_statement(each, policy=name, index=index, place=place, variables=variables))
        except NotUnderstood as error:
            problems.append(f"statement {index + 1}: {error}")
    return Policy(name, tuple(statements), tuple(problems))


def _statement(raw: Any, *, policy: str, index: int, place: Place, variables: bool) -> Statement:
    if not isinstance(raw, Mapping):
        raise NotUnderstood("it is not a mapping")
    unknown = set(raw) - _ELEMENTS
    if unknown:
        raise NotUnderstood(f"there is no element {', '.join(sorted(map(str, unknown)))}")
    if raw.get("Effect") not in ("Allow", "Deny"):
        raise NotUnderstood("Effect is neither Allow nor Deny")
    actions = _either(raw, "Action", "NotAction")
    if actions is None:
        raise NotUnderstood("neither Action nor NotAction")
    who = next((key for key in ("Principal", "NotPrincipal") if key in raw), None)
    return Statement(
        policy=policy,
        index=index,
        sid=str(raw.get("Sid", "")),
        allows=raw["Effect"] == "Allow",
        actions=actions,
        not_actions="NotAction" in raw,
        resources=_either(raw, "Resource", "NotResource"),
        not_resources="NotResource" in raw,
        conditions=conditions_of(raw.get("Condition") or {}, variables=variables),
        principals=principals_of(raw[who]) if who else None,
        not_principals=who == "NotPrincipal",
        variables=variables,
        place=getattr(raw, "place", place),
    )


def _either(raw: Mapping[str, Any], one: str, other: str) -> tuple[str, ...] | None:
    if one in raw and other in raw:
        raise NotUnderstood(f"both {one} and {other}")
    found = raw.get(one, raw.get(other))
    return None if found is None else texts(found)
