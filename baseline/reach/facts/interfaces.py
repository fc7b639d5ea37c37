"""What stands in subnets, with its groups and addresses.

Most types say so in properties of a few names (`SubnetIds`, `SecurityGroupIds`, ...), so one reader does
for all of them; those that say it elsewhere have their own.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html ("Public IPv4 addresses")
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (PubliclyAccessible)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from baseline.reach.addresses import ALL_4, ALL_6, block, parse_block
from baseline.reach.facts.groups import default_group, group_key
from baseline.reach.facts.reading import Reading, flag, listed, mapping, number, unknown
from baseline.reach.facts.routes import is_gateway_endpoint, service_of
from baseline.reach.intervals import Intervals, intersection
from baseline.reach.model.places import Interface, Subnet
from baseline.reach.model.rules import Group
from baseline.reach.model.source import Source
from baseline.template.template import Resource
from baseline.template.value import Value

_SUBNETS = (
    "SubnetId",
    "SubnetIds",
    "Subnets",
    "VPCZoneIdentifier",
    "ClientSubnets",
    "SubnetIdList",
    "Ec2SubnetIds",
)
_GROUPS = (
    "SecurityGroupIds",
    "SecurityGroups",
    "GroupSet",
    "VpcSecurityGroupIds",
    "VPCSecurityGroups",
    "SecurityGroupIdList",
    "SecurityGroup",
)
_PUBLIC = ("PubliclyAccessible", "AssociatePublicIpAddress", "AssignPublicIp")
# A subnet group of a database by the property that names it, and its property with the subnets.
_SUBNET_GROUPS = (
    "DBSubnetGroupName",
    "ClusterSubnetGroupName",
    "CacheSubnetGroupName",
    "SubnetGroupName",
    "ReplicationSubnetGroupIdentifier",
)
# Structure of the network, not something in it; and what has a reader of its own.
_NO_INTERFACES = {
    "AWS::EC2::Subnet", "AWS::EC2::NatGateway", "AWS::EC2::Route", "AWS::EC2::RouteTable",
    "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::SubnetNetworkAclAssociation",
    "AWS::EC2::SubnetCidrBlock",
    "AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment", "AWS::EC2::FlowLog",
    "AWS::EC2::VPCBlockPublicAccessExclusion", "AWS::EC2::LaunchTemplate", "AWS::EC2::SecurityGroup",
    "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress", "AWS::EC2::Instance",
    "AWS::RDS::DBSubnetGroup", "AWS::Redshift::ClusterSubnetGroup", "AWS::ElastiCache::SubnetGroup",
    "AWS::DocDB::DBSubnetGroup", "AWS::Neptune::DBSubnetGroup", "AWS::DAX::SubnetGroup",
    "AWS::MemoryDB::SubnetGroup", "AWS::DMS::ReplicationSubnetGroup", "AWS::AutoScaling::LaunchConfiguration",
    "AWS::RAM::ResourceShare", "AWS::SSM::Parameter",
}  # fmt: skip
_PUBLIC_BY_DEFAULT = {"AWS::RDS::DBInstance": None, "AWS::DMS::ReplicationInstance": True}
_BALANCERS = ("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer")
# Stands for a security group that no template describes.
_NOT_HERE = "what it launches is not in the templates"
_SCHEMES = {None: True, "internet-facing": True, "internal": False}


@dataclass(frozen=True)
class _Place:
    """Where a resource says it stands; `told` is whether it says anything about a public address."""

    subnets: Sequence[Value]
    groups: Sequence[Value] | None
    public: bool | None = False
    told: bool = True
    address: Value = None
    v6: bool = False
    forwards: bool | None = False


def read_interfaces(
    reading: Reading, subnets: dict[str, Subnet], groups: dict[str, Group]
) -> tuple[Interface, ...]:
    """Every interface that the templates place in a known subnet, and one for anything else launched in a
    tier.
    """
    public = _with_elastic_address(reading)
    found: list[Interface] = []
    for resource in reading.resources():
        if resource.type.startswith("AWS::"):
            for place in _places(reading, resource):
                found += _placed(reading, resource, place, subnets, groups, public)
    found += _attached(reading, found)
    return (*found, *_launched(found, subnets, groups))


def _with_elastic_address(reading: Reading) -> dict[str, bool | None]:
    """Keys of instances and interfaces with an Elastic IP address."""
    found: dict[str, bool | None] = {}
    for each in reading.resources("AWS::EC2::EIP", "AWS::EC2::EIPAssociation"):
        for name in ("InstanceId", "NetworkInterfaceId"):
            key = reading.key_of(each.get(name))
            if key is not None:
                found[key] = True if each.present is True else None
    return found


def _places(reading: Reading, resource: Resource) -> Iterator[_Place]:
    if resource.type in _BALANCERS:
        yield _balancer(resource)
    elif resource.type == "AWS::EC2::Instance":
        yield from _instance(reading, resource)
    elif resource.type == "AWS::AutoScaling::AutoScalingGroup":
        yield _scaling_group(reading, resource)
    elif resource.type == "AWS::EC2::VPCEndpoint":
        if not is_gateway_endpoint(resource):
            yield _Place(listed(resource.get("SubnetIds")), _or_none(resource.get("SecurityGroupIds")))
    elif resource.type not in _NO_INTERFACES:
        yield from _generic(reading, resource)


def _balancer(resource: Resource) -> _Place:
    """Load balancer schemes: internet-facing unless said otherwise; then it has public addresses."""
    mapped = [mapping(each).get("SubnetId") for each in listed(resource.get("SubnetMappings"))]
    scheme = resource.get("Scheme")
    return _Place(
        [*listed(resource.get("Subnets")), *mapped],
        _or_none(resource.get("SecurityGroups")),
        _SCHEMES.get(scheme) if isinstance(scheme, str | None) else None,
        v6="dualstack" in str(resource.get("IpAddressType")),
    )


def _instance(reading: Reading, resource: Resource) -> Iterator[_Place]:
    """Its interfaces one by one where it lists them, else the one that it gets.

    A launch template fills in; where no template describes that, its groups and address are in doubt.
    """
    template = _launch_template(reading, resource.get("LaunchTemplate"))
    strange = resource.get("LaunchTemplate") is not None and not template
    written = resource.get("NetworkInterfaces") or template.get("NetworkInterfaces")
    forwards = _forwards(resource.get("SourceDestCheck"))
    if isinstance(written, list) and written:
        for each in written:
            if mapping(each).get("NetworkInterfaceId") is None:
                yield _listed_interface(mapping(each), resource, forwards)
        return
    groups = _or_none(resource.get("SecurityGroupIds") or template.get("SecurityGroupIds"))
    subnet = resource.get("SubnetId") or template.get("SubnetId")
    v6 = bool(resource.get("Ipv6AddressCount") or resource.get("Ipv6Addresses"))
    place = _Place(listed(subnet), groups, None, False, resource.get("PrivateIpAddress"), v6, forwards)
    yield replace(place, groups=groups or [_NOT_HERE], told=True) if strange or unknown(written) else place


def _attached(reading: Reading, found: list[Interface]) -> Iterator[Interface]:
    """Interfaces that are made by themselves are also those of the instances that they are attached to."""
    by_key: dict[str, list[Interface]] = {}
    for interface in found:
        by_key.setdefault(interface.key, []).append(interface)
    pairs = [
        (each, mapping(one).get("NetworkInterfaceId"))
        for each in reading.resources("AWS::EC2::Instance")
        for one in listed(each.get("NetworkInterfaces"))
    ]
    for each in reading.resources("AWS::EC2::NetworkInterfaceAttachment"):
        owner = reading.refers(each.get("InstanceId"), "AWS::EC2::Instance")
        if owner is not None:
            pairs.append((owner, each.get("NetworkInterfaceId")))
    for instance, value in pairs:
        for interface in by_key.get(reading.key_of(value, "AWS::EC2::NetworkInterface") or "", ()):
            yield replace(interface, key=str(instance), source=reading.source(instance), kind=instance.type)


def _listed_interface(written: dict[str, Value], resource: Resource, forwards: bool | None) -> _Place:
    subnet = written.get("SubnetId", resource.get("SubnetId"))
    public = flag(written.get("AssociatePublicIpAddress"), otherwise=None)
    groups = _or_none(written.get("GroupSet") or written.get("Groups"))
    v6 = bool(written.get("Ipv6AddressCount") or written.get("Ipv6Addresses"))
    own = _forwards(written.get("SourceDestCheck")) if "SourceDestCheck" in written else forwards
    told = "AssociatePublicIpAddress" in written
    return _Place(listed(subnet), groups, public, told, written.get("PrivateIpAddress"), v6, own)


def _launch_template(reading: Reading, value: Value) -> dict[str, Value]:
    written = mapping(value)
    name = written.get("LaunchTemplateId", written.get("LaunchTemplateName"))
    found = reading.refers(name, "AWS::EC2::LaunchTemplate")
    return mapping(found.get("LaunchTemplateData")) if found else {}


def _scaling_group(reading: Reading, resource: Resource) -> _Place:
    """Groups and addresses come from the launch template or the launch configuration; else nobody knows
    them.
    """
    mixed = mapping(mapping(resource.get("MixedInstancesPolicy")).get("LaunchTemplate"))
    value = resource.get("LaunchTemplate") or mixed.get("LaunchTemplateSpecification")
    configuration = reading.refers(
        resource.get("LaunchConfigurationName"), "AWS::AutoScaling::LaunchConfiguration"
    )
    data = mapping(configuration.properties) if configuration else _launch_template(reading, value)
    first = mapping(next(iter(listed(data.get("NetworkInterfaces"))), None))
    groups = first.get("Groups") or data.get("SecurityGroupIds") or data.get("SecurityGroups")
    public = first.get("AssociatePublicIpAddress", data.get("AssociatePublicIpAddress"))
    subnets = [*listed(resource.get("VPCZoneIdentifier"))]
    known = _or_none(groups) if data else [_NOT_HERE]
    return _Place(subnets, known, flag(public, otherwise=None), told=public is not None)


def _generic(reading: Reading, resource: Resource) -> Iterator[_Place]:
    """Properties by their usual names, wherever they stand in the resource."""
    found: dict[str, list[Value]] = {}
    _collect(resource.properties, found)
    subnets = [value for name in _SUBNETS for value in found.get(name, ())]
    for name in _SUBNET_GROUPS:
        for value in found.get(name, ()):
            other = reading.refers(value)
            subnets += listed(other.get("SubnetIds")) if other else []
    groups = [value for name in _GROUPS for value in found.get(name, ())]
    cluster = reading.refers(next(iter(found.get("DBClusterIdentifier", ())), None))
    if cluster is not None and resource.type.endswith("DBInstance"):
        yield from (replace(place, public=_public(resource, found)) for place in _generic(reading, cluster))
    elif subnets:
        v6 = bool(resource.get("Ipv6AddressCount") or resource.get("Ipv6Addresses"))
        address = resource.get("PrivateIpAddress")
        forwards = _forwards(resource.get("SourceDestCheck"))
        yield _Place(subnets, groups or None, _public(resource, found), True, address, v6, forwards)


def _collect(value: Value, found: dict[str, list[Value]]) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            found.setdefault(name, []).extend(listed(item))
            _collect(item, found)
    elif isinstance(value, list):
        for item in value:
            _collect(item, found)


def _public(resource: Resource, found: dict[str, list[Value]]) -> bool | None:
    for name in _PUBLIC:
        for value in found.get(name, ()):
            if value in ("ENABLED", "DISABLED"):
                return bool(value == "ENABLED")
            return flag(value, otherwise=False)
    return _PUBLIC_BY_DEFAULT.get(resource.type, False)


def _forwards(check: Value) -> bool | None:
    checked = flag(check, otherwise=True)
    return None if checked is None else not checked


def _or_none(value: Value) -> list[Value] | None:
    return listed(value) or None


def _placed(
    reading: Reading,
    resource: Resource,
    place: _Place,
    subnets: dict[str, Subnet],
    groups: dict[str, Group],
    elastic: dict[str, bool | None],
) -> Iterator[Interface]:
    for value in place.subnets:
        key = reading.key_of(value, "AWS::EC2::Subnet")
        if key not in subnets or key is None:
            if unknown(value):
                reading.note(
                    f"{resource}: its subnet {value} is not in the templates, so nothing is said about it"
                )
            continue
        subnet = subnets[key]
        worn, doubt = _worn(reading, resource, place, subnet, groups)
        addresses, fixed = _addresses(reading, resource, place, subnet)
        interface = Interface(
            key=str(resource),
            source=reading.source(resource),
            kind=resource.type,
            subnet=key,
            addresses=addresses,
            groups=worn,
            groups_in_doubt=doubt,
            public=_has_public(resource, place, subnet, elastic),
            fixed=fixed,
            forwards=place.forwards,
            unfiltered=_unfiltered(resource, place),
            service=service_of(resource) if resource.type == "AWS::EC2::VPCEndpoint" else "",
        )
        present = resource.present is True
        yield interface if present else replace(interface, groups=(), possible_groups=worn)


def _worn(
    reading: Reading, resource: Resource, place: _Place, subnet: Subnet, groups: dict[str, Group]
) -> tuple[tuple[str, ...], bool]:
    """The groups; the VPC's default group for what names none."""
    if place.groups is None:
        if resource.type.startswith(("AWS::EKS::", "AWS::EMR::", "AWS::Batch::")):
            return (), True  # the service makes groups of its own
        return (default_group(subnet.vpc),), False
    keys = [group_key(reading, value) for value in place.groups]
    known = tuple(dict.fromkeys(key for key in keys if key is not None and key in groups))
    return known, len(known) < len({str(value) for value in place.groups})


