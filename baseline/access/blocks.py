"""Block Public Access, as buckets and access points state it."""

from baseline.access.public import PublicAccessBlock
from baseline.template.template import Resource


def block_of(resource: Resource) -> PublicAccessBlock:
    """What is certainly on: what nobody knows counts as off, so that no proof rests on it."""
    restricted, no_acls = (
        resource.get("PublicAccessBlockConfiguration", name) in (True, "true")
        for name in ("RestrictPublicBuckets", "BlockPublicAcls")
    )
    return PublicAccessBlock(restrict_public_buckets=restricted, block_public_acls=no_acls)
