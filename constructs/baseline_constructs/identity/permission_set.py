"""What members of groups in IAM Identity Center may do in this account."""

from collections.abc import Sequence

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sso as sso
from constructs import Construct

from baseline_constructs.identity.denials.regions import region_denial
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.permission import Permission


class PermissionSet(Construct):
    """Groups of Identity Center may do what is stated here, within the boundary, for some hours.

    Nothing else of the account is theirs, in no other region, and people get it through groups only. Identity
    Center asks for the second factor, as it is set there.

    Args:
        name: The permission set's name.
        instance_id: Id of the instance of Identity Center, `ssoins-` and 16 digits.
        permissions: What they may do.
        regions: Region names or pseudo-parameters; everywhere else everything is denied.
        session_hours: Hours that a session lasts at most, 1 to 12.
        groups: Ids of groups in Identity Center.
        guardrails: Whose boundary holds their sessions.

    Source: https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        instance_id: str,
        permissions: Sequence[Permission],
        regions: Sequence[str],
        session_hours: int,
        groups: Sequence[str],
        guardrails: Guardrails,
    ) -> None:
        super().__init__(scope, id_)
        instance = f"arn:{Aws.PARTITION}:sso:::instance/{instance_id}"
        statements = [statement for permission in permissions for statement in permission.statements]
        boundary = sso.CfnPermissionSet.CustomerManagedPolicyReferenceProperty(
            name=guardrails.boundary.name, path="/"
        )
        self.resource = sso.CfnPermissionSet(
            self,
            "Resource",
            instance_arn=instance,
            name=name,
            session_duration=f"PT{session_hours}H",
            inline_policy=iam.PolicyDocument(statements=[*statements, region_denial(regions=regions)]),
            permissions_boundary=sso.CfnPermissionSet.PermissionsBoundaryProperty(
                customer_managed_policy_reference=boundary
            ),
        )
        for group in groups:
            assignment = sso.CfnAssignment(
                self,
                f"For-{group}",
                instance_arn=instance,
                permission_set_arn=self.resource.attr_permission_set_arn,
                principal_type="GROUP",
                principal_id=group,
                target_type="AWS_ACCOUNT",
                target_id=Aws.ACCOUNT_ID,
            )
            # Identity Center makes the role when somebody is assigned, and looks the boundary up by its name.
            assignment.add_resource_dependency(guardrails.boundary.resource)
