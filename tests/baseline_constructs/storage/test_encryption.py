"""Which puts a bucket's policy refuses, request by request."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import Buckets

KEY = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"
OTHER = "arn:aws:kms:eu-west-1:111122223333:key/11111111-1111-1111-1111-111111111111"
SSE = "s3:x-amz-server-side-encryption"
SSE_KEY = f"{SSE}-aws-kms-key-id"
SSE_C = f"{SSE}-customer-algorithm"


def _holds(operator: str, key: str, wanted: str, request: dict[str, str]) -> bool:
    """One condition as IAM reads it: a negated operator is true of an absent key, a plain one false."""
    if operator == "Null":
        return (key not in request) == (wanted == "true")
    return {
        "StringEquals": request.get(key) == wanted,
        "StringNotEquals": request.get(key) != wanted,
        "ArnNotEquals": request.get(key) != wanted,
    }[operator]


def _refused(statements: dict[str, dict[str, Any]], request: dict[str, str]) -> bool:
    denials = [
        s["Condition"]
        for s in statements.values()
        if s["Effect"] == "Deny" and s["Action"] == "s3:PutObject" and s["Sid"] != "DenyForgery"
    ]
    return any(
        all(_holds(op, k, v, request) for op, pairs in denial.items() for k, v in pairs.items())
        for denial in denials
    )


@pytest.mark.parametrize(
    ("bucket", "request_", "refused"),
    [
        ("Uploads", {}, False),
        ("Uploads", {SSE: "aws:kms", SSE_KEY: KEY}, False),
        ("Uploads", {SSE_KEY: KEY}, False),
        ("Uploads", {SSE: "aws:kms", SSE_KEY: OTHER}, True),
        ("Uploads", {SSE: "aws:kms"}, True),
        ("Uploads", {SSE: "AES256"}, True),
        ("Uploads", {SSE: "aws:kms:dsse", SSE_KEY: KEY}, True),
        ("Uploads", {SSE_C: "AES256"}, True),
        ("Plain", {}, False),
        ("Plain", {SSE: "AES256"}, False),
        ("Plain", {SSE: "aws:kms", SSE_KEY: KEY}, True),
        ("Plain", {SSE_C: "AES256"}, True),
        ("Archive", {}, False),
        ("Archive", {SSE: "aws:kms", SSE_KEY: KEY}, False),
        ("Config", {SSE: "AES256"}, True),
    ],
)
def test_only_puts_with_another_encryption_than_the_buckets_are_refused(
    buckets: "Buckets", bucket: str, request_: dict[str, str], refused: bool
) -> None:
    assert _refused(buckets.statements(bucket), request_) is refused


@pytest.mark.parametrize("bucket", ["Uploads", "Archive", "Config"])
def test_a_put_that_names_no_encryption_gets_the_customers_key(buckets: "Buckets", bucket: str) -> None:
    (rule,) = buckets.properties(bucket)["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {
        "BucketKeyEnabled": True,
        "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY},
    }


@pytest.mark.parametrize("bucket", ["Plain", "Access"])
def test_a_put_that_names_no_encryption_gets_s3s_key_where_that_was_chosen(
    buckets: "Buckets", bucket: str
) -> None:
    (rule,) = buckets.properties(bucket)["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
