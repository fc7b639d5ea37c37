"""Statements over all requests: proved, refuted with a confirmed request, undecided, not modelled."""

from pathlib import Path

import pytest
import z3

from baseline.access import solver
from baseline.access.account import Account, account_of
from baseline.access.capabilities import capabilities, who_may
from baseline.access.compare import more_permissive
from baseline.access.escalation import escalates
from baseline.access.policy import read_policy
from baseline.access.prover import Prover
from baseline.access.questions import actions_named
from baseline.access.request import Request
from baseline.access.sequences import tag_first
from baseline.errors import InputError
from baseline.template.estate import load_estate
from baseline.verdict import Result, Verdict

PROVED, REFUTED, UNDECIDED, NOT_MODELLED = Result


def account(folder: Path, statements: str, more: str = "") -> Account:
    """An account with a user "u" who has a policy of these statements (in YAML's flow form)."""
    (folder / "t.yaml").write_text(
        f"""
Parameters: {{Open: {{Type: String}}}}
Resources:
  U: {{Type: "AWS::IAM::User", Properties: {{UserName: u}}}}
  P:
    Type: AWS::IAM::UserPolicy
    Properties:
      UserName: !Ref U
      PolicyName: p
      PolicyDocument: {{Version: 2012-10-17, Statement: [{statements}]}}
{more}
"""
    )
    return account_of(load_estate([folder / "t.yaml"]))


def only(folder: Path, statements: str, do: str, more: str = "", **where: str) -> Verdict:
    there = account(folder, statements, more)
    keys = {key.replace("__", ":").replace("_of_", "/"): [value] for key, value in where.items()}
    return Prover(there).only(there.find("user/u"), actions_named([do]), keys)


def never(folder: Path, statements: str, do: str, more: str = "") -> Verdict:
    there = account(folder, statements, more)
    return Prover(there).never(there.find("user/u"), actions_named([do]))


T2 = '{Effect: Allow, Action: "ec2:*", Resource: "*", Condition: {StringLike: {"ec2:InstanceType": "t2.*"}}}'
ANY = '{Effect: Allow, Action: "*", Resource: "*"}'


def test_a_condition_on_the_action_is_proved_and_a_hole_in_it_is_shown(tmp_path: Path) -> None:
    assert only(tmp_path, T2, "ec2:TerminateInstances", ec2__InstanceType="t2.*").result is PROVED
    condition = 'Condition: {Bool: {"aws:ViaAWSService": true}}'
    hole = f'{T2}, {{Effect: Allow, Action: "ec2:Term*", Resource: "*", {condition}}}'
    verdict = only(tmp_path, hole, "ec2:TerminateInstances", ec2__InstanceType="t2.*")
    assert verdict.result is REFUTED
    (example,) = verdict.examples
    assert example["action"] == "ec2:TerminateInstances"
    assert "aws:viaawsservice" in str(example["context"])


def test_a_condition_that_an_absent_key_passes_is_a_hole(tmp_path: Path) -> None:
    lax = T2.replace("StringLike", "StringLikeIfExists")
    assert only(tmp_path, lax, "ec2:TerminateInstances", ec2__InstanceType="t2.*").result is REFUTED


def test_a_resource_is_of_the_actions_type(tmp_path: Path) -> None:
    """Else a correct policy is refuted with a resource that cannot be."""
    instances = '{Effect: Allow, Action: "ec2:TerminateInstances", NotResource: "arn:aws:ec2:*:*:instance/*"}'
    assert never(tmp_path, instances, "ec2:TerminateInstances").result is PROVED


def test_a_deny_is_not_widened_where_it_depends_on_the_caller(tmp_path: Path) -> None:
    """`Deny` on `b/${tag}/*` is not `Deny` on `b/*`: what it leaves open must not be proved closed."""
    deny = '{Effect: Deny, Action: "s3:*", Resource: "arn:aws:s3:::b/${aws:PrincipalTag/t}/*"}'
    verdict = never(
        tmp_path, f'{{Effect: Allow, Action: "s3:GetObject", Resource: "*"}}, {deny}', "s3:GetObject"
    )
    assert verdict.result is not PROVED
    own = deny.replace("${aws:PrincipalTag/t}", "${aws:username}")
    closed = f'{{Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/u/*"}}, {own}'
    assert never(tmp_path, closed, "s3:GetObject").result is PROVED


