"""Everything that has a say on a request, and in which layers it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from baseline.access.caller import Kind
from baseline.access.layers import BOUNDARY, IDENTITY, RESOURCE, SESSION, Reading, deciding
from baseline.access.policy import Policy
from baseline.access.public import PublicAccessBlock
from baseline.access.request import Request
from baseline.access.services import KmsGrant, limited_by_rcps


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
        behind: For an access point of S3 the bucket's resource and what has a say there; both must allow.
        management_account: The organisation's; no SCP limits its principals and no RCP its resources.
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
    behind: "tuple[str, Policies] | None" = None
    management_account: str = ""

    def read(self, request: Request) -> Reading:
        """Which statements match, layer by layer."""
        bounded = self.boundary is not None
        layers = (*_organisation(request, self), *_own(request, self), *_of_resource(self))
        return Reading(
            [
                deciding(name, found, request, by_principal=by_principal, bounded=bounded)
                for name, found, by_principal in layers
            ]
        )


_Layers: TypeAlias = Iterator[tuple[str, Sequence[Policy], bool]]  # name, policies, whether by principal


def _organisation(request: Request, policies: Policies) -> _Layers:
    """Policies of AWS Organizations, each level a layer; none of them touches service-linked roles.

    Source: Organizations user guide, "Tasks and entities not restricted by SCPs", "… by RCPs".
    """
    exempt = policies.management_account
    if request.caller.linked:
        return
    if request.caller.is_principal and request.caller.account != exempt:
        for level, scps in enumerate(policies.scps):
            yield f"service control policies of level {level + 1}", scps, False
    if limited_by_rcps(request.name) and not (exempt and request.owner == exempt):
        for level, rcps in enumerate(policies.rcps):
            yield f"resource control policies of level {level + 1}", rcps, True


def _own(request: Request, policies: Policies) -> _Layers:
    """What is attached to the caller; nothing can be attached to the root user."""
    if not request.caller.is_principal or request.caller.kind is Kind.ROOT:
        return
    if policies.boundary:
        yield BOUNDARY, (policies.boundary,), False
    if policies.session:
        yield SESSION, policies.session, False
    if policies.identity:
        yield IDENTITY, policies.identity, False


def _of_resource(policies: Policies) -> _Layers:
    if policies.endpoint:
        yield "policies of the VPC endpoint", (policies.endpoint,), True
    if policies.resource:
        yield RESOURCE, (policies.resource,), True
