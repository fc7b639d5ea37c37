"""Decides one request: allowed, implicitly denied or explicitly denied, and by which statements.

Source: IAM user guide, "Policy evaluation logic": "How AWS enforcement code logic evaluates requests to allow
or deny access", "Policy evaluation for requests within a single account", "Cross-account policy evaluation
logic".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from baseline.access.caller import Kind
from baseline.access.layers import BOUNDARY, IDENTITY, RESOURCE, SESSION, Reading, deciding
from baseline.access.policy import Policy, Statement
from baseline.access.principals import Grant
from baseline.access.public import PublicAccessBlock, is_public
from baseline.access.request import Request
from baseline.access.services import (
    ANYONE_MAY,
    RCP_SERVICES,
    KmsGrant,
    needs_resource_policy,
)


class Effect(StrEnum):
    """What becomes of a request."""

    ALLOWED = "allowed"
    IMPLICITLY_DENIED = "implicitly denied"
    EXPLICITLY_DENIED = "explicitly denied"
    NOT_MODELLED = "not modelled"


@dataclass(frozen=True)
class Decision:
    """The answer to one request.

    Attributes:
        effect: What becomes of it.
        why: In one sentence.
        statements: Those that decided: the denying ones, or those whose allowing was needed.
    """

    effect: Effect
    why: str
    statements: tuple[Statement, ...] = ()

    @property
    def allowed(self) -> bool:
        """Only a certain yes is one."""
        return self.effect is Effect.ALLOWED


@dataclass(frozen=True)
class Policies:
    """Everything that has a say on a request.

    Attributes:
        identity: Of the user with its groups, or of the role; None where the caller's account is not known
            here and is taken to allow everything.
        boundary: The permissions boundary; None where there is none.
        session: Session policies, all together one layer; empty where there are none.
        resource: The policy of the resource; None where it has none or it is not known.
        scps: Service control policies by level, from the root to the account; empty where there are none.
        rcps: Resource control policies likewise, of the resource's account.
        endpoint: The policy of the VPC endpoint that the request passes; None for other ways.
        grants: The grants of a KMS key.
        public_access_block: Of the bucket or its account, for S3.
    """

    identity: tuple[Policy, ...] | None = ()
    boundary: Policy | None = None
    session: tuple[Policy, ...] = ()
    resource: Policy | None = None
    scps: tuple[tuple[Policy, ...], ...] = ()
    rcps: tuple[tuple[Policy, ...], ...] = ()
    endpoint: Policy | None = None
    grants: tuple[KmsGrant, ...] = ()
    public_access_block: PublicAccessBlock = field(default_factory=PublicAccessBlock)


def decide(request: Request, policies: Policies) -> Decision:
    """Decide one request.

    The order follows AWS's: an explicit deny anywhere ends it; then organisation, endpoint, resource and
    caller must each leave it through.
    """
    if request.name in ANYONE_MAY and request.caller.is_principal:
        return Decision(Effect.ALLOWED, f"{request.action} needs no permission")
    reading = _read(request, policies)
    denied = reading.denies()
    if denied:
        return Decision(Effect.EXPLICITLY_DENIED, str(denied[0]), denied)
    decision = _without_denies(request, policies, reading)
    if decision.allowed and reading.doubts():
        return Decision(Effect.NOT_MODELLED, reading.doubts()[0])
    if decision.effect is Effect.IMPLICITLY_DENIED and reading.hopes():
        return Decision(Effect.NOT_MODELLED, reading.hopes()[0])
    return decision


def _read(request: Request, policies: Policies) -> Reading:
    """Which statements match, layer by layer."""
    bounded = policies.boundary is not None
    layers = (*_organisation(request, policies), *_own_layers(request, policies), *_resource(policies))
    return Reading(
        [
            deciding(name, found, request, by_principal=by_principal, bounded=bounded)
            for name, found, by_principal in layers
        ]
    )


_Layers: TypeAlias = Iterator[
    tuple[str, Sequence[Policy], bool]
]  # name, policies, whether they name principals


def _organisation(request: Request, policies: Policies) -> _Layers:
    """Policies of AWS Organizations, each level a layer; none of them touches service-linked roles.

    Source: Organizations user guide, "Tasks and entities not restricted by SCPs", "… by RCPs".
    """
    if request.caller.linked:
        return
    if request.caller.is_principal:
        for level, scps in enumerate(policies.scps):
            yield f"service control policies of level {level + 1}", scps, False
    if request.service in RCP_SERVICES:
        for level, rcps in enumerate(policies.rcps):
            yield f"resource control policies of level {level + 1}", rcps, True


def _own_layers(request: Request, policies: Policies) -> _Layers:
    """What is attached to the caller; nothing can be attached to the root user."""
    if not request.caller.is_principal or request.caller.kind is Kind.ROOT:
        return
    if policies.boundary:
        yield BOUNDARY, (policies.boundary,), False
    if policies.session:
        yield SESSION, policies.session, False
    if policies.identity:
        yield IDENTITY, policies.identity, False


def _resource(policies: Policies) -> _Layers:
    if policies.endpoint:
        yield "policies of the VPC endpoint", (policies.endpoint,), True
    if policies.resource:
        yield RESOURCE, (policies.resource,), True


def _without_denies(request: Request, policies: Policies, reading: Reading) -> Decision:
    """Default deny: what nobody allows is denied, and each layer that limits must allow."""
    for layer in reading.limits():
        if not layer.allows:
            return _no(f"no statement of {layer.name} allows it")
    if request.caller.kind is Kind.ROOT and request.name.startswith("sts:assumerole"):
        return _no("the root user cannot assume a role")
    granted, by = _granted(request, policies, reading)
    if not request.caller.is_principal:
        return _yes(by) if granted > Grant.NONE else _no("the resource's policy does not allow it")
    if request.owner != request.caller.account:
        return _across(request, policies, reading, granted, by)
    return _within(request, policies, reading, granted, by)


def _granted(request: Request, policies: Policies, reading: Reading) -> tuple[Grant, tuple[Statement, ...]]:
    """What the resource gives by itself: its policy, less what S3 blocks, and KMS's grants."""
    layer = reading.layer(RESOURCE)
    grant, by = (layer.grant, layer.granting) if layer else (Grant.NONE, ())
    block = policies.public_access_block
    if policies.resource and block.restrict_public_buckets and request.service == "s3":
        inside = request.caller.is_principal and request.owner == request.caller.account
        if not inside and request.caller.kind is not Kind.SERVICE and is_public(policies.resource):
            grant, by = Grant.NONE, ()
    if any(each.allows(request) for each in policies.grants):
        grant = Grant.DIRECT
    return grant, by


