"""What AWS Config knows of many Regions or accounts, in one place."""

from typing import Any, Literal

from aws_cdk import Aws
from aws_cdk import aws_config as config
from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge

_READ_ORGANISATION = "service-role/AWSConfigRoleForOrganizations"


class Aggregator(Construct):
    """Collects configurations and results of AWS Config from every Region; it changes nothing there.

    A Region without a recorder gives nothing.

    Args:
        name: Its name.
        of: "account" for this one, or "organization" for every account of the organisation, which works in
            the management account or a delegated administrator of AWS Config.

    Source: https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, name: str, of: Literal["account", "organization"]
    ) -> None:
        super().__init__(scope, id_)
        made = config.CfnConfigurationAggregator
        account = made.AccountAggregationSourceProperty(account_ids=[Aws.ACCOUNT_ID], all_aws_regions=True)
        wide: dict[str, Any] = {"account_aggregation_sources": [account]}
        if of == "organization":
            source = made.OrganizationAggregationSourceProperty(
                role_arn=self._role().attr_arn, all_aws_regions=True
            )
            wide = {"organization_aggregation_source": source}
        self.resource = made(self, "Resource", configuration_aggregator_name=name, **wide)

    def _role(self) -> iam.CfnRole:
        read = f"iam::aws:policy/{_READ_ORGANISATION}"
        role = iam.CfnRole(
            self,
            "Role",
            description="AWS Config lists the accounts of the organisation",
            assume_role_policy_document=iam.PolicyDocument(
                statements=[
                    iam.PolicyStatement(
                        principals=[iam.ServicePrincipal("config.amazonaws.com")],
                        actions=["sts:AssumeRole"],
                    )
                ]
            ),
            managed_policy_arns=[f"arn:{Aws.PARTITION}:{read}"],
        )
        reason = "It lists accounts; AWS keeps the list of calls that this takes."
        acknowledge(role, {f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:{read}]": reason})
        return role
