"""Nobody gets more rights than were given."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam

from baseline_constructs.identity import arns
from baseline_constructs.identity.denials.deny import deny


def escalation_denials(
    *, boundary_arn: str, protected_policy_arns: Sequence[str]
) -> list[iam.PolicyStatement]:
    """Nobody sheds a boundary or a group, creates a principal without one or rewrites what holds them.

    Args:
        boundary_arn: The permissions boundary that every user and role must carry.
        protected_policy_arns: Managed policies that nobody may rewrite or delete.

    Source: IAM user guide, "Permissions boundaries for IAM entities", delegating responsibility to others.
    """
    without_boundary = {"StringNotEquals": {"iam:PermissionsBoundary": boundary_arn}}
    return [
        deny("DenyPrincipalsWithoutBoundary", ["iam:CreateRole", "iam:CreateUser"], ["*"], without_boundary),
        deny(
            "DenyReplacingTheBoundary",
            ["iam:Put*PermissionsBoundary"],
            ["*"],
            without_boundary,
        ),
        deny(
            "DenySheddingTheBoundary",
            [
                "iam:AddUserToGroup",
                "iam:DeleteGroup",
                "iam:Delete*PermissionsBoundary",
                "iam:RemoveUserFromGroup",
            ],
            ["*"],
        ),
        deny(
            "DenyRewritingGuardrails",
            [
                "iam:CreatePolicyVersion",
                "iam:DeletePolicy",
                "iam:DeletePolicyVersion",
                "iam:SetDefaultPolicyVersion",
            ],
            list(protected_policy_arns),
        ),
        deny(
            "DenyDetachingGuardrails",
            ["iam:Detach*Policy"],
            ["*"],
            {"ArnEquals": {"iam:PolicyARN": list(protected_policy_arns)}},
        ),
    ]


def other_roles_denial(*, but: Sequence[str], spared: Sequence[str] = ()) -> iam.PolicyStatement:
    """Nobody becomes somebody whom no boundary holds, such as the roles that deploy this very account.

    Args:
        but: ARNs of the roles that groups may take.
        spared: ARNs of the roles whose own policies say which others they may take, such as a pipeline's.

    Source: IAM user guide, "Methods to assume a role"; boundaries do not follow into an assumed role.
    """
    return iam.PolicyStatement(
        sid="DenyBecomingOthers",
        effect=iam.Effect.DENY,
        actions=["sts:AssumeRole", "sts:AssumeRoot"],
        resources=None if but else ["*"],
        not_resources=list(but) or None,
        conditions={"ArnNotEquals": {"aws:PrincipalArn": list(spared)}} if spared else None,
    )


def own_policy_arn(name: str) -> str:
    """The ARN of a customer managed policy of this account by its name."""
    return arns.iam(f"policy/{name}")
