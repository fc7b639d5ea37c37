"""The rules of the section `detection`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

WRONG = {
    "a hub without a standard": (
        "detection: {security_hub: {standards: []}}",
        "detection.security_hub.standards",
        "must name a standard",
    ),
    "an unknown standard": (
        "detection: {security_hub: {standards: [csi]}}",
        "detection.security_hub.standards[0]",
        'unknown word "csi"',
    ),
    "code without functions": (
        "detection: {inspector: {scan: [lambda_code]}}",
        "detection.inspector.scan",
        "add lambda",
    ),
    "nothing to scan": ("detection: {inspector: {scan: []}}", "detection.inspector.scan", "at least 1"),
    "a standard twice": (
        "detection: {security_hub: {standards: [cis, cis]}}",
        "detection.security_hub.standards[1]",
        "cis is there twice; remove one",
    ),
    "repositories elsewhere": (
        "detection: {inspector: {repositories: bitbucket}}",
        "detection.inspector.repositories",
        "github",
    ),
    "an unknown severity": (
        "detection: {alert_from: severe}",
        "detection.alert_from",
        'unknown word "severe"',
    ),
    "no days": (
        "detection: {access_analyzer: {unused_days: 0}}",
        "detection.access_analyzer.unused_days",
        "at least 1",
    ),
    "too many days": (
        "detection: {access_analyzer: {unused_days: 366}}",
        "detection.access_analyzer.unused_days",
        "at most 365",
    ),
    "a bucket that is not there": (
        "storage: {buckets: {uploads: {}}}\ndetection: {macie: {buckets: [upload]}}",
        "detection.macie.buckets[0]",
        'unknown bucket "upload", did you mean "uploads"?',
    ),
    "nothing to mask": ("detection: {masking: {data: []}}", "detection.masking.data", "at least 1"),
    "data that nobody masks": (
        "detection: {masking: {data: [EmailAdress]}}",
        "detection.masking.data[0]",
        'did you mean "EmailAddress"?',
    ),
    "scans of which nobody hears": (
        "storage: {buckets: {uploads: {malware_scan: true}}}",
        "detection.guard_duty",
        "uploads has malware_scan",
    ),
    "a misspelt detector": (
        "detection: {guardduty: {}}",
        "detection.guardduty",
        'did you mean "guard_duty"?',
    ),
}


@pytest.mark.parametrize(("text", "path", "says"), WRONG.values(), ids=WRONG)
def test_a_broken_rule_is_told_at_its_place(
    complaints: Callable[[str], list[tuple[str, str]]], text: str, path: str, says: str
) -> None:
    ((place, told),) = complaints(text)
    assert place == path
    assert says in told


def test_masking_alone_is_something(accepted: Callable[[str], Settings]) -> None:
    settings = accepted("detection: {masking: {}}")
    assert not settings.detection.is_empty
    assert not settings.mails_findings
    assert "AwsSecretKey" in settings.detection.masking.data


def test_nothing_that_is_charged_is_on_by_default(accepted: Callable[[str], Settings]) -> None:
    settings = accepted("")
    assert settings.detection.is_empty
    assert not settings.mails_findings


@pytest.mark.parametrize(
    "text",
    [
        "detection: {guard_duty: {}}",
        "detection: {security_hub: {}}",
        "detection: {access_analyzer: {}}",
        "detection: {macie: {}}",
        "detection: {inspector: {}}",
        "detection: {rule_alerts: true}",
        "trail: {insights: true}",
    ],
)
def test_whatever_finds_something_is_mailed(accepted: Callable[[str], Settings], text: str) -> None:
    assert accepted(text).mails_findings


def test_alarms_alone_need_no_other_way_into_the_topic(accepted: Callable[[str], Settings]) -> None:
    settings = accepted("detection: {trail_alarms: true}")
    assert not settings.mails_findings
    assert not settings.detection.is_empty
