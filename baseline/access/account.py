"""An account as the templates make it: who is there, and what has a say on whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baseline.access.access_points import AccessPoint
from baseline.access.evaluator import Policies
from baseline.access.guards import Guarded, guarded_of
from baseline.access.identities import Identities, Principal
from baseline.access.marks import plain, text
from baseline.access.organisation import SOURCE_VPCE, Endpoint, control_policies, elsewhere, endpoints_of
from baseline.access.policy import Policy
from baseline.access.public import PublicAccessBlock
from baseline.access.unread import unread
from baseline.errors import InputError
from baseline.template.estate import Estate
from baseline.template.resolver import Note

__all__ = ["Account", "Guarded", "Principal", "account_of", "plain"]


@dataclass(frozen=True)
class Account:
    """What the templates make of an account, as far as access goes.

    Attributes:
        id: Its number, or a mark for it.
        principals: Its groups, users and roles.
        guarded: Its resources that have a policy of their own.
        scps: Service control policies that are attached to it, by level.
        rcps: Resource control policies likewise.
        endpoints: The VPC endpoints that have a policy.
        notes: What is not modelled, with its place.
    """

    id: str
    principals: tuple[Principal, ...]
    guarded: tuple[Guarded, ...]
    scps: tuple[tuple[Policy, ...], ...] = ()
    rcps: tuple[tuple[Policy, ...], ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    notes: tuple[Note, ...] = ()

    def find(self, reference: str) -> Principal:
        """The principal that somebody means by "group/testers", "role/web-server" or an ARN.

        Names count with and without what the landing zone puts before them, and so do logical ids.

        Raises:
            InputError: There is none, or more than one.
        """
        found = [
            each for each in self.principals if reference in (str(each), each.caller.role, each.caller.arn)
        ]
        found = found or [each for each in self.principals if _means(each, reference)]
        if len(found) != 1:
            named = ", ".join(map(str, found or self.principals)) or "none"
            raise InputError(f"{reference}: {'several' if found else 'no such'} principal; there is {named}")
        return found[0]

    def policies(
        self, principal: Principal | None, resource: str, keys: Mapping[str, Sequence[str]] | None = None
    ) -> Policies:
        """All that have a say when a principal asks for a resource.

        Args:
            principal: Who asks; None for somebody without an account.
            resource: For what.
            keys: The context keys of the request; by aws:SourceVpce it passes an endpoint.
        """
        guarded = next((each for each in self.guarded if each.guards(resource)), None)
        through = [list(values) for key, values in (keys or {}).items() if key.lower() == SOURCE_VPCE]
        return Policies(
            identity=principal.identity if principal else (),
            boundary=principal.boundary if principal else None,
            resource=guarded.policy if guarded else None,
            scps=self.scps if principal and principal.caller.account == self.id else (),
            rcps=self.rcps,
            endpoint=next((each.policy for each in self.endpoints if [each.id] in through), None),
            public_access_block=guarded.block if guarded else PublicAccessBlock(),
            behind=self._behind(guarded.point, principal, resource, keys) if guarded else None,
        )

    def _behind(
        self,
        point: AccessPoint | None,
        principal: Principal | None,
        resource: str,
        keys: Mapping[str, Sequence[str]] | None,
    ) -> tuple[str, Policies] | None:
        if point is None:
            return None
        return point.behind(resource), self.policies(principal, point.behind(resource), keys)

    def keys_of(self, resource: str) -> dict[str, list[str]]:
        """The keys that every request for a resource has because it comes through an access point."""
        point = next((each.point for each in self.guarded if each.guards(resource)), None)
        return {key: [value] for key, value in point.keys.items()} if point else {}

    def all_policies(self) -> list[Policy]:
        """Those that have a say on more than one principal."""
        return [
            *(each.policy for each in self.guarded if each.policy),
            *(policy for level in (*self.scps, *self.rcps) for policy in level),
            *(each.policy for each in self.endpoints),
        ]


def _means(principal: Principal, reference: str) -> bool:
    kind, slash, name = reference.partition("/")
    if slash and kind != principal.kind:
        return False
    name = name if slash else kind
    return name in (principal.name, principal.logical_id) or principal.name.endswith(f"-{name}")


def account_of(estate: Estate) -> Account:
    """The account that the templates make."""
    principals = Identities(estate).principals()
    deployments = [(each.deployment, each.name) for each in estate.templates]
    id_ = text(next((d.pseudo("AWS::AccountId", name) for d, name in deployments), ""))
    return Account(
        id=id_,
        principals=principals,
        guarded=guarded_of(estate),
        scps=control_policies(estate, "SERVICE_CONTROL_POLICY", id_),
        rcps=control_policies(estate, "RESOURCE_CONTROL_POLICY", id_),
        endpoints=endpoints_of(estate),
        notes=(*estate.notes, *unread(estate), *elsewhere(estate, id_)),
    )
