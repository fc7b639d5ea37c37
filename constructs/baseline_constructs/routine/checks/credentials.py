"""Says what the account's credential report finds wrong."""

import csv
import io
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

_OLD_DAYS = 90
_WAIT_SECONDS, _ROUNDS = 5, 60
_ROOT = "<root_account>"
_YES = "true"


def look(_events: dict[str, Any], _: object) -> dict[str, Any]:
    """Have the report made, and read it."""
    client = boto3.client("iam")
    for _round in range(_ROUNDS):
        if client.generate_credential_report()["State"] == "COMPLETE":
            break
        time.sleep(_WAIT_SECONDS)
    text = client.get_credential_report()["Content"].decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    wrong = [fault for row in rows for fault in faults(row, datetime.now(UTC))]
    return {
        "Message": f"Credentials: {len(wrong)} faults among the credentials of {len(rows)} users, the root "
        "user among them.",
        "Details": wrong,
    }


def faults(row: dict[str, str], now: datetime) -> list[str]:
    """What is wrong with one user's credentials."""
    user, found = row["user"], []
    root = user == _ROOT
    if (root or row["password_enabled"] == _YES) and row["mfa_active"] != _YES:
        found.append(f"{user}: no second factor")
    for number in ("1", "2"):
        if row[f"access_key_{number}_active"] != _YES:
            continue
        if root:
            found.append(f"{user}: has access key {number}")
        elif is_old(row[f"access_key_{number}_last_rotated"], now):
            found.append(f"{user}: access key {number} is older than {_OLD_DAYS} days")
    if not root and row["password_enabled"] == _YES and is_old(row["password_last_changed"], now):
        found.append(f"{user}: password is older than {_OLD_DAYS} days")
    return found


def is_old(text: str, now: datetime) -> bool:
    """Whether a date of the report is too long ago; what is no date counts as too long ago."""
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")) < now - timedelta(days=_OLD_DAYS)
    except ValueError:
        return True
