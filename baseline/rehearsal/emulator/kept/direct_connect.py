"""Direct Connect, of which moto has the connections alone. Source: Direct Connect API reference."""

from ministack.core.responses import new_uuid
from ministack.services import ec2

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, new_id

_CONNECTIONS = Shelf(
    "connectionId",
    made=lambda asked: {
        "connectionId": new_id("dxcon-"),
        "connectionState": "requested",
        "macSecCapable": asked.get("requestMACSec", False),
    },
    many="connections",
    missing="DirectConnectClientException",
)
_GATEWAYS = Shelf(
    "directConnectGatewayId",
    made=lambda _: {"directConnectGatewayId": str(new_uuid()), "directConnectGatewayState": "available"},
    one="directConnectGateway",
    many="directConnectGateways",
    missing="DirectConnectClientException",
)
_ASSOCIATIONS = Shelf(
    "associationId",
    made=lambda asked: {
        "associationId": str(new_uuid()),
        "associationState": "associated",
        "associatedGateway": {"id": asked["gatewayId"], "type": "virtualPrivateGateway"},
        "allowedPrefixesToDirectConnectGateway": asked.get("addAllowedPrefixesToDirectConnectGateway", []),
    },
    one="directConnectGatewayAssociation",
    many="directConnectGatewayAssociations",
    named_by={name: name for name in ("associationId", "directConnectGatewayId")},
    missing="DirectConnectClientException",
)
_INTERFACES = Shelf(
    "virtualInterfaceId",
    made=lambda _: {"virtualInterfaceId": new_id("dxvif-"), "virtualInterfaceState": "pending"},
    one="virtualInterface",
    many="virtualInterfaces",
    named_by={name: name for name in ("virtualInterfaceId", "connectionId")},
    missing="DirectConnectClientException",
)
_OF_A_PEER = ("asn", "addressFamily", "amazonAddress", "authKey", "customerAddress")


def _associate(asked: Members) -> Members:
    _GATEWAYS.found({"directConnectGatewayId": asked["directConnectGatewayId"]})
    if asked["gatewayId"] not in ec2._vpn_gateways:
        raise Refused("DirectConnectClientException", f"{asked['gatewayId']} is not there")
    return _ASSOCIATIONS.create(asked)


def _create_interface(asked: Members) -> Members:
    """Its first peer comes with it."""
    wanted = asked["newPrivateVirtualInterface"]
    _CONNECTIONS.found({"connectionId": asked["connectionId"]})
    _GATEWAYS.found({"directConnectGatewayId": wanted["directConnectGatewayId"]})
    peer = {name: wanted[name] for name in _OF_A_PEER if name in wanted}
    told = {
        "connectionId": asked["connectionId"],
        "virtualInterfaceType": "private",
        "siteLinkEnabled": wanted.get("enableSiteLink", False),
        "bgpPeers": [peer],
    }
    return _INTERFACES.create({**wanted, **told})


def _add_peer(asked: Members) -> Members:
    interface = _INTERFACES.found({"virtualInterfaceId": asked["virtualInterfaceId"]})
    interface["bgpPeers"].append(asked["newBGPPeer"])
    return {"virtualInterface": interface}


def _delete_connection(asked: Members) -> Members:
    if _INTERFACES.matching({"connectionId": asked["connectionId"]}):
        raise Refused("DirectConnectClientException", "a virtual interface still needs the connection")
    return _CONNECTIONS.delete(asked)


KEPT = (
    Kept(
        "directconnect",
        {
            "CreateConnection": _CONNECTIONS.create,
            "DescribeConnections": _CONNECTIONS.tell_all,
            "DeleteConnection": _delete_connection,
            "CreateDirectConnectGateway": _GATEWAYS.create,
            "DescribeDirectConnectGateways": _GATEWAYS.tell_all,
            "DeleteDirectConnectGateway": _GATEWAYS.delete,
            "CreateDirectConnectGatewayAssociation": _associate,
            "DescribeDirectConnectGatewayAssociations": _ASSOCIATIONS.tell_all,
            "DeleteDirectConnectGatewayAssociation": _ASSOCIATIONS.delete,
            "CreatePrivateVirtualInterface": _create_interface,
            "CreateBGPPeer": _add_peer,
            "DescribeVirtualInterfaces": _INTERFACES.tell_all,
            "DeleteVirtualInterface": _INTERFACES.delete,
        },
        target="OvertureService",
    ),
)
