"""Has one instance answer metadata requests with a session only."""

from typing import Any

import boto3


def mend(events: dict[str, Any], _: object) -> dict[str, Any]:
    """Ask for sessions; how far answers go stays as it is, since containers may need a second hop."""
    instance = events["ResourceId"]
    boto3.client("ec2").modify_instance_metadata_options(InstanceId=instance, HttpTokens="required")
    return {"Mended": [instance]}