def test_an_allow_is_not_narrowed_where_it_depends_on_the_request(tmp_path: Path) -> None:
    allow = '{Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/${aws:PrincipalTag/t}/*"}'
    assert never(tmp_path, allow, "s3:GetObject").result is not PROVED


def test_what_is_not_understood_or_not_known_is_never_proved(tmp_path: Path) -> None:
    strange = '{Effect: Allow, Action: "s3:GetObject", Resource: "*", Condition: {StringSounds: {a: b}}}'
    assert never(tmp_path, strange, "s3:GetObject").result is NOT_MODELLED
    unknown = '{Effect: Allow, Action: "s3:GetObject", Resource: !Sub "arn:aws:s3:::${Open}/*"}'
    assert never(tmp_path, unknown, "s3:GetObject").result is NOT_MODELLED
    action = '{Effect: Allow, Action: !Ref Open, Resource: "*"}'
    assert never(tmp_path, action, "s3:GetObject").result is NOT_MODELLED
    managed = '  M: {Type: "AWS::IAM::User", Properties: {UserName: u2, ManagedPolicyArns: [!Ref Open]}}'
    there = account(tmp_path, T2, managed)
    assert Prover(there).never(there.find("user/u2"), actions_named(["s3:GetObject"])).result is NOT_MODELLED


def test_a_key_exists_only_where_the_table_has_it(tmp_path: Path) -> None:
    assert only(tmp_path, ANY, "s3:ListAllMyBuckets", ec2__InstanceType="t2.*").result is NOT_MODELLED
    tagged = ANY.replace("}", ', Condition: {StringEquals: {"aws:RequestTag/a": b}}}')
    assert never(tmp_path, tagged, "ec2:TerminateInstances").result is PROVED
    assert never(tmp_path, tagged, "ec2:CreateTags").result is REFUTED


def test_a_tag_of_the_request_is_one_of_its_tag_keys(tmp_path: Path) -> None:
    condition = 'Condition: {"ForAnyValue:StringEqualsIgnoreCase": {"aws:TagKeys": env}}'
    deny = f'{{Effect: Deny, Action: "*", Resource: "*", {condition}}}'
    allow = ANY.replace("}", ', Condition: {StringEquals: {"aws:RequestTag/ENV": TEST}}}')
    assert never(tmp_path, f"{allow}, {deny}", "ec2:CreateTags").result is PROVED


def test_numbers_dates_and_addresses_are_compared_as_such(tmp_path: Path) -> None:
    def both(first: str, second: str) -> str:
        return (
            ANY.replace("}", f", Condition: {{{first}}}}}")
            + ", "
            + ANY.replace("Allow", "Deny").replace("}", f", Condition: {{{second}}}}}")
        )

    closed = both('IpAddress: {"aws:SourceIp": 10.1.0.0/16}', 'IpAddress: {"aws:SourceIp": 10.0.0.0/8}')
    assert never(tmp_path, closed, "s3:ListAllMyBuckets").result is PROVED
    open_ = both('IpAddress: {"aws:SourceIp": 10.0.0.0/8}', 'IpAddress: {"aws:SourceIp": 10.1.0.0/16}')
    assert never(tmp_path, open_, "s3:ListAllMyBuckets").result is REFUTED
    six = both('NotIpAddress: {"aws:SourceIp": 0.0.0.0/0}', 'Null: {"aws:SourceIp": "true"}')
    assert "::" in str(never(tmp_path, six, "s3:ListAllMyBuckets").examples)
    numbers = both(
        'NumericLessThan: {"aws:MultiFactorAuthAge": "10"}',
        'NumericLessThan: {"aws:MultiFactorAuthAge": "11"}',
    )
    assert never(tmp_path, numbers, "s3:ListAllMyBuckets").result is PROVED
    dates = both(
        'DateGreaterThan: {"aws:CurrentTime": "2030-01-01T00:00:00Z"}',
        'DateGreaterThan: {"aws:CurrentTime": "2031-01-01T00:00:00Z"}',
    )
    assert never(tmp_path, dates, "s3:ListAllMyBuckets").result is REFUTED


