"""Who may do what with the white paper's profile: decided, request by request, from its own policies."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from baseline.access.outside import decide_json
from baseline.template.assembly import StackTemplate

ACCOUNT, REGION = "111122223333", "eu-west-1"
PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": REGION,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}
GITHUB = "token.actions.githubusercontent.com"
COGNITO = "cognito-identity.amazonaws.com"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
INSTANCE = f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance/i-1"
MEMBER = f"arn:aws:iam::{ACCOUNT}:user/member"
HERE = {"aws:MultiFactorAuthPresent": "true", "aws:RequestedRegion": REGION}

Resources = Mapping[str, Any]


def _filled(value: Any) -> Any:
    """A template's value with references filled in: pseudo-parameters, and a made-up ARN for all else."""
    match value:
        case {"Fn::Join": ["", parts]}:
            return "".join(str(_filled(part)) for part in parts)
        case {"Ref": name} if name in PSEUDO:
            return PSEUDO[name]
        case {"Ref": name} | {"Fn::GetAtt": [name, _]} | {"Fn::ImportValue": name}:
            return f"arn:aws:any:{REGION}:{ACCOUNT}:{name}"
        case dict():
            return {key: _filled(inner) for key, inner in value.items()}
        case list():
            return [_filled(inner) for inner in value]
        case _:
            return value


@pytest.fixture(scope="module")
def paper(whitepaper: list[StackTemplate]) -> dict[str, Resources]:
    """The resources of each stack of the profile, by the stack's last words."""
    return {
        stack.name.removeprefix("paper-"): {
            id_: _filled(resource.get("Properties", {})) | {"Type": resource["Type"]}
            for id_, resource in json.loads(stack.file.read_text())["Resources"].items()
        }
        for stack in whitepaper
    }


def _named(resources: Resources, key: str, name: str) -> Any:
    (found,) = (one for one in resources.values() if one.get(key) == name)
    return found


def _managed(paper: Mapping[str, Resources], name: str) -> Any:
    return _named(paper["identity"], "ManagedPolicyName", name)["PolicyDocument"]


def _decision(**case: Any) -> str:
    return str(decide_json(case)["decision"])


def _as_member(
    paper: Mapping[str, Resources],
    action: str,
    *,
    own: str | None = "blue",
    of: str | None = None,
    more: Any = (),
    **context: Any,
) -> str:
    theirs = {} if of is None else {"aws:ResourceTag/team": of}
    return _decision(
        principal={"arn": MEMBER, "tags": {} if own is None else {"team": own}},
        action=action,
        resource=INSTANCE,
        context={**HERE, **theirs, **context},
        identity=[_managed(paper, "team-group"), _managed(paper, "paper-guardrails"), *more],
        boundary=_managed(paper, "paper-boundary"),
    )


def test_a_member_starts_what_carries_the_own_team_s_tag(paper: dict[str, Resources]) -> None:
    assert _as_member(paper, "ec2:StartInstances", of="blue") == "allowed"


@pytest.mark.parametrize(("own", "of"), [("blue", "red"), ("blue", None), (None, "blue"), (None, None)])
@pytest.mark.parametrize("more", [(), (EVERYTHING,)], ids=["by the group", "with all rights beside"])
def test_a_member_starts_nothing_else(
    own: str | None, of: str | None, more: Any, paper: dict[str, Resources]
) -> None:
    """Not even with another policy that allows everything."""
    assert _as_member(paper, "ec2:StartInstances", own=own, of=of, more=more) == "explicitly denied"


@pytest.mark.parametrize("key", ["team", "TEAM", "Team"])
def test_a_member_who_tags_first_and_starts_second_fails_at_the_first(
    key: str, paper: dict[str, Resources]
) -> None:
    told = _as_member(paper, "ec2:CreateTags", more=(EVERYTHING,), **{"aws:TagKeys": [key]})
    assert told == "explicitly denied"


def _trust(paper: Mapping[str, Resources], role: str) -> Any:
    return _named(paper["identity"], "RoleName", role)["AssumeRolePolicyDocument"]


