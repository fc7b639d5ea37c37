"""Intrinsic functions get the account's own values; what cannot be resolved is an error, never a guess."""

from typing import Any

import pytest

from baseline.rehearsal.account.intrinsics import Scope, resolved

SCOPE = Scope(
    references={"Bucket": "acme-uploads", "AWS::Region": "eu-west-1"},
    attribute=lambda logical_id, name: {("Bucket", "Arn"): "arn:aws:s3:::acme-uploads"}[logical_id, name],
    exports={"other:Key": "key-1"},
    zones=["eu-west-1a", "eu-west-1b"],
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        (7, 7),
        ({"Ref": "Bucket"}, "acme-uploads"),
        ([{"Ref": "Bucket"}], ["acme-uploads"]),
        ({"A": {"Ref": "AWS::Region"}, "B": 1}, {"A": "eu-west-1", "B": 1}),
        ({"Fn::GetAtt": ["Bucket", "Arn"]}, "arn:aws:s3:::acme-uploads"),
        ({"Fn::ImportValue": "other:Key"}, "key-1"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Bucket"}, 1]]}, "a-acme-uploads-1"),
        ({"Fn::Select": [1, {"Fn::GetAZs": ""}]}, "eu-west-1b"),
        ({"Fn::Select": ["0", {"Fn::Split": [":", {"Fn::GetAtt": ["Bucket", "Arn"]}]}]}, "arn"),
        ({"Fn::Sub": "${Bucket} in ${AWS::Region}"}, "acme-uploads in eu-west-1"),
        ({"Fn::Sub": "${Bucket.Arn}/*"}, "arn:aws:s3:::acme-uploads/*"),
        ({"Fn::Sub": ["${Own}-${Bucket}", {"Own": {"Ref": "Bucket"}}]}, "acme-uploads-acme-uploads"),
        ({"Fn::Sub": "${!Literal}"}, "${!Literal}"),
        ({"Fn::Base64": "hi"}, "aGk="),
        ({"A": {"Ref": "AWS::NoValue"}, "B": 1}, {"B": 1}),
        ({"NotAFunction": {"Ref": "Bucket"}}, {"NotAFunction": "acme-uploads"}),
    ],
)
def test_functions_resolve(value: Any, expected: Any) -> None:
    assert resolved(value, SCOPE) == expected


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Gone"},
        {"Fn::GetAtt": ["Bucket", "Gone"]},
        {"Fn::ImportValue": "gone"},
        {"Fn::Sub": "${Gone}"},
        {"Fn::If": ["Condition", 1, 2]},
    ],
)
def test_what_is_unknown_is_an_error(value: Any) -> None:
    with pytest.raises(KeyError):
        resolved(value, SCOPE)
