"""Statements about all requests of a principal: only, can and never.

A statement holds if the formula of its breach has no request at all. A request that the formula has is put
before the evaluator, which shares no code with the encoding; only what it confirms is shown. Everything else
is undecided.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import z3

from baseline.access.account import Account, Principal
from baseline.access.catalogue import Action, action, matching
from baseline.access.conditions import Condition, Over
from baseline.access.encoding import Encoding, Scope
from baseline.access.evaluator import Policies, decide
from baseline.access.examples import Call, requests_of
from baseline.access.languages import literal
from baseline.access.logic import FALSE, both, either, opposite
from baseline.access.operators import OPERATORS
from baseline.access.request import Request
from baseline.access.solver import Undecided, solve
from baseline.access.targets import asked_of
from baseline.access.text import readable
from baseline.errors import InputError
from baseline.verdict import Evidence, Result, Verdict

Where: TypeAlias = Mapping[str, Sequence[str]]  # condition keys to the patterns of which one must match


def conditions_where(where: Where, *, negated: bool = False) -> tuple[Condition, ...]:
    """What must hold of a request as conditions: the key is there and matches one of the patterns.

    Args:
        where: The keys and patterns.
        negated: The opposite for each key: it is absent, or matches none.
    """
    operator = OPERATORS["stringnotlike" if negated else "stringlike"]
    return tuple(
        Condition(Over.ONE, operator, False, key.lower(), tuple(values), False, (operator.name, key))
        for key, values in where.items()
    )


def actions_named(patterns: Iterable[str]) -> list[Action]:
    """The actions that patterns name; for `service:Prefix*` also one that does not exist yet.

    Raises:
        InputError: A pattern names no action.
    """
    found: dict[str, Action] = {}
    for pattern in patterns:
        names = matching(pattern)
        if not names:
            raise InputError(f"{pattern}: the table of actions has none of that name")
        found |= {name: action(name) for name in names}
        if pattern.endswith("*") and ":" in pattern:
            future = f"{pattern.rstrip('*')}ActionOfTheFuture"
            found[future] = action(future)
    return list(found.values())


@dataclass(frozen=True)
class Question:
    """What kind of call is looked for.

    Attributes:
        meets: Conditions that must hold, on each resource that can have the key.
        breaks: Conditions of which one must not hold on a resource that can have the key; empty for none.
        types: Resource types that the call must be about one of; empty for any.
        resource: The one resource it must be about; None for any.
        other_than: A resource that it must not be about; "" for any.
    """

    meets: tuple[Condition, ...] = ()
    breaks: tuple[Condition, ...] = ()
    types: frozenset[str] = frozenset()
    resource: str | None = None
    other_than: str = ""


class Prover:
    """Proves statements about the principals of an account.

    Args:
        account: The principals and policies of the templates.
    """

    def __init__(self, account: Account) -> None:
        self.account = account

    def only(self, principal: Principal, actions: Sequence[Action], where: Where) -> Verdict:
        """Every request that is allowed satisfies `where`, whatever else the caller puts into it."""
        about = [each for each in actions if _has_keys(each, where)]
        if not about:
            return Verdict(Result.NOT_MODELLED, f"none of the actions has the key {', '.join(where)}")
        return self._none(principal, about, Question(breaks=conditions_where(where)))

    def never(self, principal: Principal, actions: Sequence[Action], where: Where | None = None) -> Verdict:
        """No request is allowed; with `where`, none that satisfies it."""
        return self._none(principal, actions, Question(meets=conditions_where(where or {})))

    def can(self, principal: Principal, actions: Sequence[Action], where: Where | None = None) -> Verdict:
        """There is an allowed request for each of the actions."""
        calls = []
        for each in actions:
            found = self.find(principal, each, Question(meets=conditions_where(where or {})))
            if isinstance(found, Verdict):
                return found
            if found is None:
                return Verdict(Result.REFUTED, f"{principal}: no request for {each.name} is allowed")
            calls.append(found)
        evidence = tuple(line for call in calls for line in call.evidence())
        why = f"{principal} can, with the request that is shown"
        return Verdict(Result.PROVED, why, evidence, tuple(call.shown() for call in calls))

    def find(self, principal: Principal, each: Action, question: Question) -> Call | Verdict | None:
        """An allowed call that the evaluator confirms; None if there is none; a verdict if nobody knows."""
        unsure: Verdict | None = None
        try:
            for call in self._calls(principal, each, question):
                if call.allowed:
                    return call
                unsure = unsure or _unconfirmed(principal, each, call)
        except Undecided as error:
            return Verdict(Result.UNDECIDED, f"{principal}, {each.name}: {error}")
        return unsure

    def _none(self, principal: Principal, actions: Sequence[Action], question: Question) -> Verdict:
        unsure: Verdict | None = None
        for each in actions:
            found = self.find(principal, each, question)
            if isinstance(found, Call):
                why = f"{principal} can make the request that is shown"
                return Verdict(Result.REFUTED, why, found.evidence(), (found.shown(),))
            unsure = unsure or found
        if unsure is not None:
            return unsure
        names = ", ".join(each.name for each in actions[:3])
        more = f" and {len(actions) - 3} more" if len(actions) > 3 else ""
        why = f"no request of {principal} for {names}{more} breaks it"
        return Verdict(Result.PROVED, why, (Evidence(str(principal), principal.place),))

    def _calls(self, principal: Principal, each: Action, question: Question) -> Iterator[Call]:
        """For every set of resources that a call can be about, one call that the formula allows."""
        policies = [*principal.identity, principal.boundary, *(one.policy for one in self.account.guarded)]
        known = [policy for policy in policies if policy]
        asked = (*question.meets, *question.breaks)
        keys = [condition.key for condition in asked]
        optional = bool(question.types or question.resource)
        for call in Encoding(principal.caller, each, known, asked).calls(keys, optional=optional):
            if question.types and not any(scope.name in question.types for scope in call):
                continue
            # Where a resource's own policy is needed, those whose policy is known are tried first.
            for others in (False, True):
                about = Encoding(principal.caller, each, known, asked)
                if not others and not any(map(about.policy_is_needed, call)):
                    continue
                allowed = both(self._allowed(about, scope, principal, others) for scope in call)
                formula = both((self._asked(about, call, question), allowed))
                solution = None if formula is FALSE else solve(both((formula, *about.rules)), about.strings)
                if solution is not None:
                    yield self._confirmed(tuple(requests_of(about, call, *solution)), principal)

    def _asked(self, about: Encoding, call: Sequence[Scope], question: Question) -> z3.BoolRef:
        def on_scopes(condition: Condition) -> list[z3.BoolRef]:
            among = asked_of(about.action.name, call)
            having = [scope for scope in among if about.action.has_key(condition.key, scope.type)]
            return [about.condition(condition, scope) for scope in having]

        meets: list[z3.BoolRef] = []
        for condition in question.meets:
            meets += on_scopes(condition) or [FALSE]  # a key that no resource of the call has
        if question.breaks:
            meets.append(opposite(both(holds for each in question.breaks for holds in on_scopes(each))))
        if question.resource is not None:
            wanted = literal(question.resource)
            meets.append(either(about.strings.within(scope.text, wanted) for scope in call))
        if question.other_than:
            own = literal(question.other_than)
            meets += [opposite(about.strings.within(scope.text, own)) for scope in call]
        return both(meets)

    def _allowed(self, about: Encoding, scope: Scope, principal: Principal, unknown: bool) -> z3.BoolRef:
        """Whether a resource is allowed: one with a policy of its own, or any other."""
        cases = []
        others = []
        for guarded in self.account.guarded:
            here = about.guards(scope, guarded.arn)
            if here is not FALSE:
                others.append(opposite(here))
                policies = self.account.policies(principal, guarded.arn)
                cases.append(both((here, about.allowed(scope, policies))))
        if not unknown and about.policy_is_needed(scope):
            return either(cases)
        plain = Policies(identity=principal.identity, boundary=principal.boundary)
        return either((*cases, both((*others, about.allowed(scope, plain)))))

    def _confirmed(self, requests: tuple[Request, ...], principal: Principal) -> Call:
        decisions = tuple(
            decide(request, self.account.policies(principal, request.resource)) for request in requests
        )
        return Call(requests, decisions)


def _has_keys(each: Action, where: Where) -> bool:
    types = each.resource_types or (None,)
    return all(any(each.has_key(key.lower(), type_) for type_ in types) for key in where)


def _unconfirmed(principal: Principal, each: Action, call: Call) -> Verdict:
    why = readable(call.doubt.why)
    if not call.is_modelled:
        return Verdict(Result.NOT_MODELLED, f"{principal}, {each.name}: {why}")
    return Verdict(Result.UNDECIDED, f"{principal}, {each.name}: the request found is not confirmed ({why})")
