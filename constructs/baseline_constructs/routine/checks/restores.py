"""Says whether backups were made, and whether restoring them was tried and worked."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

_DAYS = 31
_BAD = ("ABORTED", "EXPIRED", "FAILED", "PARTIAL")


def look(_events: dict[str, Any], _: object) -> dict[str, Any]:
    """Go through the jobs of the last month: backups, copies and restores."""
    client = boto3.client("backup")
    since = datetime.now(UTC) - timedelta(days=_DAYS)
    backups = jobs(client, "list_backup_jobs", "BackupJobs", since)
    copies = jobs(client, "list_copy_jobs", "CopyJobs", since)
    restores = [
        job for job in jobs(client, "list_restore_jobs", "RestoreJobs", since) if job.get("CreatedBy")
    ]
    wrong = [*failed(backups, "BackupJobId"), *failed(copies, "CopyJobId"), *failed(restores, "RestoreJobId")]
    return {
        "Message": f"Backups of {_DAYS} days: {len(backups)} made, {len(copies)} copied, {len(restores)} "
        f"restored by way of trial; {len(wrong)} of these failed." + silence(backups, restores),
        "Details": wrong,
    }


def jobs(client: Any, call: str, key: str, since: datetime) -> list[dict[str, Any]]:
    """All jobs of a kind that began since."""
    pages = client.get_paginator(call).paginate(ByCreatedAfter=since)
    return [job for page in pages for job in page[key]]


def failed(found: list[dict[str, Any]], id_: str) -> list[str]:
    """The jobs that did not come to a good end."""
    return [
        f"{job[id_]}: {job.get('State') or job.get('Status')}"
        for job in found
        if (job.get("State") or job.get("Status")) in _BAD
    ]


def silence(backups: list[dict[str, Any]], restores: list[dict[str, Any]]) -> str:
    """What did not happen at all, which is worse than a failure."""
    return ("" if backups else " NOTHING was backed up.") + (
        "" if restores else " NOTHING was restored by way of trial."
    )
