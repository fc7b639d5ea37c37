"""The function that strips the default security group, run here against a security group of its own."""

import sys
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import baseline_constructs.network.default_group as package

HANDLER = Path(package.__file__).with_name("handler.py")
RULE = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-1", "UserId": "1"}], "IpRanges": []}
EVERYWHERE = {"IpProtocol": "-1", "UserIdGroupPairs": [], "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


class Ec2:
    """One security group; as EC2 does, it refuses to revoke nothing, and what isn't there."""

    def __init__(self) -> None:
        self.rules: dict[str, list[Any]] = {"IpPermissions": [RULE], "IpPermissionsEgress": [EVERYWHERE]}
        self.fault: Exception | None = None

    def describe_security_groups(self, *, GroupIds: list[str]) -> dict[str, Any]:  # noqa: N803
        if self.fault:
            raise self.fault
        assert GroupIds == ["sg-1"]
        return {"SecurityGroups": [{kind: list(rules) for kind, rules in self.rules.items()}]}

    def _revoke(self, kind: str, permissions: list[Any]) -> None:
        assert permissions
        for permission in permissions:
            self.rules[kind].remove(permission)

    def revoke_security_group_ingress(self, *, GroupId: str, IpPermissions: list[Any]) -> None:  # noqa: N803
        self._revoke("IpPermissions", IpPermissions)

    def revoke_security_group_egress(self, *, GroupId: str, IpPermissions: list[Any]) -> None:  # noqa: N803
        self._revoke("IpPermissionsEgress", IpPermissions)


class Lambda:
    """The function, what it talks to, and the answers CloudFormation got."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ec2 = Ec2()
        self.answers: list[tuple[str, str, str]] = []
        boto3, cfnresponse = ModuleType("boto3"), ModuleType("cfnresponse")
        vars(boto3)["client"] = {"ec2": self.ec2}.__getitem__
        vars(cfnresponse).update(SUCCESS="SUCCESS", FAILED="FAILED", send=self._answer)
        monkeypatch.setitem(sys.modules, "boto3", boto3)
        monkeypatch.setitem(sys.modules, "cfnresponse", cfnresponse)
        spec = util.spec_from_file_location("index", HANDLER)
        assert spec and spec.loader
        self._module = util.module_from_spec(spec)
        spec.loader.exec_module(self._module)

    def _answer(
        self, _event: Any, _context: Any, status: str, _data: Any, id_: str, reason: str = ""
    ) -> None:
        self.answers.append((status, id_, reason))

    def call(self, request: str) -> None:
        event = {"RequestType": request, "ResourceProperties": {"GroupId": "sg-1"}}
        self._module.handler(event, None)


@pytest.fixture
def function(monkeypatch: pytest.MonkeyPatch) -> Lambda:
    return Lambda(monkeypatch)


@pytest.mark.parametrize("request_type", ["Create", "Update"])
def test_the_group_loses_every_rule(function: Lambda, request_type: str) -> None:
    function.call(request_type)
    assert function.ec2.rules == {"IpPermissions": [], "IpPermissionsEgress": []}


def test_success_is_answered_with_the_groups_id(function: Lambda) -> None:
    function.call("Create")
    assert function.answers == [("SUCCESS", "sg-1", "")]


def test_a_repeated_call_succeeds(function: Lambda) -> None:
    function.call("Create")
    function.call("Create")
    assert [status for status, *_ in function.answers] == ["SUCCESS", "SUCCESS"]


def test_deleting_gives_no_rule_back_and_takes_none(function: Lambda) -> None:
    function.call("Delete")
    assert function.ec2.rules == {"IpPermissions": [RULE], "IpPermissionsEgress": [EVERYWHERE]}


def test_a_failure_is_answered_with_its_reason(function: Lambda) -> None:
    function.ec2.fault = RuntimeError("UnauthorizedOperation")
    function.call("Create")
    assert function.answers == [("FAILED", "sg-1", "sg-1: UnauthorizedOperation")]


def test_deleting_after_a_failed_create_succeeds(function: Lambda) -> None:
    function.ec2.fault = RuntimeError("UnauthorizedOperation")
    function.call("Create")
    function.call("Delete")
    assert function.answers[-1] == ("SUCCESS", "sg-1", "")


def test_the_function_fits_into_a_template() -> None:
    assert len(HANDLER.read_text(encoding="utf-8")) <= 4096
