"""What counts as a difference between a template and an account."""

import json
from typing import Any

import pytest

from baseline.rehearsal.account.compare import differences

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (1, "1"),
        (1.0, 1),
        (True, "true"),
        ({"A": 1}, {"A": 1, "Default": 2}),
        ([1, 2], [2, 1]),
        (["only"], "only"),
        ("only", ["only"]),
        ({"A": [1]}, json.dumps({"A": [1]})),
        (json.dumps({"A": [1]}), {"A": [1]}),
    ],
)
def test_one_value_in_two_forms_is_no_difference(wanted: Any, found: Any) -> None:
    assert list(differences(wanted, found, "Property")) == []


@pytest.mark.parametrize(
    ("wanted", "found", "said"),
    [
        (1, 2, "Property: wanted 1, found 2"),
        (True, False, "Property: wanted true, found false"),
        (True, None, "Property: wanted true, found null"),
        ({"A": 1}, {}, "Property.A: wanted 1, found nothing"),
        ({"A": {"B": 1}}, {"A": {"B": 2}}, "Property.A.B: wanted 1, found 2"),
        ([1], [], "Property: wanted 1, found []"),
        ([], [1], "Property: found [1], which nobody wants"),
        ([1, 1], [1], "Property: wanted 1, found []"),
        ("one", ["one", "two"], 'Property: wanted "one", found ["one", "two"]'),
        ("text", "other", 'Property: wanted "text", found "other"'),
        ({"A": 1}, "not json", 'Property: wanted {"A": 1}, found "not json"'),
    ],
)
def test_what_differs_is_said_with_both_values(wanted: Any, found: Any, said: str) -> None:
    assert list(differences(wanted, found, "Property")) == [said]


def test_a_statement_more_than_wanted_is_a_difference() -> None:
    wanted = {"Statement": [ALLOW]}
    assert list(differences(wanted, {"Statement": [ALLOW, ALLOW]}, "PolicyDocument"))


@pytest.mark.parametrize("where", ["PolicyDocument", "KeyPolicy", "AssumeRolePolicyDocument"])
def test_in_policies_a_member_more_is_a_difference(where: str) -> None:
    """A Condition less or a NotAction more changes what is allowed."""
    found = {"Statement": [{**ALLOW, "Condition": {}}]}
    assert list(differences({"Statement": [ALLOW]}, found, where))


def test_policies_within_other_properties_are_exact_too() -> None:
    wanted = [{"PolicyName": "p", "PolicyDocument": {"Statement": [ALLOW]}}]
    found = [{"PolicyName": "p", "PolicyDocument": {"Statement": [{**ALLOW, "NotAction": "x"}]}}]
    assert list(differences(wanted, found, "Policies"))


def test_tags_may_be_more_than_wanted_and_not_fewer() -> None:
    own, added = {"Key": "ENV", "Value": "PROD"}, {"Key": "aws:cloudformation:stack-name", "Value": "x"}
    assert list(differences([own], [added, own], "Tags")) == []
    assert list(differences([own], [added], "Tags"))


def test_long_values_are_cut() -> None:
    (said,) = differences("x" * 1000, "y", "Property")
    assert len(said) < 300
