"""Each condition operator, on present, absent, empty and several values, as the IAM user guide has it."""

import pytest

from baseline.access.outside import decide_json

ARN = "arn:aws:iam::111122223333:user/alice"


def _met(condition: object, context: dict[str, object], *, version: str = "2012-10-17") -> bool:
    """Whether an Allow with this condition allows."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": condition}
    case = {
        "principal": ARN,
        "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/k",
        "context": context,
        "identity": {"Version": version, "Statement": statement},
    }
    decision = decide_json(case)["decision"]
    assert decision in ("allowed", "implicitly denied")
    return bool(decision == "allowed")


@pytest.mark.parametrize(
    ("operator", "wanted", "actual", "met"),
    [
        # String condition operators
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", ["a", "b"], "b", True),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", "a*", "a*", True),
        ("StringEquals", "", "", True),
        ("StringNotEquals", "a", "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringEqualsIgnoreCase", "Abc", "aBC", True),
        ("StringNotEqualsIgnoreCase", "Abc", "aBC", False),
        ("StringLike", "a*c?", "abbcd", True),
        ("StringLike", "a*", "Ab", False),
        ("StringLike", "*", "", True),
        ("StringLike", "a?", "a", False),
        ("StringLike", "a${*}", "a*", True),
        ("StringLike", "a${*}", "ab", False),
        ("StringLike", "a${?}${$}", "a?$", True),
        ("StringLike", "a.c", "abc", False),
        ("StringNotLike", "a*", "ba", True),
        ("StringNotLike", ["x*", "a*"], "ab", False),
        # Numeric condition operators
        ("NumericEquals", "10", "10.0", True),
        ("NumericEquals", 10, "10", True),
        ("NumericNotEquals", "10", "11", True),
        ("NumericLessThan", "10", "9.5", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericLessThanEquals", "10", "10", True),
        ("NumericGreaterThan", "9", "10", True),
        ("NumericGreaterThanEquals", "-1", "-1", True),
        ("NumericLessThan", "10", "many", False),
        ("NumericLessThan", "ten", "9", False),
        # Date condition operators: ISO 8601 in the W3C profile, or seconds since 1970
        ("DateEquals", "2026-01-01T00:00:00Z", "1767225600", True),
        ("DateEquals", "2026-01-01", "2026-01-01T00:00:00Z", True),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59Z", True),
        ("DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-01T01:30:00+02:00", False),
        ("DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", True),
        ("DateLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", False),
        ("DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", True),
        ("DateLessThan", "2026-01-01T00:00:00Z", "yesterday", False),
        ("DateLessThan", "2026-13-01T00:00:00Z", "2025-12-31T23:59:59Z", False),
        # Boolean and binary condition operators
        ("Bool", "true", "true", True),
        ("Bool", True, "TRUE", True),
        ("Bool", "false", "true", False),
        ("Bool", "true", "1", False),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True),
        ("BinaryEquals", "QmluYXJ5", "qmluYXJ5", False),
        ("BinaryEquals", "!", "!", False),
        ("BinaryEquals", "QQ==", "QR==", False),
        # IP address condition operators
        ("IpAddress", "203.0.113.0/24", "203.0.113.7", True),
        ("IpAddress", "203.0.113.0/24", "203.0.114.7", False),
        ("IpAddress", "203.0.113.7", "203.0.113.7", True),
        ("IpAddress", ["10.0.0.0/8", "2001:db8::/32"], "2001:db8::1", True),
        ("IpAddress", "0.0.0.0/0", "2001:db8::1", False),
        ("IpAddress", "203.0.113.0/24", "nowhere", False),
        ("NotIpAddress", "203.0.113.0/24", "203.0.113.7", False),
        ("NotIpAddress", "203.0.113.0/24", "2001:db8::1", True),
        # ARN condition operators: part by part, Equals and Like alike
        ("ArnEquals", "arn:aws:sns:*:111122223333:t", "arn:aws:sns:eu-west-1:111122223333:t", True),
        ("ArnEquals", "arn:aws:sns:*:t", "arn:aws:sns:eu-west-1:111122223333:t", False),
        ("ArnLike", "arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:role/a/b:c", True),
        ("ArnLike", "arn:aws:iam::*", "arn:aws:iam::111122223333:role/a", False),
        ("ArnLike", "arn:aws:iam::111122223333:role/A", "arn:aws:iam::111122223333:role/a", False),
        ("ArnLike", "*", "no arn", False),
        ("ArnNotLike", "arn:aws:s3:::a*", "arn:aws:s3:::b", True),
        ("ArnNotEquals", "arn:aws:s3:::a", "arn:aws:s3:::a", False),
        # Operators and keys without regard to case
        ("stringequals", "a", "a", True),
    ],
)  # fmt: skip
def test_an_operator_compares(operator: str, wanted: object, actual: str, met: bool) -> None:
    assert _met({operator: {"aws:Some/Key": wanted}}, {"AWS:some/KEY": actual}) is met


@pytest.mark.parametrize(
    ("operator", "absent_met"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringNotLike", True),
        ("ArnNotLike", True),
        ("NotIpAddress", True),
        ("NumericNotEquals", True),
        ("DateNotEquals", True),
        ("Bool", False),
        ("NumericLessThan", False),
        ("StringEqualsIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("BoolIfExists", True),
        ("IpAddressIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAllValues:StringNotEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
        ("ForAnyValue:StringEqualsIfExists", True),
        ("ForAnyValue:StringNotEqualsIfExists", True),
        ("ForAllValues:StringEqualsIfExists", True),
        ("ForAnyValue:Bool", False),
    ],
)
def test_a_key_that_is_absent_or_without_values(operator: str, absent_met: bool) -> None:
    for context in ({}, {"k": []}, {"k": None}):
        assert _met({operator: {"k": "1"}}, context) is absent_met


@pytest.mark.parametrize(
    ("operator", "wanted", "actual", "met"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], ["a", "b"], True),
        ("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], False),
        ("ForAllValues:StringNotEquals", ["a"], ["b", "c"], True),
        ("ForAllValues:StringNotEquals", ["a"], ["a", "c"], False),
        ("ForAnyValue:StringEquals", ["a"], ["a", "c"], True),
        ("ForAnyValue:StringEquals", ["a"], ["b", "c"], False),
        ("ForAnyValue:StringNotEquals", ["a"], ["a", "c"], True),
        ("ForAnyValue:StringNotEquals", ["a"], ["a"], False),
        ("ForAllValues:StringLike", ["key1*"], ["key1:legal", "key1"], True),
        ("foranyvalue:stringlike", ["key1*"], ["key2", "key1x"], True),
        ("StringEqualsIfExists", "a", "b", False),
        ("ForAllValues:ArnLike", ["arn:aws:s3:::a*"], ["arn:aws:s3:::ab", "arn:aws:s3:::b"], False),
        ("ForAnyValue:IpAddress", ["10.0.0.0/8"], ["192.0.2.1", "10.1.1.1"], True),
        # An empty data set, such as an empty string
        ("ForAllValues:StringEquals", ["a"], "", True),
        ("ForAllValues:StringNotEquals", ["a"], [""], True),
        ("ForAnyValue:StringEquals", ["a", ""], "", False),
        ("ForAnyValue:StringNotEquals", ["a"], "", False),
        ("ForAnyValue:StringLikeIfExists", ["*"], "", False),
        ("ForAllValues:StringEquals", ["a"], ["", "a"], False),
        # Without a set operator one value of several must match; for a negated operator none may
        ("StringEquals", ["a"], ["a", "b"], True),
        ("StringNotEquals", ["a"], ["a", "b"], False),
        ("StringNotEquals", ["c"], ["a", "b"], True),
        ("StringLike", ["a*"], "", False),
        ("StringNotEquals", ["a"], "", True),
    ],
)  # fmt: skip
def test_set_operators(operator: str, wanted: object, actual: object, met: bool) -> None:
    assert _met({operator: {"k": wanted}}, {"k": actual}) is met


@pytest.mark.parametrize(("value", "present", "met"), [
    ("true", False, True), ("true", True, False), ("false", True, True), ("false", False, False),
    (True, False, True), (["true", "false"], True, True),
])  # fmt: skip
def test_null_asks_whether_a_key_is_there(value: object, present: bool, met: bool) -> None:
    assert _met({"Null": {"k": value}}, {"k": "x"} if present else {}) is met


def test_all_operators_and_all_keys_must_hold() -> None:
    both = {"StringEquals": {"a": "1", "b": "2"}, "Bool": {"c": "true"}}
    assert _met(both, {"a": "1", "b": "2", "c": "true"})
    assert not _met(both, {"a": "1", "b": "3", "c": "true"})
    assert not _met(both, {"a": "1", "b": "2", "c": "false"})


@pytest.mark.parametrize(
    ("condition", "context", "met"),
    [
        ({"StringEquals": {"k": "${aws:username}"}}, {"k": "alice"}, True),
        ({"StringEquals": {"k": "${AWS:UserName}"}}, {"k": "alice"}, True),
        ({"StringEquals": {"k": "${aws:PrincipalTag/team}"}}, {"k": "x", "aws:PrincipalTag/Team": "x"}, True),
        ({"StringEquals": {"k": "${aws:PrincipalTag/team}"}}, {"k": "x"}, False),
        ({"StringEquals": {"k": "${aws:PrincipalTag/team, 'none'}"}}, {"k": "none"}, True),
        ({"StringLike": {"k": "home/${aws:username}/*"}}, {"k": "home/alice/x"}, True),
        ({"StringLike": {"k": "${x}"}}, {"k": "abc", "x": "a*"}, False),
        ({"StringLike": {"k": "${x}"}}, {"k": "a*", "x": "a*"}, True),
        ({"StringEquals": {"k": "${x}"}}, {"k": "a", "x": ["a", "b"]}, False),
        ({"StringNotEquals": {"k": "${x}"}}, {"k": "a"}, False),
        ({"StringNotEquals": {"k": "${x}"}}, {}, True),
        ({"StringNotEquals": {"k": ["b", "${x}"]}}, {"k": "a"}, False),
        ({"StringNotEquals": {"k": "${x, 'b'}"}}, {"k": "a"}, True),
        ({"StringEquals": {"k": ["${x}", "a"]}}, {"k": "a"}, True),
        ({"StringEquals": {"k": ["a", "${x}"]}}, {"k": "a"}, True),
        ({"ForAllValues:StringEquals": {"k": ["${x}", "a"]}}, {"k": ["a", "b"]}, False),
        ({"StringLike": {"k": "${x, '*'}"}}, {"k": "a"}, False),
        ({"StringLike": {"k": "${ x , 'b' }?"}}, {"k": "bc"}, True),
        ({"StringEqualsIfExists": {"k": "${x}"}}, {}, True),
        ({"NumericEquals": {"k": "${x}"}}, {"k": "1", "x": "1"}, False),
        ({"ArnLike": {"k": "arn:aws:s3:::${x}/*"}}, {"k": "arn:aws:s3:::b/1", "x": "b"}, True),
        ({"StringEquals": {"k": "${$}{x}"}}, {"k": "${x}", "x": "a"}, True),
    ],
)
def test_policy_variables(condition: object, context: dict[str, object], met: bool) -> None:
    assert _met(condition, context) is met


def test_in_documents_of_2008_variables_are_plain_text() -> None:
    condition = {"StringEquals": {"k": "${aws:username}"}}
    assert not _met(condition, {"k": "alice"}, version="2008-10-17")
    assert _met(condition, {"k": "${aws:username}"}, version="2008-10-17")
    star = {"StringLike": {"k": "${*}"}}
    assert _met(star, {"k": "${abc}"}, version="2008-10-17")
    assert not _met(star, {"k": "*"}, version="2008-10-17")
    assert _met(star, {"k": "*"})


@pytest.mark.parametrize(
    "condition",
    [{"StringSortOf": {"k": "a"}}, {"StringEquals": {1: "a"}}, {"StringEquals": {"k": [["a"]]}},
     {"Null": {"k": None}}, {1: {"k": "a"}}, "", None,
     {"NullIfExists": {"k": "true"}}, {"ForSome:Bool": {"k": "true"}},
     {"Bool": "true"}, {"Bool": {"k": {"a": 1}}}, ["Bool"]],
)  # fmt: skip
def test_what_the_language_does_not_have_is_never_an_answer(condition: object) -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    case = {"principal": ARN, "action": "s3:GetObject", "resource": "*", "identity": {"Statement": statement}}
    assert decide_json(case)["decision"] == "not modelled"
