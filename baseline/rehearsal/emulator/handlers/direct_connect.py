"""Direct Connect."""

from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, lowered, without
from baseline.rehearsal.emulator.handlers.calls import by_calls, renamed


def _tags(properties: Properties) -> dict[str, Any]:
    return {"tags": lowered(properties["Tags"])} if properties.get("Tags") else {}


def _connection(properties: Properties, _: str) -> dict[str, Any]:
    asked = renamed(properties, location="Location", bandwidth="Bandwidth", connectionName="ConnectionName")
    return {**asked, **renamed(properties, requestMACSec="RequestMACSec"), **_tags(properties)}


def _associate(properties: Properties, _: str) -> dict[str, Any]:
    prefixes = properties.get("AllowedPrefixesToDirectConnectGateway", [])
    return {
        "directConnectGatewayId": properties["DirectConnectGatewayId"],
        "gatewayId": properties["AssociatedGatewayId"],
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": prefix} for prefix in prefixes],
    }


def _create_interface(properties: Properties, _: str) -> tuple[str, Attributes]:
    first, *more = properties["BgpPeers"]
    beside = ("BgpPeers", "ConnectionId", "Tags")
    made = call(
        "directconnect",
        "create_private_virtual_interface",
        connectionId=properties["ConnectionId"],
        newPrivateVirtualInterface={
            **lowered(without(properties, *beside)),
            **lowered(first),
            **_tags(properties),
        },
    )
    id_ = made["virtualInterfaceId"]
    for peer in more:
        call("directconnect", "create_bgp_peer", virtualInterfaceId=id_, newBGPPeer=lowered(peer))
    return id_, {"VirtualInterfaceId": id_}


def _delete_interface(id_: str, _: Properties) -> None:
    call("directconnect", "delete_virtual_interface", virtualInterfaceId=id_)


def _gateway_of(answer: dict[str, Any], _: Any = None) -> str:
    return str(answer["directConnectGateway"]["directConnectGatewayId"])


HANDLERS = {
    "AWS::DirectConnect::Connection": by_calls(
        "directconnect",
        create="create_connection",
        asks=_connection,
        id_=lambda answer, _: str(answer["connectionId"]),
        delete="delete_connection",
        names=lambda id_, _: {"connectionId": id_},
        gives=lambda answer: {"ConnectionId": answer["connectionId"]},
    ),
    "AWS::DirectConnect::DirectConnectGateway": by_calls(
        "directconnect",
        create="create_direct_connect_gateway",
        asks=lambda properties, _: {**lowered(without(properties, "Tags")), **_tags(properties)},
        id_=_gateway_of,
        delete="delete_direct_connect_gateway",
        names=lambda id_, _: {"directConnectGatewayId": id_},
        gives=lambda answer: {"DirectConnectGatewayId": _gateway_of(answer)},
    ),
    "AWS::DirectConnect::DirectConnectGatewayAssociation": by_calls(
        "directconnect",
        create="create_direct_connect_gateway_association",
        asks=_associate,
        id_=lambda answer, _: str(answer["directConnectGatewayAssociation"]["associationId"]),
        delete="delete_direct_connect_gateway_association",
        names=lambda id_, _: {"associationId": id_},
    ),
    "AWS::DirectConnect::PrivateVirtualInterface": Handler(_create_interface, _delete_interface),
}
