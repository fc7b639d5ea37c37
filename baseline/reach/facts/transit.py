"""Transit gateways and what is attached to them.

Sources:
    https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html ("Resource attachments",
    "Routing")
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from baseline.reach.facts.reading import Reading
from baseline.reach.facts.transit_routes import Pairs, read_tables
from baseline.reach.facts.values import listed
from baseline.reach.facts.vpcs import gateway_key
from baseline.reach.model.gateways import Attachment, Hangs
from baseline.reach.model.places import Subnet
from baseline.reach.model.routes import RouteTable
from baseline.template.template import Resource
from baseline.template.value import Value

_OF_VPCS = ("AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment")
_OF_PREMISES = (
    "AWS::EC2::VPNConnection",
    "AWS::EC2::TransitGatewayConnect",
    "AWS::DirectConnect::DirectConnectGatewayAssociation",
)
_PEERING = "AWS::EC2::TransitGatewayPeeringAttachment"
_GATEWAY = "AWS::EC2::TransitGateway"


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


def read_transits(reading: Reading, subnets: dict[str, Subnet]) -> Transits:
    """All transit gateways."""
    gateways = {str(each): each for each in reading.resources(_GATEWAY)}
    associated = Pairs(reading, "AWS::EC2::TransitGatewayRouteTableAssociation")
    found = {
        made.key: made
        for each in reading.resources(*_OF_VPCS, *_OF_PREMISES, _PEERING)
        if (made := _attachment(reading, each, gateways, subnets, associated)) is not None
    }
    tables = read_tables(reading, gateways, found)
    return Transits(frozenset(gateways), found, tables)


def _attachment(
    reading: Reading,
    resource: Resource,
    gateways: dict[str, Resource],
    subnets: dict[str, Subnet],
    associated: Pairs,
) -> Attachment | None:
    gateway = _gateway(reading, resource, gateways)
    if gateway is None:
        return None
    transit = gateway_key(reading, gateway)
    tables = _Tables(reading, resource, gateways, associated)
    if resource.type == _PEERING:
        peer = gateway_key(reading, resource.get("PeerTransitGatewayId"))
        return Attachment(
            str(resource),
            reading.source(resource),
            transit,
            None,
            (),
            tables.of(transit),
            Hangs.PEER,
            peer,
            tables.of(peer),
            resource.present is True,
        )
    named = listed(resource.get("SubnetIds"))
    homes = tuple(key for each in named if (key := reading.key_of(each)) is not None and key in subnets)
    vpc = reading.key_of(resource.get("VpcId"), "AWS::EC2::VPC") or next(
        (subnets[key].vpc for key in homes), None
    )
    kind = Hangs.PREMISES if resource.type in _OF_PREMISES else Hangs.VPC if vpc else Hangs.ELSEWHERE
    return Attachment(
        str(resource),
        reading.source(resource),
        transit,
        vpc,
        homes,
        tables.of(transit),
        kind,
        certain=resource.present is True,
        subnets_known=len(homes) == len(named),
    )


def _gateway(reading: Reading, resource: Resource, gateways: dict[str, Resource]) -> Value:
    """The gateway that something is attached to; None for a VPN or a Direct Connect gateway of a VPC alone.

    Direct Connect gateway associations name either kind of gateway; Connect attachments stand on another one.
    """
    if resource.type == "AWS::DirectConnect::DirectConnectGatewayAssociation":
        value = resource.get("AssociatedGatewayId")
        return value if reading.key_of(value) in gateways else None
    if resource.type == "AWS::EC2::TransitGatewayConnect":
        below = reading.refers(resource.get("TransportTransitGatewayAttachmentId"))
        return _gateway(reading, below, gateways) if below and below.type != resource.type else None
    return resource.get("TransitGatewayId")


class _Tables:
    """Which table of a gateway an attachment follows."""

    def __init__(
        self, reading: Reading, resource: Resource, gateways: dict[str, Resource], associated: Pairs
    ) -> None:
        self._reading = reading
        self._resource = resource
        self._gateways = gateways
        self._associated = associated

    def of(self, transit: str) -> str | None:
        """The table it is associated with, else the gateway's default one.

        Transit gateways, "Default association route table": unless that is disabled. None where nobody knows.
        """
        named = list(self._named(transit))
        if len(named) == 1:
            return named[0]
        gateway = self._gateways.get(transit)
        if named or gateway is None or self._associated.in_doubt:
            return None
        setting = gateway.get("DefaultRouteTableAssociation")
        return f"{transit}#default-table" if setting in (None, "enable") else f"{transit}#no-table"

    def _named(self, transit: str) -> Iterator[str | None]:
        for attachment, table, certain in self._associated.pairs:
            if attachment == str(self._resource):
                owner = self._reading.estate_resource(table)
                of = None if owner is None else gateway_key(self._reading, owner.get("TransitGatewayId"))
                if owner is None or not certain:
                    yield None
                elif of == transit:
                    yield table
