"""IAM statements that the settings spell out themselves."""

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
    return Permission(
        [
            iam.PolicyStatement(
                effect=iam.Effect.ALLOW if statement.effect == "allow" else iam.Effect.DENY,
                actions=statement.actions,
                not_actions=statement.not_actions,
                resources=resources,
                not_resources=statement.not_resources,
                conditions={operator: dict(keys) for operator, keys in statement.conditions.items()} or None,
            )
        ],
        {finding: statement.reason for finding in wildcards if "*" in finding},
    )
