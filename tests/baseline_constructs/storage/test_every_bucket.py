"""What holds of every bucket, whatever it is for."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Buckets

EVERY = ("Access", "Archive", "Sealed", "Config", "Uploads", "Plain")


@pytest.fixture(params=EVERY)
def id_(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_bucket_and_its_policy_outlive_the_stack(buckets: "Buckets", id_: str) -> None:
    kinds = ("AWS::S3::Bucket", "AWS::S3::BucketPolicy")
    assert {buckets.resource(kind, id_)["DeletionPolicy"] for kind in kinds} == {"Retain"}


def test_all_four_public_doors_are_shut(buckets: "Buckets", id_: str) -> None:
    assert buckets.properties(id_)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }


def test_old_versions_are_kept(buckets: "Buckets", id_: str) -> None:
    assert buckets.properties(id_)["VersioningConfiguration"] == {"Status": "Enabled"}


def test_acls_are_off(buckets: "Buckets", id_: str) -> None:
    rules = buckets.properties(id_)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]


def test_unfinished_uploads_are_removed(buckets: "Buckets", id_: str) -> None:
    (rule,) = buckets.properties(id_)["LifecycleConfiguration"]["Rules"]
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}


@pytest.mark.parametrize(
    ("sid", "condition"),
    [
        ("DenyPlainHttp", {"Bool": {"aws:SecureTransport": "false"}}),
        ("DenyOldTls", {"NumericLessThan": {"s3:TlsVersion": "1.2"}}),
    ],
)
def test_everything_but_tls_1_2_or_newer_is_refused(
    buckets: "Buckets", id_: str, sid: str, condition: dict[str, Any]
) -> None:
    statement = buckets.statements(id_)[sid]
    assert (statement["Effect"], statement["Action"], statement["Condition"]) == ("Deny", "s3:*", condition)


def test_no_person_is_given_access_by_the_bucket(buckets: "Buckets", id_: str) -> None:
    allowed = [s["Principal"] for s in buckets.statements(id_).values() if s["Effect"] == "Allow"]
    assert all(principal.keys() == {"Service"} for principal in allowed)


def test_no_service_writes_for_another_account(buckets: "Buckets", id_: str) -> None:
    allowed = [
        s["Condition"]["StringEquals"] for s in buckets.statements(id_).values() if s["Effect"] == "Allow"
    ]
    assert all(condition["aws:SourceAccount"] == {"Ref": "AWS::AccountId"} for condition in allowed)


def test_a_deployment_can_still_change_the_policy(buckets: "Buckets", id_: str) -> None:
    unconditional = [
        s for s in buckets.statements(id_).values() if s["Effect"] == "Deny" and "Condition" not in s
    ]
    assert all("s3:PutBucketPolicy" not in s["Action"] and s["Action"] != "s3:*" for s in unconditional)


@pytest.mark.parametrize("logged", [i for i in EVERY if i != "Access"])
def test_access_is_logged_under_a_key_that_names_the_bucket(buckets: "Buckets", logged: str) -> None:
    logging = buckets.properties(logged)["LoggingConfiguration"]
    assert logging["DestinationBucketName"]["Ref"].startswith("Access")
    assert "PartitionedPrefix" in logging["TargetObjectKeyFormat"]
