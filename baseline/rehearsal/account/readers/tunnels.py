"""EC2: tunnels to other networks, gateways with route tables, key pairs, and what an account forbids."""

from typing import Any

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, only, picked


def _customer_gateway(api: Api, id_: str, _: Properties) -> Observed:
    gateway = only(api("ec2").describe_customer_gateways(CustomerGatewayIds=[id_])["CustomerGateways"], id_)
    return Observed(picked(gateway, "BgpAsn", "IpAddress", "Tags", "Type"), {"CustomerGatewayId": id_})


def _connection(api: Api, id_: str, _: Properties) -> Observed:
    found = only(api("ec2").describe_vpn_connections(VpnConnectionIds=[id_])["VpnConnections"], id_)
    secret = found.get("PreSharedKeyArn")
    if secret:
        api("secretsmanager").describe_secret(SecretId=secret)
    return Observed(
        {
            **picked(found, "CustomerGatewayId", "Tags", "Type", "VpnGatewayId"),
            "StaticRoutesOnly": found["Options"]["StaticRoutesOnly"],
            "PreSharedKeyStorage": "SecretsManager" if secret else "Standard",
            "VpnTunnelOptionsSpecifications": [_tunnel(each) for each in found["Options"]["TunnelOptions"]],
        },
        {"VpnConnectionId": id_},
    )


def _tunnel(options: dict[str, Any]) -> Properties:
    found = {{"IkeVersions": "IKEVersions"}.get(name, name): value for name, value in options.items()}
    if "LogOptions" in found:
        found["LogOptions"] = {"CloudwatchLogOptions": found["LogOptions"]["CloudWatchLogOptions"]}
    return found


def _connection_route(api: Api, id_: str, wanted: Properties) -> Observed:
    connection = wanted["VpnConnectionId"]
    found = only(api("ec2").describe_vpn_connections(VpnConnectionIds=[connection])["VpnConnections"], id_)
    to = wanted["DestinationCidrBlock"]
    route = only([one for one in found["Routes"] if one["DestinationCidrBlock"] == to], id_)
    return Observed({"VpnConnectionId": connection, **picked(route, "DestinationCidrBlock")})


def _served_gateway(api: Api, id_: str, wanted: Properties) -> Observed:
    table = wanted["RouteTableId"]
    found = only(api("ec2").describe_route_tables(RouteTableIds=[table])["RouteTables"], table)
    served = [one for one in found["Associations"] if one["RouteTableAssociationId"] == id_]
    return Observed(picked(only(served, id_), "GatewayId", "RouteTableId"), {"AssociationId": id_})


def _key_pair(api: Api, id_: str, _: Properties) -> Observed:
    pair = only(api("ec2").describe_key_pairs(KeyNames=[id_], IncludePublicKey=True)["KeyPairs"], id_)
    told = {**picked(pair, "KeyName", "Tags"), "PublicKeyMaterial": pair["PublicKey"]}
    return Observed(told, {"KeyPairId": pair["KeyPairId"]})


def _snapshots(api: Api, _: str, __: Properties) -> Observed:
    return Observed(picked(api("ec2").get_snapshot_block_public_access_state(), "State"))


def _encryption(api: Api, id_: str, _: Properties) -> Observed:
    found = api("ec2").describe_vpc_encryption_controls(VpcEncryptionControlIds=[id_])
    control = only(found["VpcEncryptionControls"], id_)
    exclusions = {
        f"{name}ExclusionInput": state["State"].removesuffix("d")
        for name, state in control["ResourceExclusions"].items()
    }
    return Observed(
        {**picked(control, "Mode", "Tags", "VpcId"), **exclusions}, {"VpcEncryptionControlId": id_}
    )


READERS: dict[str, Reader] = {
    "AWS::EC2::CustomerGateway": _customer_gateway,
    "AWS::EC2::GatewayRouteTableAssociation": _served_gateway,
    "AWS::EC2::KeyPair": _key_pair,
    "AWS::EC2::SnapshotBlockPublicAccess": _snapshots,
    "AWS::EC2::VPCEncryptionControl": _encryption,
    "AWS::EC2::VPNConnection": _connection,
    "AWS::EC2::VPNConnectionRoute": _connection_route,
}
