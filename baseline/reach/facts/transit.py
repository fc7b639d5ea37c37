"""Transit gateways, what is attached to them, and their route tables.

Sources:
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-route-tables.html
    https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html ("Routing")
"""

from dataclasses import dataclass, field, replace

from baseline.reach.addresses import ALL, Extent
from baseline.reach.facts.reading import Reading, length, listed
from baseline.reach.facts.vpcs import gateway_key
from baseline.reach.intervals import EMPTY, size
from baseline.reach.model.gateways import Attachment
from baseline.reach.model.places import Subnet, Vpc
from baseline.reach.model.routes import Kind, Route, RouteTable, Target
from baseline.reach.model.source import Source
from baseline.template.template import Resource
from baseline.template.value import Value

_ATTACHMENTS = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")
_LONGEST = 128


@dataclass
class Transits:
    """Everything of transit gateways.

    Attributes:
        keys: Of the gateways that templates describe.
        attachments: By key.
        tables: By key.
    """

    keys: frozenset[str] = frozenset()
    attachments: dict[str, Attachment] = field(default_factory=dict)
    tables: dict[str, RouteTable] = field(default_factory=dict)


def read_transits(reading: Reading, vpcs: dict[str, Vpc], subnets: dict[str, Subnet]) -> Transits:
    """All transit gateways."""
    gateways = {str(each): each for each in reading.resources("AWS::EC2::TransitGateway")}
    found = Transits(frozenset(gateways))
    associated = _pairs(reading, "AWS::EC2::TransitGatewayRouteTableAssociation")
    for each in reading.resources(*_ATTACHMENTS, "AWS::EC2::VPNConnection"):
        attachment = _attachment(reading, each, gateways, subnets, dict(associated))
        if attachment is not None:
            found.attachments[attachment.key] = attachment
    _tables(reading, gateways, found)
    for key, route in _routes(reading, gateways, vpcs, found):
        if key in found.tables:
            table = found.tables[key]
            found.tables[key] = replace(table, routes=(*table.routes, route))
    return found


def _default_table(gateway: str) -> str:
    return f"{gateway}#default-table"


def _attachment(
    reading: Reading,
    resource: Resource,
    gateways: dict[str, Resource],
    subnets: dict[str, Subnet],
    associated: dict[str, str],
) -> Attachment | None:
    if resource.get("TransitGatewayId") is None:
        return None
    transit = gateway_key(reading, resource.get("TransitGatewayId"))
    homes = tuple(
        key for each in listed(resource.get("SubnetIds")) if (key := reading.key_of(each)) in subnets
    )
    table = associated.get(str(resource))
    gateway = gateways.get(transit)
    if table is None and gateway is not None and gateway.get("DefaultRouteTableAssociation") != "disable":
        table = _default_table(transit)
    vpc = reading.key_of(resource.get("VpcId"), "AWS::EC2::VPC")
    return Attachment(str(resource), reading.source(resource), transit, vpc, homes, table)


def _pairs(reading: Reading, type_: str) -> list[tuple[str, str]]:
    found = []
    for each in reading.resources(type_):
        attachment = reading.key_of(each.get("TransitGatewayAttachmentId"))
        table = reading.key_of(each.get("TransitGatewayRouteTableId"), "AWS::EC2::TransitGatewayRouteTable")
        if attachment is not None and table is not None:
            found.append((attachment, table))
    return found


def _tables(reading: Reading, gateways: dict[str, Resource], found: Transits) -> None:
    for each in reading.resources("AWS::EC2::TransitGatewayRouteTable"):
        found.tables[str(each)] = RouteTable(str(each), reading.source(each), ())
    for key, gateway in gateways.items():
        source = Source(f"the default route table of {reading.source(gateway).name}", gateway.place)
        found.tables[_default_table(key)] = RouteTable(_default_table(key), source, ())


def _routes(
    reading: Reading, gateways: dict[str, Resource], vpcs: dict[str, Vpc], found: Transits
) -> list[tuple[str, Route]]:
    routes = [_written(reading, each, found) for each in reading.resources("AWS::EC2::TransitGatewayRoute")]
    pairs = _pairs(reading, "AWS::EC2::TransitGatewayRouteTablePropagation")
    for attachment in found.attachments.values():
        gateway = gateways.get(attachment.transit)
        if gateway is not None and gateway.get("DefaultRouteTablePropagation") != "disable":
            pairs.append((attachment.key, _default_table(attachment.transit)))
    for key, table in pairs:
        if key in found.attachments:
            routes += [(table, route) for route in _propagated(found.attachments[key], vpcs)]
    return routes


def _written(reading: Reading, resource: Resource, found: Transits) -> tuple[str, Route]:
    cidr = resource.get("DestinationCidrBlock")
    exact = length(cidr)
    version = 6 if isinstance(cidr, str) and ":" in cidr else 4
    low, high = (0, _LONGEST) if exact is None else (exact, exact)
    target = _target(reading, resource, found)
    table = reading.key_of(resource.get("TransitGatewayRouteTableId")) or ""
    certain = resource.present is True
    return table, Route(
        reading.source(resource), reading.extent(cidr, version=version), target, low, high, certain=certain
    )


def _target(reading: Reading, resource: Resource, found: Transits) -> Target:
    if resource.get("Blackhole") in (True, "true"):
        return Target(Kind.BLACKHOLE)
    value: Value = resource.get("TransitGatewayAttachmentId")
    key = reading.key_of(value)
    return (
        Target(Kind.ATTACHMENT, key) if key in found.attachments and key else Target(Kind.UNKNOWN, str(value))
    )


def _propagated(attachment: Attachment, vpcs: dict[str, Vpc]) -> list[Route]:
    """A VPC announces its ranges; what comes over BGP is in no template and could be anything."""
    source = replace(attachment.source, detail="propagated route")
    target = Target(Kind.ATTACHMENT, attachment.key)
    if attachment.vpc is None:
        return [Route(source, Extent(EMPTY, ALL), target, 0, _LONGEST, 2)]
    return [
        Route(source, Extent.exactly((block,)), target, _shortest(block), _shortest(block), 2)
        for block in vpcs[attachment.vpc].addresses
    ]


def _shortest(block: tuple[int, int]) -> int:
    """The prefix length of a range; for one that AWS chooses by the room that it was given."""
    bits = size((block,)).bit_length() - 1
    return 32 - bits if bits <= 32 else 128 - bits
