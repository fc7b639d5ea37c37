"""The end of a rotation, which MiniStack lacks. Source: Secrets Manager API reference, CancelRotateSecret."""

from ministack.services import secretsmanager

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused


def _cancel(asked: Members) -> Members:
    name, secret = secretsmanager._resolve(asked["SecretId"])
    if secret is None:
        raise Refused("ResourceNotFoundException", f"{asked['SecretId']} is not there")
    secret["RotationEnabled"] = False
    return {"ARN": secret["ARN"], "Name": name}


KEPT = (Kept("secretsmanager", {"CancelRotateSecret": _cancel}),)
