"""Private ways to AWS services."""

from collections.abc import Sequence

from aws_cdk import Aws, CfnTag
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.network.endpoint_policy import endpoint_policy
from baseline_constructs.network.tier_subnets import TierSubnets, ZoneSubnet

# The service names that do not begin with "com.amazonaws".
_OTHER_PREFIXES = {
    "bcm-data-exports": "aws.api",
    "experiments": "aws.sagemaker",
    "freetier": "aws.api",
    "kendra-ranking": "aws.api",
    "notebook": "aws.sagemaker",
    "partner-app": "aws.sagemaker",
    "qbusiness": "aws.api",
    "studio": "aws.sagemaker",
}


class GatewayEndpoint(Construct):
    """A route to S3 or DynamoDB from the subnets that may talk to it, for this account's principals only.

    Args:
        vpc_id: The VPC.
        service: "s3" or "dynamodb".
        beside: The services that have an endpoint.
        zones: The subnets whose route tables lead to it.
        name: Value of the Name tag.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc_id: str,
        service: str,
        beside: Sequence[str],
        zones: Sequence[ZoneSubnet],
        name: str,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnVPCEndpoint(
            self,
            "Resource",
            vpc_id=vpc_id,
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{Aws.REGION}.{service}",
            route_table_ids=[zone.route_table.ref for zone in zones],
            policy_document=endpoint_policy(service, beside),
            tags=[CfnTag(key="Name", value=name)],
        )


class InterfaceEndpoint(Construct):
    """An address in each zone at which a service answers to its public name, for this account only.

    Args:
        vpc_id: The VPC.
        service: Short name of the service, such as "ssm" or "ecr.dkr".
        tier: The subnets it stands in.
        group: The security group that says who may talk to it.
        name: Value of the Name tag.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc_id: str,
        service: str,
        tier: TierSubnets,
        group: ec2.CfnSecurityGroup,
        name: str,
    ) -> None:
        super().__init__(scope, id_)
        prefix = _OTHER_PREFIXES.get(service, "com.amazonaws")
        self.resource = ec2.CfnVPCEndpoint(
            self,
            "Resource",
            vpc_id=vpc_id,
            vpc_endpoint_type="Interface",
            service_name=f"{prefix}.{Aws.REGION}.{service}",
            private_dns_enabled=True,
            subnet_ids=[zone.resource.ref for zone in tier.zones],
            security_group_ids=[group.attr_group_id],
            policy_document=endpoint_policy(service, ()),
            tags=[CfnTag(key="Name", value=name)],
        )
