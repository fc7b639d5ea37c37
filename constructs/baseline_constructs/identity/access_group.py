"""An IAM group: one policy of its own, and the guardrails that all groups share."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.identity.denials.regions import region_denial
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.permission import Permission
from baseline_constructs.identity.policy import BoundedPolicy


class AccessGroup(Construct):
    """Members may do what is stated and nothing else, with a second factor, in the named regions.

    Args:
        name: The group's name in IAM.
        permissions: What its members may do.
        regions: Region names or pseudo-parameters; everywhere else everything is denied.
        guardrails: What holds for every group.

    Raises:
        PolicyLimit: The statements are longer than one managed policy can be.

    Source: Security Hub control IAM.2; IAM user guide, "Security best practices in IAM".
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        permissions: Sequence[Permission],
        regions: Sequence[str],
        guardrails: Guardrails,
    ) -> None:
        super().__init__(scope, id_)
        statements = [statement for permission in permissions for statement in permission.statements]
        self.policy = BoundedPolicy(
            self,
            "Policy",
            name=f"{name}-group",
            description=f"What members of {name} may do",
            statements=[*statements, region_denial(regions=regions)],
        )
        self.resource = iam.CfnGroup(
            self,
            "Resource",
            group_name=name,
            managed_policy_arns=[self.policy.arn, guardrails.group_policy.arn],
        )
        for permission in permissions:
            permission.explain(self.policy)
        # Members come and go without a deployment; who belongs is seen in IAM and checked there.
        acknowledge(self.resource, {"IAMGroupHasUsers": "members may also be added outside of the template"})