def _within(
    request: Request, policies: Policies, reading: Reading, granted: Grant, by: tuple[Statement, ...]
) -> Decision:
    """Policy evaluation for requests within a single account."""
    if granted is Grant.DIRECT:
        return _yes(by)
    required = needs_resource_policy(request)
    if required and granted is Grant.NONE:
        if policies.resource is None:
            own = _own(request, policies, reading, Grant.NONE)
            why = f"whether the {required} allows it is not known: none was given"
            return Decision(Effect.NOT_MODELLED, why) if own.allowed else own
        return _no(f"the {required} does not allow it")
    own = _own(request, policies, reading, granted)
    return _yes((*own.statements, *by)) if own.allowed else own


def _across(
    request: Request, policies: Policies, reading: Reading, granted: Grant, by: tuple[Statement, ...]
) -> Decision:
    """Cross-account policy evaluation logic: both accounts must allow, and nothing implicit is skipped."""
    if granted is Grant.NONE:
        return _no("the resource's policy does not allow it, and the caller is of another account")
    own = _own(request, policies, reading, Grant.NONE)
    return _yes((*own.statements, *by)) if own.allowed else own


def _own(request: Request, policies: Policies, reading: Reading, granted: Grant) -> Decision:
    """What the caller's own account allows: identity-based policies within boundary and session policies.

    A grant to the role takes the place of the identity-based policies, and nothing else.
    """
    caller = request.caller
    if caller.kind is Kind.ROOT or policies.identity is None:
        return _yes(())
    identity = reading.layer(IDENTITY)
    by = identity.allowing if identity else ()
    if not by and granted < Grant.ENTITY:
        return _no("no identity-based policy allows it")
    for name in (BOUNDARY, SESSION):
        layer = reading.layer(name)
        if layer and not layer.allows:
            return _no(f"no statement of {name} allows it")
    if caller.kind is Kind.FEDERATED_USER and not policies.session:
        return _no("a federated user without a session policy has no permissions of its own")
    return _yes(by)


def _yes(by: tuple[Statement, ...]) -> Decision:
    return Decision(Effect.ALLOWED, str(by[0]) if by else "nothing limits the caller", by)


def _no(why: str) -> Decision:
    return Decision(Effect.IMPLICITLY_DENIED, why)
