"""Direct Connect."""

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, capitalised, only, picked


def _connection(api: Api, id_: str, _: Properties) -> Observed:
    found = only(api("directconnect").describe_connections(connectionId=id_)["connections"], id_)
    told = picked(capitalised(found), "Bandwidth", "ConnectionName", "Location", "Tags")
    return Observed({**told, "RequestMACSec": found["macSecCapable"]}, {"ConnectionId": id_})


def _gateway(api: Api, id_: str, _: Properties) -> Observed:
    found = api("directconnect").describe_direct_connect_gateways(directConnectGatewayId=id_)
    gateway = capitalised(only(found["directConnectGateways"], id_))
    return Observed(gateway, {"DirectConnectGatewayId": id_})


def _association(api: Api, id_: str, _: Properties) -> Observed:
    found = api("directconnect").describe_direct_connect_gateway_associations(associationId=id_)
    association = only(found["directConnectGatewayAssociations"], id_)
    return Observed(
        {
            "AllowedPrefixesToDirectConnectGateway": [
                prefix["cidr"] for prefix in association["allowedPrefixesToDirectConnectGateway"]
            ],
            "AssociatedGatewayId": association["associatedGateway"]["id"],
            "DirectConnectGatewayId": association["directConnectGatewayId"],
        }
    )


def _interface(api: Api, id_: str, _: Properties) -> Observed:
    found = api("directconnect").describe_virtual_interfaces(virtualInterfaceId=id_)
    interface = only(found["virtualInterfaces"], id_)
    told = {**capitalised(interface), "EnableSiteLink": interface["siteLinkEnabled"]}
    return Observed(told, {"VirtualInterfaceId": id_})


READERS: dict[str, Reader] = {
    "AWS::DirectConnect::Connection": _connection,
    "AWS::DirectConnect::DirectConnectGateway": _gateway,
    "AWS::DirectConnect::DirectConnectGatewayAssociation": _association,
    "AWS::DirectConnect::PrivateVirtualInterface": _interface,
}
