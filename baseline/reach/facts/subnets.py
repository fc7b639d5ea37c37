"""Subnets, with the route table and the network ACL that each has after all associations.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (the first four addresses and the
    last)
    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html ("main route table")
    https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html ("each subnet must have an ACL")
"""

import re
from collections.abc import Iterable

from baseline.reach.facts.public_access import blocking
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import flag, name_tag, tag, unknown
from baseline.reach.facts.vpcs import default_acl, main_table
from baseline.reach.intervals import EMPTY, Intervals, union
from baseline.reach.model.places import Subnet, Vpc
from baseline.template.template import Resource
from baseline.template.value import Unknown, Value

_KEPT_BY_AWS = 5
# A number, a letter behind a dash, or a zone's whole name.
_ZONE_SUFFIX = re.compile(r"(?:[-_ ]?\d+|[-_ ][a-fA-F]|[-_ ]?[a-z]{2}-[a-z]+-\d[a-f])$")


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
        key, blocked = str(each), blocking(reading, each, vpc)
        subnets[key] = Subnet(
            key=key,
            source=reading.source(each),
            vpc=vpc,
            addresses=_usable(reading, each),
            zone=_zone(each),
            table=tables.get(key, tables.get("", main_table(vpc))),
            acl=acls.get(key, acls.get("", default_acl(vpc))),
            public_on_launch=flag(each.get("MapPublicIpOnLaunch"), otherwise=False),
            v6_on_launch=flag(each.get("AssignIpv6AddressOnCreation"), otherwise=False),
            block=blocked.block,
            tier=_tier(each, vpcs[vpc]),
            names=frozenset(_names(each, vpcs[vpc])),
            excluded=blocked.excluded,
        )
    return subnets


def _associated(reading: Reading, type_: str, property_: str) -> dict[str, str]:
    """By subnet; under "" what every other subnet could have, where an association names nobody knows
    which.
    """
    found = {}
    for each in reading.resources(type_):
        subnet = reading.key_of(each.get("SubnetId"), "AWS::EC2::Subnet")
        if subnet is not None:
            certain = each.present is True
            found[subnet] = _table_or_acl(reading, each.get(property_)) if certain else f"unknown by {each}"
        elif unknown(each.get("SubnetId")):
            found[""] = f"unknown by {each}"
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
