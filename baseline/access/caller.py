"""Who makes a request.

Source: IAM user guide, "AWS JSON policy elements: Principal"; "How IAM works", Principal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What kinds of callers AWS tells apart."""

    USER = "user"
    SESSION = "role session"
    FEDERATED_USER = "federated user"  # of sts:GetFederationToken
    ROOT = "root user"
    SERVICE = "service"
    WEB_OR_SAML = "federated identity"  # before it has a role: AssumeRoleWithSAML, AssumeRoleWithWebIdentity
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Caller:
    """A principal that makes a request.

    Attributes:
        kind: What it is.
        arn: The ARN of the user, the session, the federated user or the root user; for services and
            federated identities the principal that policies name, such as "ec2.amazonaws.com"; "" for
            anonymous callers.
        role: For sessions the ARN of the role, with its path.
        parent: For federated users the ARN of the user who called GetFederationToken.
        account: Its account; "" for services, federated identities and anonymous callers.
        ids: Unique ids (AIDA…, AROA…) and canonical ids by which policies may name it.
        tags: Its tags, for the key aws:PrincipalTag.
        linked: Whether the role is linked to a service.
    """

    kind: Kind
    arn: str = ""
    role: str = ""
    parent: str = ""
    account: str = ""
    ids: frozenset[str] = frozenset()
    tags: Mapping[str, str] = field(default_factory=dict, hash=False)
    linked: bool = False

    @classmethod
    def of_arn(cls, arn: str, **more: object) -> "Caller":
        """The caller that an ARN names; a role's ARN stands for any session of it.

        Raises:
            ValueError: The ARN names no principal.
        """
        parts = arn.split(":", 5)
        if len(parts) != 6 or parts[2] not in ("iam", "sts"):
            raise ValueError(f"{arn!r} is not the ARN of a principal")
        account, name = parts[4], parts[5]
        if name == "root":
            return cls(Kind.ROOT, arn, account=account, **more)  # type: ignore[arg-type] # typed by the caller
        kind, _, rest = name.partition("/")
        match kind:
            case "user":
                return cls(Kind.USER, arn, account=account, **more)  # type: ignore[arg-type] # as above
            case "federated-user":
                return cls(Kind.FEDERATED_USER, arn, account=account, **more)  # type: ignore[arg-type] # as above
            case "role" | "assumed-role":
                role = f"arn:{parts[1]}:iam::{account}:role/{rest.split('/')[0]}" if kind != "role" else arn
                given = {"role": role, "linked": _is_linked(name), **more}
                return cls(Kind.SESSION, arn, account=account, **given)  # type: ignore[arg-type] # as above
        raise ValueError(f"{arn!r} is not the ARN of a principal")

    @cached_property
    def context(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that every request of this caller has.

        Source: IAM user guide, "AWS global condition context keys", Properties of the principal.
        """
        if self.kind is Kind.WEB_OR_SAML:
            return {}
        if self.kind is Kind.ANONYMOUS:
            return {"aws:principaltype": ("Anonymous",), "aws:userid": ("anonymous",)}
        if self.kind is Kind.SERVICE:
            names = dict.fromkeys(("aws:principalservicename", "aws:principalservicenameslist"), (self.arn,))
            return {"aws:principalisawsservice": ("true",), **names}
        found = {
            "aws:principalarn": (self.role or self.arn,),
            "aws:principalaccount": (self.account,),
            "aws:principaltype": (_TYPES[self.kind],),
            "aws:principalisawsservice": ("false",),
        }
        if self.kind is Kind.USER:
            found["aws:username"] = (self.arn.rpartition("/")[2],)
        if self._userid:
            found["aws:userid"] = (self._userid,)
        for key, value in self.tags.items():
            found[f"aws:principaltag/{key.lower()}"] = (value,)
        return found

    @property
    def _userid(self) -> str:
        """The key aws:userid; "" where the unique id that begins it is not known.

        Source: IAM user guide, "IAM policy elements: Variables and tags", Principal key values.
        """
        name = self.arn.rpartition("/")[2]
        match self.kind:
            case Kind.ROOT:
                return self.account
            case Kind.FEDERATED_USER:
                return f"{self.account}:{name}"
        if len(self.ids) != 1:
            return ""
        return next(iter(self.ids)) + (f":{name}" if self.kind is Kind.SESSION else "")

    @property
    def is_principal(self) -> bool:
        """Whether it belongs to an account."""
        return bool(self.account)

    def __str__(self) -> str:
        return self.arn or "anonymous"


_TYPES = {
    Kind.USER: "User",
    Kind.SESSION: "AssumedRole",
    Kind.FEDERATED_USER: "FederatedUser",
    Kind.ROOT: "Account",
}


def _is_linked(name: str) -> bool:
    """Service-linked roles have a path, and a name, that nobody else may use."""
    return name.startswith(("role/aws-service-role/", "assumed-role/AWSServiceRoleFor"))
