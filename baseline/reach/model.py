"""A network as templates describe it: what decides whether a packet passes, and nothing else.

Everything that could not be read exactly is held in two sizes, what is certain and what is possible
(`Extent`), and every yes-or-no has None for "nobody knows". Keys are "stack/LogicalId".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from baseline.place import Place
from baseline.reach.addresses import NOTHING, AddressBook, Extent
from baseline.reach.intervals import Intervals, union
from baseline.reach.packets import ALL_PORTS, ALL_PROTOCOLS


@dataclass(frozen=True)
class Source:
    """Where something stands in a template.

    Attributes:
        name: The logical id, or what AWS makes without being told ("default network ACL of Vpc").
        place: File and line; None for what AWS makes.
        detail: What tells it from others of the same resource, such as "SecurityGroupIngress[0]".
    """

    name: str
    place: Place | None = None
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.detail}".strip()


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


class Kind(StrEnum):
    """What a route leads to."""

    LOCAL = "local"
    INTERNET_GATEWAY = "internet gateway"
    NAT = "NAT gateway"
    EGRESS_ONLY = "egress-only internet gateway"
    PEERING = "peering connection"
    TRANSIT = "transit gateway"
    VPN = "virtual private gateway"
    ENDPOINT = "gateway endpoint"
    APPLIANCE = "appliance"
    UNKNOWN = "unknown target"
    ATTACHMENT = "transit gateway attachment"
    BLACKHOLE = "black hole"


@dataclass(frozen=True)
class Target:
    """What a route leads to: its kind, and its key where it has one."""

    kind: Kind
    key: str = ""


@dataclass(frozen=True)
class Route:
    """One route.

    Attributes:
        source: Where it is written.
        destination: The addresses.
        target: Where they are sent.
        shortest: The least prefix length that it could have.
        longest: The greatest.
        rank: Among routes of one length the lowest goes first: 0 static, 1 prefix list, 2 propagated.
        certain: Whether it exists for certain.
    """

    source: Source
    destination: Extent
    target: Target
    shortest: int
    longest: int
    rank: int = 0
    certain: bool = True


@dataclass(frozen=True)
class RouteTable:
    """A route table of a VPC or of a transit gateway."""

    key: str
    source: Source
    routes: tuple[Route, ...]


@dataclass(frozen=True)
class Vpc:
    """A VPC.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        name: Its Name tag, or "".
        addresses: All of its ranges.
        internet_gateway: The attached one's key; None where there is none.
        gateway_certain: Whether it is attached for certain.
        egress_only: Keys of its egress-only internet gateways.
        vpn_gateway: The attached virtual private gateway's key.
        edge_tables: By gateway key the route table that its incoming packets follow.
    """

    key: str
    source: Source
    name: str
    addresses: Intervals
    internet_gateway: str | None = None
    gateway_certain: bool = True
    egress_only: tuple[str, ...] = ()
    vpn_gateway: str | None = None
    edge_tables: Mapping[str, str] = field(default_factory=dict)


class Block(StrEnum):
    """VPC Block Public Access, for one subnet, exclusions included."""

    OFF = "off"
    INGRESS = "block-ingress"
    BOTH = "block-bidirectional"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Subnet:
    """A subnet, with the table and the ACL that it has after all associations.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        vpc: Its VPC's key.
        addresses: Those that AWS gives out: without the first four and the last.
        zone: Equal values are the same zone; None where nobody knows.
        table: Its route table's key.
        acl: Its network ACL's key.
        public_on_launch: Whether instances get a public IPv4 address unless told otherwise.
        v6_on_launch: Whether they get an IPv6 address, where the subnet has such.
        block: What VPC Block Public Access does here.
        tier: What its name tag says that it belongs to, or "".
        names: Everything it is called: logical id, Name tag, tier.
    """

    key: str
    source: Source
    vpc: str
    addresses: Intervals
    zone: object
    table: str
    acl: str
    public_on_launch: bool | None = False
    v6_on_launch: bool | None = False
    block: Block = Block.OFF
    tier: str = ""
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Interface:
    """A network interface, or what stands for one: a place in a subnet with groups and addresses.

    Attributes:
        key: The resource's key; one resource may have several interfaces.
        source: Where it is written.
        kind: The resource's type, or "anything launched in it" for subnets in which templates place nothing.
        subnet: Its subnet's key.
        addresses: Those that it has or could have.
        groups: Keys of the groups that it wears for certain.
        possible_groups: Keys of groups that it could wear besides.
        groups_in_doubt: Whether it could wear groups that no template describes.
        public: Whether it has a public IPv4 address.
        fixed: Whether `addresses` are all its own, so that any of them is an example; False where it has one
            of them, and nobody knows which.
        forwards: Whether it passes packets on that are not for it (source/destination check off).
        unfiltered: Whether no security group guards it, as with old network load balancers.
        service: For interface endpoints the service behind.
    """

    key: str
    source: Source
    kind: str
    subnet: str
    addresses: Intervals
    groups: tuple[str, ...] = ()
    possible_groups: tuple[str, ...] = ()
    groups_in_doubt: bool = False
    public: bool | None = False
    fixed: bool = True
    forwards: bool | None = False
    unfiltered: bool = False
    service: str = ""


@dataclass(frozen=True)
class Nat:
    """A NAT gateway."""

    key: str
    source: Source
    subnet: str
    addresses: Intervals
    public: bool | None = True


@dataclass(frozen=True)
class Peering:
    """A VPC peering connection; None stands for a VPC that no template describes."""

    key: str
    source: Source
    vpcs: tuple[str | None, str | None]
    certain: bool = True


@dataclass(frozen=True)
class Attachment:
    """What hangs on a transit gateway: a VPC, or a network on premises.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        transit: The gateway's key.
        vpc: The VPC's key; None for networks outside.
        subnets: Where its interfaces stand.
        table: The gateway's route table that its packets follow; None where nobody knows.
    """

    key: str
    source: Source
    transit: str
    vpc: str | None
    subnets: tuple[str, ...]
    table: str | None


@dataclass(frozen=True)
class Endpoint:
    """A gateway endpoint: the way to a service by route.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        vpc: Its VPC's key.
        service: Its short name, such as "s3".
        addresses: The service's, which only AWS knows.
        open: Whether its policy lets any request pass.
    """

    key: str
    source: Source
    vpc: str
    service: str
    addresses: Intervals
    open: bool | None = True


@dataclass(frozen=True)
class Appliance:
    """What a route can lead to besides gateways: a firewall endpoint, or an interface that forwards.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        passes: False where it drops what is not for it; None where its rules decide, which are not modelled.
    """

    key: str
    source: Source
    passes: bool | None = None


@dataclass(frozen=True)
class Relay:
    """A load balancer's listener with one of its targets.

    Attributes:
        balancer: The key of the load balancer, whose interfaces have the same key.
        source: Where the listener is written.
        protocol: What clients speak to it.
        listens: The ports it listens on.
        target: Key of what it passes connections on to.
        target_protocol: What it speaks to the target.
        target_ports: The target's ports.
        keeps_client: Whether targets see the client's address; None where nobody knows.
        certain: Whether listener and target are for certain connected.
    """

    balancer: str
    source: Source
    protocol: Intervals
    listens: Extent
    target: str
    target_protocol: Intervals
    target_ports: Extent
    keeps_client: bool | None = False
    certain: bool = True


@dataclass(frozen=True)
class Network:
    """All of it. Nothing in it changes; mappings are by key.

    `notes` say what could not be read; `blind_spots` are parts of the templates that could open anything, so
    that nothing can be proved closed.
    """

    vpcs: Mapping[str, Vpc]
    subnets: Mapping[str, Subnet]
    tables: Mapping[str, RouteTable]
    acls: Mapping[str, Acl]
    groups: Mapping[str, Group]
    interfaces: tuple[Interface, ...]
    nats: Mapping[str, Nat] = field(default_factory=dict)
    peerings: Mapping[str, Peering] = field(default_factory=dict)
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    transits: frozenset[str] = frozenset()
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)
    appliances: Mapping[str, Appliance] = field(default_factory=dict)
    relays: tuple[Relay, ...] = ()
    book: AddressBook = field(default_factory=AddressBook)
    notes: tuple[str, ...] = ()
    blind_spots: tuple[str, ...] = ()

    def vpc_of(self, subnet: str) -> Vpc:
        """The VPC of a subnet."""
        return self.vpcs[self.subnets[subnet].vpc]

    @cached_property
    def inside(self) -> Intervals:
        """The addresses of all VPCs together."""
        return union(*(vpc.addresses for vpc in self.vpcs.values()))
