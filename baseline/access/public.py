"""S3 Block Public Access, as far as it decides who may read or write.

Source: S3 user guide, "Blocking public access to your Amazon S3 storage", "The meaning of public".
"""

from dataclasses import dataclass

from baseline.access.conditions import Condition, Over
from baseline.access.operators import network_of
from baseline.access.policy import Policy, Statement

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
    """The one setting of S3's four that decides on requests; access by ACL is not modelled.

    Attributes:
        restrict_public_buckets: While the policy is public, only services and the own account get in.
    """

    restrict_public_buckets: bool = False


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
    return not any(_varies(value) for value in condition.values)


def _varies(value: str) -> bool:
    return "*" in value or "?" in value or "${" in value


def _narrow(text: str) -> bool:
    """S3 takes ranges wider than /8 (IPv4) and /32 (IPv6) for public."""
    network = network_of(text)
    if network is None:
        return False
    return network.prefixlen >= (_WIDEST_IPV4 if network.version == 4 else _WIDEST_IPV6)
