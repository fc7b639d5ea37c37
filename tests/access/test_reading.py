"""Policies that templates hold in other places than at a principal, and templates of odd shapes."""

import json
from pathlib import Path
from typing import Any

import pytest

from baseline.access.account import Account, account_of
from baseline.access.capabilities import capabilities, who_may
from baseline.access.evaluator import Effect, decide
from baseline.access.outsiders import outsiders
from baseline.access.prover import Prover
from baseline.access.questions import actions_named
from baseline.access.request import Request
from baseline.template.deployment import Deployment
from baseline.template.estate import load_estate
from baseline.verdict import Result, Verdict

ID, OTHER = "111122223333", "444455556666"
ADMIN = """
  U: {Type: "AWS::IAM::User", Properties: {UserName: u, Policies: [{PolicyName: p, PolicyDocument:
    {Version: 2012-10-17, Statement: [{Effect: Allow, Action: "*", Resource: "*"}]}}]}}
"""


def account(folder: Path, resources: str, parameters: str = "{Open: {Type: String}}") -> Account:
    (folder / "t.yaml").write_text(f"Parameters: {parameters}\nResources:\n{resources}")
    return account_of(load_estate([folder / "t.yaml"], Deployment(account=ID, region="eu-west-1")))


def decided(there: Account, action: str, resource: str, **keys: str) -> Effect:
    user = there.find("user/u")
    given = {key.replace("__", ":"): [value] for key, value in keys.items()}
    return decide(Request(user.caller, action, resource, given), there.policies(user, resource, given)).effect


def never(there: Account, action: str) -> Verdict:
    return Prover(there).never(there.find("user/u"), actions_named([action]))


def policy(type_: str, target: str, statement: str) -> str:
    return f"""
  Guard:
    Type: AWS::Organizations::Policy
    Properties:
      Type: {type_}
      Name: guard
      TargetIds: ["{target}"]
      Content: {{Version: 2012-10-17, Statement: [{statement}]}}
{ADMIN}"""


def test_control_policies_of_the_account_limit_it(tmp_path: Path) -> None:
    deny = '{Effect: Deny, Action: "s3:PutObject", Resource: "*"}'
    there = account(tmp_path, policy("SERVICE_CONTROL_POLICY", ID, deny))
    assert decided(there, "s3:PutObject", "arn:aws:s3:::b/k") is Effect.EXPLICITLY_DENIED
    assert decided(there, "s3:GetObject", "arn:aws:s3:::b/k") is Effect.ALLOWED
    assert never(there, "s3:PutObject").result is Result.PROVED
    assert never(there, "s3:GetObject").result is Result.REFUTED
    listed = '{Effect: Allow, Action: "s3:*", Resource: "*"}'
    there = account(tmp_path, policy("SERVICE_CONTROL_POLICY", ID, listed))
    assert decided(there, "sqs:ListQueues", "*") is Effect.IMPLICITLY_DENIED
    assert never(there, "sqs:ListQueues").result is Result.PROVED
    everyone = '{Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*"}'
    there = account(tmp_path, policy("RESOURCE_CONTROL_POLICY", ID, everyone))
    assert decided(there, "s3:GetObject", "arn:aws:s3:::b/k") is Effect.EXPLICITLY_DENIED
    assert decided(there, "ec2:DescribeVpcs", "*") is Effect.ALLOWED
    assert never(there, "s3:GetObject").result is Result.PROVED


def test_control_policies_of_others_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    deny = '{Effect: Deny, Action: "*", Resource: "*"}'
    there = account(tmp_path, policy("SERVICE_CONTROL_POLICY", "ou-ab12-cdef3456", deny))
    assert decided(there, "s3:GetObject", "arn:aws:s3:::b/k") is Effect.ALLOWED
    (note,) = there.notes
    assert note.place.line == 5 and "left out" in note.text
    there = account(tmp_path, policy("SERVICE_CONTROL_POLICY", OTHER, deny))
    assert decided(there, "s3:GetObject", "arn:aws:s3:::b/k") is Effect.ALLOWED
    assert not there.notes


def test_an_endpoint_limits_the_requests_that_pass_it(tmp_path: Path) -> None:
    there = account(tmp_path, """
  E:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      ServiceName: com.amazonaws.eu-west-1.s3
      VpcId: vpc-1
      PolicyDocument: {Statement: [{Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: "*"}]}
  BP:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: b
      PolicyDocument: {Statement: [{Effect: Deny, Principal: "*", Action: "s3:*",
        Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::b"],
        Condition: {StringNotEquals: {"aws:SourceVpce": !Ref E}}}]}
  U: {Type: "AWS::IAM::User", Properties: {UserName: u, Policies: [{PolicyName: p, PolicyDocument:
    {Statement: [{Effect: Allow, Action: "s3:*", Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}]}}]}}
""")  # fmt: skip
    (endpoint,) = there.endpoints
    through = {"aws__SourceVpce": endpoint.id}
    assert decided(there, "s3:GetObject", "arn:aws:s3:::b/k", **through) is Effect.ALLOWED
    assert decided(there, "s3:PutObject", "arn:aws:s3:::b/k", **through) is Effect.IMPLICITLY_DENIED
    assert decided(there, "s3:GetObject", "arn:aws:s3:::b/k") is Effect.EXPLICITLY_DENIED
    assert never(there, "s3:PutObject").result is Result.PROVED
    assert never(there, "s3:GetObject").result is Result.REFUTED


