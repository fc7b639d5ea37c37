"""VPCs, what is attached to them, and their subnets.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (the first four addresses and the
    last)
    https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from baseline.reach.facts.reading import Reading, flag, name_tag, tag
from baseline.reach.intervals import EMPTY, Intervals, union
from baseline.reach.model.places import Block, Subnet, Vpc
from baseline.template.template import Resource
from baseline.template.value import Unknown, Value

_KEPT_BY_AWS = 5
_ZONE_SUFFIX = re.compile(r"[-_ ]?(?:\d+|(?:[a-z]{2}-[a-z]+-\d)?[a-f])$")


@dataclass
class _Attached:
    internet: str | None = None
    certain: bool = True
    vpn: str | None = None
    egress_only: list[str] = field(default_factory=list)
    edges: dict[str, str] = field(default_factory=dict)


def read_vpcs(reading: Reading) -> dict[str, Vpc]:
    """All VPCs by key."""
    resources = [*reading.resources("AWS::EC2::VPC")]
    attached = {str(each): _Attached() for each in resources}
    _read_attachments(reading, attached)
    edges = _edges(reading)
    subnets = reading.by_owner("AWS::EC2::Subnet", "VpcId")
    return {
        str(each): Vpc(
            key=str(each),
            source=reading.source(each),
            name=name_tag(each),
            addresses=_ranges(reading, each, subnets.get(str(each), [])),
            internet_gateway=attached[str(each)].internet,
            gateway_certain=attached[str(each)].certain,
            egress_only=tuple(attached[str(each)].egress_only),
            vpn_gateway=attached[str(each)].vpn,
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


def _or_stretch(reading: Reading, value: Value, key: str, version: int) -> Intervals:
    known = reading.range(value, version=version)
    return known if known is not None else reading.vpc_range(key, version=version)


def _ranges(reading: Reading, vpc: Resource, subnets: list[Resource]) -> Intervals:
    """Its own ranges, and those of its subnets, which lie inside by necessity but may be unknown by
    themselves.
    """
    own = [block for block, _ in vpc_blocks(reading, vpc)]
    parts = [reading.subnet_range(each, version=version) for each in subnets for version in (4, 6)]
    return union(*own, *parts)


def _read_attachments(reading: Reading, attached: dict[str, _Attached]) -> None:
    for each in reading.resources("AWS::EC2::VPCGatewayAttachment"):
        vpc = attached.get(reading.key_of(each.get("VpcId"), "AWS::EC2::VPC") or "")
        if vpc is None:
            continue
        if each.get("InternetGatewayId") is not None:
            vpc.internet = gateway_key(reading, each.get("InternetGatewayId"))
            vpc.certain = each.present is True
        if each.get("VpnGatewayId") is not None:
            vpc.vpn = gateway_key(reading, each.get("VpnGatewayId"))
    for each in reading.resources("AWS::EC2::EgressOnlyInternetGateway"):
        vpc = attached.get(reading.key_of(each.get("VpcId"), "AWS::EC2::VPC") or "")
        if vpc is not None:
            vpc.egress_only.append(str(each))


def gateway_key(reading: Reading, value: Value) -> str:
    """The key of a gateway, also of one that no template describes."""
    return reading.key_of(value) or str(value)


def _edges(reading: Reading) -> dict[str, str]:
    """Gateway route tables, by gateway."""
    return {
        gateway_key(reading, each.get("GatewayId")): table
        for each in reading.resources("AWS::EC2::GatewayRouteTableAssociation")
        if (table := reading.key_of(each.get("RouteTableId"), "AWS::EC2::RouteTable")) is not None
    }


def read_subnets(reading: Reading, vpcs: dict[str, Vpc]) -> dict[str, Subnet]:
    """All subnets of known VPCs, with their tables and ACLs."""
    tables = _associated(reading, "AWS::EC2::SubnetRouteTableAssociation", "RouteTableId")
    acls = _associated(reading, "AWS::EC2::SubnetNetworkAclAssociation", "NetworkAclId")
    subnets = {}
    for each in reading.resources("AWS::EC2::Subnet"):
        vpc = reading.key_of(each.get("VpcId"), "AWS::EC2::VPC")
        if vpc is None:
            reading.note(f"{each}: its VPC is not in the templates, so nothing is said about it")
            continue
        key = str(each)
        subnets[key] = Subnet(
            key=key,
            source=reading.source(each),
            vpc=vpc,
            addresses=_usable(reading, each),
            zone=_zone(each),
            table=tables.get(key, main_table(vpc)),
            acl=acls.get(key, default_acl(vpc)),
            public_on_launch=flag(each.get("MapPublicIpOnLaunch"), otherwise=False),
            v6_on_launch=flag(each.get("AssignIpv6AddressOnCreation"), otherwise=False),
            block=_block(reading, each, vpc),
            tier=_tier(each, vpcs[vpc]),
            names=frozenset(_names(each, vpcs[vpc])),
        )
    return subnets


def main_table(vpc: str) -> str:
    """The key of a VPC's main route table: subnets without an association follow it."""
    return f"{vpc}#main-table"


