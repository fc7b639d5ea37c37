"""Policies, read once and then decided many times.

Source: IAM user guide, "Grammar of the IAM JSON policy language", "IAM JSON policy element reference".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baseline.access.conditions import NotUnderstood, conditions_of, texts
from baseline.access.principals import principals_of
from baseline.access.statement import Statement
from baseline.access.text import readable
from baseline.access.truth import Truth
from baseline.place import Place

_PAIRS = ("Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal")
_ELEMENTS = frozenset(("Sid", "Effect", "Condition", *_PAIRS))
_NOWHERE = Place(Path("-"))


@dataclass(frozen=True, eq=False)
class Policy:
    """A policy document.

    Attributes:
        name: What reports call it.
        statements: What could be read.
        not_understood: What could not, as reasons with their places; while there is one, nothing that this
            policy might deny or allow is certain.
    """

    name: str
    statements: tuple[Statement, ...]
    not_understood: tuple[str, ...] = ()
    _by_action: dict[str, tuple[tuple[Statement, Truth], ...]] = field(
        default_factory=dict, repr=False, init=False
    )

    def about(self, action: str) -> tuple[tuple[Statement, Truth], ...]:
        """The statements that name an action, or may name it; remembered."""
        found = self._by_action.get(action)
        if found is None:
            named = ((statement, statement.names_action(action)) for statement in self.statements)
            found = tuple((statement, truth) for statement, truth in named if truth is not False)
            self._by_action[action] = found
        return found


def read_policy(document: Any, *, name: str, place: Place = _NOWHERE) -> Policy:
    """A policy from its document; what is malformed in it is told in `not_understood`, and nothing raises.

    Args:
        document: A mapping, or its JSON text. Without Version it is of 2008-10-17, which knows no variables.
        name: What reports call the policy.
        place: Where it stands; statements that know their own place say that.
    """
    try:
        document = _mapping(document)
        version = document.get("Version", "2008-10-17")
        if version not in ("2008-10-17", "2012-10-17"):
            raise NotUnderstood(f"there is no policy language of version {_quoted(version)}")
        unknown = set(document) - {"Version", "Id", "Statement"}
        if unknown or "Statement" not in document:
            wrong = f"there is no element {_listed(unknown)}" if unknown else "it has no Statement"
            raise NotUnderstood(wrong)
    except NotUnderstood as error:
        return Policy(name, (), (_where(str(error), getattr(document, "place", place)),))
    raw = document["Statement"]
    listed = raw if isinstance(raw, list | tuple) else [raw]
    return _read(listed, name=name, place=place, variables=version == "2012-10-17")


def _mapping(document: Any) -> Mapping[str, Any]:
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError:
            raise NotUnderstood("the document is no JSON") from None
    if not isinstance(document, Mapping):
        raise NotUnderstood("the document is not a mapping")
    return document


def _read(raw: Sequence[Any], *, name: str, place: Place, variables: bool) -> Policy:
    statements: list[Statement] = []
    problems: list[str] = []
    for index, each in enumerate(raw):
        here = getattr(each, "place", place)
        try:
            statements.append(_statement(each, policy=name, index=index, place=here, variables=variables))
        except NotUnderstood as error:
            problems.append(_where(f"statement {index + 1}: {error}", here))
    return Policy(name, tuple(statements), tuple(problems))


def _where(problem: str, place: Place) -> str:
    return problem if place.line is None else f"{problem} ({place})"


def _statement(raw: Any, *, policy: str, index: int, place: Place, variables: bool) -> Statement:
    if not isinstance(raw, Mapping):
        raise NotUnderstood("it is not a mapping")
    unknown = set(raw) - _ELEMENTS
    if unknown:
        raise NotUnderstood(f"there is no element {_listed(unknown)}")
    if raw.get("Effect") not in ("Allow", "Deny"):
        raise NotUnderstood("Effect is neither Allow nor Deny")
    actions = _either(raw, "Action", "NotAction")
    if actions is None:
        raise NotUnderstood("neither Action nor NotAction")
    if "Principal" in raw and "NotPrincipal" in raw:
        raise NotUnderstood("both Principal and NotPrincipal")
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
        conditions=conditions_of(raw.get("Condition", {}), variables=variables),
        principals=principals_of(raw[who]) if who else None,
        not_principals=who == "NotPrincipal",
        variables=variables,
        place=place,
    )


def _either(raw: Mapping[str, Any], one: str, other: str) -> tuple[str, ...] | None:
    if one in raw and other in raw:
        raise NotUnderstood(f"both {one} and {other}")
    return texts(raw.get(one, raw.get(other))) if one in raw or other in raw else None


def _listed(names: set[Any]) -> str:
    return ", ".join(sorted(map(_quoted, names)))


def _quoted(value: Any) -> str:
    return readable(str(value))
