"""What single services do differently from the general logic; each with its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from baseline.access.caller import Caller, Kind
from baseline.access.request import Request

# "No permissions are required to perform this operation", and no policy can deny them:
# STS API reference, GetCallerIdentity; IAM user guide, "Permissions for GetSessionToken".
ANYONE_MAY = frozenset(("sts:getcalleridentity", "sts:getsessiontoken"))

# Organizations user guide, "List of AWS services that support RCPs" (2026-11). Elsewhere RCPs have no effect.
RCP_SERVICES = frozenset(
    ("s3", "sts", "kms", "sqs", "secretsmanager", "ecr", "aoss", "cognito-idp", "cognito-identity")
) | {"logs", "dynamodb"}


def limited_by_rcps(action: str) -> bool:
    """Whether resource control policies have a say on an action (lower case); `kms:RetireGrant` is exempt.

    Source: KMS developer guide, "Resource control policies in AWS KMS".
    """
    return action.partition(":")[0] in RCP_SERVICES and action != "kms:retiregrant"


def is_last_resort_of_root(request: Request) -> bool:
    """Whether S3 lets the root user of the bucket's account do it whatever the bucket's policy denies.

    Source: S3 API reference, PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy.
    """
    return (
        request.caller.kind is Kind.ROOT
        and request.owner == request.caller.account
        and request.name in ("s3:putbucketpolicy", "s3:getbucketpolicy", "s3:deletebucketpolicy")
    )


def needs_resource_policy(request: Request) -> str | None:
    """The policy without whose Allow nothing is allowed, even within an account; None for most requests.

    Source: KMS developer guide, "Key policies in AWS KMS"; IAM user guide, "Roles terms and concepts", Trust
    policy.
    """
    parts = request.resource.split(":", 5)
    name = parts[5] if len(parts) == 6 else ""
    if request.service == "kms" and name.startswith("key/"):
        return "key policy"
    if request.name.startswith(("sts:assumerole", "sts:tagsession", "sts:setsourceidentity")):
        return "trust policy" if name.startswith("role/") else None
    return None


@dataclass(frozen=True)
class KmsGrant:
    """A grant of a KMS key: it allows, whatever key policy and identity-based policies leave out.

    Attributes:
        grantee: The ARN of the principal that may use it; a role's stands for its sessions.
        operations: As the API names them, such as "Decrypt".
        context_equals: The encryption context must be exactly this.
        context_subset: The encryption context must include this.

    Source: KMS developer guide, "Grants in AWS KMS", "Using grant constraints".
    """

    grantee: str
    operations: Sequence[str]
    context_equals: Mapping[str, str] | None = None
    context_subset: Mapping[str, str] = field(default_factory=dict)

    def allows(self, request: Request) -> bool:
        """Whether the caller may do this by the grant."""
        operation = request.name.removeprefix("kms:")
        return (
            request.service == "kms"
            and _is(request.caller, self.grantee)
            and operation in {name.lower() for name in self.operations}
            and self._fits(request)
        )

    def _fits(self, request: Request) -> bool:
        """The encryption context is compared as it is written, upper and lower case."""
        prefix = "kms:encryptioncontext:"
        given = {
            key[len(prefix) :]: values[0]
            for key, values in request.keys.items()
            if key.lower().startswith(prefix) and values
        }
        if self.context_equals is not None and given != dict(self.context_equals):
            return False
        return all(given.get(key) == value for key, value in self.context_subset.items())


def _is(caller: Caller, arn: str) -> bool:
    return arn in {caller.arn, caller.role} - {""}
