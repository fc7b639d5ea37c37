"""A role for those whom another identity provider knows."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.identity.denials.regions import region_denial
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.permission import Permission
from baseline_constructs.identity.policy import BoundedPolicy

_HOUR_SECONDS = 3_600


class FederatedRole(Construct):
    """A role that a provider opens to those it names, within the boundary, for some hours.

    It may do what is stated and nothing else, in the named regions. It has no second factor of AWS's: the
    provider asks for one, or nobody does.

    Args:
        name: The role's name in IAM.
        trust: Whom it lets in (`SamlProvider.trust`, `OidcProvider.trust`).
        permissions: What it may do.
        regions: Region names or pseudo-parameters; everywhere else everything is denied.
        session_hours: Hours that a session lasts at most, 1 to 12.
        guardrails: Whose boundary holds the role.

    Raises:
        PolicyLimit: The statements are longer than one managed policy can be.

    Source: IAM user guide, "Identity providers and federation"; Security Hub control IAM.21.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        trust: iam.PolicyStatement,
        permissions: Sequence[Permission],
        regions: Sequence[str],
        session_hours: int,
        guardrails: Guardrails,
    ) -> None:
        super().__init__(scope, id_)
        statements = [statement for permission in permissions for statement in permission.statements]
        policy = BoundedPolicy(
            self,
            "Policy",
            name=f"{name}-federated",
            description=f"What sessions of {name} may do",
            statements=[*statements, region_denial(regions=regions)],
        )
        self.resource = iam.CfnRole(
            self,
            "Resource",
            role_name=name,
            assume_role_policy_document=iam.PolicyDocument(statements=[trust]),
            managed_policy_arns=[policy.arn],
            permissions_boundary=guardrails.boundary.arn,
            max_session_duration=session_hours * _HOUR_SECONDS,
        )
        for permission in permissions:
            permission.explain(policy)
