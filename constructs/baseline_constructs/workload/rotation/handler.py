"""Gives a secret a new random value; runs in AWS Lambda when Secrets Manager rotates it.

Secrets Manager calls it four times with one token. A call that is repeated changes nothing twice, and until
the last one the current value stays current.

Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
"""

from typing import Any

import boto3

_CHARACTERS = 64


def handler(event: dict[str, str], _context: Any) -> None:
    """Take one step; whatever is not as Secrets Manager left it is an error, and the rotation fails."""
    client, secret, token = boto3.client("secretsmanager"), event["SecretId"], event["ClientRequestToken"]
    known = client.describe_secret(SecretId=secret)
    stages = known.get("VersionIdsToStages", {}).get(token, [])
    if not known.get("RotationEnabled"):
        raise ValueError(f"{secret} is not rotated")
    if "AWSCURRENT" in stages:
        return
    if "AWSPENDING" not in stages:
        raise ValueError(f"the version {token} of {secret} is not pending")
    STEPS[event["Step"]](client, secret, token)


def create(client: Any, secret: str, token: str) -> None:
    """Make up a value, unless an earlier call did."""
    try:
        client.get_secret_value(SecretId=secret, VersionId=token, VersionStage="AWSPENDING")
    except client.exceptions.ResourceNotFoundException:
        value = client.get_random_password(PasswordLength=_CHARACTERS, ExcludePunctuation=True)
        client.put_secret_value(
            SecretId=secret,
            ClientRequestToken=token,
            SecretString=value["RandomPassword"],
            VersionStages=["AWSPENDING"],
        )


def hand_over(_client: Any, _secret: str, _token: str) -> None:
    """Nothing to do: both sides read the value from Secrets Manager."""


def test(client: Any, secret: str, token: str) -> None:
    """The new value is there, and it is new."""
    pending = client.get_secret_value(SecretId=secret, VersionId=token, VersionStage="AWSPENDING")
    current = client.get_secret_value(SecretId=secret, VersionStage="AWSCURRENT")
    if len(pending["SecretString"]) < _CHARACTERS or pending["SecretString"] == current["SecretString"]:
        raise ValueError(f"the pending value of {secret} is no new one")


def finish(client: Any, secret: str, token: str) -> None:
    """The new value becomes the current one, and the old one the previous."""
    versions = client.describe_secret(SecretId=secret)["VersionIdsToStages"]
    old = next(version for version, stages in versions.items() if "AWSCURRENT" in stages)
    client.update_secret_version_stage(
        SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=old
    )


STEPS = {"createSecret": create, "setSecret": hand_over, "testSecret": test, "finishSecret": finish}
