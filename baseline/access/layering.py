"""Which layers of policies must let a request through, as a formula.

The rules are those of `evaluator`, which shares no code with this: what one of them gets wrong shows.
"""

from collections.abc import Sequence

import z3

from baseline.access.caller import Kind
from baseline.access.encoding import Encoding
from baseline.access.logic import FALSE, TRUE, both, either, opposite
from baseline.access.policies import Policies
from baseline.access.policy import Policy
from baseline.access.principals import Grant
from baseline.access.public import is_public
from baseline.access.scopes import Scope
from baseline.access.services import RCP_SERVICES
from baseline.access.statement import Statement
from baseline.access.truth import Truth


def policy_is_needed(about: Encoding, scope: Scope) -> bool:
    """Whether nothing is allowed on the resource unless its own policy says so."""
    name = about.action.name.lower()
    return (name.startswith("kms:") and scope.name == "key") or name.startswith("sts:assumerole")


def allowed(about: Encoding, scope: Scope, policies: Policies) -> z3.BoolRef:
    """Whether a request on this resource is allowed."""
    name = about.action.name.lower()
    if name.startswith("sts:assumerole") and about.caller.kind in (Kind.ANONYMOUS, Kind.ROOT):
        return FALSE
    own = [*(policies.identity or ()), *([policies.boundary] if policies.boundary else [])]
    denied = either(
        (
            *(about.effect(scope, each, allows=False) for each in own),
            _by_resource(about, scope, policies, allows=False, grants=()),
        )
    )
    if denied is TRUE:
        return FALSE
    bounded = policies.boundary is not None
    limits = [
        lets_through(about, scope, level, bounded=bounded, by_principal=False)
        for level in _scps(about, policies)
    ]
    limits += [lets_through(about, scope, level, bounded=bounded) for level in _rcps(about, policies)]
    direct = _by_resource(about, scope, policies, allows=True, grants=(Grant.DIRECT,))
    return both((opposite(denied), *limits, either((direct, _by_own(about, scope, policies)))))


def lets_through(
    about: Encoding, scope: Scope, level: Sequence[Policy], *, bounded: bool, by_principal: bool = True
) -> z3.BoolRef:
    """Whether policies that only limit allow a request, and do not deny it.

    Args:
        about: The formulas.
        scope: The resource.
        level: The policies.
        bounded: Whether the caller has a permissions boundary.
        by_principal: Whether their statements name principals; one that names none is about everybody.
    """

    def names(statement: Statement) -> Truth:
        return _names(about, statement, (), nobody=True, bounded=bounded)

    allows, denies = (
        either(
            about.effect(scope, each, allows=effect, names=names if by_principal else None) for each in level
        )
        for effect in (True, False)
    )
    return both((allows, opposite(denies)))


def _scps(about: Encoding, policies: Policies) -> tuple[tuple[Policy, ...], ...]:
    return () if about.caller.linked or not about.caller.is_principal else policies.scps


def _rcps(about: Encoding, policies: Policies) -> tuple[tuple[Policy, ...], ...]:
    service, _, name = about.action.name.lower().partition(":")
    limited = service in RCP_SERVICES and name != "retiregrant" and not about.caller.linked
    return policies.rcps if limited else ()


def _by_own(about: Encoding, scope: Scope, policies: Policies) -> z3.BoolRef:
    """What the caller's own policies allow, where the resource's policy leaves it to them."""
    own = TRUE
    if policies.identity is not None:
        identity = either(about.effect(scope, each, allows=True) for each in policies.identity)
        own = either((identity, _by_resource(about, scope, policies, allows=True, grants=(Grant.ENTITY,))))
    if policies.boundary:
        own = both((own, about.effect(scope, policies.boundary, allows=True)))
    if policies.identity is None or (policies.resource and policy_is_needed(about, scope)):
        own = both((own, _by_resource(about, scope, policies, allows=True, grants=())))
    return own


def _by_resource(
    about: Encoding, scope: Scope, policies: Policies, *, allows: bool, grants: Sequence[Grant]
) -> z3.BoolRef:
    """What the resource's policy says; of its Allows those that grant so closely, or all."""
    policy = policies.resource
    if policy is None or (allows and _shut(about, policies, policy)):
        return FALSE

    def names(statement: Statement) -> Truth:
        return _names(about, statement, grants, nobody=False, bounded=policies.boundary is not None)

    return about.effect(scope, policy, allows=allows, names=names)


def _shut(about: Encoding, policies: Policies, policy: Policy) -> bool:
    """Whether nobody from outside but services is given anything, as S3's Block Public Access has it."""
    if about.caller.kind is Kind.SERVICE:
        return False
    outside = not about.caller.is_principal or about.caller.account != about.owner
    s3 = about.action.name.lower().startswith("s3:")
    return outside and s3 and policies.public_access_block.restrict_public_buckets and is_public(policy)


def _names(
    about: Encoding, statement: Statement, grants: Sequence[Grant], *, nobody: bool, bounded: bool
) -> Truth:
    """Whether a statement names the caller, as closely as is said; `nobody` if it names nobody at all.

    A Deny with NotPrincipal never spares callers with a permissions boundary.
    """
    principals = statement.principals
    if principals is None:
        return nobody
    if principals.unknown:
        return None
    held = principals.grant(about.caller)
    if not statement.not_principals:
        return held in grants if grants else held is not Grant.NONE
    if not statement.allows:
        return (bounded and about.caller.is_principal) or not principals.excludes(about.caller)
    # An Allow for everybody else is as direct as one for everybody.
    return held is Grant.NONE and (not grants or Grant.DIRECT in grants)
