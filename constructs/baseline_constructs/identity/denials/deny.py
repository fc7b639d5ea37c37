"""A denial that holds for everybody; it stands in the guardrails and in the boundary."""

from typing import Any

from aws_cdk import aws_iam as iam


def deny(
    sid: str, actions: list[str], resources: list[str], conditions: dict[str, Any] | None = None
) -> iam.PolicyStatement:
    """A statement that denies, whatever else allows."""
    return iam.PolicyStatement(
        sid=sid, effect=iam.Effect.DENY, actions=actions, resources=resources, conditions=conditions
    )
