"""Reads policies for one request: which statements match, which may match, layer by layer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baseline.access.policy import Policy
from baseline.access.principals import Grant
from baseline.access.request import Request
from baseline.access.statement import Statement
from baseline.access.truth import Truth, all_of

IDENTITY = "identity-based policies"
BOUNDARY = "the permissions boundary"
SESSION = "the session policies"
RESOURCE = "the resource's policy"


@dataclass(frozen=True)
class Layer:
    """Policies that count as one: an Allow in any of them is an Allow of the layer.

    Attributes:
        name: What reports call it.
        allowing: Allow statements that match.
        denying: Deny statements that match.
        grant: How closely the matching Allow statements name the caller, where they name principals.
        granting: Those that name it most closely.
        maybe: Statements and policies of which nobody can say whether they match, with their effect.
    """

    name: str
    allowing: tuple[Statement, ...]
    denying: tuple[Statement, ...]
    grant: Grant
    granting: tuple[Statement, ...]
    maybe: tuple[tuple[str, bool], ...]

    @property
    def allows(self) -> bool:
        """Whether a statement allows the request."""
        return bool(self.allowing)


@dataclass(frozen=True)
class Reading:
    """All layers that have a say on a request."""

    layers: Sequence[Layer]

    def layer(self, name: str) -> Layer | None:
        """The layer of that name, if it has a say."""
        return next((layer for layer in self.layers if layer.name == name), None)

    def denies(self, *, but: str) -> tuple[Statement, ...]:
        """Every Deny that matches, but for those of the layer of a name."""
        return tuple(each for layer in self.layers if layer.name != but for each in layer.denying)

    def limits(self) -> Iterable[Layer]:
        """The layers that must allow whoever calls: the organisation's and the endpoint's."""
        return (layer for layer in self.layers if layer.name not in (IDENTITY, BOUNDARY, SESSION, RESOURCE))

    def doubts(self) -> list[str]:
        """Why an allowed request may be denied after all."""
        return [why for layer in self.layers for why, allows in layer.maybe if not allows]

    def hopes(self) -> list[str]:
        """Why an implicitly denied request may be allowed after all."""
        return [why for layer in self.layers for why, allows in layer.maybe if allows]


def deciding(
    name: str,
    policies: Iterable[Policy],
    request: Request,
    *,
    by_principal: bool,
    bounded: bool,
) -> Layer:
    """What the policies of one layer say on a request.

    Args:
        name: What reports call the layer.
        policies: Its policies.
        request: What is asked.
        by_principal: Whether statements name principals, as those of resources, endpoints and RCPs do.
        bounded: Whether the caller has a permissions boundary: a Deny with NotPrincipal never spares those.
    """
    allowing: list[tuple[Grant, Statement]] = []
    denying: list[Statement] = []
    maybe: list[tuple[str, bool]] = []
    for policy in policies:
        for why in policy.not_understood:
            maybe += [(f"{policy.name}, {why}", True), (f"{policy.name}, {why}", False)]
        for statement, named in policy.about(request.name):
            grant: Grant = Grant.NONE
            applies: Truth = True
            if by_principal:
                grant, applies = _applies(statement, request, bounded=bounded, of_resource=name == RESOURCE)
            truth = _holds(statement, request, all_of((named, applies)), of_resource=name == RESOURCE)
            if truth is None:
                maybe.append((f"whether it is {statement} depends on a value not known", statement.allows))
            elif truth and statement.allows:
                allowing.append((grant, statement))
            elif truth:
                denying.append(statement)
    best = max((grant for grant, _ in allowing), default=Grant.NONE)
    return Layer(
        name=name,
        allowing=tuple(statement for _, statement in allowing),
        denying=tuple(denying),
        grant=best,
        granting=tuple(statement for grant, statement in allowing if grant is best),
        maybe=tuple(maybe),
    )


def _holds(statement: Statement, request: Request, so_far: Truth, *, of_resource: bool) -> Truth:
    """Whether the rest of a statement fits as well; only a resource's own policy may leave out Resource."""
    if so_far is False:
        return False
    resourceless = statement.resources is None and not of_resource
    return all_of((so_far, None if resourceless else True, statement.holds(request)))


def _applies(
    statement: Statement, request: Request, *, bounded: bool, of_resource: bool
) -> tuple[Grant, Truth]:
    """Principal and NotPrincipal.

    A resource's policy is about nobody where it names nobody; RCPs and endpoint policies are about everybody.
    """
    named, caller = statement.principals, request.caller
    if named is None:
        return Grant.NONE, not of_resource
    if not statement.not_principals:
        return named.grant(caller), named.includes(caller)
    if named.unknown:
        return Grant.NONE, None
    if statement.allows:
        return Grant.DIRECT, named.grant(caller) is Grant.NONE
    return Grant.NONE, (bounded and caller.is_principal) or not named.excludes(caller)