def _assumed(paper: Mapping[str, Resources], role: str, action: str, context: dict[str, Any]) -> str:
    trust = _trust(paper, role)
    return _decision(
        principal={"federated": trust["Statement"][0]["Principal"]["Federated"]},
        action=action,
        resource=f"arn:aws:iam::{ACCOUNT}:role/{role}",
        context=context,
        resource_policy=trust,
    )


SUBJECT = "repo:example/shop:environment:production"


@pytest.mark.parametrize(
    ("subject", "audience", "decision"),
    [
        (SUBJECT, "sts.amazonaws.com", "allowed"),
        ("repo:example/shop:pull_request", "sts.amazonaws.com", "implicitly denied"),
        ("repo:example/shop-of-a-stranger:environment:production", "sts.amazonaws.com", "implicitly denied"),
        (SUBJECT, "somebody else", "implicitly denied"),
        (None, "sts.amazonaws.com", "implicitly denied"),
        (SUBJECT, None, "implicitly denied"),
    ],
)
def test_one_environment_of_one_repository_takes_the_pipeline_s_role(
    subject: str | None, audience: str | None, decision: str, paper: dict[str, Resources]
) -> None:
    context = {f"{GITHUB}:sub": subject, f"{GITHUB}:aud": audience}
    assert _assumed(paper, "paper-deploy", "sts:AssumeRoleWithWebIdentity", context) == decision


@pytest.mark.parametrize(
    ("audience", "tags", "decision"),
    [
        ("https://signin.aws.amazon.com/saml", ["team"], "allowed"),
        ("https://signin.aws.amazon.com/saml", None, "allowed"),
        ("https://signin.aws.amazon.com/saml", ["team", "ENV"], "implicitly denied"),
        ("https://example.com/saml", ["team"], "implicitly denied"),
        (None, ["team"], "implicitly denied"),
    ],
)
def test_an_assertion_opens_the_role_at_aws_s_sign_in_with_the_named_tags(
    audience: str | None, tags: list[str] | None, decision: str, paper: dict[str, Resources]
) -> None:
    context = {"SAML:aud": audience, "aws:TagKeys": tags}
    assert _assumed(paper, "paper-developers", "sts:AssumeRoleWithSAML", context) == decision


def _pool(paper: Mapping[str, Resources]) -> str:
    return str(
        _trust(paper, "paper-customers-users")["Statement"][0]["Condition"]["StringEquals"][f"{COGNITO}:aud"]
    )


@pytest.mark.parametrize(
    ("pool", "amr", "decision"),
    [
        ("own", ["authenticated"], "allowed"),
        ("own", ["unauthenticated"], "implicitly denied"),
        ("other", ["authenticated"], "implicitly denied"),
    ],
)
def test_signed_in_users_of_this_pool_get_the_role(
    pool: str, amr: list[str], decision: str, paper: dict[str, Resources]
) -> None:
    context = {f"{COGNITO}:aud": _pool(paper) if pool == "own" else "eu-west-1:other", f"{COGNITO}:amr": amr}
    assert _assumed(paper, "paper-customers-users", "sts:AssumeRoleWithWebIdentity", context) == decision


@pytest.mark.parametrize(
    ("folder", "action", "decision"),
    [
        ("me", "s3:GetObject", "allowed"),
        ("me", "s3:PutObject", "allowed"),
        ("you", "s3:GetObject", "implicitly denied"),
        ("you", "s3:PutObject", "implicitly denied"),
        ("me", "s3:DeleteObject", "implicitly denied"),
    ],
)
def test_a_user_reads_and_writes_the_own_folder_only(
    folder: str, action: str, decision: str, paper: dict[str, Resources]
) -> None:
    policy = _named(paper["identity"], "PolicyName", "own-folder")["PolicyDocument"]
    bucket = policy["Statement"][0]["Resource"]
    told = _decision(
        principal=f"arn:aws:iam::{ACCOUNT}:role/paper-customers-users",
        action=action,
        resource=f"{bucket}/{folder}/photo",
        context={f"{COGNITO}:sub": "me"},
        identity=policy,
        boundary=_managed(paper, "paper-boundary"),
    )
    assert told == decision


