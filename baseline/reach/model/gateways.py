"""What packets pass between a subnet and another place: gateways, and load balancers that relay."""

from dataclasses import dataclass

from baseline.reach.addresses import Extent
from baseline.reach.intervals import Intervals
from baseline.reach.model.source import Source


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
