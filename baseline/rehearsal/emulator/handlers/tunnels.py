"""EC2: tunnels to other networks, gateways with route tables, key pairs, and what an account forbids."""

from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import (
    Attributes,
    Handler,
    Properties,
    tag_specification,
    take_nothing_away,
    without,
)
from baseline.rehearsal.emulator.handlers.calls import by_calls

_ON_THE_CONNECTION = ("CustomerGatewayId", "PreSharedKeyStorage", "Type", "VpnGatewayId")


def _connection(properties: Properties, _: str) -> dict[str, Any]:
    tunnels = [_tunnel(each) for each in properties.get("VpnTunnelOptionsSpecifications", [])]
    options = {"StaticRoutesOnly": properties.get("StaticRoutesOnly", False), "TunnelOptions": tunnels}
    wanted = {name: properties[name] for name in _ON_THE_CONNECTION if name in properties}
    tags = tag_specification("vpn-connection", properties)
    return {**wanted, "Options": options, "TagSpecifications": tags}


def _tunnel(options: Properties) -> dict[str, Any]:
    """CloudFormation writes `Cloudwatch` where EC2 writes `CloudWatch`."""
    found = dict(options)
    if "LogOptions" in found:
        found["LogOptions"] = {"CloudWatchLogOptions": found["LogOptions"]["CloudwatchLogOptions"]}
    return found


def _control(properties: Properties, _: str) -> tuple[str, Attributes]:
    tags = tag_specification("vpc-encryption-control", properties)
    made = call("ec2", "create_vpc_encryption_control", VpcId=properties["VpcId"], TagSpecifications=tags)
    id_ = made["VpcEncryptionControl"]["VpcEncryptionControlId"]
    _change_control(id_, properties, properties)
    return id_, {"VpcEncryptionControlId": id_}


def _change_control(id_: str, old: Properties, properties: Properties) -> None:
    take_nothing_away(old, properties)
    wanted = {
        name.removesuffix("Input"): value for name, value in without(properties, "VpcId", "Tags").items()
    }
    call("ec2", "modify_vpc_encryption_control", VpcEncryptionControlId=id_, **wanted)


def _delete_control(id_: str, _: Properties) -> None:
    call("ec2", "delete_vpc_encryption_control", VpcEncryptionControlId=id_)


def _block_snapshots(properties: Properties, name: str) -> tuple[str, Attributes]:
    call("ec2", "enable_snapshot_block_public_access", State=properties["State"])
    return name, {}


def _unblock_snapshots(_: str, __: Properties) -> None:
    call("ec2", "disable_snapshot_block_public_access")


def _reblock_snapshots(_: str, __: Properties, properties: Properties) -> None:
    _block_snapshots(properties, "")


HANDLERS = {
    "AWS::EC2::CustomerGateway": by_calls(
        "ec2",
        create="create_customer_gateway",
        asks=lambda properties, _: {
            **without(properties, "Tags"),
            "TagSpecifications": tag_specification("customer-gateway", properties),
        },
        id_=lambda answer, _: str(answer["CustomerGateway"]["CustomerGatewayId"]),
        delete="delete_customer_gateway",
        names=lambda id_, _: {"CustomerGatewayId": id_},
        gives=lambda answer: {"CustomerGatewayId": answer["CustomerGateway"]["CustomerGatewayId"]},
    ),
    "AWS::EC2::GatewayRouteTableAssociation": by_calls(
        "ec2",
        create="associate_route_table",
        asks=lambda properties, _: dict(properties),
        id_=lambda answer, _: str(answer["AssociationId"]),
        delete="disassociate_route_table",
        names=lambda id_, _: {"AssociationId": id_},
        gives=lambda answer: {"AssociationId": answer["AssociationId"]},
    ),
    "AWS::EC2::KeyPair": by_calls(
        "ec2",
        create="import_key_pair",
        asks=lambda properties, _: {
            "KeyName": properties["KeyName"],
            "PublicKeyMaterial": properties["PublicKeyMaterial"].encode(),
            "TagSpecifications": tag_specification("key-pair", properties),
        },
        id_=lambda answer, _: str(answer["KeyName"]),
        delete="delete_key_pair",
        names=lambda id_, _: {"KeyName": id_},
        gives=lambda answer: {"KeyPairId": answer["KeyPairId"]},
    ),
    "AWS::EC2::SnapshotBlockPublicAccess": Handler(_block_snapshots, _unblock_snapshots, _reblock_snapshots),
    "AWS::EC2::VPCEncryptionControl": Handler(
        _control, _delete_control, _change_control, replaces=("VpcId", "Tags")
    ),
    "AWS::EC2::VPNConnection": by_calls(
        "ec2",
        create="create_vpn_connection",
        asks=_connection,
        id_=lambda answer, _: str(answer["VpnConnection"]["VpnConnectionId"]),
        delete="delete_vpn_connection",
        names=lambda id_, _: {"VpnConnectionId": id_},
        gives=lambda answer: {"VpnConnectionId": answer["VpnConnection"]["VpnConnectionId"]},
    ),
    "AWS::EC2::VPNConnectionRoute": by_calls(
        "ec2",
        create="create_vpn_connection_route",
        asks=lambda properties, _: dict(properties),
        id_=lambda _, asked: f"{asked['VpnConnectionId']}|{asked['DestinationCidrBlock']}",
        delete="delete_vpn_connection_route",
        names=lambda _, properties: dict(properties),
    ),
}
