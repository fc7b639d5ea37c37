"""Decides one request: allowed, implicitly denied or explicitly denied, and by which statements.

Source: IAM user guide, "Policy evaluation logic": "How AWS enforcement code logic evaluates requests to allow
or deny access", "Policy evaluation for requests within a single account", "Cross-account policy evaluation
logic".
"""

from dataclasses import replace

from baseline.access.caller import Kind
from baseline.access.decision import Decision, Effect, no, yes
from baseline.access.layers import BOUNDARY, IDENTITY, RESOURCE, SESSION, Reading
from baseline.access.policies import Policies
from baseline.access.principals import Grant
from baseline.access.public import opens_by_acl, shut_for
from baseline.access.request import Request
from baseline.access.services import ANYONE_MAY, is_last_resort_of_root, needs_resource_policy
from baseline.access.statement import Statement

__all__ = ["Decision", "Effect", "Policies", "decide"]


def decide(request: Request, policies: Policies) -> Decision:
    """Decide one request; one through an access point of S3 is decided at the bucket as well."""
    decision = _decided(request, policies)
    if policies.behind is None or not decision.allowed:
        return decision
    resource, there = policies.behind
    at_bucket = decide(replace(request, resource=resource, resource_account=request.owner), there)
    if not at_bucket.allowed:
        return at_bucket
    return yes((*decision.statements, *at_bucket.statements))


def _decided(request: Request, policies: Policies) -> Decision:
    """Decide one request on one resource.

    The order follows AWS's: an explicit deny anywhere ends it; then organisation, endpoint, resource and
    caller must each leave it through.
    """
    if request.name in ANYONE_MAY and request.caller.is_principal:
        return Decision(Effect.ALLOWED, f"{request.action} needs no permission")
    reading = policies.read(request)
    denied = reading.denies(but=RESOURCE if is_last_resort_of_root(request) else "")
    if denied:
        return Decision(Effect.EXPLICITLY_DENIED, str(denied[0]), denied)
    decision = _without_denies(request, policies, reading)
    if decision.allowed and reading.doubts():
        return Decision(Effect.NOT_MODELLED, reading.doubts()[0])
    if decision.effect is Effect.IMPLICITLY_DENIED and reading.hopes():
        return Decision(Effect.NOT_MODELLED, reading.hopes()[0])
    return decision


def _without_denies(request: Request, policies: Policies, reading: Reading) -> Decision:
    """Default deny: what nobody allows is denied, and each layer that limits must allow."""
    for layer in reading.limits():
        if not layer.allows:
            return no(f"no statement of {layer.name} allows it")
    if request.name.startswith("sts:assumerole") and request.caller.kind in (Kind.ROOT, Kind.ANONYMOUS):
        return no(f"nobody assumes a role as {request.caller.kind}")
    if opens_by_acl(request, policies.public_access_block):
        return no("S3's Block Public Access refuses access control lists that open to everybody")
    granted, by = _granted(request, policies, reading)
    if not request.caller.is_principal:
        return yes(by) if granted > Grant.NONE else no("the resource's policy does not allow it")
    if request.owner != request.caller.account:
        return _across(request, policies, reading, granted, by)
    return _within(request, policies, reading, granted, by)


def _granted(request: Request, policies: Policies, reading: Reading) -> tuple[Grant, tuple[Statement, ...]]:
    """What the resource gives by itself: its policy, less what S3 blocks, and KMS's grants."""
    layer = reading.layer(RESOURCE)
    grant, by = (layer.grant, layer.granting) if layer else (Grant.NONE, ())
    if policies.resource and shut_for(request, policies.resource, policies.public_access_block):
        grant, by = Grant.NONE, ()
    return (Grant.DIRECT, by) if _by_kms_grant(request, policies) else (grant, by)


def _by_kms_grant(request: Request, policies: Policies) -> bool:
    return any(each.allows(request) for each in policies.grants)


def _within(
    request: Request, policies: Policies, reading: Reading, granted: Grant, by: tuple[Statement, ...]
) -> Decision:
    """Policy evaluation for requests within a single account."""
    if granted is Grant.DIRECT:
        return yes(by)
    required = needs_resource_policy(request)
    if required and granted is Grant.NONE:
        if policies.resource is None:
            own = _own(request, policies, reading, Grant.NONE)
            why = f"whether the {required} allows it is not known: none was given"
            return Decision(Effect.NOT_MODELLED, why) if own.allowed else own
        return no(f"the {required} does not allow it")
    own = _own(request, policies, reading, granted)
    return yes((*own.statements, *by)) if own.allowed else own


def _across(
    request: Request, policies: Policies, reading: Reading, granted: Grant, by: tuple[Statement, ...]
) -> Decision:
    """Cross-account policy evaluation logic: both accounts must allow, and nothing implicit is skipped.

    KMS's grants name principals of any account, and nothing else is needed (KMS developer guide,
    "Troubleshooting AWS KMS permissions").
    """
    if _by_kms_grant(request, policies):
        return yes(by)
    if granted is Grant.NONE:
        return no("the resource's policy does not allow it, and the caller is of another account")
    own = _own(request, policies, reading, Grant.NONE)
    return yes((*own.statements, *by)) if own.allowed else own


def _own(request: Request, policies: Policies, reading: Reading, granted: Grant) -> Decision:
    """What the caller's own account allows: identity-based policies within boundary and session policies.

    A grant to the role takes the place of the identity-based policies, and nothing else.
    """
    caller = request.caller
    if caller.kind is Kind.ROOT or policies.identity is None:
        return yes(())
    identity = reading.layer(IDENTITY)
    by = identity.allowing if identity else ()
    if not by and granted < Grant.ENTITY:
        return no("no identity-based policy allows it")
    for name in (BOUNDARY, SESSION):
        layer = reading.layer(name)
        if layer and not layer.allows:
            return no(f"no statement of {name} allows it")
    if caller.kind is Kind.FEDERATED_USER and not policies.session:
        return no("a federated user without a session policy has no permissions of its own")
    return yes(by)
