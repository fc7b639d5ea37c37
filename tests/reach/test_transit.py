"""Transit gateways beyond two VPCs: zones, peers, lines to premises, precedence; and VPN gateways."""

from typing import Any

import pytest

from tests.reach.small import answer, base, ec2, ref, tcp
from tests.reach.test_rules import transit, vpn

PROVED, REFUTED, UNDECIDED = "proved", "refuted", "undecided"


def joined(attachment: str, table: str) -> dict[str, Any]:
    """The attachment follows the table."""
    return _pair("TransitGatewayRouteTableAssociation", attachment, table)


def told(attachment: str, table: str) -> dict[str, Any]:
    """The attachment announces itself to the table."""
    return _pair("TransitGatewayRouteTablePropagation", attachment, table)


def _pair(type_: str, attachment: str, table: str) -> dict[str, Any]:
    return ec2(type_, TransitGatewayAttachmentId=ref(attachment), TransitGatewayRouteTableId=ref(table))


def switched(table: str, cidr: str, attachment: str) -> dict[str, Any]:
    """A static route of the table."""
    return ec2(
        "TransitGatewayRoute",
        TransitGatewayRouteTableId=ref(table),
        DestinationCidrBlock=cidr,
        TransitGatewayAttachmentId=ref(attachment),
    )


def zoned(mine: Any, door: Any) -> dict[str, Any]:
    """The sender in one zone, the attachment's subnet in another."""
    made = transit(
        Door=ec2("Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.9.0/28", AvailabilityZone=door),
        Mine=ec2(
            "TransitGatewayAttachment", TransitGatewayId=ref("Tgw"), VpcId=ref("Vpc"), SubnetIds=[ref("Door")]
        ),
    )
    made["Private"]["Properties"]["AvailabilityZone"] = mine
    return made


def zone(index: int) -> dict[str, Any]:
    return {"Fn::Select": [index, {"Fn::GetAZs": ""}]}


@pytest.mark.parametrize(
    ("mine", "door", "result"),
    [
        ("eu-west-1a", "eu-west-1a", REFUTED),
        ("eu-west-1a", "eu-west-1b", PROVED),
        (zone(0), zone(0), REFUTED),
        (zone(0), zone(1), PROVED),
        (zone(0), "eu-west-1b", UNDECIDED),
    ],
)
def test_a_zone_without_a_subnet_of_the_attachment_does_not_reach_the_gateway(
    mine: Any, door: Any, result: str
) -> None:
    assert answer(zoned(mine, door), "unreachable", "App", "Far") == result


def test_an_association_with_a_table_that_nobody_knows_is_undecided() -> None:
    made = transit(
        A1=ec2(
            "TransitGatewayRouteTableAssociation",
            TransitGatewayAttachmentId=ref("Mine"),
            TransitGatewayRouteTableId="tgw-rtb-elsewhere",
        )
    )
    assert answer(made, "unreachable", "App", "Far") == UNDECIDED


def test_a_static_route_goes_before_one_that_a_vpc_announces() -> None:
    hole = {
        "Table": ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        "Joined": joined("Mine", "Table"),
        "Told": told("Theirs", "Table"),
    }

    def shut(cidr: str) -> dict[str, Any]:
        route = ec2(
            "TransitGatewayRoute",
            TransitGatewayRouteTableId=ref("Table"),
            DestinationCidrBlock=cidr,
            Blackhole=True,
        )
        return transit(**hole, Hole=route)

    assert answer(transit(**hole), "unreachable", "App", "Far") == REFUTED
    assert answer(shut("10.1.0.0/16"), "unreachable", "App", "Far") == PROVED
    assert answer(shut("10.0.0.0/8"), "unreachable", "App", "Far") == REFUTED


def peers(known: bool = True) -> dict[str, Any]:
    """Two VPCs on a gateway each, and the gateways joined."""
    made = transit(
        Tgw2=ec2("TransitGateway"),
        Peer=ec2(
            "TransitGatewayPeeringAttachment",
            TransitGatewayId=ref("Tgw"),
            PeerTransitGatewayId=ref("Tgw2") if known else "tgw-elsewhere",
            PeerRegion="eu-west-1",
            PeerAccountId="111122223333",
        ),
        Table=ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        Joined=joined("Mine", "Table"),
        Over=switched("Table", "10.1.0.0/16", "Peer"),
    )
    made["Theirs"]["Properties"]["TransitGatewayId"] = ref("Tgw2")
    made["Back"]["Properties"]["TransitGatewayId"] = ref("Tgw2")
    return made


def test_a_peer_routes_on_by_its_own_table_and_hears_of_nothing_by_itself() -> None:
    assert answer(peers(), "unreachable", "App", "Far") == REFUTED
    assert answer(peers(), "reaches", "App", "Far", ["tcp/443"]) == REFUTED  # no way back yet
    back = {
        "Table2": ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw2")),
        "Joined2": joined("Theirs", "Table2"),
        "Over2": switched("Table2", "10.0.0.0/16", "Peer"),
    }
    assert answer({**peers(), **back}, "reaches", "App", "Far", ["tcp/443"]) == PROVED


def test_a_peer_of_elsewhere_is_undecided() -> None:
    made = peers(known=False)
    assert answer(made, "unreachable", "App", "elsewhere") == UNDECIDED
    assert answer(made, "unreachable", "elsewhere", "App") == UNDECIDED


