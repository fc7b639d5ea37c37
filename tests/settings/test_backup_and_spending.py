"""The rules of the sections `backup` and `spending`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.backup import restorable_kinds
from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]

WRONG = {
    "how, but not of what": (
        "backup: {keep_days: 90}",
        "backup.keep_days",
        "nothing is backed up; add for instance tags: {ENV: PROD}",
    ),
    "an air gap of nothing": ("backup: {air_gap: {}}", "backup.air_gap", "nothing is backed up"),
    "kept for too short": (
        "backup: {tags: {ENV: PROD}, keep_days: 6}",
        "backup.keep_days",
        "must be at least 7, not 6",
    ),
    "copies kept for too short": (
        "backup: {tags: {ENV: PROD}, air_gap: {keep_days: 1}}",
        "backup.air_gap.keep_days",
        "must be at least 7, not 1",
    ),
    "no time to mend mistakes": (
        "backup: {tags: {ENV: PROD}, lock: {mode: compliance, grace_days: 2}}",
        "backup.lock.grace_days",
        "must be at least 3, not 2",
    ),
    "a lock with another name": (
        "backup: {tags: {ENV: PROD}, lock: {mode: goverance}}",
        "backup.lock.mode",
        'unknown word "goverance", did you mean "governance"?',
    ),
    "a test of nothing": (
        "backup: {tags: {ENV: PROD}, restore_test: true}",
        "backup.restore_test",
        "no bucket, volume, database, file system or table",
    ),
    "a tag that AWS keeps": ("backup: {tags: {'aws:x': y}}", "backup.tags.aws:x", "must not begin with aws:"),
    "a budget of nothing": ("spending: {budget_usd: 0}", "spending.budget_usd", "must be at least 1"),
    "a monitor by its name": (
        "spending: {anomalies: {monitor: Default-Services-Monitor}}",
        "spending.anomalies.monitor",
        "the id at the end of a monitor's ARN",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(where, what)] = complaints(text)
    assert where == path
    assert said in what


def test_where_aws_has_no_budgets_none_is_taken(
    raw_complaints: Callable[[str], list[str]],
) -> None:
    head = "name: acme\nregion: us-gov-west-1\nnotify: a@example.com\n"
    [told] = raw_complaints(head + "spending: {budget_usd: 5}\n")
    assert told.startswith("4:1 spending: AWS has no budgets")


def test_nothing_is_backed_up_and_watched_unless_asked_for(accepted: Callable[[str], Settings]) -> None:
    settings = accepted("")
    assert settings.backup.is_off and settings.spending.is_off


def test_what_is_tried_is_what_the_file_makes(accepted: Callable[[str], Settings]) -> None:
    settings = accepted("storage: {buckets: {a: {}}, volumes: {b: {size_gib: 1}}}")
    assert restorable_kinds(settings.storage, settings.workload) == ["EBS", "S3"]