FUNCTION = """
  F: {Type: "AWS::Lambda::Function", Properties: {FunctionName: f}}
  P1: {Type: "AWS::Lambda::Permission", Properties: {FunctionName: !Ref F, Action: "lambda:InvokeFunction",
    Principal: s3.amazonaws.com, SourceArn: "arn:aws:s3:::b", SourceAccount: "111122223333"}}
  P2: {Type: "AWS::Lambda::Permission", Properties: {FunctionName: !GetAtt F.Arn, Principal: "444455556666",
    Action: "lambda:InvokeFunction"}}
"""


def test_permissions_of_a_function_are_its_policy(tmp_path: Path) -> None:
    there = account(tmp_path, FUNCTION + ADMIN)
    (function,) = there.guarded
    assert function.arn == f"arn:aws:lambda:eu-west-1:{ID}:function:f"
    assert function.policy is not None and len(function.policy.statements) == 2
    answers = who_may(there, "lambda:InvokeFunction", function.arn)
    assert answers["anonymous"].result is answers["any principal of another account"].result
    assert answers["anonymous"].result is Result.REFUTED
    assert answers[OTHER].result is answers["user/u"].result is Result.PROVED


BUCKET = """
  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: b %s}}
  BP:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: b
      PolicyDocument: {Version: 2012-10-17, Statement: [
        {Effect: Allow, Principal: %s, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" %s}]}
"""


@pytest.mark.parametrize(
    ("block", "principal", "condition", "anonymous", "others"),
    [
        ("", '"*"', "", True, True),
        ("", '{AWS: "*"}', ', Condition: {StringEquals: {"aws:PrincipalOrgID": o-1}}', False, True),
        ("", '"*"', ', Condition: {StringEquals: {"aws:PrincipalAccount": "111122223333"}}', False, False),
        ("", '"*"', ', Condition: {StringEquals: {"aws:PrincipalAccount": "444455556666"}}', False, True),
        ("", '"*"', ', Condition: {ArnLike: {"aws:PrincipalArn": "arn:*:*:*:111122223333:*"}}', False, False),
        ("", '"*"', ', Condition: {IpAddress: {"aws:SourceIp": 192.0.2.0/24}}', True, True),
        ("", '{AWS: "111122223333"}', "", False, False),
        ("", "{Service: s3.amazonaws.com}", "", False, False),
        (", PublicAccessBlockConfiguration: {RestrictPublicBuckets: true}", '"*"', "", False, False),
    ],
)  # fmt: skip
def test_those_outside_are_asked_where_a_resource_lets_them_in(
    tmp_path: Path, block: str, principal: str, condition: str, anonymous: bool, others: bool
) -> None:
    there = account(tmp_path, BUCKET % (block, principal, condition) + ADMIN)
    answers = who_may(there, "s3:GetObject", "arn:aws:s3:::b/k")
    service = {"s3.amazonaws.com": True} if "Service" in principal else {}
    service["any other service"] = "*" in principal and "aws:Principal" not in condition
    assert {name: answer.result is Result.PROVED for name, answer in answers.items()} == service | {
        "user/u": True,
        "anonymous": anonymous,
        "any principal of another account": others,
    }
    assert Result.UNDECIDED not in {answer.result for answer in answers.values()}


ROLE = """
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: r
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [
        {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"},
        {Effect: Allow, Principal: {Federated: accounts.google.com}, Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {StringEquals: {"accounts.google.com:aud": app}}},
        {Effect: Allow, Principal: {Service: ssm.amazonaws.com}, Action: "sts:AssumeRole",
          Condition: {StringEquals: {"aws:PrincipalAccount": "111122223333"}}}]}
"""


def test_services_and_federated_identities_are_asked_where_a_role_trusts_them(tmp_path: Path) -> None:
    """A service has no account of its own, so a trust that asks for one lets it in never."""
    there = account(tmp_path, ROLE)
    role = f"arn:aws:iam::{ID}:role/r"
    taken = who_may(there, "sts:AssumeRole", role)
    assert {name for name, answer in taken.items() if answer.holds} == {"ec2.amazonaws.com"}
    federated = who_may(there, "sts:AssumeRoleWithWebIdentity", role)["accounts.google.com"]
    assert federated.examples[0]["context"] == {"accounts.google.com:aud": ["app"]}
    asked = [(each, capabilities(there, each)) for each in outsiders(there)]
    rows = {str(each): [row.actions for row in found] for each, (found, unknown) in asked if not unknown}
    assert rows == {
        "anonymous": [],
        "any principal of another account": [],
        "any other service": [],
        "ec2.amazonaws.com": [("sts:AssumeRole",)],
        "ssm.amazonaws.com": [],
        "accounts.google.com": [("sts:AssumeRoleWithWebIdentity",)],
    }