@pytest.mark.parametrize(
    ("action", "of", "decision"),
    [
        ("sqs:SendMessage", "Queuejobs", "allowed"),
        ("sqs:PurgeQueue", "Queuejobs", "implicitly denied"),
        ("secretsmanager:GetSecretValue", "Secretpayments", "allowed"),
        ("secretsmanager:PutSecretValue", "Secretpayments", "implicitly denied"),
        ("dynamodb:GetItem", "Tablesessions", "allowed"),
        ("dynamodb:DeleteTable", "Tablesessions", "implicitly denied"),
        ("sns:Publish", "Topicevents", "allowed"),
        ("sns:Subscribe", "Topicevents", "implicitly denied"),
    ],
)
def test_a_server_uses_what_it_names_and_changes_none_of_it(
    action: str, of: str, decision: str, paper: dict[str, Resources]
) -> None:
    policy = _named(paper["identity"], "PolicyName", "workload")["PolicyDocument"]
    (thing,) = {s["Resource"] for s in policy["Statement"] if of in str(s["Resource"])}

    def asked(resource: str) -> str:
        return _decision(
            principal=f"arn:aws:iam::{ACCOUNT}:role/paper-web-server",
            action=action,
            resource=resource,
            identity=policy,
            boundary=_managed(paper, "paper-boundary"),
        )

    assert asked(thing) == decision
    assert asked(f"{thing}-of-somebody-else") == "implicitly denied"


@pytest.mark.parametrize(
    ("service", "decision"),
    [
        ("sqs", "allowed"),
        ("secretsmanager", "allowed"),
        ("rds", "implicitly denied"),
        (None, "implicitly denied"),
    ],
)
def test_a_server_uses_the_workload_s_key_through_the_services_of_its_things(
    service: str | None, decision: str, paper: dict[str, Resources]
) -> None:
    policy = _named(paper["identity"], "PolicyName", "workload")["PolicyDocument"]
    (key,) = {s["Resource"] for s in policy["Statement"] if "kms:Decrypt" in s["Action"]}
    via = None if service is None else f"{service}.{REGION}.amazonaws.com"
    told = _decision(
        principal=f"arn:aws:iam::{ACCOUNT}:role/paper-web-server",
        action="kms:Decrypt",
        resource=key,
        context={"kms:ViaService": via, "kms:CallerAccount": ACCOUNT},
        identity=policy,
        boundary=_managed(paper, "paper-boundary"),
        resource_policy=_named(paper["keys"], "Alias", "alias/paper/workload")["Policy"],
    )
    assert told == decision


@pytest.mark.parametrize(
    ("principal", "source", "action", "decision"),
    [
        ("cloudfront.amazonaws.com", "own", "s3:GetObject", "allowed"),
        ("cloudfront.amazonaws.com", "own", "s3:PutObject", "implicitly denied"),
        ("cloudfront.amazonaws.com", "E999", "s3:GetObject", "implicitly denied"),
        ("cloudfront.amazonaws.com", None, "s3:GetObject", "implicitly denied"),
        ("*", None, "s3:GetObject", "implicitly denied"),
    ],
)
def test_one_distribution_reads_the_files_of_a_site(
    principal: str, source: str | None, action: str, decision: str, paper: dict[str, Resources]
) -> None:
    policy = _named(paper["edge"], "Type", "AWS::S3::BucketPolicy")["PolicyDocument"]
    (allow,) = (statement for statement in policy["Statement"] if statement["Effect"] == "Allow")
    own = allow["Condition"]["StringEquals"]["aws:SourceArn"]
    told = _decision(
        principal=principal,
        action=action,
        resource=allow["Resource"].replace("*", "index.html"),
        resource_account=ACCOUNT,
        context={
            "aws:SourceArn": own if source == "own" else source and own.rpartition("/")[0] + f"/{source}",
            "aws:SecureTransport": "true",
            "s3:TlsVersion": "1.3",
        },
        resource_policy=policy,
    )
    assert told == decision
