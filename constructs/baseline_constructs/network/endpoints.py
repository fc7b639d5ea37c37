"""Private ways to AWS services."""

from collections.abc import Sequence

from aws_cdk import Aws, CfnTag
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.network.endpoint_policy import endpoint_policy
from baseline_constructs.network.endpoint_services import WITHOUT_POLICY, WITHOUT_PRIVATE_DNS, service_name
from baseline_constructs.network.tier_subnets import TierSubnets, ZoneSubnet


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

    A service in `WITHOUT_PRIVATE_DNS` answers only to the names of the endpoint, and one in `WITHOUT_POLICY`
    to the credentials of any account: only the security group says who may talk to it.

    Args:
        vpc_id: The VPC.
        region: The Region of the stack.
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
        region: str,
        service: str,
        tier: TierSubnets,
        group: ec2.CfnSecurityGroup,
        name: str,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnVPCEndpoint(
            self,
            "Resource",
            vpc_id=vpc_id,
            vpc_endpoint_type="Interface",
            service_name=service_name(service, region=region),
            private_dns_enabled=service not in WITHOUT_PRIVATE_DNS,
            subnet_ids=[zone.resource.ref for zone in tier.zones],
            security_group_ids=[group.attr_group_id],
            policy_document=None if service in WITHOUT_POLICY else endpoint_policy(service, ()),
            tags=[CfnTag(key="Name", value=name)],
        )
