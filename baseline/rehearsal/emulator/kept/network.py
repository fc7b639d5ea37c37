"""What MiniStack's EC2 lacks or forgets: VPN tunnels, key pairs, encryption controls, the snapshots' block.

Source: Amazon EC2 API reference.
"""

from typing import Any

from ministack.services import ec2, secretsmanager

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, new_id

_EXCLUSION = "Exclusion"


def _tagged(asked: Members) -> list[Any]:
    return [tag for each in asked.get("TagSpecifications", []) for tag in each["Tags"]]


_CONNECTIONS = Shelf(
    "VpnConnectionId",
    made=lambda asked: {
        "VpnConnectionId": new_id("vpn-"),
        "State": "available",
        "Category": "VPN",
        "Routes": [],
        "Tags": _tagged(asked),
    },
    one="VpnConnection",
    many="VpnConnections",
    named_by={"VpnConnectionId": "VpnConnectionId", "VpnConnectionIds": "VpnConnectionId"},
    missing="InvalidVpnConnectionID.NotFound",
)
_KEY_PAIRS = Shelf(
    "KeyPairId",
    made=lambda asked: {"KeyPairId": new_id("key-"), "Tags": _tagged(asked)},
    many="KeyPairs",
    named_by={
        "KeyName": "KeyName",
        "KeyNames": "KeyName",
        "KeyPairId": "KeyPairId",
        "KeyPairIds": "KeyPairId",
    },
    missing="InvalidKeyPair.NotFound",
)
_CONTROLS = Shelf(
    "VpcEncryptionControlId",
    made=lambda asked: {
        "VpcEncryptionControlId": new_id("vpcec-"),
        "Mode": "monitor",
        "State": "available",
        "Tags": _tagged(asked),
        "ResourceExclusions": {},
    },
    one="VpcEncryptionControl",
    many="VpcEncryptionControls",
    named_by={
        "VpcEncryptionControlId": "VpcEncryptionControlId",
        "VpcEncryptionControlIds": "VpcEncryptionControlId",
    },
    missing="InvalidVpcEncryptionControlId.NotFound",
)
_SNAPSHOTS = Shelf("the account's")


def _connect(asked: Members) -> Members:
    """EC2 tells the options of the tunnels in words that differ from those that ask for them."""
    for store, id_ in (
        (ec2._customer_gateways, asked["CustomerGatewayId"]),
        (ec2._vpn_gateways, asked["VpnGatewayId"]),
    ):
        if id_ not in store:
            raise Refused("InvalidGatewayID.NotFound", f"{id_} is not there")
    options = asked.get("Options", {})
    tunnels = [
        {_TOLD_AS.get(name, name): value for name, value in tunnel.items()}
        for tunnel in options.get("TunnelOptions", [])
    ]
    told = {**options, "TunnelOptions": tunnels}
    id_ = _CONNECTIONS.create({**asked, "Options": told})["VpnConnectionId"]
    record = _CONNECTIONS.found({"VpnConnectionId": id_})
    if asked.get("PreSharedKeyStorage") == "SecretsManager":
        # The keys themselves are AWS's.
        record["PreSharedKeyArn"] = secretsmanager.create_secret_in_process(_secret_of(record), "{}")
    return {"VpnConnection": record}


_TOLD_AS = {
    "IKEVersions": "IkeVersions",
    "DPDTimeoutAction": "DpdTimeoutAction",
    "DPDTimeoutSeconds": "DpdTimeoutSeconds",
}


def _disconnect(asked: Members) -> Members:
    connection = _CONNECTIONS.delete(asked)
    if "PreSharedKeyArn" in connection:
        del secretsmanager._secrets[_secret_of(connection)]
    return connection


def _secret_of(connection: Members) -> str:
    return f"s2svpn!{connection['VpnConnectionId']}"


def _route(asked: Members) -> Members:
    connection = _CONNECTIONS.found({"VpnConnectionId": asked["VpnConnectionId"]})
    route = {"DestinationCidrBlock": asked["DestinationCidrBlock"], "Source": "Static", "State": "available"}
    connection["Routes"].append(route)
    return {}


def _unroute(asked: Members) -> Members:
    connection = _CONNECTIONS.found({"VpnConnectionId": asked["VpnConnectionId"]})
    away = asked["DestinationCidrBlock"]
    connection["Routes"] = [one for one in connection["Routes"] if one["DestinationCidrBlock"] != away]
    return {}


def _import_key(asked: Members) -> Members:
    material = asked["PublicKeyMaterial"]
    text = material.decode() if isinstance(material, bytes) else material
    return _KEY_PAIRS.create({**asked, "PublicKey": text})


def _control(asked: Members) -> Members:
    if asked["VpcId"] not in ec2._vpcs:
        raise Refused("InvalidVpcID.NotFound", f"{asked['VpcId']} is not there")
    return _CONTROLS.create(asked)


def _modify_control(asked: Members) -> Members:
    record = _CONTROLS.found({"VpcEncryptionControlId": asked["VpcEncryptionControlId"]})
    record["Mode"] = asked.get("Mode", record["Mode"])
    for name, value in asked.items():
        if name.endswith(_EXCLUSION):
            state = {"State": f"{value}d", "StateMessage": ""}
            record["ResourceExclusions"][name.removesuffix(_EXCLUSION)] = state
    return {"VpcEncryptionControl": record}


def _block_snapshots(asked: Members) -> Members:
    return _SNAPSHOTS.put({"the account's": "", "State": asked["State"]})


def _unblock_snapshots(_: Members) -> Members:
    return _block_snapshots({"State": "unblocked"})


def _snapshots(_: Members) -> Members:
    found = _SNAPSHOTS.matching({})
    return found[0] if found else {"State": "unblocked"}


KEPT = (
    Kept(
        "ec2",
        {
            "CreateVpnConnection": _connect,
            "DescribeVpnConnections": _CONNECTIONS.tell_all,
            "DeleteVpnConnection": _disconnect,
            "CreateVpnConnectionRoute": _route,
            "DeleteVpnConnectionRoute": _unroute,
            "ImportKeyPair": _import_key,
            "DescribeKeyPairs": _KEY_PAIRS.tell_all,
            "DeleteKeyPair": _KEY_PAIRS.delete,
            "CreateVpcEncryptionControl": _control,
            "ModifyVpcEncryptionControl": _modify_control,
            "DescribeVpcEncryptionControls": _CONTROLS.tell_all,
            "DeleteVpcEncryptionControl": _CONTROLS.delete,
            "EnableSnapshotBlockPublicAccess": _block_snapshots,
            "DisableSnapshotBlockPublicAccess": _unblock_snapshots,
            "GetSnapshotBlockPublicAccessState": _snapshots,
        },
    ),
)
