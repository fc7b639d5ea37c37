"""IAM policy statements in YAML, for what the other words of a group can't say."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from baseline.settings.identity.actions import unknown_action
from baseline.settings.identity.condition_values import wanted_value
from baseline.settings.problem import Finding, quoted
from baseline.settings.section import Section
from baseline.settings.text import Parsed, one_of
from baseline.settings.unreadable import where_readable

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
_PLAIN_OPERATORS = (
    *(
        f"String{what}"
        for what in ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")
    ),
    *(
        f"{kind}{what}"
        for kind in ("Numeric", "Date")
        for what in ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
    ),
    *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress"),
    *("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
)
_ONE_VALUED = (*_PLAIN_OPERATORS, *(f"{name}IfExists" for name in _PLAIN_OPERATORS), "Null")
OPERATORS = (
    *_ONE_VALUED,
    *(f"{sets}:{name}" for sets in ("ForAllValues", "ForAnyValue") for name in _ONE_VALUED),
)

# Whoever may do everything here may give himself everything else.
_NEVER_WHOLE = ("iam", "sts", "organizations", "kms")

_ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z0-9*?]+")
_ARN = re.compile(r"arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+")
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html, PolicyDocument
_NOT_IN_POLICIES = re.compile(r"[^\t\n\r\x20-\xff]")


def _parse_action(text: str) -> str:
    if text != "*" and not _ACTION.fullmatch(text):
        raise ValueError(
            f"{quoted(text)} must be like s3:GetObject or ec2:Describe*, the service in lower case"
        )
    return text


def _refuse_other_scripts(text: str) -> None:
    if found := _NOT_IN_POLICIES.search(text):
        raise ValueError(f"{quoted(text)} holds {quoted(found[0])}; IAM takes only Latin characters here")


def _parse_resource(text: str) -> str:
    _refuse_other_scripts(text)
    if text != "*" and not _ARN.fullmatch(text):
        raise ValueError(f'{quoted(text)} must be an ARN such as arn:aws:s3:::name/*, or "*"')
    return text


def _parse_condition_key(text: str) -> str:
    _refuse_other_scripts(text)
    if not re.fullmatch(r"[a-z0-9-]+:\S.*", text):
        raise ValueError(
            f"{quoted(text)} must have a prefix, such as aws:RequestedRegion or ec2:InstanceType"
        )
    return text


def _parse_condition_values(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, tuple) else (value,)
    if not values or not all(isinstance(one, str | int | float) for one in values):
        raise ValueError("must be a text, a number, true or false, or a list of those; quote unusual numbers")
    texts = tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in values)
    for text in texts:
        _refuse_other_scripts(text)
    return texts


_VALUE_SCHEMA = {"type": ["string", "number", "boolean"]}

Action = Annotated[str, Parsed(_parse_action, {"examples": ["s3:GetObject"]})]
Resource = Annotated[str, Parsed(_parse_resource, {"examples": ["*"]})]
Operator = Annotated[str, one_of(OPERATORS, "condition operator")]
ConditionKey = Annotated[str, Parsed(_parse_condition_key)]
ConditionValues = Annotated[
    tuple[str, ...],
    PlainValidator(_parse_condition_values),
    WithJsonSchema({"anyOf": [_VALUE_SCHEMA, {"type": "array", "items": _VALUE_SCHEMA}]}),
]


class Statement(Section):
    """A statement of an IAM policy, in IAM's words."""

    reason: str = Field(
        min_length=10,
        description="Why the group needs it, for whoever reviews it; at least 10 characters.",
        examples=["uploads the nightly report"],
    )
    effect: Literal["allow", "deny"] = Field(
        description="`allow` or `deny`; a deny always wins.", examples=["allow"]
    )
    actions: tuple[Action, ...] | None = Field(
        default=None, min_length=1, description="Actions, such as `s3:GetObject` or `ec2:Describe*`."
    )
    not_actions: tuple[Action, ...] | None = Field(
        default=None, min_length=1, description="All actions but these; only with `effect: deny`."
    )
    resources: tuple[Resource, ...] | None = Field(
        default=None, min_length=1, description='ARNs; `["*"]` if neither this nor `not_resources` is given.'
    )
    not_resources: tuple[Resource, ...] | None = Field(
        default=None, min_length=1, description="All resources but these ARNs."
    )
    conditions: Mapping[Operator, Mapping[ConditionKey, ConditionValues]] = Field(
        default_factory=dict, description="Operators, then keys, then a value or a list of values."
    )


@where_readable
def _unknown(statement: Statement) -> Iterator[Finding]:
    """Actions that AWS does not have."""
    for key, actions in (("actions", statement.actions), ("not_actions", statement.not_actions)):
        for index, action in enumerate(actions or ()):
            if text := unknown_action(action):
                yield Finding((key, index), text)


@where_readable
def _misfits(statement: Statement) -> Iterator[Finding]:
    """Values that their operator can never match."""
    for operator, keys in statement.conditions.items():
        for key, values in keys.items():
            for value in values:
                if wanted := wanted_value(operator, value):
                    yield Finding(
                        ("conditions", operator, key), f"{quoted(value)} must be {wanted} for {operator}"
                    )


@where_readable
def statement_findings(statement: Statement) -> Iterator[Finding]:
    """Statements that IAM refuses, and allowances that nobody can judge."""
    if (statement.actions is None) == (statement.not_actions is None):
        yield Finding((), "needs exactly one of actions and not_actions")
    if statement.resources is not None and statement.not_resources is not None:
        yield Finding((), "takes only one of resources and not_resources")
    yield from _unknown(statement)
    yield from _misfits(statement)
    if statement.effect == "deny":
        return
    if statement.not_actions is not None:
        yield Finding(
            ("not_actions",), "allowing all but a few grants what AWS has not invented yet; list the actions"
        )
    for index, action in enumerate(statement.actions or ()):
        service, _, pattern = action.partition(":")
        if action == "*" or (service in _NEVER_WHOLE and set(pattern) <= set("*?")):
            text = (
                f"allowing {action} lets the group give itself every other right; list the actions it needs"
            )
            yield Finding(("actions", index), text)
