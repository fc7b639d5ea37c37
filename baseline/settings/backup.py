"""The section `backup`."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from baseline.settings.problem import Finding
from baseline.settings.section import Section
from baseline.settings.storage import Storage
from baseline.settings.tags import TagKey, TagValue
from baseline.settings.unreadable import where_readable
from baseline.settings.workload.model import Workload

LONGEST_DAYS = 3653


class Lock(Section):
    """Vault Lock: nobody shortens the life of a backup."""

    mode: Literal["governance", "compliance"] = Field(
        default="governance",
        description="`governance` can be lifted with a permission of its own, `compliance` by nobody, not "
        "even by AWS, once `grace_days` are over.",
    )
    grace_days: int = Field(
        default=14,
        ge=3,
        le=365,
        description="Days for which a lock of the mode `compliance` can still be lifted, to mend mistakes.",
    )


class AirGap(Section):
    """A copy in a logically air-gapped vault, which AWS keeps outside of the account."""

    keep_days: int = Field(
        default=35,
        ge=7,
        le=LONGEST_DAYS,
        description="Days that copies are kept; nobody can delete one before, not even the account's root.",
    )


class Backup(Section):
    """Daily backups that whoever takes the account over cannot delete. Off until `tags` says of what."""

    tags: Mapping[TagKey, TagValue] = Field(
        default_factory=dict,
        max_length=5,
        description="What carries all of these tags is backed up: buckets, databases, file systems, "
        "instances, tables and volumes. Nothing if empty; storage is charged by the GiB.",
        examples=["{ENV: PROD}"],
    )
    hour: int = Field(default=3, ge=0, le=23, description="Hour of the day (UTC) in which backups begin.")
    keep_days: int = Field(
        default=35,
        ge=7,
        le=LONGEST_DAYS,
        description="Days that backups are kept; the vault's lock takes none that is kept shorter.",
    )
    lock: Lock = Field(default_factory=Lock, description="What protects backups from deletion.")
    air_gap: AirGap | None = Field(
        default=None,
        description="Copies each backup into a logically air-gapped vault; none if absent. Charged "
        "by the GiB.",
    )
    restore_test: bool = Field(
        default=False,
        description="`true` restores one backup of each kind every month and deletes the result; charged by "
        "what it restores.",
    )

    @property
    def is_off(self) -> bool:
        """Whether nothing is backed up."""
        return not self.tags

    def misses(self, tags: Mapping[str, str]) -> str:
        """The tag that what is backed up has and `tags` lack; "" if there is none."""
        lacking = [f"{key}={value}" for key, value in self.tags.items() if tags.get(key) != value]
        return "" if self.is_off else ", ".join(lacking)


@where_readable
def backup_findings(backup: Backup) -> Iterator[Finding]:
    """Wishes that need backups, where nothing is backed up."""
    if backup.is_off:
        for key in sorted(backup.model_fields_set - {"tags"}):
            text = "says how backups are made, and nothing is backed up; add for instance tags: {ENV: PROD}"
            yield Finding((key,), text)


@where_readable
def restorable_findings(backup: Backup, storage: Storage, workload: Workload) -> Iterator[Finding]:
    """A restore test of nothing."""
    if backup.restore_test and not restorable_kinds(storage, workload):
        text = "the file has no bucket, volume, database, file system or table that could be restored"
        yield Finding(("restore_test",), text)


def restorable_kinds(storage: Storage, workload: Workload) -> list[str]:
    """What of this file AWS Backup can restore by way of trial, in its own words."""
    kinds = {
        "DynamoDB": workload.tables,
        "EBS": storage.volumes,
        "EFS": workload.file_systems,
        "RDS": workload.databases,
        "S3": storage.buckets,
    }
    return [kind for kind, there in kinds.items() if there]
