"""Through an access point of S3 a request is allowed only if the access point and the bucket permit it."""

from pathlib import Path

import pytest

from baseline.access.account import Account, account_of
from baseline.access.capabilities import who_may
from baseline.access.evaluator import Effect, decide
from baseline.access.request import Request
from baseline.template.deployment import Deployment
from baseline.template.estate import load_estate
from baseline.verdict import Result

ID, OTHER = "111122223333", "444455556666"
POINT = f"arn:aws:s3:eu-west-1:{ID}:accesspoint/p"
OBJECT = f"{POINT}/object/home/k"

TEMPLATE = """
Resources:
  U: {Type: "AWS::IAM::User", Properties: {UserName: u}}
  V:
    Type: AWS::IAM::User
    Properties: {UserName: v, Policies: [{PolicyName: p, PolicyDocument: {Version: 2012-10-17, Statement: [
      {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:eu-west-1:*:accesspoint/p/*"}]}}]}
  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: b}}
  BP:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref B
      PolicyDocument: {Version: 2012-10-17, Statement: [BUCKET]}
  P:
    Type: AWS::S3::AccessPoint
    Properties:
      Name: p
      Bucket: !Ref B
      PublicAccessBlockConfiguration: {RestrictPublicBuckets: false}
      Policy: {Version: 2012-10-17, Statement: [POINT]}
"""
DELEGATES = """{Effect: Allow, Principal: "*", Action: "*", Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
  Condition: {StringEquals: {"s3:DataAccessPointAccount": ACCOUNT}}}"""
TO_USER = f"""{{Effect: Allow, Principal: {{AWS: "arn:aws:iam::{ID}:user/u"}}, Action: "s3:GetObject",
  Resource: "{POINT}/object/home/*"}}"""
TO_OTHERS = TO_USER.replace(f"arn:aws:iam::{ID}:user/u", OTHER)
NOTHING = f'{{Effect: Deny, Principal: "*", Action: "s3:GetObject", Resource: "{POINT}/object/never/*"}}'


def account(folder: Path, bucket: str, point: str, template: str = TEMPLATE) -> Account:
    bucket = bucket.replace("ACCOUNT", f'"{ID}"')
    (folder / "t.yaml").write_text(template.replace("BUCKET", bucket).replace("POINT]", f"{point}]"))
    return account_of(load_estate([folder / "t.yaml"], Deployment(account=ID, region="eu-west-1")))


def who(there: Account, resource: str = OBJECT) -> set[str]:
    answers = who_may(there, "s3:GetObject", resource)
    assert not {Result.UNDECIDED, Result.NOT_MODELLED} & {each.result for each in answers.values()}
    return {name for name, answer in answers.items() if answer.holds}


SHUT = DELEGATES.replace("Allow", "Deny").replace('"*", Resource', '"s3:GetObject", Resource')


@pytest.mark.parametrize(
    ("bucket", "point", "allowed"),
    [
        (DELEGATES, TO_USER, {"user/u", "user/v"}),
        (DELEGATES, NOTHING, {"user/v"}),
        (SHUT, TO_USER, set()),
        (DELEGATES.replace("ACCOUNT", f'"{OTHER}"'), TO_USER, set()),
        (DELEGATES, TO_OTHERS, {"user/v", OTHER}),
        (DELEGATES.replace("b/*", "b/home/*"), TO_USER, {"user/u", "user/v"}),
        (DELEGATES.replace("b/*", "b/work/*"), TO_USER, set()),
    ],
)
def test_both_must_permit(tmp_path: Path, bucket: str, point: str, allowed: set[str]) -> None:
    assert who(account(tmp_path, bucket, point)) == allowed


def test_the_evaluator_maps_the_object_and_says_both_statements(tmp_path: Path) -> None:
    there = account(tmp_path, DELEGATES, TO_USER)
    user = there.find("user/u")
    for key, effect in (("home/k", Effect.ALLOWED), ("work/k", Effect.IMPLICITLY_DENIED)):
        resource = f"{POINT}/object/{key}"
        request = Request(user.caller, "s3:GetObject", resource, there.keys_of(resource))
        decision = decide(request, there.policies(user, resource, request.keys))
        assert decision.effect is effect
        assert [each.policy for each in decision.statements] == (
            ["P", "BP"] if effect is Effect.ALLOWED else []
        )


def test_delegation_to_the_own_account_opens_nothing_without_an_access_point(tmp_path: Path) -> None:
    assert who(account(tmp_path, DELEGATES, TO_USER), "arn:aws:s3:::b/home/k") == set()


def test_delegation_to_another_account_lets_its_access_points_decide(tmp_path: Path) -> None:
    """Nobody knows which access points another account has, and whom they let in."""
    there = account(tmp_path, DELEGATES.replace("ACCOUNT", f'"{OTHER}"'), TO_USER)
    assert "any principal of another account" in who(there, "arn:aws:s3:::b/home/k")


@pytest.mark.parametrize(
    ("block", "open_"),
    [
        ("", False),  # all of it is on
        ("PublicAccessBlockConfiguration: {RestrictPublicBuckets: true}", False),
        ("PublicAccessBlockConfiguration: {RestrictPublicBuckets: false}", True),
        ("PublicAccessBlockConfiguration: {RestrictPublicBuckets: !Ref Shut}", True),
        ("PublicAccessBlockConfiguration: !Ref Shut", True),
    ],
)
def test_a_block_that_nobody_knows_closes_nothing(block: str, open_: bool, tmp_path: Path) -> None:
    shown = "PublicAccessBlockConfiguration: {RestrictPublicBuckets: false}"
    text = TEMPLATE.replace(shown, block) + "Parameters: {Shut: {Type: String}}\n"
    everybody = TO_USER.replace(f'{{AWS: "arn:aws:iam::{ID}:user/u"}}', '"*"')
    answers = who_may(account(tmp_path, DELEGATES, everybody, text), "s3:GetObject", OBJECT)
    assert (answers["anonymous"].result is not Result.REFUTED) is open_
