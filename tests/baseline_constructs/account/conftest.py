"""The function that sets an account's settings, run here against an emulated account."""

import sys
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from moto import mock_aws

import baseline_constructs.account as package

HANDLER = Path(package.__file__).with_name("handler.py")
# Calls that the emulated account does not know; their parameters are still checked against AWS's models.
UNKNOWN = (
    *("ModifyInstanceMetadataDefaults", "EnableImageBlockPublicAccess", "DisableSerialConsoleAccess"),
    *("EnableOrganizationsRootCredentialsManagement", "EnableOrganizationsRootSessions"),
    "EnableAWSServiceAccess",  # for other services than IAM it does
)


class Function:
    """The function, what it called, and the answers that CloudFormation got."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[tuple[str, str, str]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.hosts: list[str] = []
        self.refuse: str | None = None
        self.key = ""
        cfnresponse = ModuleType("cfnresponse")
        vars(cfnresponse).update(SUCCESS="SUCCESS", FAILED="FAILED", send=self._answer)
        monkeypatch.setitem(sys.modules, "cfnresponse", cfnresponse)
        monkeypatch.setattr(BaseClient, "_make_api_call", self._recording(BaseClient._make_api_call))
        spec = util.spec_from_file_location("index", HANDLER)
        assert spec and spec.loader
        self.module = util.module_from_spec(spec)
        spec.loader.exec_module(self.module)

    def _recording(self, real: Any) -> Any:
        def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
            self.calls.append((operation, parameters))
            self.hosts.append(client.meta.endpoint_url)
            if operation == self.refuse:
                raise RuntimeError("AccessDenied")
            if operation == "Enable":  # the emulated Inspector insists on what AWS takes for granted
                parameters = {"accountIds": ["123456789012"], **parameters}
            if operation == "DescribeRegions":  # all of them would take minutes
                parameters = {"RegionNames": ["eu-west-1", "us-east-1"]}
            if operation not in UNKNOWN:
                return real(client, operation, parameters)
            model = client.meta.service_model.operation_model(operation)
            client._serializer.serialize_to_request(parameters, model)
            return {}

        return call

    def _answer(
        self, _event: Any, _context: Any, status: str, _data: Any, id_: str, reason: str = ""
    ) -> None:
        self.answers.append((status, id_, reason))

    def call(self, request: str, setting: str, **told: Any) -> tuple[str, str, str]:
        if setting == "VolumeEncryption":
            told["KeyArn"] = self.key
        properties = {"Setting": setting, "ServiceToken": "arn", **told}
        self.module.handler({"RequestType": request, "ResourceProperties": properties}, None)
        return self.answers[-1]

    @property
    def called(self) -> set[str]:
        return {operation for operation, _ in self.calls}


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> Iterator[Function]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        made = Function(monkeypatch)
        made.key = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
        made.calls.clear()
        yield made


@pytest.fixture
def client(function: Function) -> Any:
    """Looks into the emulated account."""
    return boto3.client
