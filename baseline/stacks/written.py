"""IAM statements that the settings spell out themselves."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam

from baseline.settings.identity.statements import Statement
from baseline_constructs.identity.permission import Permission


def written(statement: Statement) -> Permission:
    """A statement as it stands in the settings; the reason given there accounts for its wildcards."""
    resources = statement.resources or (None if statement.not_resources else ("*",))
    wildcards = [
        *(f"Action::{action}" for action in statement.actions or ()),
        *(f"Resource::{resource}" for resource in resources or ()),
    ]
    document = iam.PolicyStatement(
        effect=iam.Effect.ALLOW if statement.effect == "allow" else iam.Effect.DENY,
        actions=_list(statement.actions),
        not_actions=_list(statement.not_actions),
        resources=_list(resources),
        not_resources=_list(statement.not_resources),
        conditions={
            operator: {key: list(values) for key, values in keys.items()}
            for operator, keys in statement.conditions.items()
        }
        or None,
    )
    return Permission([document], {finding: statement.reason for finding in wildcards if "*" in finding})


def _list(words: Sequence[str] | None) -> list[str] | None:
    """A list as jsii wants it, which knows no tuples."""
    return None if words is None else list(words)
