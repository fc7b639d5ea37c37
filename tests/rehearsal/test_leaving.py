"""What is counted before and after, and what is not."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from baseline.rehearsal.account import inventory
from baseline.rehearsal.endpoint import Endpoint
from baseline.rehearsal.stage import TOOLKIT, Result, Stage
from baseline.rehearsal.steps import leaving
from baseline.rehearsal.tools import Tools
from baseline.rehearsal.words import BORN_WITH
from baseline.template.assembly import StackTemplate

Inventory = inventory.Inventory


def _left(before: Inventory, after: Inventory, monkeypatch: pytest.MonkeyPatch, *types: str) -> Result:
    monkeypatch.setattr(Stage, "probe", lambda *_: [after])
    stack = StackTemplate("only", "", Path(), Counter(types))
    monkeypatch.setattr(Stage, "stacks", lambda _: [stack])
    there = Endpoint("", {}, ours=False)
    return leaving.nothing_left(
        Stage(there, Tools(Path(), Path()), Path(), Path(), {"stacks": [TOOLKIT], **before})
    )


def test_what_is_left_and_what_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    result = _left({"keys": ["a", "b"]}, {"keys": ["b", "c"]}, monkeypatch)
    assert result.problems == ["keys: c is left", "keys: a was there before, and is gone"]


def test_only_settings_of_the_account_may_take_what_it_was_born_with(monkeypatch: pytest.MonkeyPatch) -> None:
    before: Inventory = {BORN_WITH: ["vpc-0"], "vpcs": ["vpc-0", "vpc-1"]}
    after: Inventory = {BORN_WITH: [], "vpcs": []}
    asked = _left(before, after, monkeypatch, "Custom::AccountSetting")
    assert asked.problems == ["vpcs: vpc-1 was there before, and is gone"]
    unasked = _left(before, after, monkeypatch, "AWS::EC2::VPC")
    assert "vpcs: vpc-0 was there before, and is gone" in unasked.problems


def test_a_service_that_the_endpoint_lacks_is_named_and_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    result = _left({"keys": [], "fis": None}, {"keys": [], "fis": None}, monkeypatch)
    assert result.problems == []
    assert result.evidence == "1 kinds of resources"
    assert result.unproven == ["fis is not answered at this endpoint, so nothing of it is counted"]


def test_a_service_that_answers_only_afterwards_hides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _left({"fis": None}, {"fis": ["x"]}, monkeypatch).problems == ["fis: x is left"]
    assert _left({"fis": ["x"]}, {"fis": None}, monkeypatch).problems != []


def _failing(code: str) -> Any:
    def look(_: object) -> list[str]:
        raise ClientError({"Error": {"Code": code, "Message": ""}}, "List")

    return look


@pytest.mark.parametrize("code", ["400", "InvalidAction", "UnknownOperationException"])
def test_a_service_that_is_not_there_is_not_answered(code: str) -> None:
    assert inventory._answered(_failing(code), lambda _: None) is None


@pytest.mark.parametrize("code", ["AccessDenied", "UnauthorizedOperation", "InvalidClientTokenId"])
def test_a_refusal_is_no_missing_service(code: str) -> None:
    with pytest.raises(ClientError):
        inventory._answered(_failing(code), lambda _: None)
