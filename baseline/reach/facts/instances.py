"""EC2 instances and Auto Scaling groups, and the launch templates that fill them in.

Sources:
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html ("Public IPv4 addresses": what an
        interface says goes before its subnet)
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-launch-template.html
"""

from collections.abc import Iterator
from dataclasses import replace

from baseline.reach.facts.places import Place, forwards, or_none, wants_v6
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import flag, listed, mapping, unknown
from baseline.reach.model.places import Interface
from baseline.template.template import Resource
from baseline.template.value import Unknown, Value

# Stands for security groups that no template describes.
_NOT_HERE = "what it launches is not in the templates"
_DEFAULT_SUBNET = Unknown("a subnet of the default VPC")


def places_of_instance(reading: Reading, resource: Resource) -> Iterator[Place]:
    """Its interfaces one by one where it lists them, else the one that it gets.

    A launch template fills in what the instance does not say; where no template describes that, its groups
    and address are in doubt. Without a subnet it stands in the default VPC.
    """
    template = _launch_template(reading, resource.get("LaunchTemplate"))
    strange = resource.get("LaunchTemplate") is not None and not template
    written = resource.get("NetworkInterfaces") or template.get("NetworkInterfaces")
    own = forwards(resource.get("SourceDestCheck"))
    if isinstance(written, list) and written:
        for each in written:
            if mapping(each).get("NetworkInterfaceId") is None:
                yield _listed_interface(mapping(each), resource, own)
        return
    groups = or_none(resource.get("SecurityGroupIds") or resource.get("SecurityGroups"))
    groups = groups or or_none(template.get("SecurityGroupIds") or template.get("SecurityGroups"))
    subnet = resource.get("SubnetId") or _DEFAULT_SUBNET
    v6 = wants_v6(resource.properties)
    place = Place(listed(subnet), groups, None, False, resource.get("PrivateIpAddress"), v6=v6, forwards=own)
    yield replace(place, groups=groups or [_NOT_HERE], told=True) if strange or unknown(written) else place


def _listed_interface(written: dict[str, Value], resource: Resource, own: bool | None) -> Place:
    subnet = written.get("SubnetId", resource.get("SubnetId")) or _DEFAULT_SUBNET
    public = flag(written.get("AssociatePublicIpAddress"), otherwise=None)
    several = written.get("SecondaryPrivateIpAddressCount") or written.get("PrivateIpAddresses")
    return Place(
        listed(subnet),
        or_none(written.get("GroupSet") or written.get("Groups")),
        public,
        "AssociatePublicIpAddress" in written,
        written.get("PrivateIpAddress"),
        bool(several),
        wants_v6(written),
        forwards(written.get("SourceDestCheck")) if "SourceDestCheck" in written else own,
    )


def _launch_template(reading: Reading, value: Value) -> dict[str, Value]:
    """The data of a launch template, named by id or by name."""
    written = mapping(value)
    name = written.get("LaunchTemplateId", written.get("LaunchTemplateName"))
    found = reading.refers(name, "AWS::EC2::LaunchTemplate")
    if found is None and isinstance(name, str):
        named = reading.resources("AWS::EC2::LaunchTemplate")
        found = next((each for each in named if each.get("LaunchTemplateName") == name), None)
    return mapping(found.get("LaunchTemplateData")) if found else {}


def places_of_scaling_group(reading: Reading, resource: Resource) -> Iterator[Place]:
    """Groups and addresses come from the launch template, one for each override, or the launch
    configuration.
    """
    mixed = mapping(mapping(resource.get("MixedInstancesPolicy")).get("LaunchTemplate"))
    first = resource.get("LaunchTemplate") or mixed.get("LaunchTemplateSpecification")
    overrides = [mapping(each).get("LaunchTemplateSpecification") for each in listed(mixed.get("Overrides"))]
    configuration = reading.refers(
        resource.get("LaunchConfigurationName"), "AWS::AutoScaling::LaunchConfiguration"
    )
    subnets = listed(resource.get("VPCZoneIdentifier"))
    if configuration is not None:
        yield _launched_by(subnets, mapping(configuration.properties))
        return
    for value in (first, *(each for each in overrides if each is not None)):
        yield _launched_by(subnets, _launch_template(reading, value))


def _launched_by(subnets: list[Value], data: dict[str, Value]) -> Place:
    interfaces = data.get("NetworkInterfaces")
    first = mapping(next(iter(listed(interfaces)), None))
    groups = first.get("Groups") or data.get("SecurityGroupIds") or data.get("SecurityGroups")
    public = first.get("AssociatePublicIpAddress", data.get("AssociatePublicIpAddress"))
    known = or_none(groups) if data and not unknown(interfaces) else [_NOT_HERE]
    told = public is not None or not data or unknown(interfaces)
    return Place(subnets, known, flag(public, otherwise=None), told, v6=wants_v6(first))


def attached_interfaces(reading: Reading, found: list[Interface]) -> Iterator[Interface]:
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
