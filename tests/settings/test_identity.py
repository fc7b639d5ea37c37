"""The rules of the section `identity`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.identity.statements import OPERATORS
from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]
Accepted = Callable[[str], Settings]


def group(rights: str) -> str:
    """A section with one group `g`."""
    return "identity: {groups: {g: {" + rights + "}}}"


def statement(inside: str) -> str:
    """A section with one group of one statement."""
    return group("statements: [{reason: the nightly report, " + inside + "}]")


DEEP = "groups.g.statements[0]"

WRONG = {
    "group name": (
        "identity: {groups: {a b: {read_only: [ec2]}}}",
        "groups.a b",
        '"a b" must be 1 to 122 letters, digits',
    ),
    "group name too long": (
        "identity: {groups: {" + "g" * 123 + ": {read_only: [ec2]}}}",
        "groups." + "g" * 123,
        "must be 1 to 122",
    ),
    "user name too long": (
        "identity: {groups: {g: {read_only: [ec2]}}, users: {" + "u" * 65 + ": {groups: [g]}}}",
        "users." + "u" * 65,
        "must be 1 to 64",
    ),
    "role name too long for IAM": (
        "identity: {roles: {" + "r" * 60 + ": {emergency: true}}}",
        "roles." + "r" * 60,
        "has 65 characters, IAM allows 64",
    ),
    "groups but for case": (
        "identity: {groups: {Ops: {read_only: [ec2]}, ops: {read_only: [ec2]}}}",
        "groups.ops",
        'differs from "Ops" only in case, and IAM ignores the case of names',
    ),
    "roles but for case": (
        "identity: {roles: {A: {trusted_by: ec2}, a: {trusted_by: lambda}}}",
        "roles.a",
        "only in case",
    ),
    "group of nothing": (group(""), "groups.g", "allows nothing; give it read_only"),
    "group of empty rights": (group("read_only: [], statements: []"), "groups.g", "allows nothing"),
    "group of regions only": (group("regions: [eu-west-1]"), "groups.g", "allows nothing"),
    "user in groups of different regions": (
        "identity: {groups: {a: {read_only: [ec2]}, b: {read_only: [ec2], regions: [eu-west-1, us-east-1]}}, "
        "users: {u: {groups: [a, b]}}}",
        "users.u.groups[1]",
        "b holds in eu-west-1, us-east-1 and denies all else, a in eu-west-1; give both the same regions",
    ),
    "unknown region": (
        group("read_only: [ec2], regions: [eu-wst-1]"),
        "groups.g.regions[0]",
        'did you mean "eu-west-1"?',
    ),
    "unknown service": (
        group("read_only: [cloudtrial]"),
        "groups.g.read_only[0]",
        'unknown service "cloudtrial", did you mean "cloudtrail"?',
    ),
    "all instance types": (
        group('launch_instances: {types: ["*"]}'),
        "groups.g.launch_instances.types[0]",
        '"*" must be an instance type',
    ),
    "any family": (
        group('launch_instances: {types: ["*.micro"]}'),
        "groups.g.launch_instances.types[0]",
        "must be an instance type",
    ),
    "no instance types": (
        group("launch_instances: {types: []}"),
        "groups.g.launch_instances.types",
        "needs at least 1",
    ),
    "no tags": (
        group("terminate_instances: {tags: {}}"),
        "groups.g.terminate_instances.tags",
        "needs at least 1",
    ),
    "tags but for case": (
        group("terminate_instances: {tags: {ENV: TEST, env: TEST}}"),
        "groups.g.terminate_instances.tags.env",
        "IAM ignores the case of tag keys",
    ),
    "unknown role": (
        "identity: {groups: {g: {assume_roles: [break-glas]}}, roles: {break-glass: {emergency: true}}}",
        "groups.g.assume_roles[0]",
        'unknown role "break-glas", did you mean "break-glass"?',
    ),
    "role of a service": (
        "identity: {groups: {g: {assume_roles: [web]}}, roles: {web: {trusted_by: ec2}}}",
        "groups.g.assume_roles[0]",
        '"web" is a role of a service, which no person can assume',
    ),
    "unknown group": (
        "identity: {groups: {newbies: {read_only: [ec2]}}, users: {newcomer: {groups: [newbis]}}}",
        "users.newcomer.groups[0]",
        'unknown group "newbis", did you mean "newbies"?',
    ),
    "user in no group": (
        "identity: {users: {newcomer: {groups: []}}}",
        "users.newcomer.groups",
        "needs at least 1, it has 0",
    ),
    "user in too many groups": (
        "identity: {groups: {"
        + ", ".join(f"g{n}: {{read_only: [ec2]}}" for n in range(11))
        + "}, users: {newcomer: {groups: ["
        + ", ".join(f"g{n}" for n in range(11))
        + "]}}}",
        "users.newcomer.groups",
        "may have at most 10",
    ),
    "role of nobody": ("identity: {roles: {r: {}}}", "roles.r", "needs exactly one of trusted_by"),
    "role of two": (
        "identity: {roles: {r: {trusted_by: ec2, emergency: true}}}",
        "roles.r",
        "needs exactly one of trusted_by",
    ),
    "two emergency roles": (
        "identity: {roles: {a: {emergency: true}, b: {emergency: true}}}",
        "roles.b",
        "is a second emergency role",
    ),
    "statement without a reason": (
        group("statements: [{effect: deny, actions: ['s3:*']}]"),
        "groups.g.statements[0].reason",
        "missing",
    ),
    "unknown service of a role": (
        "identity: {roles: {r: {trusted_by: ecs}}}",
        "roles.r.trusted_by",
        'unknown word "ecs"',
    ),
    "emergency role with buckets": (
        "storage: {buckets: {b: {}}}\nidentity: {roles: {r: {emergency: true, read: [b]}}}",
        "roles.r",
        "an emergency role may do everything; leave out read, write and uses",
    ),
    "unknown bucket to read": (
        "storage: {buckets: {uploads: {}}}\nidentity: {roles: {r: {trusted_by: ec2, read: [upload]}}}",
        "roles.r.read[0]",
        'unknown bucket "upload", did you mean "uploads"?',
    ),
    "unknown bucket to write": (
        "identity: {roles: {r: {trusted_by: ec2, write: [b]}}}",
        "roles.r.write[0]",
        "there is: none",
    ),
    "statement of nothing": (
        statement("effect: allow"),
        DEEP,
        "needs exactly one of actions and not_actions",
    ),
    "actions and not_actions": (
        statement('effect: deny, actions: ["s3:*"], not_actions: ["s3:*"]'),
        DEEP,
        "needs exactly one of actions and not_actions",
    ),
    "resources and not_resources": (
        statement('effect: deny, actions: ["s3:*"], resources: ["*"], not_resources: ["*"]'),
        DEEP,
        "takes only one of resources and not_resources",
    ),
    "effect": (statement('effect: Alow, actions: ["s3:*"]'), f"{DEEP}.effect", 'did you mean "allow"?'),
    "no such action": (
        statement("effect: allow, actions: [GetObject]"),
        f"{DEEP}.actions[0]",
        "must be like s3:GetObject",
    ),
    "service in capitals": (
        statement('effect: allow, actions: ["IAM:*"]'),
        f"{DEEP}.actions[0]",
        "the service in lower case",
    ),
    "wildcard in the service": (
        statement('effect: allow, actions: ["i?m:*"]'),
        f"{DEEP}.actions[0]",
        "must be like",
    ),
    "everything": (
        statement('effect: allow, actions: ["*"]'),
        f"{DEEP}.actions[0]",
        "lets the group give itself every other right",
    ),
    "all of iam": (
        statement('effect: allow, actions: ["ec2:*", "iam:*"]'),
        f"{DEEP}.actions[1]",
        "allowing iam:* lets",
    ),
    "all of sts by detour": (
        statement('effect: allow, actions: ["sts:?*"]'),
        f"{DEEP}.actions[0]",
        "allowing sts:?* lets",
    ),
    "allow not_actions": (
        statement('effect: allow, not_actions: ["iam:*"]'),
        f"{DEEP}.not_actions",
        "list the actions",
    ),
    "resource": (
        statement('effect: allow, actions: ["s3:*"], resources: [uploads]'),
        f"{DEEP}.resources[0]",
        "must be an ARN",
    ),
    "operator": (
        statement('effect: allow, actions: ["s3:*"], conditions: {StringEqual: {"aws:RequestedRegion": a}}'),
        f"{DEEP}.conditions.StringEqual",
        'unknown condition operator "StringEqual", did you mean "StringEquals"?',
    ),
    "condition key": (
        statement('effect: allow, actions: ["s3:*"], conditions: {StringEquals: {RequestedRegion: a}}'),
        f"{DEEP}.conditions.StringEquals.RequestedRegion",
        "must have a prefix, such as aws:RequestedRegion",
    ),
    "condition value": (
        statement('effect: allow, actions: ["s3:*"], conditions: {StringEquals: {"aws:x": {a: b}}}'),
        f"{DEEP}.conditions.StringEquals.aws:x",
        "must be a text, a number, true or false, or a list of those",
    ),
    "condition without values": (
        statement('effect: allow, actions: ["s3:*"], conditions: {StringEquals: {"aws:x": []}}'),
        f"{DEEP}.conditions.StringEquals.aws:x",
        "must be a text",
    ),
    "odd number as a condition value": (
        statement('effect: deny, actions: ["s3:*"], conditions: {StringEquals: {"aws:x": 0123456789}}'),
        f"{DEEP}.conditions.StringEquals.aws:x",
        "quote unusual numbers",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(told_path, told)] = complaints(text)
    assert told_path == f"identity.{path}"
    assert said in told


def test_every_word_of_the_section_is_taken(accepted: Accepted) -> None:
    identity = accepted(
        """
        storage: {buckets: {uploads: {}}}
        identity:
          guarded_tags: [owner]
          groups:
            newbies:
              launch_instances: {types: ["t2.*", u7i-12tb.224xlarge]}
              regions: [eu-west-1, us-east-1]
            testers: {terminate_instances: {tags: {ENV: TEST}}, regions: [us-east-1, eu-west-1]}
            auditors: {read_only: [cloudtrail]}
            oncall: {assume_roles: [break-glass]}
            deployers:
              statements:
                - {reason: the nightly report, effect: allow, actions: ["s3:ListAllMyBuckets"]}
                - reason: reviewed once
                  effect: deny
                  not_actions: ["iam:*"]
                  not_resources: ["arn:aws:s3:::a"]
                - {reason: nightly report, effect: deny, actions: ["*"], resources: ["arn:aws:iam::*:role/x"]}
          users: {newcomer+ops@example.com: {groups: [newbies, testers]}}
          roles:
            web-server: {trusted_by: ec2, read: [uploads], write: [uploads]}
            break-glass: {emergency: true}
        """
    ).identity
    assert list(identity.groups) == ["newbies", "testers", "auditors", "oncall", "deployers"]


def test_condition_values_become_texts(accepted: Accepted) -> None:
    values = (
        '{Bool: {"aws:SecureTransport": true}, NumericLessThan: {"aws:x": [3, 1.5]}, '
        '"Null": {"aws:y": false}}'
    )
    settings = accepted(statement(f'effect: deny, actions: ["s3:*"], conditions: {values}'))
    assert settings.identity.groups["g"].statements[0].conditions == {
        "Bool": {"aws:SecureTransport": ("true",)},
        "NumericLessThan": {"aws:x": ("3", "1.5")},
        "Null": {"aws:y": ("false",)},
    }


@pytest.mark.parametrize(
    ("operator", "known"),
    [
        ("StringEqualsIfExists", True),
        ("ForAllValues:StringLike", True),
        ("ForAnyValue:ArnLikeIfExists", True),
        ("DateGreaterThanEquals", True),
        ("Null", True),
        ("NullIfExists", False),
        ("DateLike", False),
    ],
)
def test_the_operators_are_those_of_iam(operator: str, known: bool) -> None:
    assert (operator in OPERATORS) is known


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("s3:GetObjekt", 's3 has no action "GetObjekt", did you mean "GetObject"?'),
        ("s33:GetObject", 'unknown service "s33", did you mean "s3"?'),
        ("ec2:Qwertz*", 'ec2 has no action "Qwertz*"'),
        ("qqqqqqqq:Do", 'unknown service "qqqqqqqq"'),
        ("s3:getobject", None),
        ("ec2:Describe*", None),
        ("s3:?etObject", None),
    ],
)
def test_actions_are_those_that_aws_has(
    action: str, said: str | None, accepted: Accepted, complaints: Complaints
) -> None:
    text = statement(f'effect: allow, actions: ["{action}"]')
    if said is None:
        assert accepted(text).identity.groups["g"].statements[0].actions == (action,)
    else:
        assert complaints(text) == [("identity.groups.g.statements[0].actions[0]", said)]


@pytest.mark.parametrize(
    ("operator", "value", "wanted"),
    [
        ("NumericLessThan", "ten", "a number"),
        ("DateLessThanIfExists", "tomorrow", "a date"),
        ("Bool", "maybe", "true or false"),
        ("Null", "a", "true or false"),
        ("ForAnyValue:NotIpAddress", "not-an-ip", "an address or a range"),
        ("ArnNotLike", "acme", "an ARN of six parts"),
        ("BinaryEquals", "§", "base64"),
    ],
)
def test_a_value_that_its_operator_can_never_match_is_refused(
    operator: str, value: str, wanted: str, complaints: Complaints
) -> None:
    text = statement(f'effect: deny, actions: ["s3:*"], conditions: {{"{operator}": {{"aws:x": "{value}"}}}}')
    [(path, said)] = complaints(text)
    assert path == f"identity.groups.g.statements[0].conditions.{operator}.aws:x"
    assert f"must be {wanted}" in said


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("NumericEquals", "-1.5"),
        ("DateGreaterThan", "2027-03-31T00:00:00Z"),
        ("DateEquals", "1793318400"),
        ("IpAddress", "2001:db8::/32"),
        ("ArnLike", "arn:aws:iam::*:role/${aws:username}"),
        ("BinaryEquals", "QmluYXJ5"),
        ("StringLike", "anything at all"),
    ],
)
def test_a_value_that_its_operator_can_match_is_taken(operator: str, value: str, accepted: Accepted) -> None:
    text = statement(f'effect: deny, actions: ["s3:*"], conditions: {{"{operator}": {{"aws:x": "{value}"}}}}')
    assert accepted(text).identity.groups["g"].statements[0].conditions == {operator: {"aws:x": (value,)}}


@pytest.mark.parametrize(
    "where", ['resources: ["arn:aws:s3:::名前/*"]', 'conditions: {StringEquals: {"aws:x": 値}}']
)
def test_other_scripts_are_refused_as_iam_refuses_them(where: str, complaints: Complaints) -> None:
    [(_, said)] = complaints(statement(f'effect: deny, actions: ["s3:*"], {where}'))
    assert "IAM takes only Latin characters here" in said
