"""Brute force and the prover agree about everybody: resource and control policies, boundaries, outsiders."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from baseline.access.account import Account, Guarded, Principal
from baseline.access.caller import Caller, Kind
from baseline.access.catalogue import action
from baseline.access.evaluator import decide
from baseline.access.examples import Call
from baseline.access.outsiders import as_outsider, is_outside, is_unknown, outsiders
from baseline.access.policy import Policy, read_policy
from baseline.access.prover import Prover
from baseline.access.public import PublicAccessBlock
from baseline.access.questions import Question
from baseline.access.request import Request
from baseline.place import Place
from baseline.verdict import Verdict

ID, OTHER = "111122223333", "444455556666"
USER, ROLE = f"arn:aws:iam::{ID}:user/u", f"arn:aws:iam::{ID}:role/r"
SESSION, FOREIGNER = f"arn:aws:sts::{ID}:assumed-role/r/s", f"arn:aws:iam::{OTHER}:user/x"
ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:ListAllMyBuckets"]
RESOURCES = ["arn:aws:s3:::a/k", "arn:aws:s3:::b/k", "arn:aws:s3:::a/u"]
VALUES = {
    "aws:SourceIp": ["10.0.0.1", "192.0.2.1"],
    "aws:PrincipalOrgID": ["o-1"],
    "aws:SecureTransport": ["true", "false"],
    "aws:PrincipalAccount": [OTHER, "777788889999"],
    "aws:PrincipalArn": [FOREIGNER],
    "aws:PrincipalTag/t": ["a", "u"],
    "aws:username": ["u", "a"],
}
CONDITIONS: list[dict[str, dict[str, str]]] = [
    {}, {}, {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
    {"Bool": {"aws:SecureTransport": "false"}}, {"BoolIfExists": {"aws:SecureTransport": "true"}},
    {"StringEquals": {"aws:PrincipalAccount": ID}}, {"StringNotEquals": {"aws:PrincipalAccount": ID}},
    {"StringEquals": {"aws:PrincipalAccount": OTHER}}, {"ArnLike": {"aws:PrincipalArn": ROLE}},
    {"ArnNotLike": {"aws:PrincipalArn": USER}}, {"Null": {"aws:username": "true"}},
    {"StringEquals": {"aws:PrincipalTag/t": "${aws:username}"}},
    {"StringNotEquals": {"aws:PrincipalTag/t": "${aws:username}"}},
    {"StringEquals": {"aws:PrincipalTag/t": "${aws:username, 'a'}"}},
    {"StringNotEqualsIfExists": {"aws:username": "u"}},
]  # fmt: skip
WHO = ["*", *({"AWS": name} for name in ("*", ID, USER, ROLE, SESSION, OTHER, FOREIGNER)),
       {"AWS": [USER, f"arn:aws:iam::{ID}:root"]}, {"Service": "s3.amazonaws.com"}]  # fmt: skip
NAMED = ["*", "arn:aws:s3:::a/*", "arn:aws:s3:::b/*", "arn:aws:s3:::a/${aws:username}"]
FULL = read_policy({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}, name="full")


@st.composite
def _policies(draw: st.DrawFn, *, of_resource: bool, most: int) -> Policy:
    statements = []
    for _ in range(draw(st.integers(1, most))):
        statement = {
            "Effect": draw(st.sampled_from(["Allow", "Allow", "Deny"])),
            "Action": draw(st.sampled_from([*ACTIONS, "s3:*", "*"])),
            draw(st.sampled_from(["Resource", "Resource", "NotResource"])): draw(st.sampled_from(NAMED)),
            "Condition": draw(st.sampled_from(CONDITIONS)),
        }
        if of_resource:
            who = draw(st.sampled_from(["Principal", "Principal", "Principal", "NotPrincipal"]))
            statement[who] = draw(st.sampled_from(WHO))
        statements.append(statement)
    return read_policy({"Version": "2012-10-17", "Statement": statements}, name="p")


@st.composite
def _accounts(draw: st.DrawFn) -> Account:
    own = _policies(of_resource=False, most=2)
    identity, boundary, here = (draw(own),), draw(st.none() | own), Place(Path("x"))
    callers = {"user": Caller.of_arn(USER), "role": Caller(Kind.SESSION, SESSION, role=ROLE, account=ID)}
    principals = [
        Principal(kind, kind, kind, caller, identity, boundary, here) for kind, caller in callers.items()
    ]
    block = PublicAccessBlock(restrict_public_buckets=draw(st.booleans()))
    guarded = Guarded("arn:aws:s3:::a", draw(_policies(of_resource=True, most=3)), block)
    scps, rcps = (
        ((FULL, draw(_policies(of_resource=of_resource, most=1))),) if draw(st.booleans()) else ()
        for of_resource in (False, True)
    )
    return Account(ID, tuple(principals), (guarded,), scps, rcps)


def _universe(account: Account, principal: Principal) -> Iterator[Request]:
    """Requests with every value, and without one, of the keys that are asked for and not known."""
    policies = [*(principal.identity or ()), *([principal.boundary] if principal.boundary else [])]
    asked = {
        condition.key
        for policy in (*policies, *account.all_policies())
        for statement in policy.statements
        for condition in statement.conditions
    }
    unknown, nobodys = is_unknown(principal), not principal.caller.is_principal
    keys = [
        key
        for key in VALUES
        if (key.lower() in asked or (unknown and key == "aws:username"))
        and (unknown or (key.lower() not in principal.caller.context and key != "aws:username"))
        and not (nobodys and key.startswith("aws:Principal"))
    ]
    for name, resource in product(ACTIONS, RESOURCES):
        resource = "*" if name.endswith("Buckets") else resource
        for values in product(*([[], *([value] for value in VALUES[key])] for key in keys)):
            given = dict(zip(keys, values, strict=True))
            request = Request(principal.caller, name, resource, given, resource_account=ID)
            yield as_outsider(request, principal, account) if is_outside(principal) else request


@settings(max_examples=40, deadline=None)
@given(_accounts())
def test_the_prover_finds_what_brute_force_finds_for_everybody(account: Account) -> None:
    for principal in (*account.principals, *outsiders(account)):
        open_ = {
            request.action
            for request in _universe(account, principal)
            if decide(request, account.policies(principal, request.resource, request.keys)).allowed
        }
        for name in ACTIONS:
            found = Prover(account).find(principal, action(name), Question())
            # Where the small universe has none, there may still be one with another value.
            known = isinstance(found, Call) if name in open_ else not isinstance(found, Verdict)
            assert known, (str(principal), name, found)
