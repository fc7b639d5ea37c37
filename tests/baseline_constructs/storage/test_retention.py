"""How long buckets keep things, and who may end it."""

from typing import TYPE_CHECKING

import pytest

from baseline_constructs.storage.lifecycle import lifecycle
from baseline_constructs.storage.lock import ObjectLock

if TYPE_CHECKING:
    from .conftest import Buckets

REMOVING = {
    "s3:BypassGovernanceRetention",
    "s3:DeleteBucket",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
}


@pytest.mark.parametrize(
    ("bucket", "mode", "days"),
    [("Archive", "COMPLIANCE", 365), ("Uploads", "GOVERNANCE", 30)],
)
def test_new_objects_are_locked_for_the_days_asked_for(
    buckets: "Buckets", bucket: str, mode: str, days: int
) -> None:
    properties = buckets.properties(bucket)
    assert properties["ObjectLockEnabled"] is True
    retention = properties["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": mode, "Days": days}


@pytest.mark.parametrize("bucket", ["Config", "Access"])
def test_services_that_deliver_to_no_locked_bucket_get_an_unlocked_one(
    buckets: "Buckets", bucket: str
) -> None:
    assert "ObjectLockConfiguration" not in buckets.properties(bucket)


@pytest.mark.parametrize(("bucket", "days"), [("Archive", 365), ("Config", 731), ("Access", 400)])
def test_records_expire_when_their_time_is_over_and_not_before(
    buckets: "Buckets", bucket: str, days: int
) -> None:
    (rule,) = buckets.properties(bucket)["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] == days


def test_objects_are_kept_for_ever_unless_said_otherwise(buckets: "Buckets") -> None:
    (rule,) = buckets.properties("Plain")["LifecycleConfiguration"]["Rules"]
    assert "ExpirationInDays" not in rule and rule["ExpiredObjectDeleteMarker"] is True


def test_old_versions_go_after_the_days_asked_for(buckets: "Buckets") -> None:
    (rule,) = buckets.properties("Uploads")["LifecycleConfiguration"]["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 45}


@pytest.mark.parametrize("bucket", ["Archive", "Sealed", "Config", "Access"])
def test_records_are_not_to_be_removed_by_anyone(buckets: "Buckets", bucket: str) -> None:
    denial = buckets.statements(bucket)["DenyRemoval"]
    assert (denial["Effect"], denial["Principal"], set(denial["Action"])) == ("Deny", {"AWS": "*"}, REMOVING)


def test_the_one_role_named_is_exempt(buckets: "Buckets") -> None:
    condition = buckets.statements("Archive")["DenyRemoval"]["Condition"]
    assert condition["ArnNotEquals"]["aws:PrincipalArn"]["Fn::Join"][1][-1] == ":role/breaker"


def test_nobody_is_exempt_where_no_role_is_named(buckets: "Buckets") -> None:
    assert "Condition" not in buckets.statements("Sealed")["DenyRemoval"]


@pytest.mark.parametrize("days", [0, 36501])
def test_a_lock_that_s3_does_not_know_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match=f"an Object Lock of {days} days; S3 accepts 1 to 36500"):
        ObjectLock(mode="governance", days=days)


@pytest.mark.parametrize(("expire", "old"), [(0, 1), (1, 0), (None, 0)])
def test_a_lifecycle_below_a_day_is_refused(expire: int | None, old: int) -> None:
    with pytest.raises(ValueError, match="days must be at least 1"):
        lifecycle(expire_days=expire, old_versions_days=old)
