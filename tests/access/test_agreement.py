"""Brute force over a small universe and the prover give the same answers on random policies."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from baseline.access.caller import Caller
from baseline.access.compare import more_permissive
from baseline.access.evaluator import Policies, decide
from baseline.access.policy import Policy, read_policy
from baseline.access.request import Request
from baseline.verdict import Result

CALLER = Caller.of_arn("arn:aws:iam::111122223333:user/somebody")
ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets"]
RESOURCES = ["arn:aws:s3:::a/k", "arn:aws:s3:::a/somebody", "arn:aws:s3:::b/k"]
VALUES = {
    "aws:SourceIp": ["10.0.0.1", "192.0.2.1", "2001:db8::1"],
    "aws:MultiFactorAuthPresent": ["true", "false"],
    "aws:PrincipalTag/t": ["a", "A", "b1"],
    "s3:authType": ["REST-HEADER", "POST"],
    "aws:EpochTime": ["5", "20"],
    "aws:CalledVia": ["a", "b", ""],
    "aws:username": ["somebody", "k", "b1"],
}
OPERATORS = {
    "aws:SourceIp": (["IpAddress", "NotIpAddress"], ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"]),
    "aws:MultiFactorAuthPresent": (["Bool", "BoolIfExists", "Null"], ["true", "false"]),
    "aws:PrincipalTag/t": (
        ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
        ["a", "b*", "?1", "${aws:username}", "b${aws:username}", "${aws:username, 'a'}"],
    ),
    "s3:authType": (["StringEquals", "StringNotEqualsIfExists"], ["POST", "REST-HEADER"]),
    "aws:EpochTime": (
        ["NumericLessThan", "NumericNotEquals", "NumericGreaterThanEqualsIfExists"], ["10", "20"],
    ),
    "aws:CalledVia": (
        ["ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAllValues:StringNotEquals",
         "ForAnyValue:StringNotEquals", "ForAnyValue:StringEqualsIfExists", "StringEquals", "StringNotEquals",
         "ForAllValues:StringLikeIfExists", "ForAnyValue:StringLike", "Null"],
        ["a", "b", "", "*", "true", "false"],
    ),
    "aws:username": (["StringEquals", "StringNotLike"], ["somebody", "k*", "${aws:PrincipalTag/t}"]),
}  # fmt: skip


@st.composite
def _conditions(draw: st.DrawFn) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for key in draw(st.lists(st.sampled_from(sorted(OPERATORS)), max_size=2, unique=True)):
        operators, values = OPERATORS[key]
        wanted = draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
        found.setdefault(draw(st.sampled_from(operators)), {})[key] = wanted
    return found


@st.composite
def _statements(draw: st.DrawFn) -> dict[str, object]:
    actions = [*ACTIONS, "s3:*", "s3:?etObject"]
    # An Allow of NotAction is about every action there is, which takes its time.
    effect = draw(st.sampled_from(["Allow", "Allow", "Deny"]))
    negated = effect == "Deny" and draw(st.booleans())
    resources = ["*", "arn:aws:s3:::a/*", "arn:aws:s3:::?/k", "arn:aws:s3:::a/${aws:username}",
                 "arn:aws:s3:::${aws:PrincipalTag/t, 'b'}/*", "arn:aws:s3:*"]  # fmt: skip
    return {
        "Effect": effect,
        "NotAction" if negated else "Action": draw(st.sampled_from(actions)),
        draw(st.sampled_from(["Resource", "Resource", "NotResource"])): draw(st.sampled_from(resources)),
        "Condition": draw(_conditions()),
    }


@st.composite
def _documents(draw: st.DrawFn) -> dict[str, object]:
    return {"Version": "2012-10-17", "Statement": draw(st.lists(_statements(), min_size=1, max_size=3))}


def _universe(policies: list[Policy]) -> Iterator[Request]:
    """Requests with every value, and without one, of the keys that the policies ask for."""
    asked = {c.key for policy in policies for s in policy.statements for c in s.conditions}
    written = str([(s.resources, [c.values for c in s.conditions]) for p in policies for s in p.statements])
    keys = [key for key in VALUES if key.lower() in asked or f"${{{key}" in written]
    for action, resource in product(ACTIONS, RESOURCES):
        resource = "*" if action.endswith("Buckets") else resource
        # The table says which requests can have s3:authType; the others have no key of their own.
        for values in product(*(_lists(key) for key in keys)):
            yield Request(CALLER, action, resource, dict(zip(keys, values, strict=True)))


def _lists(key: str) -> list[list[str]]:
    """No value, each value, and for keys with several values two at a time."""
    pairs = [["a", "b"], ["", "a"], ["", "b"]] if key == "aws:CalledVia" else []
    return [[], *([value] for value in VALUES[key]), *pairs]


@settings(max_examples=120, deadline=None)
@given(_documents(), _documents())
def test_the_prover_finds_what_brute_force_finds(one: dict[str, object], other: dict[str, object]) -> None:
    first, second = read_policy(one, name="first"), read_policy(other, name="second")
    less, more = Policies(identity=(first,)), Policies(identity=(second,))
    found = any(
        decide(request, more).allowed and not decide(request, less).allowed
        for request in _universe([first, second])
    )
    result = more_permissive([first], [second]).result
    # Variables in the patterns of other variables may leave it open; nothing else may.
    chained = {Result.UNDECIDED} if "${aws:PrincipalTag" in str((one, other)) else set()
    assert result in {Result.REFUTED, *chained, *([] if found else [Result.PROVED])}


def test_a_policy_allows_nothing_more_than_itself() -> None:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a/${aws:PrincipalTag/t}/*"}
    policy = read_policy({"Version": "2012-10-17", "Statement": statement}, name="p")
    assert more_permissive([policy], [policy]).result is Result.PROVED
