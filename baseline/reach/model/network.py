"""All that decides whether a packet passes, as templates describe it, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from baseline.place import Place
from baseline.reach.addresses import AddressBook
from baseline.reach.intervals import Intervals, union
from baseline.reach.model.firewall import Firewall
from baseline.reach.model.gateways import Appliance, Attachment, Endpoint, Nat, Peering, Relay
from baseline.reach.model.places import Interface, Subnet, Vpc
from baseline.reach.model.routes import RouteTable
from baseline.reach.model.rules import Acl, Group


@dataclass(frozen=True)
class BlindSpot:
    """A part of the templates that could open a way which the model does not follow.

    Attributes:
        text: What it is.
        place: Where it stands.
        from_outside: Whether it could only bring in somebody from outside; else it could open anything.
    """

    text: str
    place: Place
    from_outside: bool = False

    def __str__(self) -> str:
        return f"{self.place}  {self.text}"


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
    firewalls: Mapping[str, Firewall] = field(default_factory=dict)
    relays: tuple[Relay, ...] = ()
    book: AddressBook = field(default_factory=AddressBook)
    notes: tuple[str, ...] = ()
    blind_spots: tuple[BlindSpot, ...] = ()

    def vpc_of(self, subnet: str) -> Vpc:
        """The VPC of a subnet."""
        return self.vpcs[self.subnets[subnet].vpc]

    @cached_property
    def inside(self) -> Intervals:
        """The addresses of all VPCs together."""
        return union(*(vpc.addresses for vpc in self.vpcs.values()))