def _addresses(reading: Reading, resource: Resource, place: _Place, subnet: Subnet) -> tuple[Intervals, bool]:
    v4, v6 = intersection(subnet.addresses, ALL_4), intersection(subnet.addresses, ALL_6)
    fixed = False
    several = number(resource.get("SecondaryPrivateIpAddressCount")) or resource.get("PrivateIpAddresses")
    if isinstance(place.address, str) and not several and (given := parse_block(place.address)) is not None:
        v4, fixed = block(given), True
    with_v6 = place.v6 or subnet.v6_on_launch is not False
    return (*v4, *(v6 if with_v6 else ())), fixed and not (with_v6 and v6)


def _has_public(
    resource: Resource, place: _Place, subnet: Subnet, elastic: dict[str, bool | None]
) -> bool | None:
    """An Elastic IP address, else the interface's own setting, else the subnet's.

    Public IPv4 addresses: MapPublicIpOnLaunch is for instances; an interface made by itself gets none.
    """
    if str(resource) in elastic:
        return elastic[str(resource)]
    return place.public if place.told else subnet.public_on_launch


def _unfiltered(resource: Resource, place: _Place) -> bool:
    """A network or gateway load balancer without groups filters nothing."""
    return (
        resource.type == _BALANCERS[0]
        and place.groups is None
        and resource.get("Type") in ("network", "gateway")
    )


