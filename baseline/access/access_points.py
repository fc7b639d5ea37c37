"""S3 access points: a request through one is allowed only if the access point and the bucket permit it.

Source: S3 user guide, "Configuring IAM policies for using access points", "Delegating access control to
access points"; "Managing public access to access points for general purpose buckets".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from baseline.access.blocks import block_of
from baseline.access.marks import policy_of, text
from baseline.access.policy import Policy
from baseline.access.public import PublicAccessBlock
from baseline.template.estate import Estate
from baseline.template.template import Resource

# What tells a bucket's policy through which access point a request came.
OF_ACCOUNT, OF_ARN = "s3:dataaccesspointaccount", "s3:dataaccesspointarn"
_OBJECTS = "/object/"


@dataclass(frozen=True)
class AccessPoint:
    """An access point of a bucket of the same account.

    Attributes:
        arn: Its ARN; objects have theirs below it.
        bucket: The bucket's ARN.
        policy: Its policy, if it has one.
        block: Its Block Public Access, all of which is on unless the template says otherwise.
    """

    arn: str
    bucket: str
    policy: Policy | None
    block: PublicAccessBlock

    @property
    def keys(self) -> dict[str, str]:
        """What every request that comes through it has."""
        return {OF_ACCOUNT: self.arn.split(":", 5)[4], OF_ARN: self.arn}

    @property
    def objects(self) -> tuple[str, str]:
        """How the ARN of an object begins here, and at the bucket; the rest is the same."""
        return f"{self.arn}{_OBJECTS}", f"{self.bucket}/"

    def behind(self, resource: str) -> str:
        """The resource of the bucket that a resource of the access point stands for."""
        here, there = self.objects
        return f"{there}{resource.removeprefix(here)}" if resource.startswith(here) else self.bucket


def access_points_of(estate: Estate) -> Iterator[AccessPoint]:
    """The access points in templates; their buckets are taken to be of the same account."""
    buckets = {text(estate.attribute(b, "Ref")): text(b.arn) for b in estate.resources("AWS::S3::Bucket")}
    for each in estate.resources("AWS::S3::AccessPoint"):
        name = text(each.get("Bucket"))
        policy = policy_of(each, "Policy") if each.get("Policy") is not None else None
        yield AccessPoint(text(each.arn), buckets.get(name, f"arn:aws:s3:::{name}"), policy, _block(each))


def _block(point: Resource) -> PublicAccessBlock:
    """All of it is on where the template says nothing; what nobody knows counts as off, as for a bucket."""
    if point.get("PublicAccessBlockConfiguration") is None:
        return PublicAccessBlock(restrict_public_buckets=True, block_public_acls=True)
    return block_of(point)