def test_what_the_caller_is_is_known(tmp_path: Path) -> None:
    wrong = ANY.replace("}", ', Condition: {StringEquals: {"aws:username": other}}}')
    assert never(tmp_path, wrong, "s3:ListAllMyBuckets").result is PROVED
    arns = ANY.replace("}", ', Condition: {ArnLike: {"aws:SourceArn": "arn:aws:s3:::*"}}}')
    assert never(tmp_path, arns, "s3:ListAllMyBuckets").result is REFUTED


def test_a_boundary_and_the_policy_of_the_resource_have_a_say(tmp_path: Path) -> None:
    bucket = """
  B: {Type: "AWS::S3::Bucket", Properties: {BucketName: b}}
  BP:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref B
      PolicyDocument: {Version: 2012-10-17, Statement: [
        {Effect: Allow, Action: "s3:GetObject", Resource: !Sub "${B.Arn}/*",
         Principal: {AWS: !GetAtt U.Arn}}]}
"""
    verdict = never(tmp_path, "", "s3:GetObject", bucket)
    assert verdict.result is REFUTED
    assert str(verdict.examples[0]["resource"]).startswith("['arn:aws:s3:::b/")
    assert (
        never(tmp_path, ANY, "s3:GetObject", bucket.replace("Effect: Allow", "Effect: Deny")).result
        is REFUTED
    )
    narrow = '{Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*"}'
    assert (
        never(tmp_path, narrow, "s3:GetObject", bucket.replace("Effect: Allow", "Effect: Deny")).result
        is PROVED
    )


def test_a_key_opens_by_its_policy(tmp_path: Path) -> None:
    key = """
  K:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {Version: 2012-10-17, Statement: [
        {Effect: Allow, Action: "kms:*", Resource: "*",
         Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}}]}
"""
    there = account(tmp_path, ANY, key)
    verdict = Prover(there).can(there.find("user/u"), actions_named(["kms:Decrypt"]))
    assert verdict.result is PROVED
    closed = account(tmp_path, ANY, key.replace(":root", ":user/x"))
    resource = closed.guarded[0].arn
    assert who_may(closed, "kms:Decrypt", resource)["user/u"].result is REFUTED


def test_can_needs_every_resource_of_the_call(tmp_path: Path) -> None:
    instance = '{Effect: Allow, Action: "ec2:RunInstances", Resource: "arn:aws:ec2:*:*:instance/*"}'
    there = account(tmp_path, instance)
    assert Prover(there).can(there.find("u"), actions_named(["ec2:RunInstances"])).result is REFUTED
    there = account(tmp_path, ANY)
    verdict = Prover(there).can(
        there.find("u"), actions_named(["ec2:RunInstances"]), {"ec2:InstanceType": ["t2.nano"]}
    )
    assert verdict.holds and "t2.nano" in str(verdict.examples)


def test_what_a_call_may_be_about_beside_what_it_needs_counts(tmp_path: Path) -> None:
    """A launch needs no volume; a statement about volumes is still about launches with one."""
    assert only(tmp_path, ANY, "ec2:RunInstances", ec2__Encrypted="true").result is REFUTED
    deny = ANY.replace("Allow", "Deny").replace(
        'Resource: "*"}',
        'Resource: "arn:aws:ec2:*:*:volume/*", Condition: {BoolIfExists: {"ec2:Encrypted": false}}}',
    )
    assert only(tmp_path, f"{ANY}, {deny}", "ec2:RunInstances", ec2__Encrypted="true").result is PROVED


