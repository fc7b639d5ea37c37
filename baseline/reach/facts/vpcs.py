"""VPCs and what is attached to them.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from baseline.reach.addresses import ALL_4, ALL_6
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import name_tag, unknown
from baseline.reach.intervals import Intervals, difference, intersection, size, union
from baseline.reach.model.places import Vpc
from baseline.template.template import Resource
from baseline.template.value import Value


@dataclass
class _Attached:
    internet: str | None = None
    certain: bool = True
    vpn: str | None = None
    vpn_certain: bool = True
    egress_only: list[str] = field(default_factory=list)


def read_vpcs(reading: Reading) -> dict[str, Vpc]:
    """All VPCs by key."""
    resources = [*reading.resources("AWS::EC2::VPC")]
    attached = {str(each): _Attached() for each in resources}
    _read_attachments(reading, attached)
    edges = _edges(reading)
    return {
        str(each): Vpc(
            key=str(each),
            source=reading.source(each),
            name=name_tag(each),
            addresses=_ranges(reading, each),
            internet_gateway=attached[str(each)].internet,
            gateway_certain=attached[str(each)].certain,
            egress_only=tuple(attached[str(each)].egress_only),
            vpn_gateway=attached[str(each)].vpn,
            vpn_certain=attached[str(each)].vpn_certain,
            edge_tables=edges,
        )
        for each in resources
    }


def vpc_blocks(reading: Reading, vpc: Resource) -> list[tuple[Intervals, int]]:
    """Each range of a VPC with its IP version."""
    blocks = [(_or_stretch(reading, vpc.get("CidrBlock"), str(vpc), 4), 4)]
    for each in reading.resources("AWS::EC2::VPCCidrBlock"):
        if reading.key_of(each.get("VpcId"), "AWS::EC2::VPC") != str(vpc):
            continue
        if each.get("CidrBlock") is not None or each.get("Ipv4IpamPoolId") is not None:
            blocks.append((_or_stretch(reading, each.get("CidrBlock"), str(each), 4), 4))
        else:
            blocks.append((_or_stretch(reading, each.get("Ipv6CidrBlock"), str(vpc), 6), 6))
    return blocks


def vpc_prefixes(reading: Reading, vpc: Resource) -> Iterator[tuple[Intervals, int, int]]:
    """Each range of a VPC with the least and the greatest prefix length that it could have.

    VPC CIDR blocks: from /16 to /28 in IPv4, where nobody knows it. Ranges of subnets lie inside of the
    VPC's, also where that cannot be seen.
    """
    blocks = vpc_blocks(reading, vpc)
    for block, version in blocks:
        exact = (32 if version == 4 else 128) - (size(block).bit_length() - 1)
        yield (block, exact, exact) if version == 6 or exact > 0 else (block, 16, 28)
    ranges = (
        reading.subnet_range(each, version=version)
        for each in reading.subnets_of(str(vpc))
        for version in (4, 6)
    )
    more = difference(union(*ranges), union(*(block for block, _ in blocks)))
    for family, (shortest, longest) in ((ALL_4, (16, 28)), (ALL_6, (44, 60))):
        inside = intersection(more, family)
        if inside:
            yield inside, shortest, longest


def _or_stretch(reading: Reading, value: Value, key: str, version: int) -> Intervals:
    known = reading.range(value, version=version)
    return known if known is not None else reading.vpc_range(key, version=version)


def _ranges(reading: Reading, vpc: Resource) -> Intervals:
    """Its own ranges, and those of its subnets, which lie inside by necessity but may be unknown by
    themselves.
    """
    return union(*(block for block, _, _ in vpc_prefixes(reading, vpc)))


def _read_attachments(reading: Reading, attached: dict[str, _Attached]) -> None:
    for each in reading.resources("AWS::EC2::VPCGatewayAttachment"):
        vpc = attached.get(reading.key_of(each.get("VpcId"), "AWS::EC2::VPC") or "")
        if vpc is not None:
            _attach(reading, each, vpc, certain=each.present is True)
        elif unknown(each.get("VpcId")):
            for other in attached.values():
                _attach(reading, each, other, certain=False)
    for each in reading.resources("AWS::EC2::EgressOnlyInternetGateway"):
        vpc = attached.get(reading.key_of(each.get("VpcId"), "AWS::EC2::VPC") or "")
        if vpc is not None:
            vpc.egress_only.append(str(each))


def _attach(reading: Reading, attachment: Resource, vpc: _Attached, *, certain: bool) -> None:
    """A VPC has one gateway of each kind; what is attached for certain goes before what only could be."""
    if attachment.get("InternetGatewayId") is not None and (certain or vpc.internet is None):
        vpc.internet = gateway_key(reading, attachment.get("InternetGatewayId"))
        vpc.certain = certain
    if attachment.get("VpnGatewayId") is not None and (certain or vpc.vpn is None):
        vpc.vpn = gateway_key(reading, attachment.get("VpnGatewayId"))
        vpc.vpn_certain = certain


def gateway_key(reading: Reading, value: Value) -> str:
    """The key of a gateway, also of one that no template describes."""
    return reading.key_of(value) or str(value)


def _edges(reading: Reading) -> dict[str, str]:
    """Gateway route tables, by gateway; one that nobody knows could lead anywhere."""
    found = {}
    for each in reading.resources("AWS::EC2::GatewayRouteTableAssociation"):
        table = reading.key_of(each.get("RouteTableId"), "AWS::EC2::RouteTable")
        certain = table is not None and each.present is True
        found[gateway_key(reading, each.get("GatewayId"))] = (
            table if certain and table else f"unknown by {each}"
        )
    return found


def main_table(vpc: str) -> str:
    """The key of a VPC's main route table: subnets without an association follow it."""
    return f"{vpc}#main-table"


def default_acl(vpc: str) -> str:
    """The key of a VPC's default network ACL: subnets without an association have it."""
    return f"{vpc}#default-acl"
