"""The section `storage`."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.problem import Finding, quoted
from baseline.settings.section import Section
from baseline.settings.text import spelt
from baseline.settings.unreadable import where_readable

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_LONGEST_BUCKET_NAME = 63
_ACCOUNT_DIGITS = 12

# The landing zone's own buckets, which are named like those in the file; short enough for the longest name of
# a landing zone in the region with the longest name.
RESERVED_BUCKETS = ("access-logs", "archive", "configuration", "balancer-logs")

BucketName = Annotated[
    str, spelt(r"[a-z0-9]+(?:-[a-z0-9]+)*", "lower-case letters, digits and single hyphens inside")
]
VolumeName = Annotated[
    str,
    spelt(r"[a-z][a-z0-9-]{0,39}", "1 to 40 lower-case letters, digits and hyphens, beginning with a letter"),
]


class Lock(Section):
    """Object Lock: nobody deletes or overwrites a version before its time."""

    mode: Literal["governance", "compliance"] = Field(
        description="`governance` can be lifted with a permission of its own, `compliance` by nobody."
    )
    days: int = Field(ge=1, le=36500, description="Days for which each new version is locked.", examples=[30])


class Bucket(Section):
    """An S3 bucket: private, versioned, encrypted, TLS only, access logged."""

    expire_days: int | None = Field(
        default=None, ge=1, le=36500, description="Days after which objects expire; never if absent."
    )
    encryption: Literal["kms", "s3"] = Field(
        default="kms",
        description="`kms` encrypts with the landing zone's own key, `s3` with keys that Amazon S3 "
        "manages (SSE-S3).",
    )
    old_versions_days: int = Field(
        default=90,
        ge=1,
        le=36500,
        description="Days after which versions that were overwritten or deleted go.",
    )
    malware_scan: bool = Field(
        default=False,
        description="GuardDuty scans every new object and tags it with `GuardDutyMalwareScanStatus`; charged "
        "by the gigabyte. What it finds comes with `detection.guard_duty`.",
    )
    lock: Lock | None = Field(default=None, description="Object Lock for every new object; none if absent.")


class Volume(Section):
    """An EBS volume of type gp3, encrypted with the landing zone's own key."""

    # https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html
    size_gib: int = Field(ge=1, le=65536, description="Size in GiB.", examples=[100])
    zone: int = Field(
        default=1, ge=1, description="Number of the zone that the volume is in, from 1 to `network.zones`."
    )


class Storage(Section):
    """Buckets and volumes."""

    buckets: Mapping[BucketName, Bucket] = Field(
        default_factory=dict,
        description="Buckets by name; in AWS each is called `<name>-<bucket>-<account>-<region>`.",
    )
    volumes: Mapping[VolumeName, Volume] = Field(default_factory=dict, description="Volumes by name.")


@where_readable
def storage_findings(storage: Storage) -> Iterator[Finding]:
    """Names that the landing zone needs for its own buckets."""
    for bucket in storage.buckets:
        if bucket in RESERVED_BUCKETS:
            yield Finding(
                ("buckets", bucket), f"{quoted(bucket)} is the name of a bucket of the landing zone itself"
            )


@where_readable
def bucket_name_findings(storage: Storage, *, name: str, region: str) -> Iterator[Finding]:
    """Buckets whose full name S3 would refuse for its length."""
    for bucket in storage.buckets:
        length = len(f"{name}-{bucket}--{region}") + _ACCOUNT_DIGITS
        if length > _LONGEST_BUCKET_NAME:
            text = (
                f"the full name {name}-{bucket}-<account>-{region} would have {length} characters; Amazon S3 "
                f"allows {_LONGEST_BUCKET_NAME}, so take {length - _LONGEST_BUCKET_NAME} off"
            )
            yield Finding(("buckets", bucket), text)


@where_readable
def volume_zone_findings(storage: Storage, *, zones: int) -> Iterator[Finding]:
    """Volumes in a zone that the network doesn't span."""
    for volume_name, volume in storage.volumes.items():
        if volume.zone > zones:
            yield Finding(
                ("volumes", volume_name, "zone"), f"zone {volume.zone} of {zones}; see network.zones"
            )
