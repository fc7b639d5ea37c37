"""What filters packets: security groups and network ACLs.

What could not be read exactly is held in two sizes, what is certain and what is possible (`Extent`), and
every yes-or-no has None for "nobody knows". Keys are "stack/LogicalId".
"""

from dataclasses import dataclass

from baseline.reach.addresses import NOTHING, Extent
from baseline.reach.model.source import Source
from baseline.reach.packets import ALL_PORTS, ALL_PROTOCOLS

ANY_PROTOCOL = Extent.exactly(ALL_PROTOCOLS)


ANY_PORT = Extent.exactly(ALL_PORTS)


@dataclass(frozen=True)
class GroupRule:
    """One rule of a security group; it lets through, it never denies.

    Attributes:
        source: Where it is written.
        egress: Whether it is about what the interface sends.
        addresses: The other side's, for rules that name ranges or prefix lists.
        group: The key of the group that the other side has to wear, for rules that name one.
        group_in_doubt: Whether the group that it names could be any.
        protocol: Of the packets.
        ports: The packets' destination ports, or ICMP types and codes.
    """

    source: Source
    egress: bool
    addresses: Extent = NOTHING
    group: str | None = None
    group_in_doubt: bool = False
    protocol: Extent = ANY_PROTOCOL
    ports: Extent = ANY_PORT
    certain: bool = True


@dataclass(frozen=True)
class Group:
    """A security group."""

    key: str
    source: Source
    vpc: str | None
    rules: tuple[GroupRule, ...]
    name: str = ""


@dataclass(frozen=True)
class AclEntry:
    """One entry of a network ACL.

    Attributes:
        source: Where it is written.
        number: Its place in the order; None where that is not known.
        egress: Whether it is about packets that leave the subnet; None where that is not known.
        allows: Whether it allows or denies; None where that is not known.
        addresses: The other side's.
        protocol: Of the packets.
        ports: The packets' destination ports, or ICMP types and codes.
        certain: Whether it exists for certain.
    """

    source: Source
    number: int | None
    egress: bool | None
    allows: bool | None
    addresses: Extent
    protocol: Extent = ANY_PROTOCOL
    ports: Extent = ANY_PORT
    certain: bool = True


@dataclass(frozen=True)
class Acl:
    """A network ACL; what no entry decides is denied."""

    key: str
    source: Source
    entries: tuple[AclEntry, ...]
