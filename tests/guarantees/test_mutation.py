"""Weaken any one statement of the golden templates' policies, and a guarantee fails or the matrix changes.

A statement that guards is looked at beside a policy that allows everything: whoever gets more rights later
stands behind it.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from baseline.access.account import Account, Guarded, Principal, account_of
from baseline.access.capabilities import capabilities
from baseline.access.catalogue import action, action_names, matching
from baseline.access.compare import more_permissive
from baseline.access.examples import Call
from baseline.access.outsiders import is_unknown, outsiders
from baseline.access.policy import Policy, read_policy
from baseline.access.principals import Principals
from baseline.access.prover import Prover
from baseline.access.questions import Question
from baseline.access.statement import Statement
from baseline.template.deployment import Deployment
from baseline.template.estate import load_estate
from baseline.verdict import Result

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
EVERYTHING = read_policy(
    {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}, name="everything"
)
FEW = 4


@cache
def _account(profile: str) -> Account:
    return account_of(load_estate([GOLDEN / profile], Deployment(region="eu-west-1")))


def _policies(profile: str) -> Iterator[tuple[Principal, Policy]]:
    """Every policy once that a principal of the templates carries, but those that AWS writes."""
    seen: set[int] = set()
    for principal in _account(profile).principals:
        for policy in (*(principal.identity or ()), *([principal.boundary] if principal.boundary else [])):
            written = all(statement.place.line is not None for statement in policy.statements)
            if id(policy) not in seen and written:
                seen.add(id(policy))
                yield principal, policy


def _weaker(statement: Statement) -> Iterator[Statement]:
    """An Allow, wider in one element."""
    if statement.conditions:
        yield replace(statement, conditions=())
    if statement.resources != ("*",):
        yield replace(statement, resources=("*",), not_resources=False)
    if not statement.not_actions and "*" not in statement.actions:
        yield replace(statement, actions=tuple(f"{each.partition(':')[0]}:*" for each in statement.actions))


def _asked(statement: Statement, weaker: Statement) -> set[str]:
    """One action that the statement names; where it names more now, those on the same kind of resource."""
    if weaker.actions == statement.actions:
        return set(matching(statement.actions[0])[:1])
    return {
        name
        for each in weaker.actions
        for name in action_names(each.partition(":")[0])
        if not statement.names_action(name.lower()) and _is_about(name, statement)
    }


def _is_about(name: str, statement: Statement) -> bool:
    """Whether an action is about a kind of resource that the statement names."""
    kinds = [type_.arn.split(":", 5)[5].partition("$")[0] for type_ in action(name).resource_types]
    on = statement.resources or ()
    return any(kind in resource for kind in kinds for resource in on) or (not kinds and on == ("*",))


MATRIX = [
    (profile, principal, policy, index)
    for profile in ("minimal", "standard")
    for principal, policy in _policies(profile)
    if policy is not principal.boundary and "Guardrails" not in policy.name
    for index, statement in enumerate(policy.statements)
    if statement.allows
]


@pytest.mark.parametrize(
    ("profile", "principal", "policy", "index"),
    MATRIX,
    ids=[f"{p}-{policy.name}-{policy.statements[index].sid or index}" for p, _, policy, index in MATRIX],
)
def test_no_right_can_be_widened_unnoticed(
    profile: str, principal: Principal, policy: Policy, index: int
) -> None:
    """Without its condition, on any resource, or with any action of its service: the matrix changes."""
    account, statement = _account(profile), policy.statements[index]
    for weaker in _weaker(statement):
        kept = (*policy.statements[:index], weaker, *policy.statements[index + 1 :])
        widened = Policy(policy.name, kept)
        after = replace(
            principal,
            identity=tuple(widened if each is policy else each for each in principal.identity or ()),
        )
        asked = _asked(statement, weaker)
        found, before = (capabilities(account, who, asked.__contains__) for who in (after, principal))
        assert found != before, weaker


@pytest.mark.parametrize("profile", ["minimal", "standard", "disconnected", "whitepaper"])
def test_no_guard_can_be_weakened_unnoticed(profile: str) -> None:
    """Beside a policy that allows what it names, a Deny takes something away; boundaries allow no more."""
    for principal, policy in _policies(profile):
        for statement in policy.statements:
            if not statement.allows:
                open_ = Policy("allowed", _allowing(statement))
                shut = [open_, Policy(policy.name, (statement,))]
                assert more_permissive(shut, [open_]).result is Result.REFUTED, statement
                assert more_permissive([open_], shut).result is Result.PROVED, statement
            elif policy is principal.boundary or "Guardrails" in policy.name:
                for weaker in _weaker(statement):
                    alone = [Policy(policy.name, (each,)) for each in (statement, weaker)]
                    assert more_permissive(alone[:1], alone[1:]).result is Result.REFUTED, weaker


def _allowing(statement: Statement) -> tuple[Statement, ...]:
    """An Allow of what a Deny names; of those about nearly everything, of some actions that tell."""
    wide = statement.not_actions or "*" in statement.actions
    actions = ("ec2:CreateTags", "ec2:TerminateInstances") if wide else statement.actions
    return (replace(EVERYTHING.statements[0], actions=actions),)


@pytest.mark.parametrize("profile", ["minimal", "standard", "disconnected", "whitepaper"])
def test_no_policy_of_a_resource_can_be_weakened_unnoticed(profile: str) -> None:
    """A Deny takes something away; what an Allow opens to everybody is open to other accounts, and shown."""
    account = _account(profile)
    for guarded in account.guarded:
        for statement in guarded.policy.statements if guarded.policy else ():
            if not statement.allows:
                open_ = Policy("allowed", _allowing(statement))
                shut = [open_, Policy("guard", (statement,))]
                assert more_permissive(shut, [open_]).result is Result.REFUTED, statement
            elif not guarded.block.restrict_public_buckets and not statement.not_actions:
                anybody = Principals(True, frozenset(), frozenset(), frozenset(), frozenset())
                wide = replace(statement, principals=anybody, not_principals=False, conditions=())
                name = next(each for each in statement.actions if not each.startswith("sts:TagSession"))
                opened = replace(guarded, policy=Policy("opened", (wide,)))
                assert not _lets_others_in(account, guarded, name), statement
                assert _lets_others_in(account, opened, name), wide


def _lets_others_in(account: Account, guarded: Guarded, pattern: str) -> bool:
    """Whether somebody of an account like no other may do something to a resource."""
    alone = replace(account, guarded=(guarded,), rcps=())
    stranger = next(each for each in outsiders(alone) if is_unknown(each))
    found = (Prover(alone).find(stranger, action(name), Question()) for name in matching(pattern)[:FEW])
    return any(isinstance(each, Call) for each in found)
