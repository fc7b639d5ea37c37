"""Where packets start and end: VPCs, subnets and network interfaces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from baseline.reach.intervals import Intervals
from baseline.reach.model.gateway_keys import same_gateway
from baseline.reach.model.policy import NO_POLICY, EndpointPolicy
from baseline.reach.model.source import Source


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
        vpn_certain: Whether that is attached for certain.
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
    vpn_certain: bool = True
    edge_tables: Mapping[str, str] = field(default_factory=dict)

    def edges(self, gateway: str | None) -> list[tuple[str | None, bool]]:
        """The route tables that what comes in by a gateway could follow, each with whether it does for
        certain; None where it follows none.
        """
        found = [(table, same_gateway(key, gateway)) for key, table in self.edge_tables.items()]
        certain = [table for table, same in found if same]
        if certain:
            return [(certain[0], True)]
        possible: list[tuple[str | None, bool]] = [(table, False) for table, same in found if same is None]
        return [*possible, (None, not possible)]


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
        excluded: Whether it is free only by an exclusion from VPC Block Public Access.
        described: Whether templates describe it; if not, nobody knows how packets get there.
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
    excluded: bool = False
    described: bool = True


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
        policy: For interface endpoints what they let requests do.
        v6_certain: Whether it has the IPv6 addresses among `addresses` for certain.
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
    policy: EndpointPolicy = NO_POLICY
    v6_certain: bool = True
