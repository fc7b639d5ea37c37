"""Weaken any one statement of the golden templates' policies, and a guarantee fails or the matrix changes.

A statement that guards is looked at beside a policy that allows everything: whoever gets more rights later
stands behind it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from baseline.access.account import Account, Principal, account_of
from baseline.access.caller import Caller
from baseline.access.capabilities import capabilities
from baseline.access.catalogue import action, action_names, matching
from baseline.access.compare import more_permissive
from baseline.access.examples import Call
from baseline.access.outsiders import outsiders
from baseline.access.policy import Policy, read_policy
from baseline.access.principals import Principals
from baseline.access.prover import Prover
from baseline.access.questions import Question
from baseline.access.statement import Statement
from baseline.place import Place
from baseline.template.deployment import Deployment
from baseline.template.estate import load_estate
from baseline.verdict import Result

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
EVERYTHING = read_policy(
    {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}, name="everything"
)
FEW = 4
PROFILES = ["minimal", "standard", "disconnected", "whitepaper"]


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


def _asked(statement: Statement, weaker: Statement) -> Iterator[str]:
    """The actions that can show it: those that the statement names; where it names more now, some of those.

    Of the new ones those on the same kind of resource come first, and last the one that does not exist yet.
    """
    if weaker.actions == statement.actions:
        yield from (name for each in statement.actions for name in (*matching(each)[:1], each)[:1])
        return
    for service in {each.partition(":")[0] for each in weaker.actions}:
        new = [name for name in action_names(service) if not statement.names_action(name.lower())]
        # In a resource's policy `*` is the resource.
        yield from new if statement.principals else [n for n in new if _is_about(n, statement)][:FEW]
        yield f"{service}:ActionOfTheFuture"


def _is_about(name: str, statement: Statement) -> bool:
    """Whether an action is about a kind of resource that the statement names."""
    kinds = [type_.arn.split(":", 5)[5].partition("$")[0] for type_ in action(name).resource_types]
    on = statement.resources or ()
    return any(kind in resource for kind in kinds for resource in on) or (not kinds and on == ("*",))


def _same(name: str, before: tuple[Account, Principal], after: tuple[Account, Principal]) -> bool:
    """Whether the matrix says the same of one action; whoever has no right to it has no row."""
    found = [Prover(account).find(who, action(name), Question()) for account, who in (before, after)]
    if isinstance(found[0], Call) != isinstance(found[1], Call):
        return False
    if found == [None, None]:
        return True
    rows = [capabilities(account, who, {name}.__contains__) for account, who in (before, after)]
    return rows[0] == rows[1]


def _with(policy: Policy, index: int, statement: Statement) -> Policy:
    """The policy with another statement in one place."""
    return Policy(policy.name, (*policy.statements[:index], statement, *policy.statements[index + 1 :]))


@pytest.mark.parametrize("profile", PROFILES)
def test_no_right_can_be_widened_unnoticed(profile: str) -> None:
    """Without its condition, on any resource, or with any action of its service: the matrix changes.

    Only the rows of actions that the statement names, or has come to name, are decided again: no other can
    depend on it.
    """
    account = _account(profile)
    unnoticed = []
    for principal, policy in _policies(profile):
        if policy is principal.boundary or "Guardrails" in policy.name:
            continue
        for index, statement in enumerate(policy.statements):
            for weaker in _weaker(statement) if statement.allows else ():
                widened = _with(policy, index, weaker)
                identity = tuple(widened if each is policy else each for each in principal.identity or ())
                after = replace(principal, identity=identity)
                asked = _asked(statement, weaker)
                if all(_same(name, (account, principal), (account, after)) for name in asked):
                    unnoticed.append((str(principal), str(statement), weaker))
    assert not unnoticed


@pytest.mark.parametrize("profile", PROFILES)
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


@pytest.mark.parametrize("profile", PROFILES)
def test_no_policy_of_a_resource_can_be_weakened_unnoticed(profile: str) -> None:
    """A Deny takes something away; a wider Allow shows in the rows of those outside or of two members.

    One member has no right of its own, the other has all. A policy has a say on requests for its resource
    only, so nothing else is decided again.
    """
    account = _account(profile)
    unnoticed = []
    for guarded in account.guarded:
        policy = guarded.policy or Policy("none", ())
        for index, statement in enumerate(policy.statements):
            if not statement.allows:
                open_ = Policy("allowed", _allowing(statement))
                shut = [open_, Policy("guard", (statement,))]
                assert more_permissive(shut, [open_]).result is Result.REFUTED, statement
                continue
            alone = replace(account, guarded=(guarded,), rcps=())
            for weaker in _weaker_guards(statement):
                opened = replace(guarded, policy=_with(policy, index, weaker))
                if _is_without_effect(statement, weaker):
                    continue
                if not _differ(alone, replace(alone, guarded=(opened,)), _asked(statement, weaker)):
                    unnoticed.append((guarded.arn, str(statement), weaker))
    assert not unnoticed


def _weaker_guards(statement: Statement) -> Iterator[Statement]:
    """An Allow of a resource's policy, wider in one element; it is about that resource anyway."""
    if statement.principals and not statement.principals.anyone:
        anybody = Principals(True, frozenset(), frozenset(), frozenset(), frozenset())
        yield replace(statement, principals=anybody, not_principals=False)
    for weaker in _weaker(statement):
        more = weaker.actions != statement.actions
        if weaker.resources == statement.resources and (not more or _others_have_its_keys(statement)):
            yield weaker


def _others_have_its_keys(statement: Statement) -> bool:
    """Whether a condition leaves anything to actions that the statement does not name, and that need it."""
    keys = [condition.key for condition in statement.conditions]
    return any(
        all(any(action(name).has_key(key, type_) for type_ in action(name).resource_types) for key in keys)
        for each in statement.actions
        for name in action_names(each.partition(":")[0])
        if not statement.names_action(name.lower())
    )


def _is_without_effect(statement: Statement, weaker: Statement) -> bool:
    """What cannot show.

    An Allow to the own account leaves a file system to identity-based policies, which need none. And of the
    actions that can be for a resource of AWS, keys allow all but kms:CreateGrant to the account anyway.
    """
    if statement.sid == "AccountByMountTarget":
        return True
    return statement.sid.startswith("GrantsThrough") and weaker.actions != statement.actions


def _anything(name: str) -> Policy:
    """A policy that allows one action on everything."""
    return Policy("anything", (replace(EVERYTHING.statements[0], actions=(name,)),))


def _differ(before: Account, after: Account, asked: Iterable[str]) -> bool:
    member = Caller.of_arn(f"arn:aws:iam::{before.id}:user/member")
    for name in asked:
        members = [
            Principal("user", "member", "Member", member, identity, None, Place(Path("-")))
            for identity in ((), (_anything(name),))
        ]
        for who in (*members, *outsiders(before)):
            if not _same(name, (before, who), (after, who)):
                return True
    return False
