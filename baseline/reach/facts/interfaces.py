"""What stands in subnets, with its groups and addresses.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from baseline.reach.addresses import ALL_4, ALL_6, block, parse_block
from baseline.reach.facts.endpoint_policies import policy_of
from baseline.reach.facts.endpoints import service_of
from baseline.reach.facts.groups import default_group, group_key
from baseline.reach.facts.instances import attached_interfaces, places_of_instance, places_of_scaling_group
from baseline.reach.facts.launched import launched
from baseline.reach.facts.places import Place, place_of_balancer, place_of_endpoint, places_by_name
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.undescribed import Undescribed
from baseline.reach.facts.values import mapping, unknown
from baseline.reach.intervals import Intervals, intersection
from baseline.reach.model.places import Interface, Subnet
from baseline.reach.model.policy import NO_POLICY
from baseline.reach.model.rules import Group
from baseline.template.template import Resource
from baseline.template.value import Value

_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_CLASSIC = "AWS::ElasticLoadBalancing::LoadBalancer"
_ENDPOINT = "AWS::EC2::VPCEndpoint"
# These have groups that the service makes, besides those that they name.
_MORE_GROUPS = ("AWS::EKS::", "AWS::EMR::", "AWS::Batch::")


def read_interfaces(
    reading: Reading, subnets: dict[str, Subnet], groups: dict[str, Group], others: Undescribed
) -> tuple[Interface, ...]:
    """Every interface that the templates place in a subnet, and one for anything else launched in a tier.

    Args:
        reading: The templates.
        subnets: Those that are described.
        groups: All groups.
        others: Makes stand-ins for subnets that are not described.
    """
    maker = _Maker(reading, subnets, groups, others)
    found: list[Interface] = []
    for resource in reading.resources():
        if resource.type.startswith("AWS::"):
            found += [made for place in _places(reading, resource) for made in maker.placed(resource, place)]
    found += attached_interfaces(reading, found)
    return (*found, *launched(found, subnets, groups))


def _places(reading: Reading, resource: Resource) -> Iterator[Place]:
    match resource.type:
        case "AWS::EC2::Instance":
            yield from places_of_instance(reading, resource)
        case "AWS::AutoScaling::AutoScalingGroup":
            yield from places_of_scaling_group(reading, resource)
        case "AWS::EC2::VPCEndpoint":
            yield from place_of_endpoint(resource)
        case type_ if type_ in (_BALANCER, _CLASSIC):
            yield from place_of_balancer(resource)
        case _:
            yield from places_by_name(reading, resource)


@dataclass
class _Elastic:
    """Keys of instances and interfaces with an Elastic IP address; `doubt` is where one could be
    anybody's.
    """

    known: dict[str, bool | None]
    doubt: bool


def _elastic(reading: Reading) -> _Elastic:
    """Elastic IP addresses: associated with an instance or with a network interface."""
    found = _Elastic({}, False)
    for each in reading.resources("AWS::EC2::EIP", "AWS::EC2::EIPAssociation"):
        for name in ("InstanceId", "NetworkInterfaceId"):
            key = reading.key_of(each.get(name))
            if key is not None:
                found.known[key] = True if each.present is True else None
            found.doubt = found.doubt or (key is None and unknown(each.get(name)))
    return found


class _Maker:
    """Makes interfaces from what resources say."""

    def __init__(
        self, reading: Reading, subnets: dict[str, Subnet], groups: dict[str, Group], others: Undescribed
    ) -> None:
        self._reading = reading
        self._subnets = subnets
        self._groups = groups
        self._others = others
        self._elastic = _elastic(reading)

    def placed(self, resource: Resource, place: Place) -> Iterator[Interface]:
        """One interface for each subnet."""
        for value in place.subnets:
            subnet = self._subnet(resource, value)
            if subnet is None:
                continue
            worn, doubt = self._worn(resource, place, subnet)
            addresses, fixed, v6 = _addresses(place, subnet)
            interface = Interface(
                key=str(resource),
                source=self._reading.source(resource),
                kind=resource.type,
                subnet=subnet.key,
                addresses=addresses,
                groups=worn,
                groups_in_doubt=doubt,
                public=self._has_public(resource, place, subnet),
                fixed=fixed,
                forwards=place.forwards,
                unfiltered=_unfiltered(resource, place),
                service=service_of(resource) if resource.type == _ENDPOINT else "",
                policy=policy_of(self._reading, resource) if resource.type == _ENDPOINT else NO_POLICY,
                v6_certain=v6,
            )
            present = resource.present is True
            yield interface if present else replace(interface, groups=(), possible_groups=worn)

    def _subnet(self, resource: Resource, value: Value) -> Subnet | None:
        key = self._reading.key_of(value, "AWS::EC2::Subnet")
        if key is not None and key in self._subnets:
            return self._subnets[key]
        named = unknown(value) or (isinstance(value, str) and value.startswith("subnet-"))
        if self._reading.key_of(value) is not None or not named:
            return None  # something that is no subnet
        self._reading.note(
            f"{resource}: its subnet {value} is not in the templates; how packets get there is unknown"
        )
        return self._others.subnet(value)

    def _worn(self, resource: Resource, place: Place, subnet: Subnet) -> tuple[tuple[str, ...], bool]:
        """The groups; the VPC's default group for what names none (Default security groups)."""
        more = resource.type.startswith(_MORE_GROUPS)
        if place.groups is None:
            default = default_group(subnet.vpc)
            return ((), True) if more or default not in self._groups else ((default,), False)
        values = [mapping(value).get("GroupId", value) for value in place.groups]
        keys = [group_key(self._reading, value) for value in values]
        known = tuple(dict.fromkeys(key for key in keys if key is not None and key in self._groups))
        return known, more or len(known) < len({str(value) for value in values})

    def _has_public(self, resource: Resource, place: Place, subnet: Subnet) -> bool | None:
        """An Elastic IP address, else the interface's own setting, else the subnet's.

        Public IPv4 addresses: MapPublicIpOnLaunch is for instances; an interface made by itself gets none.
        """
        if str(resource) in self._elastic.known:
            return self._elastic.known[str(resource)]
        public = place.public if place.told else subnet.public_on_launch
        could = resource.type in ("AWS::EC2::Instance", "AWS::EC2::NetworkInterface")
        return None if public is False and could and self._elastic.doubt else public


def _addresses(place: Place, subnet: Subnet) -> tuple[Intervals, bool, bool]:
    """Those that it has or could have; whether all of them are its own; whether it has the IPv6 ones for
    certain.
    """
    v4, v6 = intersection(subnet.addresses, ALL_4), intersection(subnet.addresses, ALL_6)
    fixed = False
    given = parse_block(place.address) if isinstance(place.address, str) else None
    if given is not None and not place.several:
        v4, fixed = block(given), True
    asked = (place.v6, subnet.v6_on_launch)
    certain, possible = True in asked, True in asked or None in asked
    if not possible or not v6:
        return v4, fixed, True
    return (*v4, *v6), False, certain


def _unfiltered(resource: Resource, place: Place) -> bool:
    """A network or gateway load balancer without groups filters nothing."""
    return (
        resource.type == _BALANCER and place.groups is None and resource.get("Type") in ("network", "gateway")
    )
