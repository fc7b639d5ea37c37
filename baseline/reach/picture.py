"""What a map of the network shows: VPCs with tiers and zones, what lies outside, every flow between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from baseline.reach.ends import ELSEWHERE, INTERNET, PREMISES, End
from baseline.reach.intervals import Intervals
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface, Subnet, Vpc
from baseline.reach.packets import NONE, PacketSet, packets
from baseline.reach.packets import Box as Packets
from baseline.reach.ports import port_text
from baseline.reach.statements import Statements
from baseline.reach.traffic import Outside, Site


@dataclass(frozen=True)
class Cell:
    """One subnet.

    Attributes:
        title: Its logical id.
        addresses: Its ranges.
        holds: What stands in it, in a few words each.
    """

    title: str
    addresses: str
    holds: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One tier, or one place outside.

    Attributes:
        key: Tells it from other rows.
        title: Its name.
        cells: Its subnet in each zone; none for places outside.
    """

    key: str
    title: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Box:
    """One VPC.

    Attributes:
        title: Its name and ranges.
        gateways: What leads in and out.
        rows: Its tiers.
    """

    title: str
    gateways: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Arrow:
    """What passes from one row to another.

    Attributes:
        source: Key of the row.
        target: Key of the row.
        ports: What passes.
        by: The ways, such as "nat"; empty inside a VPC.
        certain: Whether all of it is for certain.
    """

    source: str
    target: str
    ports: str
    by: str
    certain: bool


@dataclass(frozen=True)
class Picture:
    """The whole map: places outside above, VPCs, services below, and arrows between all of them."""

    above: tuple[Row, ...]
    boxes: tuple[Box, ...]
    below: tuple[Row, ...]
    arrows: tuple[Arrow, ...]


def picture(network: Network) -> Picture:
    """The map of a network; places outside that nothing reaches and that reach nothing are left out."""
    boxes = tuple(_box(network, vpc) for vpc in network.vpcs.values())
    places = {**_tiers(network), **_outside(network)}
    order = {row.key: index for index, row in enumerate(row for box in boxes for row in box.rows)}
    arrows = tuple(
        sorted(
            _arrows(Statements(network), places),
            key=lambda arrow: (order.get(arrow.source, -1), order.get(arrow.target, len(order))),
        )
    )
    used = {key for arrow in arrows for key in (arrow.source, arrow.target)}
    names = {"internet": "internet", "on-premises": "on premises", "elsewhere": "other networks"}
    above = tuple(Row(key, title) for key, title in names.items() if key in used)
    services = {f"service {key}": each.service for key, each in network.endpoints.items()}
    below = tuple(Row(key, title) for key, title in services.items())
    return Picture(above, boxes, below, arrows)


def _row_key(subnet: Subnet) -> str:
    return f"{subnet.vpc} {subnet.tier}"


def _box(network: Network, vpc: Vpc) -> Box:
    rows: dict[str, list[Subnet]] = {}
    for subnet in network.subnets.values():
        if subnet.vpc == vpc.key:
            rows.setdefault(_row_key(subnet), []).append(subnet)
    title = vpc.name or vpc.key.rpartition("/")[2]
    described = any(subnet.described for subnets in rows.values() for subnet in subnets) or not rows
    return Box(
        f"VPC {title}  {_ranges(network, vpc.addresses)}" if described else f"VPC {title}",
        tuple(_gateways(network, vpc)),
        tuple(
            Row(key, subnets[0].tier, tuple(_cell(network, s) for s in subnets))
            for key, subnets in rows.items()
        ),
    )


def _ranges(network: Network, addresses: Intervals) -> str:
    texts = [network.book.range_text(low, high) for low, high in addresses]
    return ", ".join(texts[:2]) + (" ..." if len(texts) > 2 else "")


def _gateways(network: Network, vpc: Vpc) -> Iterator[str]:
    if vpc.internet_gateway:
        yield "internet gateway"
    if vpc.egress_only:
        yield "egress-only gateway"
    if vpc.vpn_gateway:
        yield "VPN gateway"
    homes = {home for firewall in network.firewalls.values() for home in firewall.subnets}
    if any(network.subnets[home].vpc == vpc.key for home in homes):
        yield "firewall"
    if any(attachment.vpc == vpc.key for attachment in network.attachments.values()):
        yield "transit gateway"
    if any(vpc.key in peering.vpcs for peering in network.peerings.values()):
        yield "peering"
    blocks = {subnet.block for subnet in network.subnets.values() if subnet.vpc == vpc.key} - {"off"}
    yield from (f"public access: {block}" for block in sorted(blocks))


def _cell(network: Network, subnet: Subnet) -> Cell:
    nats = ["NAT gateway" for nat in network.nats.values() if nat.subnet == subnet.key]
    nats += ["firewall" for firewall in network.firewalls.values() if subnet.key in firewall.subnets]
    kinds: dict[str, int] = {}
    for interface in network.interfaces:
        if interface.subnet == subnet.key and interface.kind.startswith("AWS::"):
            kind = (
                f"endpoint {interface.service}" if interface.service else interface.kind.rpartition("::")[2]
            )
            kinds[kind] = kinds.get(kind, 0) + 1
    endpoints = [kind for kind in kinds if kind.startswith("endpoint ")]
    others = [
        f"{kind} x{count}" if count > 1 else kind for kind, count in kinds.items() if kind not in endpoints
    ]
    grouped = [f"{len(endpoints)} endpoints"] if len(endpoints) > 1 else endpoints
    addresses = _ranges(network, network.book.whole(subnet.addresses)) if subnet.described else "unknown"
    return Cell(_label(subnet), addresses, (*nats, *others, *grouped))


def _label(subnet: Subnet) -> str:
    """Its Name tag where it has one, which is the longest of its names that is no logical id."""
    logical_id = subnet.key.rpartition("/")[2]
    return max(
        subnet.names - {logical_id, subnet.tier}, key=lambda name: (len(name), name), default=logical_id
    )


def _tiers(network: Network) -> dict[str, End]:
    found: dict[str, list[Interface]] = {}
    for interface in network.interfaces:
        subnet = network.subnets[interface.subnet]
        found.setdefault(_row_key(subnet), []).append(interface)
    return {key: End(key, tuple(_distinct(sites))) for key, sites in found.items()}


def _distinct(sites: Sequence[Interface]) -> list[Site]:
    """One of those that no rule tells apart."""
    return list({(s.subnet, s.groups, s.addresses, s.public, s.possible_groups): s for s in sites}.values())


def _outside(network: Network) -> dict[str, End]:
    found: dict[str, End] = {
        str(place.kind): End(place.kind, (place,)) for place in (INTERNET, PREMISES, ELSEWHERE)
    }
    services = {
        f"service {key}": End(key, (Outside("service", key, each.service),))
        for key, each in network.endpoints.items()
    }
    return {**found, **services}


def _arrows(statements: Statements, places: dict[str, End]) -> Iterator[Arrow]:
    for source_key, source in places.items():
        for target_key, target in places.items():
            must, may, by = NONE, NONE, set[str]()
            for flow in statements.flows(source, target):
                must, may = must | _where(flow.must), may | _where(flow.may)
                by |= {kind for kind, _ in flow.doors} | {"load balancer" for _ in flow.relays}
            if may:
                yield Arrow(source_key, target_key, port_text(may), ", ".join(sorted(by)), may.within(must))


def _where(passing: PacketSet) -> PacketSet:
    """Protocols and ports, whatever the addresses."""
    return packets(Packets(protocol=box.protocol, dport=box.dport) for box in passing.boxes)
