"""Says which servers lack patches, and which were not asked."""

from typing import Any

import boto3


def look(_events: dict[str, Any], _: object) -> dict[str, Any]:
    """Compare the servers that run with the patch states that they reported."""
    running = servers(boto3.client("ec2"))
    states = patch_states(boto3.client("ssm"), running)
    silent = [id_ for id_ in running if id_ not in states]
    lacking = {id_: count for id_, count in states.items() if count}
    return {
        "Message": f"Patches: of {len(running)} running servers {len(lacking)} lack patches, and "
        f"{len(silent)} never reported.",
        "Details": [
            *(f"{id_}: {count} missing or failed" for id_, count in lacking.items()),
            *(f"{id_}: never reported" for id_ in silent),
        ],
    }


def servers(client: Any) -> list[str]:
    """All instances that run."""
    pages = client.get_paginator("describe_instances").paginate(
        Filters=[{"Name": "instance-state-name", "Values": ["running"]}]
    )
    return [
        instance["InstanceId"]
        for page in pages
        for reservation in page["Reservations"]
        for instance in reservation["Instances"]
    ]


def patch_states(client: Any, ids: list[str]) -> dict[str, int]:
    """How many patches each server lacks; the call takes 50 servers."""
    found = {}
    for first in range(0, len(ids), 50):
        states = client.describe_instance_patch_states(InstanceIds=ids[first : first + 50])[
            "InstancePatchStates"
        ]
        found.update(
            {
                state["InstanceId"]: state.get("MissingCount", 0) + state.get("FailedCount", 0)
                for state in states
            }
        )
    return found
