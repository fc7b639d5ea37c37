"""Routes through the firewall, both ways."""

from collections.abc import Sequence

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.network.guards.network_firewall import NetworkFirewall
from baseline_constructs.network.tier_subnets import TierSubnets, ZoneSubnet
from baseline_constructs.network.topology import FIREWALL_TIER


class Inspection(Construct):
    """What comes and goes by a gateway passes the firewall of the subnet's own zone, in both directions.

    Subnets lead to the firewall, the firewall's subnets to the gateway, and the gateway's own route table
    back to the firewall of the zone where the packet is going. A firewall that sees one direction only would
    drop what it does not know.

    Args:
        firewall: With an endpoint in each zone.
        name: Start of the Name tags.

    Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-two-zone-igw.html
    """

    def __init__(self, scope: Construct, id_: str, *, firewall: NetworkFirewall, name: str) -> None:
        super().__init__(scope, id_)
        self._firewall = firewall
        self._name = name

    def endpoint_for(self, tier: TierSubnets, zone: int) -> str | None:
        """Which endpoint a tier's subnet leads to; None for the firewall's own, which lead to the gateway."""
        return None if tier.tier.name == FIREWALL_TIER else self._firewall.endpoint(zone)

    def lead_back(
        self,
        id_: str,
        *,
        vpc_id: str,
        gateway_id: str,
        attachment: ec2.CfnVPCGatewayAttachment,
        tiers: Sequence[TierSubnets],
    ) -> None:
        """Give a gateway a route table of its own.

        Args:
            id_: Construct id, the gateway's kind.
            vpc_id: The VPC.
            gateway_id: An internet or VPN gateway.
            attachment: What makes it the VPC's.
            tiers: Those that lead to it, the firewall's aside.
        """
        table = ec2.CfnRouteTable(
            self,
            id_,
            vpc_id=vpc_id,
            tags=[CfnTag(key="Name", value=f"{self._name}-{id_.lower()}-edge")],
        )
        edge = ec2.CfnGatewayRouteTableAssociation(
            self, f"{id_}Edge", gateway_id=gateway_id, route_table_id=table.ref
        )
        edge.add_resource_dependency(attachment)
        for tier in tiers:
            for index, zone in enumerate(tier.zones):
                endpoint = self.endpoint_for(tier, index)
                if endpoint is not None:
                    self._back(f"{id_}-{tier.tier.name}-{index + 1}", table, tier, index, zone, endpoint)

    def _back(
        self,
        id_: str,
        table: ec2.CfnRouteTable,
        tier: TierSubnets,
        index: int,
        zone: ZoneSubnet,
        endpoint: str,
    ) -> None:
        route = ec2.CfnRoute(
            self,
            id_,
            route_table_id=table.ref,
            destination_cidr_block=str(tier.tier.cidrs[index]),
            vpc_endpoint_id=endpoint,
        )
        # AWS takes a route inside the VPC's range only for a subnet that is there.
        route.add_resource_dependency(zone.resource)