def test_comparison_holds_in_every_account_and_for_every_caller() -> None:
    def policy(resource: str, **condition: object):  # type: ignore[no-untyped-def] # as below
        statement = {
            "Effect": "Allow",
            "Action": "sqs:SendMessage",
            "Resource": resource,
            "Condition": condition,
        }
        return [read_policy({"Version": "2012-10-17", "Statement": statement}, name="p")]

    mine, other = (policy(f"arn:aws:sqs:*:{number}:q") for number in ("111122223333", "444455556666"))
    assert more_permissive(mine, other).result is REFUTED
    assert more_permissive(other, mine).result is REFUTED
    assert more_permissive(policy("arn:aws:sqs:*:*:q"), other).result is PROVED
    somebody = policy("*", StringEquals={"aws:PrincipalAccount": "444455556666"})
    assert more_permissive(mine, somebody).result is REFUTED
    assert more_permissive(policy("*"), somebody).result is PROVED
    keys = [
        read_policy({"Statement": {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}}, name="k")
    ]
    assert more_permissive(mine, keys).result is REFUTED


def test_tagging_first_and_acting_second_breaks_a_statement_about_tags(tmp_path: Path) -> None:
    condition = 'Condition: {StringEquals: {"ec2:ResourceTag/ENV": TEST}}'
    tagged = f'{{Effect: Allow, Action: "ec2:TerminateInstances", Resource: "*", {condition}}}'
    where = {"aws:ResourceTag/ENV": ["TEST"]}
    (action,) = actions_named(["ec2:TerminateInstances"])
    there = account(tmp_path, tagged)
    user = there.find("user/u")
    assert Prover(there).only(user, [action], where).result is PROVED
    assert tag_first(Prover(there), user, action, where) is None
    there = account(tmp_path, tagged + ', {Effect: Allow, Action: "ec2:CreateTags", Resource: "*"}')
    verdict = tag_first(Prover(there), there.find("user/u"), action, where)
    assert verdict is not None and verdict.result is REFUTED
    assert [example["action"] for example in verdict.examples] == ["ec2:CreateTags", "ec2:TerminateInstances"]
    assert tag_first(Prover(there), user, action, {"ec2:InstanceType": ["t2.*"]}) is None


LABEL = '{Effect: Allow, Action: "ec2:CreateTags", Resource: "*"}'
STOP = """{Effect: Allow, Action: "ec2:StopInstances", Resource: "*",
  Condition: {StringEquals: {"KEY": "VALUE"}}}"""


@pytest.mark.parametrize(
    ("statements", "chain"),
    [
        ('{Effect: Allow, Action: "iam:CreatePolicyVersion", Resource: "*"}', ["iam:CreatePolicyVersion"]),
        ('{Effect: Allow, Action: ["iam:PassRole", "ec2:RunInstances"], Resource: "*"}',
         ["iam:PassRole", "ec2:RunInstances"]),
        ('{Effect: Allow, Action: "iam:CreateAccessKey", Resource: "*"}', ["iam:CreateAccessKey"]),
        (f'{LABEL}, {STOP.replace("KEY", "aws:ResourceTag/a").replace("VALUE", "b")}',
         ["ec2:CreateTags", "ec2:StopInstances"]),
        (f'{LABEL}, {STOP.replace("KEY", "ec2:ResourceTag/a").replace("VALUE", "${aws:PrincipalTag/a}")}',
         ["ec2:CreateTags", "ec2:StopInstances"]),
    ],
)  # fmt: skip
def test_a_known_way_to_more_rights_is_shown_as_its_calls(
    tmp_path: Path, statements: str, chain: list[str]
) -> None:
    there = account(tmp_path, statements)
    verdict = escalates(Prover(there), there.find("user/u"))
    assert verdict.result is REFUTED
    assert [example["action"] for example in verdict.examples] == chain


