"""The elements Principal and NotPrincipal: whom a resource-based policy is about, and how far it grants.

Source: IAM user guide, "AWS JSON policy elements: Principal", "… NotPrincipal"; "Policy evaluation for
requests within a single account", Resource-based policies.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from baseline.access.caller import Caller, Kind
from baseline.access.conditions import NotUnderstood, texts
from baseline.access.text import GAP
from baseline.access.truth import Truth


class Grant(IntEnum):
    """What an Allow in a resource-based policy is worth to a caller of the same account."""

    NONE = 0
    ACCOUNT = 1  # to the account: its administrator decides, so an identity-based policy must allow as well
    ENTITY = 2  # to the role behind a session: limited by its boundary and by session policies
    DIRECT = 3  # to the very caller: nothing but an explicit deny takes it back


@dataclass(frozen=True)
class Principals:
    """The principals that an element names.

    Attributes:
        anyone: Whether it names everybody (`*`).
        aws: ARNs, account ids and unique ids.
        services: Such as "ec2.amazonaws.com".
        federated: Identity providers.
        canonical: Canonical user ids.
    """

    anyone: bool
    aws: frozenset[str]
    services: frozenset[str]
    federated: frozenset[str]
    canonical: frozenset[str]

    def grant(self, caller: Caller) -> Grant:
        """How the caller is named, by the closest of its names."""
        if self.anyone:
            return Grant.DIRECT
        match caller.kind:
            case Kind.ANONYMOUS:
                return Grant.NONE
            case Kind.SERVICE:
                return Grant.DIRECT if caller.arn in self.services else Grant.NONE
            case Kind.WEB_OR_SAML:
                return Grant.DIRECT if caller.arn in self.federated else Grant.NONE
        if caller.arn in self.aws and caller.arn != caller.role:
            return Grant.DIRECT
        if caller.ids & (self.aws | self.canonical):
            return Grant.ENTITY if caller.kind is Kind.SESSION else Grant.DIRECT
        return Grant.ENTITY if self._names_entity(caller) else self._to_account(caller)

    def _names_entity(self, caller: Caller) -> bool:
        """Whether it names the role, or the user, that the caller got its session from."""
        of_session = caller.ids if caller.kind is Kind.SESSION else frozenset()
        behind = {caller.role, caller.parent, *of_session} - {""}
        return bool(behind & self.aws) or self._names_role(caller)

    def _names_role(self, caller: Caller) -> bool:
        """Whether it names the role by its path, which the session's ARN does not have; names are unique."""
        before, _, name = caller.role.partition(":role/")
        if caller.kind is not Kind.SESSION or not name or "/" in name:
            return False
        return any(each.startswith(f"{before}:role/") and each.endswith(f"/{name}") for each in self.aws)

    def _to_account(self, caller: Caller) -> Grant:
        if not self.names_account(caller.account):
            return Grant.NONE
        return Grant.DIRECT if caller.kind is Kind.ROOT else Grant.ACCOUNT

    def names_account(self, account: str) -> bool:
        """Whether it names the account, by its id or by the ARN of its root."""
        return account in self.aws or any(
            name.startswith("arn:") and name.endswith(f":iam::{account}:root") for name in self.aws
        )

    def excludes(self, caller: Caller) -> bool:
        """As NotPrincipal of a Deny: whether the caller is spared.

        AWS checks the account first, then the role, then the session; so account and user, or account and
        role, have to be listed, and naming the session replaces neither.
        """
        if self.anyone or not caller.is_principal:
            return self.grant(caller) > Grant.NONE
        if not self.names_account(caller.account):
            return False
        if caller.kind is Kind.SESSION:
            return self._names_entity(caller)
        return self.grant(caller) > Grant.ACCOUNT or caller.kind is Kind.ROOT

    @property
    def unknown(self) -> bool:
        """Whether something is named that only the deployment knows."""
        return any(GAP in name for name in self.aws | self.services | self.federated | self.canonical)

    def includes(self, caller: Caller) -> Truth:
        """Whether the element names the caller in any way."""
        if self.grant(caller) > Grant.NONE:
            return True
        return None if self.unknown else False


def principals_of(element: Any) -> Principals:
    """The principals in an element Principal or NotPrincipal.

    Raises:
        NotUnderstood: Neither "*" nor a mapping of known kinds.
    """
    if element == "*":
        return _principals(("*",), {})
    if not isinstance(element, Mapping):
        raise NotUnderstood("Principal is neither * nor a mapping")
    unknown = set(element) - {"AWS", "Service", "Federated", "CanonicalUser"}
    if unknown:
        raise NotUnderstood(f"there is no kind of principal {', '.join(sorted(map(str, unknown)))}")
    return _principals(texts(element.get("AWS", [])), element)


def _principals(aws: Iterable[str], element: Mapping[str, Any]) -> Principals:
    services, federated, canonical = (
        frozenset(texts(element.get(kind, []))) for kind in ("Service", "Federated", "CanonicalUser")
    )
    return Principals(
        anyone="*" in aws,
        aws=frozenset(aws),
        services=services,
        federated=federated,
        canonical=canonical,
    )
