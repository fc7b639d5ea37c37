"""S3 Block Public Access, as far as it decides who may read or write.

Source: S3 user guide, "Blocking public access to your Amazon S3 storage", "The meaning of public".
"""

from dataclasses import dataclass

from baseline.access.caller import Kind
from baseline.access.conditions import Condition, Over
from baseline.access.operators import network_of
from baseline.access.policy import Policy
from baseline.access.request import Request
from baseline.access.statement import Statement

# Keys that make a statement non-public when they are held to fixed values.
_FIXING = frozenset(
    (
        "aws:sourcearn",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourceowner",
        "aws:sourceaccount",
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:userid",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    )
)
_POSITIVE = frozenset(("StringEquals", "StringLike", "StringEqualsIgnoreCase", "ArnEquals", "ArnLike"))
_WIDEST_IPV4, _WIDEST_IPV6 = 8, 32


@dataclass(frozen=True)
class PublicAccessBlock:
    """The two settings of S3's four that decide on requests.

    IgnorePublicAcls takes back what ACLs give, which is not modelled anyway; BlockPublicPolicy is about the
    policy that a request carries.

    Attributes:
        restrict_public_buckets: While the policy is public, only services and the own account get in.
        block_public_acls: Requests that set an ACL open to everybody fail.
    """

    restrict_public_buckets: bool = False
    block_public_acls: bool = False


def shut_for(request: Request, policy: Policy, block: PublicAccessBlock) -> bool:
    """Whether RestrictPublicBuckets takes back what a bucket's policy gives."""
    if request.service != "s3" or not block.restrict_public_buckets or not is_public(policy):
        return False
    inside = request.caller.is_principal and request.owner == request.caller.account
    return not inside and request.caller.kind is not Kind.SERVICE


_ACL_ACTIONS = frozenset(
    f"s3:{name}" for name in ("putobject", "putobjectacl", "putbucketacl", "createbucket")
)
_OPEN_ACLS = frozenset(("public-read", "public-read-write", "authenticated-read"))
_OPEN_GROUPS = ("global/AllUsers", "global/AuthenticatedUsers")


def opens_by_acl(request: Request, block: PublicAccessBlock) -> bool:
    """Whether BlockPublicAcls refuses a request for the ACL that it sets."""
    if not block.block_public_acls or request.name not in _ACL_ACTIONS:
        return False
    keys = request.context
    grants = (value for key, values in keys.items() if key.startswith("s3:x-amz-grant-") for value in values)
    return any(value in _OPEN_ACLS for value in keys.get("s3:x-amz-acl", ())) or any(
        group in grant for grant in grants for group in _OPEN_GROUPS
    )


def is_public(policy: Policy) -> bool:
    """Whether S3 calls a bucket policy public: an Allow to everybody that no fixed value narrows."""
    return any(statement.allows and _open(statement) for statement in policy.statements)


def _open(statement: Statement) -> bool:
    principals = statement.principals
    if principals is None:
        return False
    everybody = principals.anyone or statement.not_principals
    return everybody and not any(_fixes(condition) for condition in statement.conditions)


def _fixes(condition: Condition) -> bool:
    operator = condition.operator
    if operator is None or condition.if_exists or condition.over is Over.ALL:
        return False
    if condition.key == "aws:sourceip":
        return operator.name == "IpAddress" and all(map(_narrow, condition.values))
    if condition.key not in _FIXING or operator.name not in _POSITIVE:
        return False
    return not any(_varies(value, key=condition.key) for value in condition.values)


def _varies(value: str, *, key: str) -> bool:
    """Whether a value is not fixed: it holds a wildcard or a variable.

    All access points of one account are fixed all the same.
    """
    if key == "s3:dataaccesspointarn":
        value = value.split(":", 5)[4] if value.count(":") > 4 else "*"
    return "*" in value or "?" in value or "${" in value


def _narrow(text: str) -> bool:
    """S3 takes ranges wider than /8 (IPv4) and /32 (IPv6) for public."""
    network = network_of(text)
    if network is None:
        return False
    return network.prefixlen >= (_WIDEST_IPV4 if network.version == 4 else _WIDEST_IPV6)
