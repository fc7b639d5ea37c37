"""What lets people act on what is theirs by tag, so that one policy serves every team (ABAC)."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam

from baseline_constructs.identity.permission import Permission


def same_tag(*, tag: str, actions: Sequence[str]) -> Permission:
    """Act on resources whose tag has the same value as the caller's own, and on no others.

    The promise stands only with `Guardrails` that guard the tag key: otherwise somebody tags first and acts
    second. A caller without the tag may do none of it. An action that does not know the tags of what it acts
    on is never allowed by this.

    Args:
        tag: The tag key, on the caller (a user's tag or a session's) and on the resource.
        actions: IAM actions, with or without wildcards.

    Source: IAM user guide, "IAM tutorial: Define permissions to access AWS resources based on tags".
    """
    same = {f"aws:ResourceTag/{tag}": f"${{aws:PrincipalTag/{tag}}}"}
    listed = list(actions)
    statements = [
        iam.PolicyStatement(
            sid="SameTag", actions=listed, resources=["*"], conditions={"StringEquals": same}
        ),
        # A negated operator also matches what does not carry the tag at all.
        iam.PolicyStatement(
            sid="DenyOtherTag",
            effect=iam.Effect.DENY,
            actions=listed,
            resources=["*"],
            conditions={"StringNotEquals": same},
        ),
        # Without it, the variable above has no value, and nobody should have to know what IAM makes of that.
        iam.PolicyStatement(
            sid="DenyUntaggedCaller",
            effect=iam.Effect.DENY,
            actions=listed,
            resources=["*"],
            conditions={"Null": {f"aws:PrincipalTag/{tag}": "true"}},
        ),
    ]
    why = f"the tag {tag} in the condition says which resources; nobody who is held can set it"
    wildcards = {f"Action::{action}": why for action in listed if "*" in action}
    return Permission(statements, {**wildcards, "Resource::*": why})
