"""The role for the day when everything else is locked."""

from aws_cdk import Aws
from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.identity import arns
from baseline_constructs.identity.permission import Permission

_FRESH_SECONDS = 3_600
_SESSION_SECONDS = 3_600


class EmergencyRole(Construct):
    """Full access for an hour, for users of this account with a second factor shown within the last hour.

    Nobody can assume it by this role alone: the trust names the account, so a group must allow it as well.
    A role cannot assume it, only a person. Its use raises an alarm where the stack watches for it.

    Args:
        name: The role's name in IAM.

    Source: AWS Well-Architected, SEC03-BP03 Establish emergency access process.
    """

    def __init__(self, scope: Construct, id_: str, *, name: str) -> None:
        super().__init__(scope, id_)
        self.resource = iam.CfnRole(
            self,
            "Resource",
            role_name=name,
            description="Emergency access; its use is reported",
            assume_role_policy_document=iam.PolicyDocument(statements=[_trust()]),
            managed_policy_arns=[f"arn:{Aws.PARTITION}:iam::aws:policy/AdministratorAccess"],
            max_session_duration=_SESSION_SECONDS,
        )
        acknowledge(
            self,
            {
                "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AdministratorAccess]": (
                    "emergency access is full by its nature; a second factor, an hour and an alarm bound it"
                ),
            },
        )

    def may_be_assumed(self) -> Permission:
        """What lets a group's members assume it."""
        statement = iam.PolicyStatement(
            sid="AssumeEmergencyRole",
            actions=["sts:AssumeRole"],
            resources=[self.resource.attr_arn],
            conditions={"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        )
        return Permission([statement], {})


def _trust() -> iam.PolicyStatement:
    return iam.PolicyStatement(
        principals=[iam.ArnPrincipal(arns.iam("root"))],
        actions=["sts:AssumeRole"],
        conditions={
            "Bool": {"aws:MultiFactorAuthPresent": "true"},
            "NumericLessThan": {"aws:MultiFactorAuthAge": str(_FRESH_SECONDS)},
            "ArnLike": {"aws:PrincipalArn": arns.iam("user/*")},
        },
    )
