"""Shares none of the account's snapshots with everybody any more."""

from typing import Any

import boto3


def mend(_events: dict[str, Any], _: object) -> dict[str, Any]:
    """All of them: the rule speaks of the account, not of one snapshot."""
    ec2 = boto3.client("ec2")
    pages = ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"], RestorableByUserIds=["all"])
    wrong = [snapshot["SnapshotId"] for page in pages for snapshot in page["Snapshots"]]
    for snapshot in wrong:
        ec2.modify_snapshot_attribute(
            SnapshotId=snapshot,
            Attribute="createVolumePermission",
            OperationType="remove",
            GroupNames=["all"],
        )
    return {"Mended": wrong}
