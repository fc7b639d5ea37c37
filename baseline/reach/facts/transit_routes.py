"""The route tables of transit gateways.

Sources:
    https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html ("Route evaluation order")
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html
"""

from collections.abc import Iterator
from dataclasses import replace

from baseline.reach.addresses import ALL, Extent
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import length, unknown
from baseline.reach.facts.vpcs import gateway_key, vpc_prefixes
from baseline.reach.intervals import EMPTY, Intervals, difference, union
from baseline.reach.model.gateway_keys import same_gateway
from baseline.reach.model.gateways import Attachment, Hangs
from baseline.reach.model.routes import Kind, Route, RouteTable, Target
from baseline.reach.model.source import Source
from baseline.template.template import Resource

_TABLE = "AWS::EC2::TransitGatewayRouteTable"
_LONGEST = 128
# Route evaluation order: among routes of one length static ones go first, then those of VPCs, Direct Connect,
# Connect, and VPN.
_RANKS = {
    "AWS::DirectConnect::DirectConnectGatewayAssociation": 3,
    "AWS::EC2::TransitGatewayConnect": 4,
    "AWS::EC2::VPNConnection": 5,
}
_OF_A_VPC = 2


class Pairs:
    """Attachments and the tables that a type of resource joins them with.

    Attributes:
        pairs: Keys of attachment and table, and whether the pair exists for certain; None for a table that
            nobody knows.
        in_doubt: Whether one of them could be about any attachment.
    """

    def __init__(self, reading: Reading, type_: str) -> None:
        self.pairs: list[tuple[str, str | None, bool]] = []
        self.in_doubt = False
        for each in reading.resources(type_):
            value = each.get("TransitGatewayAttachmentId")
            attachment = reading.key_of(value)
            table = reading.key_of(each.get("TransitGatewayRouteTableId"), _TABLE)
            if attachment is None:
                self.in_doubt = self.in_doubt or unknown(value)
            else:
                self.pairs.append((attachment, table, each.present is True))


def read_tables(
    reading: Reading, gateways: dict[str, Resource], attachments: dict[str, Attachment]
) -> dict[str, RouteTable]:
    """All tables by key: those that are written, each gateway's default one, and one that is empty for what
    follows none.
    """
    tables = {
        str(each): RouteTable(
            str(each), reading.source(each), (), gateway_key(reading, each.get("TransitGatewayId"))
        )
        for each in reading.resources(_TABLE)
    }
    for key, gateway in gateways.items():
        name = reading.source(gateway).name
        for kind, text in (("default", "the default route table"), ("no", "the missing route table")):
            table = f"{key}#{kind}-table"
            tables[table] = RouteTable(table, Source(f"{text} of {name}", gateway.place), (), key)
    routes: dict[str, list[Route]] = {}
    for key, route in _routes(reading, gateways, attachments, list(tables)):
        routes.setdefault(key, []).append(route)
    return {key: replace(table, routes=tuple(routes.get(key, ()))) for key, table in tables.items()}


def _routes(
    reading: Reading, gateways: dict[str, Resource], attachments: dict[str, Attachment], tables: list[str]
) -> Iterator[tuple[str, Route]]:
    """Each route with its table, and in doubt in every table where nobody knows which is meant."""
    written = [key for key in tables if "#no-table" not in key]
    for each in reading.resources("AWS::EC2::TransitGatewayRoute"):
        named = reading.key_of(each.get("TransitGatewayRouteTableId"), _TABLE)
        yield from _in(named, written, _static(reading, each, attachments))
    propagated = Pairs(reading, "AWS::EC2::TransitGatewayRouteTablePropagation")
    for announcer, table, certain in (*propagated.pairs, *_by_default(gateways, attachments)):
        attachment = attachments.get(announcer)
        for route in _announced(reading, attachment) if attachment else ():
            sure = certain and attachment is not None and attachment.certain
            yield from _in(table, written, route if sure else replace(route, certain=False))
    for attachment in attachments.values() if propagated.in_doubt else ():
        for route in _announced(reading, attachment):
            yield from _in(None, written, route)


def _in(table: str | None, written: list[str], route: Route) -> Iterator[tuple[str, Route]]:
    if table is not None:
        yield table, route
    else:
        yield from ((each, replace(route, certain=False)) for each in written)


def _by_default(
    gateways: dict[str, Resource], attachments: dict[str, Attachment]
) -> Iterator[tuple[str, str | None, bool]]:
    """Transit gateways, "Default propagation route table": all attachments but peers, unless it is
    disabled.
    """
    for attachment in attachments.values():
        for key, gateway in gateways.items():
            same = same_gateway(key, attachment.transit)
            if same is False or attachment.kind is Hangs.PEER:
                continue
            setting = gateway.get("DefaultRouteTablePropagation")
            if setting != "disable":
                yield attachment.key, f"{key}#default-table", bool(same) and setting in (None, "enable")


def _static(reading: Reading, resource: Resource, attachments: dict[str, Attachment]) -> Route:
    cidr = resource.get("DestinationCidrBlock")
    exact = length(cidr)
    low, high = (0, _LONGEST) if exact is None else (exact, exact)
    destination, certain = reading.extent_of_any(cidr), resource.present is True
    target = _target(reading, resource, attachments)
    return Route(reading.source(resource), destination, target, low, high, certain=certain)


def _target(reading: Reading, resource: Resource, attachments: dict[str, Attachment]) -> Target:
    """Transit gateway routes, "Blackhole": drops what matches; the same for one without an attachment."""
    blackhole = resource.get("Blackhole")
    if blackhole in (True, "true"):
        return Target(Kind.BLACKHOLE)
    value = resource.get("TransitGatewayAttachmentId")
    key = reading.key_of(value)
    if key is None or key not in attachments or unknown(blackhole):
        return Target(Kind.UNKNOWN, str(value))
    return Target(Kind.ATTACHMENT, key)


def _announced(reading: Reading, attachment: Attachment) -> Iterator[Route]:
    """Propagation: a VPC announces each of its ranges; what comes over BGP is in no template and could be
    anything but a range of these VPCs, which nobody announces who wants to reach them. Peers announce
    nothing.
    """
    source = replace(attachment.source, detail="propagated route")
    target = Target(Kind.ATTACHMENT, attachment.key)
    if attachment.kind is Hangs.PEER:
        return
    resource = reading.estate_resource(attachment.vpc)
    if resource is None:
        owner = reading.estate_resource(attachment.key)
        rank = _RANKS.get(owner.type if owner else "", _OF_A_VPC)
        yield Route(source, Extent(EMPTY, _not_ours(reading)), target, 0, _LONGEST, rank)
        return
    for block, shortest, longest in vpc_prefixes(reading, resource):
        yield Route(source, Extent.exactly(block), target, shortest, longest, _OF_A_VPC)


def _not_ours(reading: Reading) -> Intervals:
    """All addresses but those of the VPCs of these templates."""
    vpcs = reading.resources("AWS::EC2::VPC")
    return difference(ALL, union(*(block for vpc in vpcs for block, _, _ in vpc_prefixes(reading, vpc))))
