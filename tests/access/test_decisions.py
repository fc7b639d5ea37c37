"""The policy evaluation logic of the IAM user guide, rule by rule, and what single services do otherwise."""

import pytest

from baseline.access.outside import decide_json
from baseline.errors import InputError

ACCOUNT, OTHER = "111122223333", "444455556666"
USER = f"arn:aws:iam::{ACCOUNT}:user/alice"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/i-1"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
LINKED = f"arn:aws:sts::{ACCOUNT}:assumed-role/AWSServiceRoleForX/s"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/k"
OBJECT = "arn:aws:s3:::b/k"


def st(
    effect: str = "Allow", action: object = "*", resource: object = "*", **more: object
) -> dict[str, object]:
    """A statement; Principal and conditions as keywords."""
    resources = {} if "NotResource" in more else {"Resource": resource}
    return {"Effect": effect, "Action": action, **resources, **more}


def doc(*statements: dict[str, object], version: str = "2012-10-17") -> dict[str, object]:
    return {"Version": version, "Statement": list(statements)}


ALL = doc(st())
NONE = doc(st(action="ec2:DescribeRegions"))
DENY = doc(st("Deny"))


def to(principal: object, effect: str = "Allow", **more: object) -> dict[str, object]:
    """A resource policy with one statement."""
    return doc(st(effect, Principal=principal if principal == "*" else {"AWS": principal}, **more))


def outcome(
    principal: object = USER, action: str = "s3:GetObject", resource: object = OBJECT, **more: object
) -> str:
    case = {"principal": principal, "action": action, "resource": resource, **more}
    return str(decide_json(case)["decision"])


