"""The table of attempts says what every way of deciding access has to agree with."""

from collections import Counter

import pytest

from baseline.rehearsal.attempts import ATTEMPTS, Attempt

SILENCING = ("cloudtrail:StopLogging", "cloudtrail:DeleteTrail", "s3:DeleteBucket", "s3:DeleteBucketPolicy")


def _of(persona: str, action: str) -> list[Attempt]:
    return [a for a in ATTEMPTS if a.persona == persona and a.action == action]


def test_newbies_launch_the_small_type_and_nothing_else() -> None:
    launches = _of("newbies", "ec2:RunInstances")
    allowed = [a.parameters["InstanceType"] for a in launches if a.allowed]
    assert allowed == ["t2.micro"]
    assert "m5.large" in [a.parameters["InstanceType"] for a in launches if not a.allowed]
    others = [a for a in ATTEMPTS if a.persona == "newbies" and a.action != "ec2:RunInstances"]
    assert len(others) > 5
    assert not any(a.allowed for a in others)


def test_testers_terminate_what_is_tagged_and_cannot_tag_it_first() -> None:
    ends = [(a.parameters["InstanceIds"], a.allowed) for a in _of("testers", "ec2:TerminateInstances")]
    assert (["<test server>"], True) in ends
    assert (["<production server>"], False) in ends
    tags = _of("testers", "ec2:CreateTags")
    assert tags
    assert not any(a.allowed for a in tags)


def test_the_server_role_reads_its_bucket_and_nothing_more() -> None:
    ours = [a for a in ATTEMPTS if a.persona == "web-server"]
    assert {(a.action, a.parameters.get("Bucket")) for a in ours if a.allowed} == {
        ("s3:GetObject", "<uploads>"),
        ("s3:ListObjectsV2", "<uploads>"),
    }
    assert sum(not a.allowed for a in ours) > 5


@pytest.mark.parametrize("persona", ["newbies", "testers", "auditors", "oncall", "web-server"])
@pytest.mark.parametrize("action", SILENCING)
def test_nobody_but_break_glass_silences_the_trail(persona: str, action: str) -> None:
    assert [a.allowed for a in _of(persona, action)] == [False]


def test_break_glass_stops_the_trail_and_deletes_from_its_archive() -> None:
    assert [a.allowed for a in _of("break-glass", "cloudtrail:StopLogging")] == [True]
    assert [a.allowed for a in _of("break-glass", "s3:DeleteObject")] == [True]


@pytest.mark.parametrize("persona", ["anonymous", "newbies with a wrong secret", "unknown key"])
def test_outsiders_get_nothing(persona: str) -> None:
    ours = [a for a in ATTEMPTS if a.persona == persona]
    assert ours
    assert not any(a.allowed for a in ours)


def test_no_attempt_stands_twice() -> None:
    counted = Counter((a.persona, a.does) for a in ATTEMPTS)
    assert [one for one, count in counted.items() if count > 1] == []
