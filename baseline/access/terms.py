"""The terms on which a principal can do something: what a request needs, and which statements have a say."""

from dataclasses import dataclass

from baseline.access.account import Account, Principal
from baseline.access.catalogue import action
from baseline.access.examples import Call
from baseline.access.outsiders import is_outside
from baseline.access.policy import Policy
from baseline.access.principals import Grant
from baseline.access.prover import Prover
from baseline.access.questions import Question
from baseline.access.statement import Statement
from baseline.access.text import Variable, readable, tokens


@dataclass(frozen=True)
class Terms:
    """On which terms an action is open.

    Attributes:
        needs: The fewest context keys with which there is an allowed request.
        by: The statements that allow it: on which resources, and under which conditions.
        unless: The statements that deny some requests for it.
    """

    needs: tuple[str, ...]
    by: tuple[str, ...]
    unless: tuple[str, ...]


def terms_of(prover: Prover, principal: Principal, name: str, call: Call) -> Terms:
    """The terms of an action.

    Args:
        prover: Of the account.
        principal: Who asks.
        name: The action.
        call: One that is allowed.
    """
    by, unless = as_written(prover.account, principal, name)
    return Terms(_needs(prover, principal, name, call), by, unless)


def as_written(account: Account, principal: Principal, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The statements that allow an action, and those that deny some of it, as the policies have them.

    For those outside it is what resources' policies allow.
    """
    own = [*(principal.identity or ()), *([principal.boundary] if principal.boundary else [])]
    denying = [s for s in _about(own, name) if not s.allows]
    denying += [s for s in _about(_guards(account), name) if not s.allows and _concerns(s, principal)]
    allowing = [_summary(s) for s in _about(principal.identity or (), name) if s.allows]
    if is_outside(principal):
        allowing = [
            _summary(s, guarded.arn)
            for guarded in account.guarded
            for s in _about([guarded.policy] if guarded.policy else [], name)
            if s.allows and _concerns(s, principal)
        ]
    return tuple(allowing), tuple(readable(str(each).removeprefix("denied by ")) for each in denying)


def _about(policies: "tuple[Policy, ...] | list[Policy]", name: str) -> list[Statement]:
    return [statement for policy in policies for statement, _ in policy.about(name.lower())]


def _guards(account: Account) -> list[Policy]:
    return [guarded.policy for guarded in account.guarded if guarded.policy]


def _concerns(statement: Statement, principal: Principal) -> bool:
    named = statement.principals
    return named is not None and (statement.not_principals or named.grant(principal.caller) is not Grant.NONE)


def _summary(statement: Statement, of: str = "") -> str:
    """Resources and conditions as they are written; in the policy of a resource `*` is that one."""
    but = "all but " if statement.not_resources else ""
    conditions = [f"{' '.join(each.written)} {', '.join(each.values)}" for each in statement.conditions]
    only = f" if {' and '.join(sorted(conditions))}" if conditions else ""
    on = sorted(statement.resources or ())
    return readable(f"{but}{of if of and on in ([], ['*']) else ', '.join(on)}{only}")


def _needs(prover: Prover, principal: Principal, name: str, call: Call) -> tuple[str, ...]:
    """Key by key it is asked whether there is an allowed call without it and those left out before.

    So the answer is the same whichever calls the solver finds.
    """
    without: list[str] = []
    needed: list[str] = []
    for key in sorted(_keys(prover.account, principal, name), key=_first_to_go):
        if any(key in request.keys for request in call.requests):
            fewer = prover.find(principal, action(name), Question(without=(*without, key)))
            if not isinstance(fewer, Call):
                needed.append(key)
                continue
            call = fewer
        without.append(key)
    return tuple(needed)


def _keys(account: Account, principal: Principal, name: str) -> set[str]:
    """The keys that statements about an action ask for, and that do not follow from who asks."""
    own = [*(principal.identity or ()), *([principal.boundary] if principal.boundary else [])]
    statements = _about([*own, *account.all_policies()], name)
    patterns = [
        *(pattern for s in statements if s.variables for pattern in s.resources or ()),
        *(value for s in statements for c in s.conditions if c.variables for value in c.values),
    ]
    variables = {part for pattern in patterns for part in tokens(pattern, variables=True)}
    asked = {condition.key for statement in statements for condition in statement.conditions}
    asked |= {part.key for part in variables if isinstance(part, Variable)}
    return asked - {"aws:resourceaccount", *principal.caller.context}


def _first_to_go(key: str) -> tuple[bool, str]:
    """Keys that services set come before those that a caller can set: they need not be there."""
    return not key.startswith(("aws:viaawsservice", "aws:calledvia")), key
