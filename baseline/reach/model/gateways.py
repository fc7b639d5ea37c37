"""What packets pass between a subnet and another place: gateways, and load balancers that relay."""

from dataclasses import dataclass
from enum import StrEnum

from baseline.reach.addresses import Extent
from baseline.reach.intervals import Intervals
from baseline.reach.model.policy import NO_POLICY, EndpointPolicy
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
    """A VPC peering connection.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        vpcs: Keys of the two VPCs; None for one that no template describes.
        certain: Whether it exists for certain.
        in_doubt: Whether one that is None could still be one of these VPCs.
    """

    key: str
    source: Source
    vpcs: tuple[str | None, str | None]
    certain: bool = True
    in_doubt: bool = False


class Hangs(StrEnum):
    """What an attachment of a transit gateway leads to."""

    VPC = "a VPC"
    PREMISES = "a network on premises"
    ELSEWHERE = "a network that no template describes"
    PEER = "another transit gateway"


@dataclass(frozen=True)
class Attachment:
    """What hangs on a transit gateway.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        transit: The gateway's key.
        vpc: The VPC's key, for VPCs.
        subnets: Where its interfaces stand.
        table: The gateway's route table that its packets follow; None where nobody knows.
        kind: What it leads to.
        peer: The other gateway's key, for peers.
        peer_table: The other gateway's table that packets from here follow; None where nobody knows.
        certain: Whether it exists for certain.
        subnets_known: Whether `subnets` are all of its subnets.
    """

    key: str
    source: Source
    transit: str
    vpc: str | None
    subnets: tuple[str, ...]
    table: str | None
    kind: Hangs = Hangs.VPC
    peer: str = ""
    peer_table: str | None = None
    certain: bool = True
    subnets_known: bool = True


@dataclass(frozen=True)
class Endpoint:
    """A gateway endpoint: the way to a service by route.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        vpc: Its VPC's key.
        service: Its short name, such as "s3".
        addresses: The service's, which only AWS knows.
        policy: What it lets requests do.
    """

    key: str
    source: Source
    vpc: str
    service: str
    addresses: Intervals
    policy: EndpointPolicy = NO_POLICY


@dataclass(frozen=True)
class Appliance:
    """What a route can lead to besides gateways: an interface that forwards, or the endpoint of an appliance.

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
        balancer: The key of what clients connect to, whose interfaces have the same key.
        source: Where the listener is written.
        protocol: What clients speak to it.
        listens: The ports it listens on.
        target: Key of what it passes connections on to.
        target_protocol: What it speaks to the target.
        target_ports: The target's ports.
        keeps_client: Whether targets see the client's address; None where nobody knows.
        certain: Whether listener and target are for certain connected.
        sender: The key of whose interfaces connect to the target, where that is not the balancer: behind an
            endpoint of PrivateLink the load balancer of the service.
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
    sender: str = ""
