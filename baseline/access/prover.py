"""Statements about all requests of a principal: only, can and never.

A statement holds if the formula of its breach has no request at all. A request that the formula has is put
before the evaluator, which shares no code with the encoding; only what it confirms is shown. Everything else
is undecided.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import z3

from baseline.access.account import Account, Guarded, Principal
from baseline.access.catalogue import Action
from baseline.access.conditions import Condition
from baseline.access.encoding import Encoding
from baseline.access.evaluator import Policies, decide
from baseline.access.examples import Call, requests_of
from baseline.access.languages import literal
from baseline.access.layering import allowed, lets_through, policy_is_needed
from baseline.access.logic import FALSE, TRUE, both, either, opposite
from baseline.access.organisation import SOURCE_VPCE
from baseline.access.outsiders import as_outsider, could, is_outside, is_unknown
from baseline.access.questions import Question, Where, conditions_where
from baseline.access.request import Request
from baseline.access.scopes import Scope
from baseline.access.solver import Undecided, solve
from baseline.access.targets import asked_of
from baseline.access.text import readable
from baseline.verdict import Evidence, Result, Verdict


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
        if is_outside(principal) and not could(principal, each, self.account):
            return None
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
        asked = (*question.meets, *question.breaks)
        keys = [condition.key for condition in asked]
        optional = bool(question.types or question.resource)
        for call in self._about(principal, each, asked).calls(keys, optional=optional):
            if question.types and not any(scope.name in question.types for scope in call):
                continue
            # Where a resource's own policy is needed, those whose policy is known are tried first.
            for others in (False, True):
                about = self._about(principal, each, asked)
                if not others and not any(policy_is_needed(about, scope) for scope in call):
                    continue
                held = [self._allowed(about, scope, principal, others) for scope in call]
                formula = both((self._asked(about, call, question), *held))
                solution = None if formula is FALSE else solve(both((formula, *about.rules)), about.strings)
                if solution is not None:
                    yield self._confirmed(tuple(requests_of(about, call, *solution)), principal)

    def _about(self, principal: Principal, each: Action, asked: Sequence[Condition]) -> Encoding:
        own = [*(principal.identity or ()), *([principal.boundary] if principal.boundary else [])]
        return Encoding(
            principal.caller,
            each,
            [*own, *self.account.all_policies()],
            asked,
            anyone=is_unknown(principal),
            owner=self.account.id,
        )

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
        for key in question.without:
            slots = [slot for scope in call for slot in about.slots.of(key, scope)]
            meets.append(opposite(either(slot.present for slot in slots)))
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
                cases.append(
                    both(
                        (
                            here,
                            allowed(about, scope, policies),
                            self._behind(about, scope, principal, guarded),
                        )
                    )
                )
        if unknown or not policy_is_needed(about, scope):
            plain = Policies(
                identity=principal.identity,
                boundary=principal.boundary,
                scps=self.account.policies(principal, "").scps,
                rcps=self.account.rcps,
            )
            cases.append(both((*others, allowed(about, scope, plain))))
        return both((either(cases), *self._through_endpoints(about, scope, principal)))

    def _behind(self, about: Encoding, scope: Scope, principal: Principal, guarded: Guarded) -> z3.BoolRef:
        """What the bucket behind an access point has to allow as well."""
        if guarded.point is None:
            return TRUE
        same, there = about.behind(scope, guarded.point)
        policies = self.account.policies(principal, guarded.point.bucket)
        return both((same, allowed(about, there, policies)))

    def _through_endpoints(self, about: Encoding, scope: Scope, principal: Principal) -> Iterator[z3.BoolRef]:
        """That the endpoint lets through what passes it; unless a key says so, a request passes none."""
        if not about.slots.asks(SOURCE_VPCE):
            return
        for endpoint in self.account.endpoints:
            passing = about.has_value(SOURCE_VPCE, endpoint.id, scope)
            bounded = principal.boundary is not None
            let = lets_through(about, scope, [endpoint.policy], bounded=bounded)
            yield either((opposite(passing), let))

    def _confirmed(self, requests: tuple[Request, ...], principal: Principal) -> Call:
        outside = is_outside(principal)
        asked = [as_outsider(each, principal, self.account) if outside else each for each in requests]
        asked = [replace(each, keys={**each.keys, **self.account.keys_of(each.resource)}) for each in asked]
        decisions = tuple(
            decide(each, self.account.policies(principal, each.resource, each.keys)) for each in asked
        )
        return Call(tuple(asked), decisions)


def _has_keys(each: Action, where: Where) -> bool:
    types = each.resource_types or (None,)
    return all(any(each.has_key(key.lower(), type_) for type_ in types) for key in where)


def _unconfirmed(principal: Principal, each: Action, call: Call) -> Verdict:
    why = readable(call.doubt.why)
    if not call.is_modelled:
        return Verdict(Result.NOT_MODELLED, f"{principal}, {each.name}: {why}")
    return Verdict(Result.UNDECIDED, f"{principal}, {each.name}: the request found is not confirmed ({why})")
