"""EC2: ways out of a network, and named address ranges."""

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, tag_specification


def _create_address(properties: Properties, _: str) -> tuple[str, Attributes]:
    tags = tag_specification("elastic-ip", properties)
    made = call("ec2", "allocate_address", Domain=properties["Domain"], TagSpecifications=tags)
    return made["PublicIp"], {"AllocationId": made["AllocationId"], "PublicIp": made["PublicIp"]}


def _delete_address(id_: str, _: Properties) -> None:
    # MiniStack gives back all addresses, whichever are asked for.
    for address in call("ec2", "describe_addresses")["Addresses"]:
        if address["PublicIp"] == id_:
            call("ec2", "release_address", AllocationId=address["AllocationId"])


def _create_nat(properties: Properties, _: str) -> tuple[str, Attributes]:
    wanted = {name: properties[name] for name in ("AllocationId", "SubnetId")}
    tags = tag_specification("natgateway", properties)
    id_ = call("ec2", "create_nat_gateway", TagSpecifications=tags, **wanted)["NatGateway"]["NatGatewayId"]
    return id_, {"NatGatewayId": id_}


def _delete_nat(id_: str, _: Properties) -> None:
    call("ec2", "delete_nat_gateway", NatGatewayId=id_)


def _create_vpn(properties: Properties, _: str) -> tuple[str, Attributes]:
    wanted = {name: properties[name] for name in ("AmazonSideAsn", "Type")}
    tags = tag_specification("vpn-gateway", properties)
    id_ = call("ec2", "create_vpn_gateway", TagSpecifications=tags, **wanted)["VpnGateway"]["VpnGatewayId"]
    return id_, {"VPNGatewayId": id_}


def _delete_vpn(id_: str, _: Properties) -> None:
    call("ec2", "delete_vpn_gateway", VpnGatewayId=id_)


def _create_list(properties: Properties, _: str) -> tuple[str, Attributes]:
    wanted = {name: properties[name] for name in ("AddressFamily", "Entries", "MaxEntries", "PrefixListName")}
    tags = tag_specification("prefix-list", properties)
    made = call("ec2", "create_managed_prefix_list", TagSpecifications=tags, **wanted)["PrefixList"]
    return made["PrefixListId"], {"PrefixListId": made["PrefixListId"]}


def _delete_list(id_: str, _: Properties) -> None:
    call("ec2", "delete_managed_prefix_list", PrefixListId=id_)


def _attach(properties: Properties, name: str) -> tuple[str, Attributes]:
    for gateway, operation in _ATTACHING.items():
        if gateway in properties:
            call("ec2", operation, VpcId=properties["VpcId"], **{gateway: properties[gateway]})
    return name, {}


def _detach(_: str, properties: Properties) -> None:
    for gateway, operation in _ATTACHING.items():
        if gateway in properties:
            detaching = operation.replace("attach", "detach")
            call("ec2", detaching, VpcId=properties["VpcId"], **{gateway: properties[gateway]})


_ATTACHING = {"InternetGatewayId": "attach_internet_gateway", "VpnGatewayId": "attach_vpn_gateway"}
HANDLERS = {
    "AWS::EC2::EIP": Handler(_create_address, _delete_address),
    "AWS::EC2::NatGateway": Handler(_create_nat, _delete_nat),
    "AWS::EC2::VPNGateway": Handler(_create_vpn, _delete_vpn),
    "AWS::EC2::PrefixList": Handler(_create_list, _delete_list),
    "AWS::EC2::VPCGatewayAttachment": Handler(_attach, _detach),
}
