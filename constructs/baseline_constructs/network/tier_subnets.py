"""The subnets of one tier, each with its own route table, under one network ACL."""

from aws_cdk import CfnTag, Fn
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.network.topology import Tier
from baseline_constructs.network.vpc_addresses import VpcAddresses


class ZoneSubnet(Construct):
    """A tier's subnet in one zone, with a route table that nothing else uses and no public address on launch.

    Args:
        vpc: The addresses of the VPC.
        tier: Whose subnet it is.
        zone: Index of the zone, from 0.
        acl: The tier's network ACL.
        name: Value of the Name tags.

    Source: Security Hub controls EC2.15 and EC2.2.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc: VpcAddresses,
        tier: Tier,
        zone: int,
        acl: ec2.CfnNetworkAcl,
        name: str,
    ) -> None:
        super().__init__(scope, id_)
        tags = [CfnTag(key="Name", value=name)]
        self.resource = ec2.CfnSubnet(
            self,
            "Resource",
            vpc_id=vpc.id,
            availability_zone=Fn.select(zone, Fn.get_azs("")),
            cidr_block=str(tier.cidrs[zone]),
            ipv6_cidr_block=vpc.ipv6_of_subnet(tier.name, zone) if vpc.has_ipv6 else None,
            map_public_ip_on_launch=False,
            # IPv6 addresses are public, so an instance gets one only where its launch asks for one.
            assign_ipv6_address_on_creation=False if vpc.has_ipv6 else None,
            tags=tags,
        )
        vpc.before(self.resource)
        self.route_table = ec2.CfnRouteTable(self, "RouteTable", vpc_id=vpc.id, tags=tags)
        ec2.CfnSubnetRouteTableAssociation(
            self, "Routes", route_table_id=self.route_table.ref, subnet_id=self.resource.ref
        )
        ec2.CfnSubnetNetworkAclAssociation(self, "Acl", network_acl_id=acl.ref, subnet_id=self.resource.ref)


class TierSubnets(Construct):
    """A subnet in each zone.

    Args:
        vpc: The addresses of the VPC.
        tier: Which tier.
        acl: The tier's network ACL.
        name: Start of the Name tags; the tier's name and the zone's number, from 1, follow.
    """

    def __init__(
        self, scope: Construct, id_: str, *, vpc: VpcAddresses, tier: Tier, acl: ec2.CfnNetworkAcl, name: str
    ) -> None:
        super().__init__(scope, id_)
        self.tier = tier
        self.zones = [
            ZoneSubnet(
                self,
                f"Zone{zone + 1}",
                vpc=vpc,
                tier=tier,
                zone=zone,
                acl=acl,
                name=f"{name}-{tier.name}-{zone + 1}",
            )
            for zone in range(len(tier.cidrs))
        ]
