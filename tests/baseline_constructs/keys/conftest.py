"""The function of key stores, run here against KMS and Secrets Manager in this process."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest
from moto import mock_aws

import baseline_constructs.keys.custom_store as package

HANDLER = Path(package.__file__).with_name("handler.py")


def _loaded(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Lambda:
    """The function, the clock it sees, and the answers CloudFormation got."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kms: Any = _loaded(Path(__file__).with_name("kms_with_stores.py"), "stores").KmsWithStores()
        self.secrets = boto3.client("secretsmanager", region_name="eu-west-1")
        self.answers: list[tuple[str, str, dict[str, str], str]] = []
        self.milliseconds = 900_000
        cfnresponse = ModuleType("cfnresponse")
        vars(cfnresponse).update(SUCCESS="SUCCESS", FAILED="FAILED", send=self._answer)
        monkeypatch.setitem(sys.modules, "cfnresponse", cfnresponse)
        self._module = _loaded(HANDLER, "index")
        clients = {"kms": self.kms, "secretsmanager": self.secrets}
        monkeypatch.setattr(self._module.boto3, "client", clients.__getitem__)
        monkeypatch.setattr(self._module.time, "sleep", self._pass)

    def _pass(self, seconds: float) -> None:
        self.milliseconds -= int(seconds * 1000)

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds

    def _answer(
        self, _event: Any, _context: Any, status: str, data: dict[str, str], id_: str, reason: str = ""
    ) -> None:
        self.answers.append((status, id_, data, reason))

    @property
    def out_of_time(self) -> type[Exception]:
        return self._module.OutOfTime  # type: ignore[no-any-return]

    def call(
        self,
        request: str,
        type_: str,
        wanted: dict[str, Any],
        *,
        id_: str | None = None,
        old: dict[str, Any] | None = None,
    ) -> tuple[str, str, dict[str, str], str]:
        """Call the function as CloudFormation does; the answer."""
        event = {"RequestType": request, "ResourceType": f"Custom::{type_}", "ResourceProperties": wanted}
        if id_ is not None:
            event["PhysicalResourceId"] = id_
        if old is not None:
            event["OldResourceProperties"] = old
        self._module.handler(event, self)
        return self.answers[-1]


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lambda]:
    """The function, with one secret for a password and one for a proxy's credential."""
    with mock_aws():
        made = Lambda(monkeypatch)
        made.secrets.create_secret(Name="kmsuser", SecretString="hunter2hunter2")
        made.secrets.create_secret(
            Name="proxy",
            SecretString='{"accessKeyId": "' + "A" * 20 + '", "secretAccessKey": "' + "s" * 43 + '"}',
        )
        made.secrets.create_secret(Name="odd", SecretString="hunter2hunter2")
        yield made
