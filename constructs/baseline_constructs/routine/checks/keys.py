"""Says which keys and secrets do not rotate."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

_OLD_DAYS = 365


def look(_events: dict[str, Any], _: object) -> dict[str, Any]:
    """Go through the customer's keys and all secrets of the Region."""
    wrong = [*keys(boto3.client("kms")), *secrets(boto3.client("secretsmanager"))]
    return {
        "Message": f"Keys and secrets: {len(wrong)} do not rotate, were not changed for {_OLD_DAYS} days, "
        "or are about to be deleted.",
        "Details": wrong,
    }


def keys(client: Any) -> list[str]:
    """Keys that do not rotate although they could, and those that wait for their deletion."""
    found = []
    for page in client.get_paginator("list_keys").paginate():
        for key in page["Keys"]:
            about = client.describe_key(KeyId=key["KeyId"])["KeyMetadata"]
            if about["KeyManager"] != "CUSTOMER":
                continue
            if about["KeyState"].startswith("Pending"):
                found.append(f"key {key['KeyId']}: {about['KeyState']}")
            elif (
                rotates(about)
                and not client.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]
            ):
                found.append(f"key {key['KeyId']}: does not rotate")
    return found


def rotates(about: dict[str, Any]) -> bool:
    """Whether KMS can rotate such a key."""
    return bool(about["KeySpec"] == "SYMMETRIC_DEFAULT" and about["Origin"] == "AWS_KMS")


def secrets(client: Any) -> list[str]:
    """Secrets that nothing rotates and nobody changed."""
    since = datetime.now(UTC) - timedelta(days=_OLD_DAYS)
    found = []
    for page in client.get_paginator("list_secrets").paginate():
        for secret in page["SecretList"]:
            changed = secret.get("LastChangedDate") or secret["CreatedDate"]
            if not secret.get("RotationEnabled") and changed < since:
                found.append(f"secret {secret['Name']}: not changed since {changed:%Y-%m-%d}")
    return found
