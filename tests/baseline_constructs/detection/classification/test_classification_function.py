"""The function that has Macie look into buckets; moto knows no jobs, so a small Macie stands in.

What the function asks, and what it is answered, is checked against AWS's own models.
"""

import sys
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.stub import Stubber

import baseline_constructs.detection.classification as package

WANTED = {"Name": "acme-weekly", "AccountId": "111122223333", "Buckets": ["a", "b"], "Day": "SUNDAY"}


class Macie:
    """Jobs of an account, and the answers that CloudFormation got."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.jobs: dict[str, dict[str, Any]] = {}
        self.answers: list[tuple[str, str, str]] = []
        self.broken = False
        cfnresponse = ModuleType("cfnresponse")
        vars(cfnresponse).update(SUCCESS="SUCCESS", FAILED="FAILED", send=self._answer)
        monkeypatch.setitem(sys.modules, "cfnresponse", cfnresponse)
        real = BaseClient._make_api_call

        def call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
            if self.broken:
                raise RuntimeError("AccessDenied")
            with Stubber(client) as stub:
                answer = getattr(self, operation)(**parameters)
                name = "".join(f"_{c.lower()}" if c.isupper() else c for c in operation).lstrip("_")
                stub.add_response(name, answer, parameters)
                return real(client, operation, parameters)

        monkeypatch.setattr(BaseClient, "_make_api_call", call)
        spec = util.spec_from_file_location("index", Path(package.__file__).with_name("handler.py"))
        assert spec and spec.loader
        self.module = util.module_from_spec(spec)
        spec.loader.exec_module(self.module)

    def _answer(self, _event: Any, _context: Any, status: str, _: Any, id_: str, reason: str = "") -> None:
        self.answers.append((status, id_, reason))

    def CreateClassificationJob(self, **wanted: Any) -> dict[str, str]:  # noqa: N802 - AWS's name
        for id_, job in self.jobs.items():
            if job["clientToken"] == wanted["clientToken"]:
                return {"jobId": id_}
        id_ = f"job{len(self.jobs)}"
        self.jobs[id_] = {**wanted, "jobStatus": "RUNNING"}
        return {"jobId": id_}

    def DescribeClassificationJob(self, jobId: str) -> dict[str, str]:  # noqa: N802, N803 - AWS's names
        return {"jobStatus": self.jobs[jobId]["jobStatus"]}

    def UpdateClassificationJob(self, jobId: str, jobStatus: str) -> dict[str, str]:  # noqa: N802, N803
        assert self.jobs[jobId]["jobStatus"] == "RUNNING"
        self.jobs[jobId]["jobStatus"] = jobStatus
        return {}

    def call(
        self, request: str, id_: str = "", request_id: str = "t", **changed: Any
    ) -> tuple[str, str, str]:
        event: dict[str, Any] = {"RequestType": request, "RequestId": request_id}
        event["ResourceProperties"] = {**WANTED, **changed}
        if id_:
            event["PhysicalResourceId"] = id_
        self.module.handler(event, None)
        return self.answers[-1]


@pytest.fixture
def macie(monkeypatch: pytest.MonkeyPatch) -> Iterator[Macie]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    yield Macie(monkeypatch)


def test_all_objects_of_the_buckets_are_looked_into_now_and_every_week(macie: Macie) -> None:
    assert macie.call("Create") == ("SUCCESS", "job0", "")
    (job,) = macie.jobs.values()
    assert (job["jobType"], job["initialRun"], job["samplingPercentage"]) == ("SCHEDULED", True, 100)
    assert job["scheduleFrequency"] == {"weeklySchedule": {"dayOfWeek": "SUNDAY"}}
    assert job["s3JobDefinition"] == {
        "bucketDefinitions": [{"accountId": "111122223333", "buckets": ["a", "b"]}]
    }


def test_a_repeated_call_makes_no_second_job(macie: Macie) -> None:
    assert macie.call("Create") == macie.call("Create")
    assert len(macie.jobs) == 1


def test_another_list_of_buckets_is_another_job_and_the_old_one_ends(macie: Macie) -> None:
    _, old, _ = macie.call("Create", request_id="one")
    _, new, _ = macie.call("Update", old, request_id="two", Buckets=["c"])
    assert new != old
    macie.call("Delete", old, request_id="three")
    assert {id_: job["jobStatus"] for id_, job in macie.jobs.items()} == {old: "CANCELLED", new: "RUNNING"}


@pytest.mark.parametrize("ended", ["CANCELLED", "COMPLETE"])
def test_a_job_that_has_ended_is_left_alone(macie: Macie, ended: str) -> None:
    _, id_, _ = macie.call("Create")
    macie.jobs[id_]["jobStatus"] = ended
    assert macie.call("Delete", id_) == ("SUCCESS", id_, "")
    assert macie.jobs[id_]["jobStatus"] == ended


def test_a_creation_that_failed_says_why_and_can_be_taken_back(macie: Macie) -> None:
    macie.broken = True
    status, id_, reason = macie.call("Create")
    assert (status, id_) == ("FAILED", "no-classification-job")
    assert reason == "no-classification-job: AccessDenied"
    assert macie.call("Delete", id_)[0] == "SUCCESS"


def test_an_update_that_failed_keeps_the_job(macie: Macie) -> None:
    _, id_, _ = macie.call("Create")
    macie.broken = True
    assert macie.call("Update", id_, request_id="two")[:2] == ("FAILED", id_)
    assert macie.jobs[id_]["jobStatus"] == "RUNNING"


def test_a_job_that_cannot_be_cancelled_is_told(macie: Macie) -> None:
    _, id_, _ = macie.call("Create")
    macie.broken = True
    assert macie.call("Delete", id_) == ("FAILED", id_, f"{id_}: AccessDenied")
