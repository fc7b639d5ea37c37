"""Says which stacks differ from their templates."""

import time
from typing import Any

import boto3

_WAIT_SECONDS, _ROUNDS = 10, 50


def look(events: dict[str, Any], _: object) -> dict[str, Any]:
    """Start looking at every stack of the landing zone, wait, and sort what came of it."""
    client = boto3.client("cloudformation")
    running = {
        name: client.detect_stack_drift(StackName=name)["StackDriftDetectionId"]
        for name in stacks(client, events["Prefix"])
    }
    found: dict[str, str] = dict.fromkeys(running, "NOT_FINISHED")
    for _round in range(_ROUNDS):
        for name in [name for name, result in found.items() if result == "NOT_FINISHED"]:
            found[name] = result_of(client, running[name])
        if "NOT_FINISHED" not in found.values():
            break
        time.sleep(_WAIT_SECONDS)
    return told(found)


def stacks(client: Any, prefix: str) -> list[str]:
    """The names of the stacks that begin with the prefix and can be looked at."""
    pages = client.get_paginator("describe_stacks").paginate()
    return [
        stack["StackName"]
        for page in pages
        for stack in page["Stacks"]
        if stack["StackName"].startswith(prefix) and stack["StackStatus"].endswith("COMPLETE")
    ]


def result_of(client: Any, id_: str) -> str:
    """What a detection came to; one that failed says so, and is never taken for fine."""
    status = client.describe_stack_drift_detection_status(StackDriftDetectionId=id_)
    match status["DetectionStatus"]:
        case "DETECTION_IN_PROGRESS":
            return "NOT_FINISHED"
        case "DETECTION_COMPLETE" if status["StackDriftStatus"] == "IN_SYNC":
            return "IN_SYNC"
        case "DETECTION_COMPLETE":
            return f"{status.get('DriftedStackResourceCount', 0)} resources differ"
        case _:
            return f"not looked at in full: {status.get('DetectionStatusReason', 'no reason given')}"


def told(found: dict[str, str]) -> dict[str, Any]:
    """The message, and the stacks that differ or were not looked at."""
    wrong = {name: result for name, result in found.items() if result != "IN_SYNC"}
    return {
        "Message": f"Drift: {len(wrong)} of {len(found)} stacks differ from their templates, or could not be "
        "looked at.",
        "Details": [f"{name}: {result}" for name, result in wrong.items()],
    }
