"""Network ACLs, the default ones included.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html and custom-network-acl.html
"""

from collections.abc import Iterator
from dataclasses import replace

from baseline.reach.addresses import ALL, ALL_4, ALL_6, Extent
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import flag, mapping, number, ports, protocol
from baseline.reach.facts.vpcs import default_acl
from baseline.reach.intervals import EMPTY, union
from baseline.reach.model.places import Subnet
from baseline.reach.model.rules import Acl, AclEntry
from baseline.reach.model.source import Source
from baseline.reach.packets import ICMP, ICMPV6
from baseline.template.template import Resource

_ALLOWED_4, _ALLOWED_6 = 100, 101


def read_acls(reading: Reading, subnets: dict[str, Subnet]) -> dict[str, Acl]:
    """All ACLs by key: a new one has no entries and denies everything, a default one allows everything."""
    acls: dict[str, Acl] = {}
    for each in reading.resources("AWS::EC2::NetworkAcl"):
        acls[str(each)] = Acl(str(each), reading.source(each), ())
    for vpc in reading.resources("AWS::EC2::VPC"):
        source = Source(f"the default network ACL of {reading.source(vpc).name}", vpc.place)
        key = default_acl(str(vpc))
        acls[key] = Acl(key, source, tuple(_default_entries(source)))
    for each in reading.resources("AWS::EC2::NetworkAclEntry"):
        _add(reading, each, acls)
    for subnet in subnets.values():
        acls.setdefault(subnet.acl, _nobody_knows(subnet.acl))
    return acls


def _default_entries(source: Source) -> Iterator[AclEntry]:
    for egress in (False, True):
        for rule, everything in ((_ALLOWED_4, ALL_4), (_ALLOWED_6, ALL_6)):
            yield AclEntry(source, rule, egress, True, Extent.exactly(everything))


def _nobody_knows(key: str) -> Acl:
    source = Source(key)
    return Acl(key, source, (AclEntry(source, None, None, True, Extent(EMPTY, ALL), certain=False),))


def _add(reading: Reading, resource: Resource, acls: dict[str, Acl]) -> None:
    found = reading.refers(resource.get("NetworkAclId"), "AWS::EC2::NetworkAcl", "AWS::EC2::VPC")
    entry = _entry(reading, resource)
    if found is None:
        for key, acl in acls.items():
            acls[key] = replace(acl, entries=(*acl.entries, replace(entry, certain=False)))
        return
    key = str(found) if found.type == "AWS::EC2::NetworkAcl" else default_acl(str(found))
    acls[key] = replace(acls[key], entries=(*acls[key].entries, entry))


def _entry(reading: Reading, resource: Resource) -> AclEntry:
    protocols = protocol(resource.get("Protocol"))
    icmp = any(protocols.must == ((one, one),) for one in (ICMP, ICMPV6))
    written = mapping(resource.get("Icmp" if icmp else "PortRange"))
    first, last = (
        (written.get("Type"), written.get("Code")) if icmp else (written.get("From"), written.get("To"))
    )
    action = resource.get("RuleAction")
    return AclEntry(
        source=reading.source(resource),
        number=number(resource.get("RuleNumber")),
        egress=flag(resource.get("Egress"), otherwise=False),
        allows={"allow": True, "deny": False}.get(action.lower()) if isinstance(action, str) else None,
        addresses=_addresses(reading, resource),
        protocol=protocols,
        ports=ports(protocols, first, last),
        certain=resource.present is True,
    )


def _addresses(reading: Reading, resource: Resource) -> Extent:
    extents = [
        reading.extent(resource.get(name), version=version)
        for name, version in (("CidrBlock", 4), ("Ipv6CidrBlock", 6))
        if resource.get(name) is not None
    ]
    return Extent(union(*(each.must for each in extents)), union(*(each.may for each in extents)))