def default_acl(vpc: str) -> str:
    """The key of a VPC's default network ACL: subnets without an association have it."""
    return f"{vpc}#default-acl"


def _associated(reading: Reading, type_: str, property_: str) -> dict[str, str]:
    found = {}
    for each in reading.resources(type_):
        subnet = reading.key_of(each.get("SubnetId"), "AWS::EC2::Subnet")
        if subnet is not None:
            found[subnet] = _table_or_acl(reading, each.get(property_))
    return found


def _table_or_acl(reading: Reading, value: Value) -> str:
    """The key; a VPC's DefaultNetworkAcl by its own, and what no template describes by its text."""
    found = reading.refers(value)
    if found is None:
        return f"unknown {value}"
    return default_acl(str(found)) if found.type == "AWS::EC2::VPC" else str(found)


def _usable(reading: Reading, subnet: Resource) -> Intervals:
    """Without the addresses that AWS keeps for itself."""
    usable = []
    for version in (4, 6):
        for low, high in reading.subnet_range(subnet, version=version):
            kept = high - low + 1 > _KEPT_BY_AWS
            usable.append(((low + 4, high - 1),) if kept else ((low, high),))
    return union(*usable) if usable else EMPTY


def _zone(subnet: Resource) -> object:
    zone = subnet.get("AvailabilityZone") or subnet.get("AvailabilityZoneId")
    return None if isinstance(zone, Unknown) else zone


def _block(reading: Reading, subnet: Resource, vpc: str) -> Block:
    """VPC Block Public Access: one setting for the account and Region, and exclusions of VPCs and subnets."""
    options = next(iter(reading.resources("AWS::EC2::VPCBlockPublicAccessOptions")), None)
    if options is None:
        return Block.OFF
    for each in reading.resources("AWS::EC2::VPCBlockPublicAccessExclusion"):
        excluded = (reading.key_of(each.get("SubnetId")), reading.key_of(each.get("VpcId")))
        if str(subnet) in excluded or vpc in excluded:
            free = each.get("InternetGatewayExclusionMode") == "allow-bidirectional" and each.present is True
            return Block.OFF if free else Block.UNKNOWN
    if options.present is not True:
        return Block.UNKNOWN
    mode = options.get("InternetGatewayBlockMode")
    return {"off": Block.OFF, "block-ingress": Block.INGRESS, "block-bidirectional": Block.BOTH}.get(
        mode if isinstance(mode, str) else "", Block.UNKNOWN
    )


def _names(subnet: Resource, vpc: Vpc) -> Iterable[str]:
    """What people may call it: its id, its Name tag, and that without the VPC's name before and the zone
    behind.
    """
    yield subnet.logical_id
    yield _tier(subnet, vpc)
    name = name_tag(subnet)
    if name:
        yield name
        yield _ZONE_SUFFIX.sub("", name)


def _tier(subnet: Resource, vpc: Vpc) -> str:
    marked = tag(subnet, "aws-cdk:subnet-name")
    if marked:
        return marked
    name = _ZONE_SUFFIX.sub("", name_tag(subnet))
    if vpc.name and name.startswith(f"{vpc.name}-"):
        return name.removeprefix(f"{vpc.name}-")
    return name or re.sub(r"\d+$", "", subnet.logical_id)