def test_a_chain_that_tags_names_the_tag_and_the_resource_is_the_same(tmp_path: Path) -> None:
    stop = STOP.replace("KEY", "aws:ResourceTag/a").replace("VALUE", "b")
    one = LABEL.replace('"*"', '"arn:aws:ec2:*:*:instance/i-1"')
    there = account(tmp_path, f"{one}, {stop}")
    verdict = escalates(Prover(there), there.find("user/u"))
    assert verdict.why == "user/u can tag a resource with a=b, and ec2:StopInstances on it then"
    assert verdict.examples[0]["resource"] == verdict.examples[1]["resource"]
    other_value = LABEL.replace('"*"}', '"*", Condition: {StringEquals: {"aws:RequestTag/a": c}}}')
    there = account(tmp_path, f"{other_value}, {stop}")
    assert escalates(Prover(there), there.find("user/u")).result is PROVED


def test_ways_that_are_closed_are_proved_closed(tmp_path: Path) -> None:
    user = '!Sub "arn:aws:iam::${AWS::AccountId}:user/${!aws:username}"'
    own = f'{{Effect: Allow, Action: "iam:CreateAccessKey", Resource: {user}}}'
    there = account(tmp_path, own + ', {Effect: Allow, Action: "iam:PassRole", Resource: "*"}')
    assert escalates(Prover(there), there.find("user/u")).result is PROVED