YES, NO, NEVER, UNKNOWN = "allowed", "implicitly denied", "explicitly denied", "not modelled"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (st(action="s3:GetObject"), YES),
        (st(action="S3:getobject"), YES),
        (st(action="s3:Get*"), YES),
        (st(action="s3:?etObject"), YES),
        (st(action="*:GetObject"), YES),
        (st(action=["ec2:*", "s3:PutObject"]), NO),
        (st(action="s3:GetObjectAcl"), NO),
        (st(action="GetObject"), NO),
        ({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, YES),
        ({"Effect": "Allow", "NotAction": ["s3:g*"], "Resource": "*"}, NO),
        (st(resource="arn:aws:s3:::b/*"), YES),
        (st(resource="arn:aws:s3:::b"), NO),
        (st(resource="arn:aws:s3:::B/*"), NO),
        (st(resource="arn:aws:s3:::*"), YES),
        (st(resource="arn:*:s3:::b/k"), YES),
        (st(resource="arn:aws:s3:*:*:b/?"), YES),
        (st(resource="arn:aws:s3:*"), YES),
        (st(resource="arn:aws:sqs:*"), NO),
        (st(resource="arn:aws:s3:?"), NO),
        (st(resource="arn:aws:s3:*:b/k"), NO),
        (st(resource="s3*"), NO),
        (st(resource=["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]), YES),
        (st(NotResource="arn:aws:s3:::a/*"), YES),
        (st(NotResource=["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]), NO),
        (st(resource="arn:aws:s3:::b/${aws:username}"), NO),
        (st("Deny"), NEVER),
    ],
)
def test_what_a_statement_is_about(statement: dict[str, object], expected: str) -> None:
    assert outcome(identity=doc(statement)) == expected


def test_nothing_is_allowed_by_default_and_a_deny_wins_wherever_it_stands() -> None:
    assert outcome() == NO
    assert outcome(identity=[ALL, DENY]) == NEVER
    for place in ("boundary", "session", "scps"):
        assert outcome(identity=ALL, **{place: [DENY] if place != "boundary" else DENY}) == NEVER
    for place in ("resource_policy", "vpc_endpoint"):
        assert outcome(identity=ALL, **{place: to("*", "Deny")}) == NEVER


def test_variables_stand_for_the_caller_and_without_a_value_match_nothing() -> None:
    own = doc(st(resource="arn:aws:s3:::b/${aws:username}/*"))
    assert outcome(resource="arn:aws:s3:::b/alice/x", identity=own) == YES
    assert outcome(resource="arn:aws:s3:::b/bob/x", identity=own) == NO
    assert outcome(SESSION, resource="arn:aws:s3:::b/app/x", identity=own) == NO
    deny = doc(st("Deny", NotResource="arn:aws:s3:::b/${aws:username}/*"))
    assert outcome(identity=[ALL, deny]) == NEVER
    old = {"Version": "2008-10-17", "Statement": st(resource="arn:aws:s3:::b/${aws:username}/*")}
    assert outcome(resource="arn:aws:s3:::b/alice/x", identity=old) == NO
    assert outcome(resource="arn:aws:s3:::b/${aws:username}/x", identity=old) == YES


def test_a_boundary_and_session_policies_limit_and_grant_nothing() -> None:
    assert outcome(boundary=ALL) == NO
    assert outcome(identity=ALL, boundary=NONE) == NO
    assert outcome(identity=ALL, boundary=ALL) == YES
    assert outcome(SESSION, identity=ALL, session=[NONE]) == NO
    assert outcome(SESSION, identity=ALL, session=[NONE, ALL]) == YES
    assert outcome(SESSION, session=[ALL]) == NO
    assert outcome(identity=ALL, boundary=[NONE]) == NO
    assert outcome(identity=ALL, boundary=[ALL]) == YES
    assert outcome(identity=ALL, boundary=[ALL, ALL]) == UNKNOWN


@pytest.mark.parametrize(
    ("caller", "named", "limit", "expected"),
    [
        (USER, USER, {}, YES),
        (USER, USER, {"boundary": NONE}, YES),
        (SESSION, ROLE, {}, YES),
        (SESSION, ROLE, {"boundary": NONE}, NO),
        (SESSION, ROLE, {"session": [NONE]}, NO),
        (SESSION, SESSION, {"boundary": NONE}, YES),
        (SESSION, SESSION, {"session": [NONE]}, YES),
        (SESSION, f"{SESSION}0", {}, NO),
        (USER, ROOT, {}, NO),
        (USER, ROOT, {"identity": ALL}, YES),
        (USER, ACCOUNT, {"identity": ALL}, YES),
        (USER, "*", {"boundary": NONE}, YES),
        (USER, f"arn:aws:iam::{ACCOUNT}:user/*", {}, NO),
        (USER, OTHER, {}, NO),
        (ROOT, ROOT, {}, YES),
        (SESSION, ROLE, {"scps": [[NONE]]}, NO),
        (USER, USER, {"scps": [[NONE]]}, NO),
    ],
)
def test_what_a_resource_policy_grants_within_an_account(
    caller: str, named: str, limit: dict[str, object], expected: str
) -> None:
    assert outcome(caller, resource_policy=to(named), **limit) == expected


def test_a_federated_user_has_what_its_user_and_its_session_policy_have() -> None:
    caller = {"arn": f"arn:aws:sts::{ACCOUNT}:federated-user/bob", "parent": USER}
    assert outcome(caller, identity=ALL) == NO
    assert outcome(caller, identity=ALL, session=[ALL]) == YES
    assert outcome(caller, session=[NONE], resource_policy=to(USER)) == NO
    assert outcome(caller, session=[NONE], resource_policy=to(str(caller["arn"]))) == YES


def test_across_accounts_both_sides_must_allow() -> None:
    far: dict[str, object] = {"resource_account": OTHER}
    assert outcome(identity=ALL, **far) == NO
    assert outcome(resource_policy=to(USER), **far) == NO
    for named in (USER, ROOT, ACCOUNT, "*"):
        assert outcome(identity=ALL, resource_policy=to(named), **far) == YES
    assert outcome(SESSION, identity=ALL, resource_policy=to(SESSION), boundary=NONE, **far) == NO
    assert outcome(SESSION, identity=NONE, resource_policy=to(SESSION), **far) == NO
    assert outcome(ROOT, resource_policy=to(ROOT), **far) == YES
    assert outcome(ROOT, **far) == NO
    queue = f"arn:aws:sqs:eu-west-1:{OTHER}:q"
    assert outcome(action="sqs:SendMessage", resource=queue, identity=ALL) == NO


def test_service_control_policies_must_allow_at_every_level() -> None:
    assert outcome(identity=ALL, scps=[[ALL], [NONE], [ALL]]) == NO
    assert outcome(identity=ALL, scps=[[ALL], [NONE, ALL], [ALL]]) == YES
    assert outcome(ROOT, scps=[[ALL]]) == YES
    assert outcome(ROOT, scps=[[NONE]]) == NO
    assert outcome(LINKED, identity=ALL, scps=[[DENY]]) == YES
    assert outcome(identity=ALL, scps=[[DENY]], management_account=ACCOUNT) == YES
    assert outcome(identity=ALL, scps=[[DENY]], management_account=OTHER) == NEVER
    assert outcome(scps=[[ALL]]) == NO
    assert outcome("*", resource_policy=to("*"), scps=[[DENY]]) == YES
    assert outcome("ec2.amazonaws.com", resource_policy=doc(st(Principal={"Service": "ec2.amazonaws.com"})),
                   scps=[[DENY]]) == YES  # fmt: skip


def test_resource_control_policies_limit_everyone_for_their_services_only() -> None:
    deny = to("*", "Deny")
    assert outcome(identity=ALL, rcps=[[to("*")]]) == YES
    assert outcome(identity=ALL, rcps=[[deny]]) == NEVER
    assert outcome("*", resource_policy=to("*"), rcps=[[deny]]) == NEVER
    assert outcome(LINKED, identity=ALL, rcps=[[deny]]) == YES
    assert outcome(identity=ALL, rcps=[[deny]], management_account=ACCOUNT) == YES
    assert outcome(identity=ALL, rcps=[[to("*")], [to("*", action="sqs:*")]]) == NO
    assert outcome({"service": "s3.amazonaws.com"}, rcps=[[deny]], resource_policy=to("*")) == NEVER
    retire: dict[str, object] = {"action": "kms:RetireGrant", "resource": KEY, "resource_policy": to(USER)}
    assert outcome(rcps=[[deny]], **retire) == YES
    assert outcome(action="ec2:RunInstances", resource="*", identity=ALL, rcps=[[deny]]) == YES


def test_an_endpoint_policy_limits_what_passes_it() -> None:
    assert outcome(identity=ALL, vpc_endpoint=to("*")) == YES
    assert outcome(identity=ALL, vpc_endpoint=to("*", action="sqs:*")) == NO
    assert outcome(identity=ALL, vpc_endpoint=doc(st())) == YES


def test_the_root_user_is_limited_by_denies_of_resources_only() -> None:
    assert outcome(ROOT) == YES
    assert outcome(ROOT, resource_policy=to(ROOT, "Deny")) == NEVER
    assert outcome(ROOT, action="sts:AssumeRole", resource=ROLE, resource_policy=to(ROOT)) == NO
    assert outcome(ROOT, boundary=NONE, identity=DENY) == YES
    shut: dict[str, object] = {"resource": "arn:aws:s3:::b", "resource_policy": to("*", "Deny")}
    assert outcome(ROOT, action="s3:DeleteBucketPolicy", **shut) == YES
    assert outcome(ROOT, action="s3:DeleteBucket", **shut) == NEVER
    assert outcome(ROOT, action="s3:DeleteBucketPolicy", resource_account=OTHER, **shut) == NEVER
    assert outcome(ROOT, action="s3:PutBucketPolicy", scps=[[DENY]], **shut) == NEVER


def test_anonymous_callers_and_services_have_only_what_everybody_has() -> None:
    assert outcome("*") == NO
    assert outcome("*", resource_policy=to("*")) == YES
    assert outcome("*", resource_policy=to(ACCOUNT)) == NO
    service = doc(st(Principal={"Service": ["sns.amazonaws.com", "s3.amazonaws.com"]}))
    assert outcome({"service": "s3.amazonaws.com"}, resource_policy=service) == YES
    assert outcome({"service": "ec2.amazonaws.com"}, resource_policy=service) == NO
    assert outcome(USER, resource_policy=service) == NO
    narrowed = to("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})
    assert outcome("*", resource_policy=narrowed) == NO
    assert outcome({"service": "s3.amazonaws.com"}, identity=ALL) == NO


@pytest.mark.parametrize(
    ("caller", "listed", "more", "expected"),
    [
        (USER, [USER, ROOT], {}, YES),
        (USER, [USER, ACCOUNT], {}, YES),
        (USER, [USER], {}, NEVER),
        (USER, [ROOT], {}, NEVER),
        (SESSION, [SESSION, ROLE, ROOT], {}, YES),
        (SESSION, [ROLE, ROOT], {}, YES),
        (SESSION, [ROLE], {}, NEVER),
        (SESSION, [SESSION, ROOT], {}, NEVER),
        (SESSION, [SESSION, ROLE], {}, NEVER),
        (USER, [f"{USER}2", ROOT], {}, NEVER),
        (USER, "*", {}, YES),
        (USER, [USER, ROOT], {"boundary": ALL}, NEVER),
        (ROOT, [ROOT], {}, YES),
    ],
)
def test_not_principal_with_deny_spares_whom_it_lists_with_account(
    caller: str, listed: list[str], more: dict[str, object], expected: str
) -> None:
    spared = doc(st("Deny", NotPrincipal={"AWS": listed}))
    assert outcome(caller, identity=ALL, resource_policy=spared, **more) == expected


def test_not_principal_with_allow_is_for_everybody_else() -> None:
    others = doc(st(NotPrincipal={"AWS": [USER]}))
    assert outcome(USER, resource_policy=others) == NO
    assert outcome("*", resource_policy=others) == YES
    service = {"Service": "s3.amazonaws.com"}
    listed = doc(st("Deny", NotPrincipal=service), st(Principal="*"))
    assert outcome({"service": "s3.amazonaws.com"}, resource_policy=listed) == YES


def test_a_key_is_its_key_policys() -> None:
    use: dict[str, object] = {"action": "kms:Decrypt", "resource": KEY}
    assert outcome(identity=ALL, resource_policy=to(ROOT), **use) == YES
    assert outcome(identity=ALL, resource_policy=to(USER + "2"), **use) == NO
    assert outcome(resource_policy=to(ROOT), **use) == NO
    assert outcome(resource_policy=to(USER), **use) == YES
    assert outcome(ROOT, resource_policy=to(USER), **use) == NO
    assert outcome(ROOT, resource_policy=to(ROOT), **use) == YES
    assert outcome(identity=ALL, **use) == UNKNOWN
    assert outcome(**use) == NO
    assert outcome(action="kms:ListKeys", resource="*", identity=ALL) == YES


def test_grants_of_a_key_allow_within_their_constraints() -> None:
    grant = {
        "grantee": ROLE,
        "operations": ["Decrypt"],
        "constraints": {"EncryptionContextSubset": {"Dept": "it"}},
    }
    use: dict[str, object] = {
        "action": "kms:Decrypt",
        "resource": KEY,
        "kms_grants": [grant],
        "resource_policy": to(OTHER),
    }
    held = {"kms:EncryptionContext:Dept": "it", "kms:EncryptionContext:More": "x"}
    assert outcome(SESSION, context=held, **use) == YES
    assert outcome(SESSION, **use) == NO
    assert outcome(SESSION, context={"kms:EncryptionContext:dept": "it"}, **use) == NO
    assert outcome(USER, context=held, **use) == NO
    assert outcome(SESSION, context=held, **{**use, "action": "kms:Encrypt"}) == NO
    assert outcome(SESSION, context=held, **{**use, "resource_policy": to("*", "Deny")}) == NEVER
    elsewhere = {**use, "kms_grants": [{**grant, "grantee": SESSION.replace(ACCOUNT, OTHER)}]}
    assert outcome(SESSION.replace(ACCOUNT, OTHER), context=held, **elsewhere) == YES
    assert outcome(SESSION.replace(ACCOUNT, OTHER), context=held, scps=[[NONE]], **elsewhere) == NO
    exact = {**grant, "constraints": {"EncryptionContextEquals": {"Dept": "it"}}}
    assert outcome(SESSION, context=held, **{**use, "kms_grants": [exact]}) == NO


def test_a_role_is_assumed_by_whom_its_trust_policy_names() -> None:
    assume: dict[str, object] = {"action": "sts:AssumeRole", "resource": ROLE}

    def trust(principal: object, **more: object) -> dict[str, object]:
        return doc({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **more})

    assert outcome(identity=ALL, resource_policy=trust({"AWS": ROOT}), **assume) == YES
    assert outcome(resource_policy=trust({"AWS": ROOT}), **assume) == NO
    assert outcome(resource_policy=trust({"AWS": USER}), **assume) == YES
    assert outcome(identity=ALL, resource_policy=trust({"Service": "ec2.amazonaws.com"}), **assume) == NO
    assert (
        outcome("ec2.amazonaws.com", resource_policy=trust({"Service": "ec2.amazonaws.com"}), **assume) == YES
    )
    assert outcome(SESSION, identity=ALL, resource_policy=trust({"AWS": USER}), **assume) == NO
    assert outcome(identity=ALL, **assume) == UNKNOWN
    external = {"Condition": {"StringEquals": {"sts:ExternalId": "x"}}}
    far = f"arn:aws:iam::{OTHER}:role/app"
    there: dict[str, object] = {"resource": far, "action": "sts:AssumeRole", "identity": ALL,
                                "resource_policy": trust({"AWS": ROOT}, **external)}  # fmt: skip
    assert outcome(context={"sts:ExternalId": "x"}, **there) == YES
    assert outcome(**there) == NO


def test_federated_identities_take_roles_by_trust_alone() -> None:
    provider = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.example.com"
    condition = {"StringEquals": {"token.example.com:sub": "repo:a"}}
    who = {"Principal": {"Federated": provider}}
    action = "sts:AssumeRoleWithWebIdentity"
    trust = doc({"Effect": "Allow", "Action": action, "Condition": condition, **who})
    ask: dict[str, object] = {
        "action": "sts:AssumeRoleWithWebIdentity",
        "resource": ROLE,
        "resource_policy": trust,
    }
    assert outcome({"federated": provider}, context={"token.example.com:sub": "repo:a"}, **ask) == YES
    assert outcome({"federated": provider}, context={"token.example.com:sub": "repo:b"}, **ask) == NO
    assert (
        outcome({"federated": "accounts.example.com"}, context={"token.example.com:sub": "repo:a"}, **ask)
        == NO
    )


def test_nobody_needs_permission_to_ask_who_they_are() -> None:
    assert outcome(action="sts:GetCallerIdentity", resource="*") == YES
    assert outcome(action="sts:GetCallerIdentity", resource="*", identity=DENY) == YES


def test_s3_takes_public_policies_back_from_outsiders() -> None:
    block = {"block_public_access": {"RestrictPublicBuckets": True}}
    far: dict[str, object] = {"resource_account": OTHER, "identity": ALL}
    assert outcome("*", resource_policy=to("*"), resource_account=ACCOUNT, **block) == NO
    assert outcome(resource_policy=to("*"), **far, **block) == NO
    assert outcome(resource_policy=to("*"), **block) == YES
    assert outcome(resource_policy=to(ACCOUNT), **far, **block) == YES
    both = doc(st(Principal="*"), st(Principal={"AWS": ACCOUNT}))
    assert outcome(resource_policy=both, **far, **block) == NO
    fixed = to("*", Condition={"StringEquals": {"aws:SourceVpce": "vpce-1"}})
    assert outcome("*", resource_policy=fixed, context={"aws:SourceVpce": "vpce-1"}, **block) == YES
    far_points = {"s3:DataAccessPointArn": f"arn:aws:s3:eu-west-1:{ACCOUNT}:accesspoint/*"}
    points = to("*", Condition={"StringLike": far_points})
    there = {"s3:DataAccessPointArn": f"arn:aws:s3:eu-west-1:{ACCOUNT}:accesspoint/p"}
    assert outcome(resource_policy=points, context=there, **far, **block) == YES
    wide = to("*", Condition={"IpAddress": {"aws:SourceIp": ["192.0.0.0/4"]}})
    assert outcome("*", resource_policy=wide, context={"aws:SourceIp": "192.0.2.1"}, **block) == NO


def test_s3_refuses_lists_that_open_to_everybody() -> None:
    block = {"block_public_access": {"BlockPublicAcls": True}}
    put: dict[str, object] = {"action": "s3:PutObjectAcl", "identity": ALL}
    everybody = 'uri="http://acs.amazonaws.com/groups/global/AllUsers"'
    assert outcome(context={"s3:x-amz-acl": "public-read"}, **put, **block) == NO
    assert outcome(context={"s3:x-amz-grant-read": everybody}, **put, **block) == NO
    assert outcome(context={"s3:x-amz-acl": "private"}, **put, **block) == YES
    assert outcome(context={"s3:x-amz-acl": "public-read"}, **put) == YES


def test_nobody_takes_a_role_without_credentials() -> None:
    trust = doc({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"})
    assert outcome("*", action="sts:AssumeRole", resource=ROLE, resource_policy=trust) == NO
    assert outcome(action="sts:AssumeRole", resource=ROLE, resource_policy=trust) == YES


def test_each_resource_of_a_call_is_authorised_by_itself() -> None:
    instance, image = (f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/*", "arn:aws:ec2:eu-west-1::image/ami-1")
    small = st(action="ec2:RunInstances", resource="arn:aws:ec2:*:*:instance/*",
               Condition={"StringLike": {"ec2:InstanceType": "t2.*"}})  # fmt: skip
    call = [{"arn": instance, "context": {"ec2:InstanceType": "t2.micro"}}, image]
    run: dict[str, object] = {"action": "ec2:RunInstances", "resource": call}
    assert outcome(identity=doc(small), **run) == NO
    assert outcome(identity=doc(small, st(resource="arn:aws:ec2:*::image/*")), **run) == YES
    assert outcome(identity=doc(st(), st("Deny", resource="arn:aws:ec2:*::image/*")), **run) == NEVER


def test_keys_of_the_caller_are_known_without_being_given() -> None:
    def met(condition: dict[str, object], caller: object = USER) -> bool:
        return outcome(caller, identity=doc(st(Condition=condition))) == YES

    assert met({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}})
    assert met({"ArnEquals": {"aws:PrincipalArn": ROLE}}, SESSION)
    assert met({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, SESSION)
    assert met({"Null": {"aws:username": "true"}}, SESSION)
    assert met({"StringEquals": {"aws:PrincipalTag/Team": "a"}}, {"arn": USER, "tags": {"team": "a"}})
    assert met({"StringLike": {"aws:userid": "AROAX:*"}}, {"arn": SESSION, "id": "AROAX"})
    assert met({"Bool": {"aws:PrincipalIsAWSService": "false"}})
    assert met({"StringEquals": {"aws:ResourceAccount": ACCOUNT}})


def test_user_ids_of_callers_without_a_unique_id_are_known() -> None:
    def met(principal: object, userid: str) -> bool:
        condition = {"StringEquals": {"aws:userid": userid}}
        return outcome(principal, resource_policy=to("*", Condition=condition)) == YES

    assert met("*", "anonymous")
    assert met(ROOT, ACCOUNT)
    assert met(f"arn:aws:sts::{ACCOUNT}:federated-user/bob", f"{ACCOUNT}:bob")
    assert not met(USER, USER)
    anonymous = to("*", Condition={"StringEquals": {"aws:PrincipalType": "Anonymous"}})
    assert outcome("*", resource_policy=anonymous) == YES


def test_a_role_is_named_with_its_path_which_a_session_does_not_show() -> None:
    named = f"arn:aws:iam::{ACCOUNT}:role/team/app"
    assert outcome(SESSION, resource_policy=to(named)) == YES
    assert outcome(SESSION, resource_policy=to(f"{named}le")) == NO
    assert outcome({"arn": SESSION, "role": named}, resource_policy=to(ROLE)) == NO


def test_the_answer_names_the_statements_that_decided() -> None:
    shown = decide_json(
        {
            "principal": USER,
            "action": "s3:GetObject",
            "resource": OBJECT,
            "identity": [
                {"name": "mine", "document": doc(st(Sid="Open"), st("Deny", Sid="Shut", action="s3:*"))}
            ],
        }
    )
    assert shown["why"] == "denied by Shut of mine"
    assert shown["statements"] == [
        {"policy": "mine", "sid": "Shut", "index": 1, "effect": "Deny", "place": None}
    ]


@pytest.mark.parametrize(
    "policy",
    ["{", [1], {}, {"Version": "2012-10-17"}, {"Statement": [], "Statements": []},
     {"Version": "2013-01-01", "Statement": st()}, doc({**st(), "Effect": "allow"}),
     doc({"Effect": "Allow", "Resource": "*"}), doc(st(Resources="*")), doc(st(Principal={"Person": "x"})),
     doc({**st(), "NotAction": "x"}), {"Statement": ["x"]}, doc(st(Principal="x"))],
)  # fmt: skip
def test_a_policy_that_is_not_understood_is_never_an_answer(policy: object) -> None:
    assert outcome(identity=[{"document": policy}]) == UNKNOWN
    assert outcome(identity=[ALL, {"document": policy}]) == UNKNOWN
    assert outcome(identity=[DENY, {"document": policy}]) == NEVER


def test_only_a_resources_policy_may_leave_out_resource() -> None:
    assert outcome(identity=doc({"Effect": "Allow", "Action": "*"})) == UNKNOWN
    assert outcome(resource_policy=doc({"Effect": "Allow", "Action": "*", "Principal": "*"})) == YES


@pytest.mark.parametrize(
    "case",
    [{}, {"principal": USER, "action": "a:b", "resource": "*", "identiti": []},
     {"principal": "arn:aws:s3:::b", "action": "a:b", "resource": "*"},
     {"principal": USER, "action": "a:b", "resource": []},
     {"principal": USER, "action": "a:b", "resource": "*", "context": {"k": {"a": 1}}},
     {"principal": USER, "action": "a:b", "resource": [{"account": OTHER}]},
     {"principal": {"arn": None}, "action": "a:b", "resource": "*"},
     {"principal": USER, "action": "a:b", "resource": "*", "kms_grants": [{}]},
     {"principal": USER, "action": "a:b", "resource": "*", "context": []},
     {"principal": USER, "action": "a:b", "resource": "*", "block_public_access": {"Restrict": True}},
     {"principal": "nonsense", "action": "a:b", "resource": "*"}],
)  # fmt: skip
def test_a_request_of_another_form_is_refused(case: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"^the request cannot be read: "):
        decide_json(case)


def test_what_is_null_in_a_request_is_not_given() -> None:
    nothing = dict.fromkeys(("context", "boundary", "session", "scps", "rcps", "kms_grants", "vpc_endpoint"))
    assert outcome(identity=ALL, **nothing) == YES
    with pytest.raises(InputError, match="principal must be a string or an object; action must be a string"):
        decide_json({"principal": 1, "action": 2, "resource": "*"})