def test_a_vpc_of_elsewhere_on_the_gateway_is_elsewhere() -> None:
    made = transit(
        Strange=ec2(
            "TransitGatewayAttachment", TransitGatewayId=ref("Tgw"), VpcId="vpc-1", SubnetIds=["subnet-1"]
        )
    )
    assert answer(made, "unreachable", "elsewhere", "App") == UNDECIDED
    assert answer(made, "unreachable", "on-premises", "App") == PROVED


LINES = {
    "VPN": ec2("VPNConnection", TransitGatewayId=ref("Tgw"), Type="ipsec.1", CustomerGatewayId="cgw-1"),
    "Direct Connect": {
        "Type": "AWS::DirectConnect::DirectConnectGatewayAssociation",
        "Properties": {"AssociatedGatewayId": ref("Tgw"), "DirectConnectGatewayId": "dx-1"},
    },
    "Connect": ec2("TransitGatewayConnect", TransportTransitGatewayAttachmentId=ref("Mine")),
}


@pytest.mark.parametrize("line", LINES)
def test_lines_to_premises_are_on_premises(line: str) -> None:
    assert answer(transit(), "unreachable", "on-premises", "Far") == PROVED
    made = transit(Line=LINES[line])
    assert answer(made, "unreachable", "on-premises", "Far") == REFUTED
    assert answer(made, "reaches", "App", "Far", ["tcp/443"]) == PROVED
    narrow = ec2(
        "SecurityGroup",
        GroupDescription="g",
        VpcId=ref("Vpc"),
        SecurityGroupIngress=[tcp(443, "192.168.0.0/24")],
    )
    shut = {**made, "TheirGroup": narrow}
    assert answer(shut, "unreachable", "on-premises", "Far") == UNDECIDED  # which addresses, BGP says
    way = ec2(
        "Route",
        RouteTableId=ref("TheirTable"),
        DestinationCidrBlock="192.168.0.0/16",
        TransitGatewayId=ref("Tgw"),
    )
    table = {
        "Table": ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        "Joined": joined("Theirs", "Table"),
        "Static": switched("Table", "192.168.0.0/16", "Line"),
    }
    whole = {**made, "Way": way, **table}
    assert answer(whole, "unreachable", "Far", "192.168.0.0/16") == REFUTED
    assert answer(whole, "reaches", "Far", "192.168.0.0/16", ["tcp/443"]) == PROVED
    assert answer(whole, "unreachable", "192.168.0.0/16", "Far") == REFUTED


# VPN gateways of a VPC.


def static(*, only: bool) -> dict[str, Any]:
    return vpn(
        Vpn=ec2("VPNConnection", VpnGatewayId=ref("Vgw"), StaticRoutesOnly=only, Type="ipsec.1"),
        There=ec2("VPNConnectionRoute", VpnConnectionId=ref("Vpn"), DestinationCidrBlock="192.168.0.0/16"),
        Spread=ec2(
            "VPNGatewayRoutePropagation", RouteTableIds=[ref("PrivateTable")], VpnGatewayId=ref("Vgw")
        ),
    )


def test_static_routes_of_a_vpn_are_known_when_they_are_propagated() -> None:
    assert answer(static(only=True), "reaches", "App", "192.168.0.0/16", ["tcp/443"]) == PROVED
    assert answer(static(only=True), "unreachable", "App", "172.16.0.0/12") == PROVED
    assert answer(static(only=False), "unreachable", "App", "172.16.0.0/12") == UNDECIDED


def test_a_direct_connect_gateway_announces_what_nobody_knows() -> None:
    line = {
        "Type": "AWS::DirectConnect::DirectConnectGatewayAssociation",
        "Properties": {"AssociatedGatewayId": ref("Vgw"), "DirectConnectGatewayId": "dx-1"},
    }
    made = {**static(only=True), "Line": line}
    assert answer(made, "unreachable", "App", "172.16.0.0/12") == UNDECIDED


def test_a_route_server_could_announce_anything() -> None:
    made = base()
    made["Told"] = ec2("RouteServerPropagation", RouteServerId="rs-1", RouteTableId=ref("PrivateTable"))
    assert answer(made, "unreachable", "App", "internet") == UNDECIDED


def test_a_vpn_gateway_is_no_way_for_another_vpc() -> None:
    """Edge to edge routing is not supported."""
    made = transit(
        Vgw=ec2("VPNGateway", Type="ipsec.1"),
        Attach=ec2("VPCGatewayAttachment", VpcId=ref("Other"), VpnGatewayId=ref("Vgw")),
        Line=ec2(
            "Route",
            RouteTableId=ref("TheirTable"),
            DestinationCidrBlock="192.168.0.0/16",
            GatewayId=ref("Vgw"),
        ),
        Over=ec2(
            "Route",
            RouteTableId=ref("PrivateTable"),
            DestinationCidrBlock="192.168.0.0/16",
            TransitGatewayId=ref("Tgw"),
        ),
        Table=ec2("TransitGatewayRouteTable", TransitGatewayId=ref("Tgw")),
        Joined=joined("Mine", "Table"),
        Static=switched("Table", "192.168.0.0/16", "Theirs"),
    )
    assert answer(made, "unreachable", "App", "on-premises") == PROVED
    assert answer(made, "unreachable", "Far", "on-premises") == REFUTED