def test_comparison_names_what_only_one_allows() -> None:
    def policy(*actions: str):  # type: ignore[no-untyped-def]
        document = {"Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
        return [read_policy(document, name="p")]

    assert more_permissive(policy("s3:*"), policy("s3:Get*")).result is PROVED
    assert more_permissive(policy("s3:Get*"), policy("s3:GetObject", "s3:PutObject")).result is REFUTED
    future = more_permissive(policy("s3:GetObject"), policy("s3:*"))
    assert future.result is REFUTED
    assert more_permissive(policy("*"), policy("s3:*", "never:Heard")).result is PROVED


def test_unknown_actions_and_principals_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ec2:Fly"):
        actions_named(["ec2:Fly"])
    there = account(tmp_path, ANY)
    with pytest.raises(InputError, match="no such principal; there is user/u"):
        there.find("group/u")
    with pytest.raises(InputError, match="ec2:Fly"):
        who_may(there, "ec2:Fly", "*")


def test_an_action_of_the_future_counts(tmp_path: Path) -> None:
    verdict = never(tmp_path, '{Effect: Allow, Action: "s3:Get*", Resource: "*"}', "s3:GetObjec*")
    assert verdict.result is REFUTED
    future = '{Effect: Allow, Action: "s3:GetFoo*", Resource: "*"}'
    assert never(tmp_path, future, "s3:Get*").result is PROVED


def test_a_solver_that_proves_everything_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    solver.canaries.cache_clear()
    monkeypatch.setattr(z3.Solver, "check", lambda self: z3.unsat)
    with pytest.raises(solver.Undecided, match="known"):
        solver.solve(z3.Bool("x"), solver.Strings())
    solver.canaries.cache_clear()


@pytest.mark.parametrize("answer", ["unknown", "raise"])
def test_a_solver_that_gives_up_leaves_the_statement_undecided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    solver.canaries()

    def check(self: z3.Solver) -> z3.CheckSatResult:
        if answer == "raise":
            raise z3.Z3Exception(b"no")
        return z3.unknown

    monkeypatch.setattr(z3.Solver, "check", check)
    assert only(tmp_path, T2, "ec2:TerminateInstances", ec2__InstanceType="t2.*").result is UNDECIDED


def test_too_many_patterns_leave_the_statement_undecided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baseline.access.walk._STATES", 1)
    from baseline.access.walk import witness

    witness.cache_clear()
    assert only(tmp_path, T2, "ec2:TerminateInstances", ec2__InstanceType="x2.*").result is UNDECIDED
    witness.cache_clear()


def test_keys_of_a_family_exist_whatever_is_in_their_names(tmp_path: Path) -> None:
    context = '"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b"'
    user = 'Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:user/u"}'
    key = f"""
  K:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy: {{Version: 2012-10-17, Statement: [{{Effect: Allow, Action: "kms:Decrypt", Resource: "*",
        {user}, Condition: {{StringEquals: {{{context}}}}}}}]}}
"""
    there = account(tmp_path, "", key)
    verdict = Prover(there).can(there.find("user/u"), actions_named(["kms:Decrypt"]))
    assert verdict.holds and "arn:aws:s3:::b" in str(verdict.examples)


def test_public_parameters_are_in_no_account(tmp_path: Path) -> None:
    public = '{Effect: Allow, Action: "ssm:GetParameter", Resource: "arn:aws:ssm:*::parameter/aws/service/*"}'
    assert never(tmp_path, public, "ssm:GetParameter").result is REFUTED


def test_what_a_request_needs_is_the_same_whatever_the_solver_finds(tmp_path: Path) -> None:
    deny = 'BoolIfExists: {"aws:MultiFactorAuthPresent": false, "aws:ViaAWSService": false}'
    guarded = f'{ANY}, {{Effect: Deny, NotAction: "iam:*", Resource: "*", Condition: {{{deny}}}}}'
    there = account(tmp_path, guarded)
    name = "s3:ListAllMyBuckets"
    (row,), unknown = capabilities(there, there.find("user/u"), lambda each: each == name)
    assert (row.actions, row.needs, unknown) == ((name,), ("aws:multifactorauthpresent",), [])
    assert row.by == ("*",) and row.unless == ("statement 2 of P",)


def test_the_matrix_tells_actions_apart_by_what_limits_them(tmp_path: Path) -> None:
    bucket = """
  BP:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: b
      PolicyDocument: {Statement: {Effect: Deny, Principal: "*", Action: "s3:PutObject", Resource: "arn:aws:s3:::b/*"}}
"""  # noqa: E501 # one statement
    objects = '{Effect: Allow, Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::b/*"}'
    there = account(tmp_path, objects, bucket)
    rows, _ = capabilities(there, there.find("user/u"))
    assert [row.actions for row in rows] == [("s3:GetObject",)]


TAGGED = '{StringEquals: {"aws:ResourceTag/a": b}}'
ANYWHERE = '{Effect: Allow, Action: "ssm:StartSession", Resource: "arn:aws:ec2:*:*:instance/*"}'
SERVERS = ANYWHERE.replace("}", f", Condition: {TAGGED}}}")
SHELL = '{Effect: Allow, Action: "ssm:StartSession", Resource: "arn:aws:ssm:*:*:document/Shell"}'


def test_a_session_is_opened_on_a_target_and_its_document_alone_is_no_call(tmp_path: Path) -> None:
    sessions = f"{SERVERS}, {SHELL}"
    assert only(tmp_path, sessions, "ssm:StartSession", aws__ResourceTag_of_a="b").result is PROVED
    assert never(tmp_path, SHELL, "ssm:StartSession").result is PROVED


def test_a_session_needs_a_document_as_well(tmp_path: Path) -> None:
    for statements, result in ((f"{SERVERS}, {SHELL}", PROVED), (SERVERS, REFUTED)):
        there = account(tmp_path, statements)
        assert Prover(there).can(there.find("user/u"), actions_named(["ssm:StartSession"])).result is result


def test_a_session_on_a_server_that_is_not_named_is_shown(tmp_path: Path) -> None:
    verdict = only(tmp_path, f"{ANYWHERE}, {SHELL}", "ssm:StartSession", aws__ResourceTag_of_a="b")
    assert verdict.result is REFUTED


def test_an_arn_of_an_unknown_kind_is_not_taken_for_no_arn(tmp_path: Path) -> None:
    made = '  X: {Type: "Custom::Key", Properties: {ServiceToken: "arn:aws:lambda:eu-west-1:1:function:f"}}'
    allow = '{Effect: Allow, Action: "kms:Decrypt", Resource: !GetAtt X.Arn}'
    there = account(tmp_path, allow, made)
    user = there.find("user/u")
    assert Prover(there).never(user, actions_named(["kms:Decrypt"])).result is not PROVED
    (statement,) = user.identity[0].statements if user.identity else ()
    assert statement.resources is not None
    request = Request(user.caller, "kms:Decrypt", statement.resources[0])
    assert statement.names_resource(request) and not statement.names_resource(
        request.on("arn:aws:kms:::key/x")
    )