def _launched(
    found: list[Interface], subnets: dict[str, Subnet], groups: dict[str, Group]
) -> Iterator[Interface]:
    """Something launched later: in a tier with a group of its own it wears that; elsewhere, any group of
    the VPC.

    A tier's group is the one whose Name tag is that of the subnets without the zone's number. Elsewhere it
    is only thought of where the templates place nothing.
    """
    by_vpc: dict[str, list[Group]] = {}
    for group in groups.values():
        by_vpc.setdefault(group.vpc or "", []).append(group)
    used = {interface.subnet for interface in found}
    for subnet in subnets.values():
        here = by_vpc.get(subnet.vpc, [])
        own = tuple(g.key for g in here if g.name and any(_is_tier_of(g.name, name) for name in subnet.names))
        if own:
            yield _any(subnet, own, ())
        elif subnet.key not in used:
            yield _any(subnet, (), tuple(g.key for g in here))


def _is_tier_of(group: str, subnet_name: str) -> bool:
    head, dash, zone = subnet_name.rpartition("-")
    return bool(dash) and zone.isdecimal() and head == group


def _any(subnet: Subnet, worn: tuple[str, ...], possible: tuple[str, ...]) -> Interface:
    source = Source(f"anything launched in {subnet.source.name}", subnet.source.place)
    return Interface(
        key=subnet.key,
        source=source,
        kind="anything launched in it",
        subnet=subnet.key,
        addresses=subnet.addresses,
        groups=worn,
        possible_groups=possible,
        public=subnet.public_on_launch,
    )
