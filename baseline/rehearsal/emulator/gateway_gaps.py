"""What MiniStack's EC2 forgets of gateways, prefix lists, and rules that name them."""

from collections.abc import Callable, Iterator
from typing import Any

from ministack.services import ec2

Parameters = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]
Operation = Callable[[Parameters], Answer]
_FINE = 200
_NO_ADDRESS = "<natGatewayAddressSet/>"


def install() -> None:
    """Complete what is kept and what is told."""
    actions = ec2._ACTION_MAP
    for action, store, kind in (
        ("CreateManagedPrefixList", ec2._prefix_lists, "prefix-list"),
        ("CreateVpnGateway", ec2._vpn_gateways, "vpn-gateway"),
        ("CreateCustomerGateway", ec2._customer_gateways, "customer-gateway"),
    ):
        actions[action] = _with_tags(actions[action], store, kind)
    actions["AssociateRouteTable"] = _with_gateway(actions["AssociateRouteTable"])
    ec2._rtb_fields_xml = _with_gateways(ec2._rtb_fields_xml)
    actions["DescribeNatGateways"] = _with_address(actions["DescribeNatGateways"])
    ec2._parse_ip_permissions = _with_lists(ec2._parse_ip_permissions)


def _with_tags(theirs: Operation, store: Any, kind: str) -> Operation:
    def create(params: Parameters) -> Answer:
        before = set(store)
        answer = theirs(params)
        for id_ in set(store) - before:
            ec2._parse_tag_specs(params, kind, id_)
        return answer

    return create


def _with_gateway(theirs: Operation) -> Operation:
    """Of a route table that serves a gateway, MiniStack forgets which."""

    def associate(params: Parameters) -> Answer:
        answer = theirs(params)
        if answer[0] == _FINE and (gateway := ec2._p(params, "GatewayId")):
            ec2._route_tables[ec2._p(params, "RouteTableId")]["Associations"][-1]["GatewayId"] = gateway
        return answer

    return associate


def _with_gateways(theirs: Callable[..., str]) -> Callable[..., str]:
    def xml(table: Parameters, tag: str = "item") -> str:
        text = theirs(table, tag)
        for one in table.get("Associations", []):
            if gateway := one.get("GatewayId"):
                id_ = f"<routeTableAssociationId>{one['RouteTableAssociationId']}</routeTableAssociationId>"
                text = text.replace(id_, f"{id_}<gatewayId>{gateway}</gatewayId>")
        return text

    return xml


def _with_address(theirs: Operation) -> Operation:
    def describe(params: Parameters) -> Answer:
        status, headers, body = theirs(params)
        head, *gateways = body.decode().split("<natGatewayId>")
        told = [_addressed(text.partition("<")[0], text) for text in gateways]
        return status, headers, "<natGatewayId>".join([head, *told]).encode()

    return describe


def _addressed(id_: str, text: str) -> str:
    allocation = ec2._nat_gateways[id_]["AllocationId"]
    address = f"<item><allocationId>{allocation}</allocationId></item>"
    return text.replace(_NO_ADDRESS, f"<natGatewayAddressSet>{address}</natGatewayAddressSet>", 1)


def _with_lists(theirs: Callable[[Parameters, str], list[Parameters]]) -> Any:
    def parse(params: Parameters, prefix: str) -> list[Parameters]:
        rules = theirs(params, prefix)
        for number, rule in enumerate(rules, 1):
            rule["PrefixListIds"] = list(_lists(params, f"{prefix}.{number}.PrefixListIds"))
        return rules

    return parse


def _lists(params: Parameters, prefix: str) -> Iterator[dict[str, str]]:
    number = 1
    while id_ := ec2._p(params, f"{prefix}.{number}.PrefixListId"):
        description = ec2._p(params, f"{prefix}.{number}.Description")
        yield {"PrefixListId": id_, **({"Description": description} if description else {})}
        number += 1
