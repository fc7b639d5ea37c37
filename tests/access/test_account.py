"""Principals, their policies and those of resources are read from templates of any origin."""

from pathlib import Path

import pytest

from baseline.access.account import Account, account_of
from baseline.access.evaluator import Effect, decide
from baseline.access.request import Request
from baseline.access.text import readable
from baseline.template.estate import load_estate

TEMPLATE = """
Parameters: {Stage: {Type: String}}
Conditions: {Live: !Equals [!Ref Stage, live]}
Resources:
  G: {Type: "AWS::IAM::Group", Properties: {GroupName: g, ManagedPolicyArns: [!Ref M]}}
  U: {Type: "AWS::IAM::User", Properties: {UserName: u, Groups: [!Ref G], PermissionsBoundary: !Ref Bound}}
  V: {Type: "AWS::IAM::User"}
  W: {Type: "AWS::IAM::User", Properties: {UserName: w, Groups: [elsewhere]}}
  Joins: {Type: "AWS::IAM::UserToGroupAddition", Properties: {GroupName: !Ref G, Users: [!Ref V]}}
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app-r
      Path: /p/
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Action: "sts:AssumeRole", Principal: {AWS: !GetAtt U.Arn}}
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]
      Policies:
        - PolicyName: inline
          PolicyDocument: {Statement: {Effect: Allow, Action: "sqs:*", Resource: "*"}}
  M:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: ["s3:*", "sns:*"], Resource: "*"}}}
  Bound:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: ["s3:*", "sts:*"], Resource: "*"}}}
  Later:
    Type: AWS::IAM::Policy
    Condition: Live
    Properties:
      PolicyName: later
      Roles: [!Ref R]
      PolicyDocument: {Statement: {Effect: Deny, Action: "*", Resource: "*"}}
  T: {Type: "AWS::SNS::Topic"}
  TP:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref T]
      PolicyDocument: {Statement: {Effect: Deny, Action: "*", Resource: "*", Principal: "*"}}
  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: b,
      PublicAccessBlockConfiguration: {RestrictPublicBuckets: true}}}
  OP:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: other
      PolicyDocument: {Statement: {Effect: Deny, Action: "*", Resource: "*", Principal: "*"}}
"""


@pytest.fixture
def account(tmp_path: Path) -> Account:
    (tmp_path / "t.yaml").write_text(TEMPLATE)
    return account_of(load_estate([tmp_path / "t.yaml"]))


def _decided(account: Account, who: str, action: str, resource: str) -> Effect:
    principal = account.find(who)
    request = Request(principal.caller, action, resource)
    return decide(request, account.policies(principal, resource)).effect


def test_users_have_their_groups_policies_within_their_boundary(account: Account) -> None:
    assert _decided(account, "group/g", "sns:Publish", "*") is Effect.ALLOWED
    assert _decided(account, "user/u", "s3:ListAllMyBuckets", "*") is Effect.ALLOWED
    assert _decided(account, "user/u", "sns:Publish", "*") is Effect.IMPLICITLY_DENIED
    assert _decided(account, "user/V", "sns:Publish", "*") is Effect.ALLOWED
    assert _decided(account, "user/w", "sns:Publish", "*") is Effect.NOT_MODELLED


def test_what_may_not_be_deployed_is_not_guessed(account: Account) -> None:
    assert _decided(account, "role/r", "sqs:SendMessage", "*") is Effect.NOT_MODELLED


def test_policies_of_resources_have_a_say(account: Account) -> None:
    topic = next(each.arn for each in account.guarded if ":sns:" in each.arn)
    assert _decided(account, "user/V", "sns:Publish", topic) is Effect.EXPLICITLY_DENIED
    assert _decided(account, "user/V", "s3:GetObject", "arn:aws:s3:::other/k") is Effect.EXPLICITLY_DENIED
    assert _decided(account, "user/V", "s3:GetObject", "arn:aws:s3:::b/k") is Effect.ALLOWED
    role = account.find("role/r").caller.role
    assert _decided(account, "user/u", "sts:AssumeRole", role) is Effect.ALLOWED
    assert _decided(account, "user/V", "sts:AssumeRole", role) is Effect.IMPLICITLY_DENIED


def test_statements_know_their_line(account: Account) -> None:
    (policy,) = account.find("group/g").identity
    assert policy.statements[0].place.line == 1 + TEMPLATE[: TEMPLATE.index('["s3:*", "sns:*"]')].count("\n")


def test_principals_are_found_by_name_logical_id_and_arn(account: Account) -> None:
    role = account.find("role/app-r")
    assert account.find("R") is account.find("role/r") is account.find(role.caller.role) is role
    assert str(account.find("user/V")) == "user/V"
    assert "<AWS.AccountId>" in readable(role.caller.role)
