"""A rotation from its first step to its last, run here against an emulated Secrets Manager."""

from collections.abc import Iterator
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from moto import mock_aws
from moto.secretsmanager import secretsmanager_backends

import baseline_constructs.workload.rotation as package

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")


class Rotated:
    """A secret that is being rotated, and the function."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client = boto3.client("secretsmanager")
        self.arn = self.client.create_secret(Name="s", SecretString="old")["ARN"]
        self.token = "11111111-1111-4111-8111-111111111111"
        self._begin(monkeypatch)
        spec = util.spec_from_file_location("index", Path(package.__file__).with_name("handler.py"))
        assert spec and spec.loader
        self.module: ModuleType = util.module_from_spec(spec)
        spec.loader.exec_module(self.module)

    def _begin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As Secrets Manager does: an empty version is pending, and takes one value.

        moto's own rotation calls functions in containers, and its empty version takes none.
        """
        known = secretsmanager_backends["123456789012"]["eu-west-1"].secrets[self.arn]
        known.rotation_requested = known.rotation_enabled = True
        empty = {"version_id": self.token, "version_stages": ["AWSPENDING"], "createdate": 0}
        known.versions[self.token] = empty
        real = BaseClient._make_api_call

        def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
            if operation == "PutSecretValue" and known.versions.get(self.token) is empty:
                del known.versions[self.token]
            return real(client, operation, parameters)

        monkeypatch.setattr(BaseClient, "_make_api_call", call)

    def step(self, name: str, **other: str) -> None:
        event = {"Step": name, "SecretId": self.arn, "ClientRequestToken": self.token, **other}
        self.module.handler(event, None)

    def value(self, stage: str) -> str:
        return str(self.client.get_secret_value(SecretId=self.arn, VersionStage=stage)["SecretString"])


@pytest.fixture
def rotated(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rotated]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        yield Rotated(monkeypatch)


def test_a_new_random_value_becomes_current_and_the_old_one_previous(rotated: Rotated) -> None:
    for step in STEPS:
        rotated.step(step)
    assert len(rotated.value("AWSCURRENT")) == 64
    assert rotated.value("AWSPREVIOUS") == "old"


def test_until_the_last_step_the_old_value_is_current(rotated: Rotated) -> None:
    for step in STEPS[:-1]:
        rotated.step(step)
        assert rotated.value("AWSCURRENT") == "old"


def test_repeated_calls_make_one_value(rotated: Rotated) -> None:
    rotated.step("createSecret")
    first = rotated.value("AWSPENDING")
    for step in ("createSecret", *STEPS, *STEPS):
        rotated.step(step)
    assert rotated.value("AWSCURRENT") == first


@pytest.mark.parametrize("value", ["old", "short"])
def test_a_value_that_is_not_new_never_becomes_current(rotated: Rotated, value: str) -> None:
    rotated.client.put_secret_value(
        SecretId=rotated.arn,
        ClientRequestToken=rotated.token,
        SecretString=value,
        VersionStages=["AWSPENDING"],
    )
    with pytest.raises(ValueError, match="is no new one"):
        rotated.step("testSecret")
    assert rotated.value("AWSCURRENT") == "old"


def test_another_token_is_refused(rotated: Rotated) -> None:
    with pytest.raises(ValueError, match="is not pending"):
        rotated.step("createSecret", ClientRequestToken="00000000-0000-4000-8000-000000000000")


def test_a_secret_that_is_not_rotated_is_refused(rotated: Rotated) -> None:
    rotated.arn = rotated.client.create_secret(Name="other", SecretString="x")["ARN"]
    with pytest.raises(ValueError, match="is not rotated"):
        rotated.step("createSecret")


def test_an_unknown_step_is_an_error(rotated: Rotated) -> None:
    with pytest.raises(KeyError):
        rotated.step("deleteSecret")


def test_every_step_of_secrets_manager_is_known(rotated: Rotated) -> None:
    known: Any = rotated.module.STEPS
    assert tuple(known) == STEPS
