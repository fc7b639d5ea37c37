"""The resource policies of Lambda functions, which CloudFormation writes statement by statement.

Source: CloudFormation template reference, AWS::Lambda::Permission; Lambda API reference, AddPermission.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from baseline.access.marks import plain, text
from baseline.access.policy import Policy, read_policy
from baseline.template.estate import Estate
from baseline.template.template import Resource

# Properties that become conditions: under which operator, on which key.
_CONDITIONS = {
    "SourceArn": ("ArnLike", "aws:SourceArn"),
    "SourceAccount": ("StringEquals", "aws:SourceAccount"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
}


def permissions_of(estate: Estate) -> Iterator[tuple[str, Policy]]:
    """For each permission the ARN of its function, and the policy that it is."""
    functions = {
        text(estate.attribute(each, "Ref")): text(each.arn)
        for each in estate.resources("AWS::Lambda::Function")
    }
    for permission in estate.resources("AWS::Lambda::Permission"):
        named = text(permission.get("FunctionName"))
        yield functions.get(named, named), _policy(permission, functions.get(named, named))


def _policy(permission: Resource, arn: str) -> Policy:
    name = permission.logical_id
    if permission.present is not True:
        return Policy(name, (), (f"whether {name} is deployed is not known",))
    conditions: dict[str, dict[str, Any]] = {}
    for key, (operator, condition) in _CONDITIONS.items():
        value = permission.get(key)
        if value is not None:
            conditions.setdefault(operator, {})[condition] = plain(value)
    statement = {
        "Effect": "Allow",
        "Principal": _principal(text(permission.get("Principal"))),
        "Action": text(permission.get("Action")),
        "Resource": arn,
        "Condition": conditions,
    }
    document = {"Version": "2012-10-17", "Statement": statement}
    return read_policy(document, name=name, place=permission.place)


def _principal(named: str) -> str | Mapping[str, str]:
    """A service, an account or an ARN; `*` for everybody."""
    if named == "*":
        return "*"
    return {"Service" if named.endswith(".amazonaws.com") else "AWS": named}