def test_a_role_that_policies_name_and_the_templates_lack_is_asked(tmp_path: Path) -> None:
    role = f"arn:aws:iam::{ID}:role/by-hand"
    there = account(tmp_path, BUCKET % ("", f'{{AWS: ["{role}", AIDAX]}}', "") + ADMIN)
    answers = who_may(there, "s3:GetObject", "arn:aws:s3:::b/k")
    assert answers[role].result is Result.PROVED


def test_what_is_not_modelled_is_said_with_its_place(tmp_path: Path) -> None:
    there = account(tmp_path, """
  B: {Type: "AWS::S3::Bucket", Properties: {AccessControl: PublicRead}}
  A: {Type: "AWS::S3::AccessPoint", Properties: {Bucket: b, VpcConfiguration: {VpcId: v}}}
  N: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: "https://example.com/t"}}
  R: {Type: "AWS::ApiGateway::RestApi", Properties: {Name: r}}
""")  # fmt: skip
    assert {str(note).split("  ")[1] for note in there.notes} == {
        "B: not modelled, and left out: the access control list PublicRead",
        "A: not modelled, and left out: that it takes requests from one VPC only",
        "N: what a nested stack makes is not modelled",
    }
    assert all("t.yaml:" in str(note) for note in there.notes)


ODD: list[Any] = [
    None, [], {}, "", "text", 7, True, [None], [[]], [{}], {"Statement": None}, {"Statement": 3},
    {"Statement": [None]}, {"Statement": [{"Effect": ["Allow"], "Action": {}, "Resource": None}]},
    {"Version": [], "Statement": []}, {"Ref": "Open"}, {"Fn::GetAtt": "U.Arn"}, {"Fn::Nonsense": 1},
    {"Statement": [{"Effect": "Allow", "Action": [["x"]], "Resource": "*"}]},
    {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"k": {}}}}]},
    {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"AWS": {}}}]},
]  # fmt: skip
PLACES = [
    ("AWS::IAM::User", ["UserName", "Path", "Groups", "Policies", "ManagedPolicyArns"]),
    ("AWS::IAM::Group", ["GroupName", "Policies"]),
    ("AWS::IAM::Role", ["PermissionsBoundary", "AssumeRolePolicyDocument", "Policies", "RoleName"]),
    ("AWS::IAM::ManagedPolicy", ["PolicyDocument", "Users", "Roles"]),
    ("AWS::IAM::UserPolicy", ["PolicyDocument", "UserName"]),
    ("AWS::IAM::UserToGroupAddition", ["Users", "GroupName"]),
    ("AWS::S3::BucketPolicy", ["PolicyDocument", "Bucket"]),
    ("AWS::S3::Bucket", ["PublicAccessBlockConfiguration", "BucketName"]),
    ("AWS::S3::AccessPoint", ["Policy", "Bucket", "Name", "PublicAccessBlockConfiguration"]),
    ("AWS::KMS::Key", ["KeyPolicy"]),
    ("AWS::SQS::QueuePolicy", ["Queues", "PolicyDocument"]),
    ("AWS::Lambda::Permission", ["FunctionName", "Principal", "Action", "SourceArn"]),
    ("AWS::Organizations::Policy", ["Content", "TargetIds", "Type"]),
    ("AWS::EC2::VPCEndpoint", ["PolicyDocument"]),
    ("AWS::DynamoDB::Table", ["ResourcePolicy"]),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "properties"), PLACES, ids=[type_ for type_, _ in PLACES])
def test_nothing_in_a_template_makes_it_crash(tmp_path: Path, type_: str, properties: list[str]) -> None:
    """Every odd value in every place that is read: the account is there, and can be asked."""
    made = {
        f"X{i}{key}": {"Type": type_, "Properties": {key: odd}}
        for i, odd in enumerate(ODD)
        for key in properties
    }
    template = {"Parameters": {"Open": {"Type": "String"}}, "Resources": made}
    (tmp_path / "t.json").write_text(json.dumps(template))
    there = account_of(load_estate([tmp_path / "t.json"], Deployment(account=ID, region="eu-west-1")))
    for principal in there.principals[:8]:
        decide(Request(principal.caller, "s3:GetObject", "*"), there.policies(principal, "arn:aws:s3:::b/k"))
        capabilities(there, principal)
    for guarded in there.guarded:
        guarded.guards("arn:aws:s3:::b/k")
