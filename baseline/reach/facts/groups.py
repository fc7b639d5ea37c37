"""Security groups with all their rules.

Sources:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
    https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from baseline.reach.addresses import ANYWHERE, NOTHING, Extent
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.service_ports import port
from baseline.reach.facts.values import listed, mapping, name_tag, ports, protocol, unknown
from baseline.reach.intervals import union
from baseline.reach.model.rules import Group, GroupRule
from baseline.reach.model.source import Source
from baseline.template.template import Resource
from baseline.template.value import Origin, Symbol, Value

_GROUP = "AWS::EC2::SecurityGroup"
_INGRESS = "AWS::EC2::SecurityGroupIngress"
_EGRESS = "AWS::EC2::SecurityGroupEgress"
_STRIPPERS = ("Custom::VpcRestrictDefaultSG", "Custom::StrippedDefaultGroup")


def read_groups(reading: Reading, vpcs: Iterable[Resource]) -> dict[str, Group]:
    """All groups by key, with the rules that other resources add to them."""
    separate = reading.by_owner(_EGRESS, "GroupId")
    groups = {
        str(each): _group(reading, each, separate=str(each) in separate) for each in reading.resources(_GROUP)
    }
    stripped = {
        default_group(str(owner))
        for each in reading.resources(*_STRIPPERS)
        if (owner := _default_owner(reading, each)) is not None
    }
    for vpc in vpcs:
        key = default_group(str(vpc))
        groups[key] = _default(reading, vpc, stripped=key in stripped)
    for each in reading.resources(_INGRESS, _EGRESS):
        _add(reading, each, groups)
    return groups


def default_group(vpc: str) -> str:
    """The key of a VPC's default group."""
    return f"{vpc}#default-group"


def group_key(reading: Reading, value: Value) -> str | None:
    """The key of the group that a value names; None where it is none of these templates'."""
    found = reading.refers(value, _GROUP, "AWS::EC2::VPC")
    if found is None:
        return None
    if found.type == _GROUP:
        return str(found)
    named = isinstance(value, Symbol) and value.attribute == "DefaultSecurityGroup"
    return default_group(str(found)) if named else None


def _default_owner(reading: Reading, stripper: Resource) -> Resource | None:
    values = (stripper.get("DefaultSecurityGroupId"), stripper.get("GroupId"))
    found = (reading.refers(value, "AWS::EC2::VPC") for value in values)
    return next((vpc for vpc in found if vpc is not None), None)


def _group(reading: Reading, resource: Resource, *, separate: bool) -> Group:
    rules = [*_inline(reading, resource, "SecurityGroupIngress", False)]
    outward = [*_inline(reading, resource, "SecurityGroupEgress", True)]
    if not outward:
        outward.append(_lets_everything_out(reading, resource, separate=separate))
    vpc = reading.key_of(resource.get("VpcId"), "AWS::EC2::VPC")
    name = name_tag(resource)
    return Group(str(resource), reading.source(resource), vpc, (*rules, *outward), name)


def _lets_everything_out(reading: Reading, resource: Resource, *, separate: bool) -> GroupRule:
    """A group that declares no egress rule gets one for everything.

    Separate egress resources come after the group is made. The documentation of the group says that the rule
    is added where "you do not add egress rules"; whether a separate one counts is not said, so it is
    doubtful then.
    """
    source = reading.source(resource, "the egress rule for everything that a group without one gets")
    return GroupRule(source, True, ANYWHERE, certain=not separate)


def _inline(reading: Reading, resource: Resource, section: str, egress: bool) -> Iterator[GroupRule]:
    written = resource.get(section)
    if unknown(written):
        yield GroupRule(
            reading.source(resource, section), egress, Extent(NOTHING.must, ANYWHERE.may), certain=False
        )
        return
    for index, rule in enumerate(listed(written)):
        source = reading.source(resource, f"{section}[{index}]", rule)
        if unknown(rule):
            yield GroupRule(source, egress, Extent(NOTHING.must, ANYWHERE.may), certain=False)
        elif isinstance(rule, dict):
            yield _rule(reading, rule, source, egress)


def _rule(reading: Reading, rule: dict[str, Value], source: Source, egress: bool) -> GroupRule:
    side = "Destination" if egress else "Source"
    protocols = protocol(rule.get("IpProtocol", "-1"))
    named = [rule.get(f"{side}SecurityGroupId"), rule.get(f"{side}SecurityGroupName")]
    group = next((value for value in named if value is not None), None)
    key = None if group is None else group_key(reading, group)
    return GroupRule(
        source,
        egress,
        _addresses(reading, rule, side),
        group=key,
        group_in_doubt=group is not None and key is None,
        protocol=protocols,
        ports=ports(protocols, port(reading, rule.get("FromPort")), port(reading, rule.get("ToPort"))),
    )


def _addresses(reading: Reading, rule: dict[str, Value], side: str) -> Extent:
    extents = [
        reading.extent(rule[name], version=version)
        for name, version in (("CidrIp", 4), ("CidrIpv6", 6))
        if rule.get(name) is not None
    ]
    lists = rule.get(f"{side}PrefixListId")
    if lists is not None:
        extents += [each for each, _ in reading.prefix_list(lists)]
    return Extent(union(*(each.must for each in extents)), union(*(each.may for each in extents)))


def _default(reading: Reading, vpc: Resource, *, stripped: bool) -> Group:
    """Default security groups: everything from the group itself, everything out.

    A custom resource that takes the rules away works after the VPC is made, so they are then only possible.
    """
    source = Source(f"the default security group of {reading.source(vpc).name}", vpc.place)
    key = default_group(str(vpc))
    inward = GroupRule(source, False, group=key, certain=not stripped)
    outward = GroupRule(source, True, ANYWHERE, certain=not stripped)
    return Group(key, source, str(vpc), (inward, outward), "default")


def _add(reading: Reading, resource: Resource, groups: dict[str, Group]) -> None:
    egress = resource.type == _EGRESS
    value = resource.get("GroupId")
    rule = _rule(reading, mapping(resource.properties), reading.source(resource), egress)
    rule = replace(rule, certain=rule.certain and resource.present is True)
    key = group_key(reading, value)
    if key in groups:
        groups[key] = replace(groups[key], rules=(*groups[key].rules, rule))
    elif unknown(value) and not _elsewhere(value):
        for each, group in groups.items():
            groups[each] = replace(group, rules=(*group.rules, replace(rule, certain=False)))


def _elsewhere(value: Value) -> bool:
    """A group of a resource that is not a group of these templates, such as one of an imported cluster."""
    return isinstance(value, Symbol) and value.origin is Origin.RESOURCE
