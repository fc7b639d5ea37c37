"""Where resources say that they stand: subnets, groups and addresses, as their properties name them.

Most types use properties of a few names (`SubnetIds`, `SecurityGroupIds`, ...), so one reader does for all of
them; load balancers, endpoints and instances have their own.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html ("Public IPv4 addresses")
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (PubliclyAccessible)
    https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from baseline.reach.facts.endpoints import is_gateway_endpoint
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import flag, listed, mapping, number, unknown
from baseline.template.template import Resource
from baseline.template.value import Value

_SUBNETS = (
    "SubnetId",
    "SubnetIds",
    "Subnets",
    "VPCZoneIdentifier",
    "ClientSubnets",
    "SubnetIdList",
    "Ec2SubnetId",
    "Ec2SubnetIds",
    "VpcSubnetIds",
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
    "AWS::EC2::SubnetCidrBlock", "AWS::EC2::GatewayRouteTableAssociation",
    "AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment", "AWS::EC2::FlowLog",
    "AWS::EC2::VPCBlockPublicAccessExclusion", "AWS::EC2::LaunchTemplate", "AWS::EC2::SecurityGroup",
    "AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress", "AWS::EC2::Instance",
    "AWS::RDS::DBSubnetGroup", "AWS::Redshift::ClusterSubnetGroup", "AWS::ElastiCache::SubnetGroup",
    "AWS::DocDB::DBSubnetGroup", "AWS::Neptune::DBSubnetGroup", "AWS::DAX::SubnetGroup",
    "AWS::MemoryDB::SubnetGroup", "AWS::DMS::ReplicationSubnetGroup", "AWS::AutoScaling::LaunchConfiguration",
    "AWS::RAM::ResourceShare", "AWS::SSM::Parameter", "AWS::CloudFormation::Stack",
    "AWS::NetworkFirewall::Firewall", "AWS::NetworkFirewall::VpcEndpointAssociation",
}  # fmt: skip
_PUBLIC_BY_DEFAULT = {"AWS::RDS::DBInstance": None, "AWS::DMS::ReplicationInstance": True}
# These launch instances, which get a public address where their subnet gives one.
_LIKE_THEIR_SUBNET = (
    "AWS::EKS::Nodegroup",
    "AWS::EMR::",
    "AWS::Batch::",
    "AWS::Cloud9::",
    "AWS::EC2::SpotFleet",
    "AWS::EC2::EC2Fleet",
    "AWS::ImageBuilder::",
    "AWS::OpsWorks::",
)
_BALANCERS = ("AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer")
_SCHEMES = {None: True, "internet-facing": True, "internal": False}
_WITH_V6 = ("dualstack", "dual", "ipv6", "dualstack-without-public-ipv4")


@dataclass(frozen=True)
class Place:
    """Where a resource says it stands.

    Attributes:
        subnets: The values that name subnets.
        groups: The values that name groups; None where it names none.
        public: Whether it gets a public IPv4 address.
        told: Whether it says anything about that; else its subnet decides.
        address: Its address, where it says one.
        several: Whether it has more addresses than that one.
        v6: Whether it gets an IPv6 address; None where nobody knows.
        forwards: Whether it passes on what is not for it.
    """

    subnets: Sequence[Value]
    groups: Sequence[Value] | None
    public: bool | None = False
    told: bool = True
    address: Value = None
    several: bool = False
    v6: bool | None = False
    forwards: bool | None = False


def place_of_balancer(resource: Resource) -> Iterator[Place]:
    """Load balancer schemes: internet-facing unless said otherwise; then it has public addresses."""
    if resource.type not in _BALANCERS:
        return
    mapped = [mapping(each).get("SubnetId") for each in listed(resource.get("SubnetMappings"))]
    scheme = resource.get("Scheme")
    yield Place(
        [*listed(resource.get("Subnets")), *mapped],
        or_none(resource.get("SecurityGroups")),
        _SCHEMES.get(scheme) if isinstance(scheme, str | None) else None,
        v6=_family(resource.get("IpAddressType")),
    )


def place_of_endpoint(resource: Resource) -> Iterator[Place]:
    """Interface endpoints have an interface in each of their subnets; gateway endpoints have none."""
    if not is_gateway_endpoint(resource):
        groups = or_none(resource.get("SecurityGroupIds"))
        v6 = _family(resource.get("IpAddressType"))
        yield Place(listed(resource.get("SubnetIds")), groups, v6=v6)


def places_by_name(reading: Reading, resource: Resource) -> Iterator[Place]:
    """Properties by their usual names, wherever they stand in the resource."""
    if resource.type in _NO_INTERFACES:
        return
    found: dict[str, list[Value]] = {}
    _collect(resource.properties, found)
    subnets = [value for name in _SUBNETS for value in found.get(name, ())]
    subnets += _of_subnet_groups(reading, found)
    groups = [value for name in _GROUPS for value in found.get(name, ())]
    cluster = reading.refers(next(iter(found.get("DBClusterIdentifier", ())), None))
    if cluster is not None and resource.type.endswith("DBInstance"):
        yield from (
            replace(place, public=_public(resource, found)) for place in places_by_name(reading, cluster)
        )
    elif subnets:
        yield _described(resource, subnets, groups, found)


def _described(
    resource: Resource, subnets: list[Value], groups: list[Value], found: dict[str, list[Value]]
) -> Place:
    several = [
        number(resource.get("SecondaryPrivateIpAddressCount")) or 0,
        *found.get("PrivateIpAddresses", ()),
    ]
    more = unknown(resource.get("SecondaryPrivateIpAddressCount")) or any(several)
    return Place(
        subnets,
        groups or None,
        _public(resource, found),
        not resource.type.startswith(_LIKE_THEIR_SUBNET),
        resource.get("PrivateIpAddress"),
        more,
        wants_v6(resource.properties, found),
        forwards(resource.get("SourceDestCheck")),
    )


def _of_subnet_groups(reading: Reading, found: dict[str, list[Value]]) -> Iterator[Value]:
    """The subnets of a subnet group; the group itself where no template describes it."""
    for name in _SUBNET_GROUPS:
        for value in found.get(name, ()):
            other = reading.refers(value)
            if other is not None:
                yield from listed(other.get("SubnetIds"))
            elif unknown(value):
                yield value


def _collect(value: Value, found: dict[str, list[Value]]) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            found.setdefault(name, []).extend(listed(item))
            _collect(item, found)
    elif isinstance(value, list):
        for item in value:
            _collect(item, found)


def _public(resource: Resource, found: dict[str, list[Value]]) -> bool | None:
    for access in found.get("PublicAccess", ()):
        kind = mapping(access).get("Type")  # of an MSK cluster
        return {"DISABLED": False, "SERVICE_PROVIDED_EIPS": True}.get(kind if isinstance(kind, str) else "")
    for name in _PUBLIC:
        for value in found.get(name, ()):
            if value in ("ENABLED", "DISABLED"):
                return bool(value == "ENABLED")
            return flag(value, otherwise=False)
    return _PUBLIC_BY_DEFAULT.get(resource.type, False)


def wants_v6(written: Value, found: dict[str, list[Value]] | None = None) -> bool | None:
    """Whether an interface asks for an IPv6 address of its own; None where nobody knows.

    Args:
        written: The properties of the interface.
        found: All properties in it by name, where types of a service say it elsewhere.
    """
    own = mapping(written)
    counts = [own.get("Ipv6AddressCount"), own.get("Ipv6Addresses"), own.get("EnablePrimaryIpv6")]
    known = [each for each in counts if each not in (None, 0, "0", False, "false", [])]
    if any(unknown(each) for each in known):
        return None
    if known:
        return True
    names = ("IpAddressType", "NetworkType", "Ipv6AllowedForDualStack")
    said = [value for name in names for value in (found or {}).get(name, ())]
    return _family(next(iter(said), None))


def _family(value: Value) -> bool | None:
    if unknown(value):
        return None
    return value is True or str(value).lower() in (*_WITH_V6, "true")


def forwards(check: Value) -> bool | None:
    """Whether an interface whose source/destination check is this passes on what is not for it."""
    checked = flag(check, otherwise=True)
    return None if checked is None else not checked


def or_none(value: Value) -> list[Value] | None:
    """A list, None where it is empty or missing."""
    return listed(value) or None
