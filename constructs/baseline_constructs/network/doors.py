"""The gateways that lead out of the VPC, and the routes to them; each exists only when asked for."""

from collections.abc import Sequence

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.network.addresses import EVERYWHERE_4, EVERYWHERE_6
from baseline_constructs.network.inspection import Inspection
from baseline_constructs.network.tier_subnets import TierSubnets, ZoneSubnet
from baseline_constructs.network.topology import NatGateway, Route, VpnGateway


class InternetDoor(Construct):
    """An internet gateway, and the default routes of the tiers that asked for it.

    Args:
        vpc_id: The VPC.
        tiers: All tiers; those that route to "internet" get the routes.
        ipv6: Whether the IPv6 default route leads here too.
        name: Value of the Name tag.
        inspection: What stands in between; nothing if None.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc_id: str,
        tiers: Sequence[TierSubnets],
        ipv6: bool,
        name: str,
        inspection: Inspection | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnInternetGateway(self, "Resource", tags=[CfnTag(key="Name", value=name)])
        self.attachment = ec2.CfnVPCGatewayAttachment(
            self, "Attachment", vpc_id=vpc_id, internet_gateway_id=self.resource.ref
        )
        for zone, firewall in _zones_and_firewalls(tiers, "internet", inspection):
            self._route(zone, "Internet", ipv6=False, firewall=firewall)
            if ipv6:
                self._route(zone, "InternetIpv6", ipv6=True)
        if inspection:
            inspection.lead_back(
                "Internet",
                vpc_id=vpc_id,
                gateway_id=self.resource.ref,
                attachment=self.attachment,
                tiers=[tier for tier in tiers if "internet" in tier.tier.routes],
            )

    def _route(self, zone: ZoneSubnet, id_: str, *, ipv6: bool, firewall: str | None = None) -> None:
        route = ec2.CfnRoute(
            zone,
            id_,
            route_table_id=zone.route_table.ref,
            gateway_id=None if firewall else self.resource.ref,
            vpc_endpoint_id=firewall,
            destination_cidr_block=None if ipv6 else str(EVERYWHERE_4),
            destination_ipv6_cidr_block=str(EVERYWHERE_6) if ipv6 else None,
        )
        route.add_resource_dependency(self.attachment)
        reason = "The tier was asked to have a route to the internet; no other tier has one."
        acknowledge(route, {"VPCNoUnrestrictedRouteToIGW": reason})


class NatDoor(Construct):
    """NAT gateways, and the IPv4 default routes of the tiers that asked for them.

    Args:
        tiers: All tiers; those that route to "nat" get the routes.
        nat: Where the gateways stand, and how many.
        internet: The internet gateway that they use.
        name: Start of the Name tags; the zone's number, from 1, follows.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        tiers: Sequence[TierSubnets],
        nat: NatGateway,
        internet: InternetDoor,
        name: str,
    ) -> None:
        super().__init__(scope, id_)
        home = next(tier for tier in tiers if tier.tier.name == nat.tier)
        used = home.zones if nat.one_per_zone else home.zones[:1]
        self.gateways = [
            self._gateway(zone, number, internet, f"{name}-{number}")
            for number, zone in enumerate(used, start=1)
        ]
        for tier in tiers:
            if "nat" in tier.tier.routes:
                self._route(tier)

    def _gateway(self, zone: ZoneSubnet, number: int, internet: InternetDoor, name: str) -> ec2.CfnNatGateway:
        tags = [CfnTag(key="Name", value=name)]
        address = ec2.CfnEIP(self, f"Address{number}", domain="vpc", tags=tags)
        address.add_resource_dependency(internet.attachment)
        gateway = ec2.CfnNatGateway(
            self,
            f"Zone{number}",
            subnet_id=zone.resource.ref,
            allocation_id=address.attr_allocation_id,
            tags=tags,
        )
        gateway.add_resource_dependency(internet.attachment)
        return gateway

    def _route(self, tier: TierSubnets) -> None:
        for index, zone in enumerate(tier.zones):
            ec2.CfnRoute(
                zone,
                "Nat",
                route_table_id=zone.route_table.ref,
                destination_cidr_block=str(EVERYWHERE_4),
                nat_gateway_id=self.gateways[index % len(self.gateways)].ref,
            )


class EgressOnlyDoor(Construct):
    """An egress-only internet gateway, and the IPv6 default routes of the tiers that asked for it.

    Args:
        vpc_id: The VPC, which has an IPv6 range.
        tiers: All tiers; those that route to "egress_only" get the routes.
        name: Value of the Name tag.
    """

    def __init__(
        self, scope: Construct, id_: str, *, vpc_id: str, tiers: Sequence[TierSubnets], name: str
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnEgressOnlyInternetGateway(
            self, "Resource", vpc_id=vpc_id, tags=[CfnTag(key="Name", value=name)]
        )
        for zone in _zones(tiers, "egress_only"):
            ec2.CfnRoute(
                zone,
                "EgressOnly",
                route_table_id=zone.route_table.ref,
                destination_ipv6_cidr_block=str(EVERYWHERE_6),
                egress_only_internet_gateway_id=self.resource.ref,
            )


class VpnDoor(Construct):
    """A virtual private gateway, and the routes to the networks on premises of the tiers that asked for it.

    VPN connections (`VpnTunnels`) and Direct Connect (`DirectLine`) attach to `resource`.

    Args:
        vpc_id: The VPC.
        tiers: All tiers; those that route to "vpn" get the routes.
        vpn: The gateway's side of BGP, and the networks on premises.
        name: Value of the Name tag.
        inspection: What stands in between; nothing if None.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc_id: str,
        tiers: Sequence[TierSubnets],
        vpn: VpnGateway,
        name: str,
        inspection: Inspection | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = ec2.CfnVPNGateway(
            self, "Resource", type="ipsec.1", amazon_side_asn=vpn.asn, tags=[CfnTag(key="Name", value=name)]
        )
        self.attachment = ec2.CfnVPCGatewayAttachment(
            self, "Attachment", vpc_id=vpc_id, vpn_gateway_id=self.resource.ref
        )
        for zone, firewall in _zones_and_firewalls(tiers, "vpn", inspection):
            for network in vpn.networks:
                route = ec2.CfnRoute(
                    zone,
                    f"Vpn-{network}",
                    route_table_id=zone.route_table.ref,
                    destination_cidr_block=str(network),
                    gateway_id=None if firewall else self.resource.ref,
                    vpc_endpoint_id=firewall,
                )
                route.add_resource_dependency(self.attachment)
        if inspection:
            inspection.lead_back(
                "Vpn",
                vpc_id=vpc_id,
                gateway_id=self.resource.ref,
                attachment=self.attachment,
                tiers=[tier for tier in tiers if "vpn" in tier.tier.routes],
            )


def _zones(tiers: Sequence[TierSubnets], route: Route) -> list[ZoneSubnet]:
    return [zone for tier in tiers if route in tier.tier.routes for zone in tier.zones]


def _zones_and_firewalls(
    tiers: Sequence[TierSubnets], route: Route, inspection: Inspection | None
) -> list[tuple[ZoneSubnet, str | None]]:
    """The subnets with a route, each with the firewall's endpoint on its way, if there is one."""
    return [
        (zone, inspection.endpoint_for(tier, index) if inspection else None)
        for tier in tiers
        if route in tier.tier.routes
        for index, zone in enumerate(tier.zones)
    ]
