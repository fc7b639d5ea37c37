"""EC2: ways out of a network, and named address ranges."""

from baseline.rehearsal.account.observed import Api, Missing, Observed, Properties, Reader, only, picked


def _address(api: Api, id_: str, _: Properties) -> Observed:
    addresses = api("ec2").describe_addresses()["Addresses"]
    address = only([one for one in addresses if one["PublicIp"] == id_], id_)
    return Observed(picked(address, "Domain", "Tags"), {"AllocationId": address["AllocationId"]})


def _internet(api: Api, id_: str, _: Properties) -> Observed:
    gateway = only(api("ec2").describe_internet_gateways(InternetGatewayIds=[id_])["InternetGateways"], id_)
    return Observed(picked(gateway, "Tags"), {"InternetGatewayId": id_})


def _nat(api: Api, id_: str, _: Properties) -> Observed:
    gateway = only(api("ec2").describe_nat_gateways(NatGatewayIds=[id_])["NatGateways"], id_)
    if gateway["State"] != "available":
        raise Missing(f"{id_} is {gateway['State']}")
    address = only(gateway["NatGatewayAddresses"], f"{id_} addresses")
    found = {**picked(gateway, "SubnetId", "Tags"), **picked(address, "AllocationId")}
    return Observed(found, {"NatGatewayId": id_})


def _vpn(api: Api, id_: str, _: Properties) -> Observed:
    gateway = only(api("ec2").describe_vpn_gateways(VpnGatewayIds=[id_])["VpnGateways"], id_)
    return Observed(picked(gateway, "AmazonSideAsn", "Tags", "Type"), {"VPNGatewayId": id_})


def _prefix_list(api: Api, id_: str, _: Properties) -> Observed:
    ec2 = api("ec2")
    found = only(ec2.describe_managed_prefix_lists(PrefixListIds=[id_])["PrefixLists"], id_)
    entries = ec2.get_managed_prefix_list_entries(PrefixListId=id_)["Entries"]
    names = ("AddressFamily", "MaxEntries", "PrefixListName", "Tags")
    return Observed({**picked(found, *names), "Entries": entries}, {"PrefixListId": id_})


def _attachment(api: Api, _: str, wanted: Properties) -> Observed:
    ec2, found = api("ec2"), {}
    if "InternetGatewayId" in wanted:
        id_ = wanted["InternetGatewayId"]
        gateways = ec2.describe_internet_gateways(InternetGatewayIds=[id_])["InternetGateways"]
        found = {"InternetGatewayId": id_, **_attached_to(only(gateways, id_)["Attachments"], id_)}
    if "VpnGatewayId" in wanted:
        id_ = wanted["VpnGatewayId"]
        vpn_gateways = ec2.describe_vpn_gateways(VpnGatewayIds=[id_])["VpnGateways"]
        found |= {"VpnGatewayId": id_, **_attached_to(only(vpn_gateways, id_)["VpcAttachments"], id_)}
    return Observed(found)


def _attached_to(attachments: list[Properties], id_: str) -> Properties:
    attached = [a for a in attachments if a["State"] in ("attached", "available")]
    return picked(only(attached, f"attachments of {id_}"), "VpcId")


def _route(api: Api, _: str, wanted: Properties) -> Observed:
    id_ = wanted["RouteTableId"]
    table = only(api("ec2").describe_route_tables(RouteTableIds=[id_])["RouteTables"], id_)
    names = [name for name in wanted if name.startswith("Destination")]
    routes = [r for r in table["Routes"] if all(r.get(name) == wanted[name] for name in names)]
    route = only(routes, f"{id_} to {[wanted[name] for name in names]}")
    if route.get("GatewayId", "").startswith("vpce-"):
        # EC2 tells the endpoint of a firewall as a gateway.
        route["VpcEndpointId"] = route["GatewayId"]
    return Observed({"RouteTableId": id_, **route})


READERS: dict[str, Reader] = {
    "AWS::EC2::EIP": _address,
    "AWS::EC2::InternetGateway": _internet,
    "AWS::EC2::NatGateway": _nat,
    "AWS::EC2::VPNGateway": _vpn,
    "AWS::EC2::PrefixList": _prefix_list,
    "AWS::EC2::VPCGatewayAttachment": _attachment,
    "AWS::EC2::Route": _route,
}
