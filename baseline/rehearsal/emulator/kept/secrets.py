"""What MiniStack does not heed of Secrets Manager: when a rotation begins and ends, and public policies.

Source: Secrets Manager API reference, CancelRotateSecret, RotateSecret and PutResourcePolicy.
"""

import json
from typing import Any

from ministack.services import secretsmanager

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused

_EVERYBODY: tuple[Any, ...] = ("*", {"AWS": "*"}, {"AWS": ["*"]})


def _found(asked: Members) -> tuple[str, Members]:
    name, secret = secretsmanager._resolve(asked["SecretId"])
    if secret is None:
        raise Refused("ResourceNotFoundException", f"{asked['SecretId']} is not there")
    return name, secret


def _cancel(asked: Members) -> Members:
    name, secret = _found(asked)
    secret["RotationEnabled"] = False
    return {"ARN": secret["ARN"], "Name": name}


def _rotate(asked: Members) -> Members | None:
    """Where it must not begin at once, nothing is drawn; MiniStack makes a version whatever is asked."""
    if asked.get("RotateImmediately", True):
        return None
    name, secret = _found(asked)
    secret["RotationEnabled"] = True
    for member in ("RotationLambdaARN", "RotationRules"):
        secret[member] = asked.get(member, secret[member])
    return {"ARN": secret["ARN"], "Name": name}


def _guard(asked: Members) -> None:
    """A policy that lets everybody in is refused where that is asked; what it says else is MiniStack's."""
    statements = json.loads(asked["ResourcePolicy"])["Statement"]
    for statement in statements if isinstance(statements, list) else [statements]:
        public = statement["Effect"] == "Allow" and statement.get("Principal") in _EVERYBODY
        if asked.get("BlockPublicPolicy") and public and "Condition" not in statement:
            raise Refused("PublicPolicyException", "the policy grants broad access to the secret")


KEPT = (
    Kept(
        "secretsmanager",
        {"CancelRotateSecret": _cancel, "PutResourcePolicy": _guard, "RotateSecret": _rotate},
    ),
)
