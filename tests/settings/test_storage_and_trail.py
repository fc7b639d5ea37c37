"""The rules of the sections `storage` and `trail`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings
from baseline.settings.regions import ZONES_BY_REGION
from baseline.settings.storage import RESERVED_BUCKETS

WRONG = {
    "bucket in capitals": (
        "storage: {buckets: {Uploads: {}}}",
        "storage.buckets.Uploads",
        '"Uploads" must be lower-case',
    ),
    "bucket with a dot": (
        "storage: {buckets: {up.loads: {}}}",
        "storage.buckets.up.loads",
        "must be lower-case letters",
    ),
    "bucket ending in a hyphen": (
        "storage: {buckets: {a-: {}}}",
        "storage.buckets.a-",
        "must be lower-case letters",
    ),
    "bucket of the landing zone": (
        "storage: {buckets: {archive: {}}}",
        "storage.buckets.archive",
        "of the landing zone itself",
    ),
    "bucket name too long": (
        "storage: {buckets: {" + "b" * 36 + ": {}}}",
        "storage.buckets." + "b" * 36,
        "would have 64 characters; Amazon S3 allows 63, so take 1 off",
    ),
    "bucket encryption": (
        "storage: {buckets: {a: {encryption: aes}}}",
        "storage.buckets.a.encryption",
        'unknown word "aes"',
    ),
    "bucket expiry": (
        "storage: {buckets: {a: {expire_days: 0}}}",
        "storage.buckets.a.expire_days",
        "must be at least 1",
    ),
    "lock without days": (
        "storage: {buckets: {a: {lock: {mode: governance}}}}",
        "storage.buckets.a.lock.days",
        "is missing",
    ),
    "volume name": (
        "storage: {volumes: {_a: {size_gib: 1}}}",
        "storage.volumes._a",
        "must be 1 to 40 lower-case",
    ),
    "volume too large": (
        "storage: {volumes: {a: {size_gib: 65537}}}",
        "storage.volumes.a.size_gib",
        "at most 65536",
    ),
    "volume in no zone": (
        "storage: {volumes: {a: {size_gib: 1, zone: 3}}}",
        "storage.volumes.a.zone",
        "zone 3 of 2",
    ),
    "retention": ("trail: {retain_days: 89}", "trail.retain_days", "must be at least 90, not 89"),
    "lock": ("trail: {lock: none}", "trail.lock", 'unknown word "none"; there is: governance, compliance'),
    "data events of what": (
        "trail: {data_events: uploads}",
        "trail.data_events",
        "must be a list of names of buckets, or the word all",
    ),
    "data events of numbers": (
        "trail: {data_events: [1]}",
        "trail.data_events",
        "must be a list of names of buckets",
    ),
    "data events of no bucket": (
        "storage: {buckets: {uploads: {}}}\ntrail: {data_events: [upload]}",
        "trail.data_events[0]",
        'unknown bucket "upload", did you mean "uploads"?',
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once_with_its_key(
    case: str, complaints: Callable[[str], list[tuple[str, str]]]
) -> None:
    text, path, said = WRONG[case]
    [(told_path, told)] = complaints(text)
    assert told_path == path
    assert said in told


def test_the_longest_bucket_name_that_s3_takes_is_taken(accepted: Callable[[str], Settings]) -> None:
    [bucket] = accepted("storage: {buckets: {" + "b" * 35 + ": {}}}").storage.buckets
    assert len(f"acme-{bucket}-123456789012-eu-west-1") == 63


@pytest.mark.parametrize(("written", "read"), [("all", "all"), ("[uploads]", ("uploads",)), ("[]", ())])
def test_data_events_are_of_all_buckets_or_of_those_named(
    written: str, read: object, accepted: Callable[[str], Settings]
) -> None:
    settings = accepted(f"storage: {{buckets: {{uploads: {{}}}}}}\ntrail: {{data_events: {written}}}")
    assert settings.trail.data_events == read


def test_every_bucket_of_the_landing_zone_has_a_name_that_s3_takes_everywhere() -> None:
    longest = max(ZONES_BY_REGION, key=len)
    for bucket in RESERVED_BUCKETS:
        assert len(f"{'n' * 20}-{bucket}-123456789012-{longest}") <= 63, bucket
