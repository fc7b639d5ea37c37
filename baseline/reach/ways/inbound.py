"""The ways into VPCs from outside.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baseline.reach.addresses import ALL, ALL_6
from baseline.reach.filters import Filter
from baseline.reach.model.gateways import Hangs, Nat
from baseline.reach.model.places import Interface, Vpc
from baseline.reach.model.routes import Kind
from baseline.reach.packets import Box, PacketSet
from baseline.reach.publicity import behind_firewall, public, returnable, unblocked
from baseline.reach.traffic import Journey, Outside, Traffic, destinations

if TYPE_CHECKING:
    from baseline.reach.ways.ways import Ways


class InboundWays:
    """What comes in.

    Args:
        ways: Follows packets from there on.
    """

    def __init__(self, ways: "Ways") -> None:
        self._ways = ways
        self._network = ways.network

    def into(self, source: Outside, journey: Journey, sent: Traffic) -> Iterator[Traffic]:
        """From a place outside to the target of the journey."""
        target = journey.target
        if isinstance(target, Outside):
            return
        vpc = self._network.vpc_of(target.subnet)
        match source.kind:
            case "internet":
                yield from self._from_internet(vpc, target, journey, sent)
            case "on-premises":
                yield from self._from_premises(vpc, target, journey, sent)
            case "elsewhere":
                yield from self._from_elsewhere(vpc, target, journey, sent)
            case "service" if journey.answer:
                yield from self._ways.arrive(target, journey, sent, came_from=None)
            case _:
                return

    def _from_internet(
        self, vpc: Vpc, target: Interface | Nat, journey: Journey, sent: Traffic
    ) -> Iterator[Traffic]:
        """Through the internet gateway to a public address; answers also through an egress-only gateway."""
        subnet, nat = self._network.subnets[target.subnet], isinstance(target, Nat)
        if journey.answer:
            v6 = PacketSet((Box(dst=ALL_6),))
            back = unblocked(subnet, sent.through(Filter(v6, v6)), nat=True)
            for key in vpc.egress_only:
                yield from self._ways.arrive(target, journey, back.by("egress_only", key), came_from=None)
        if vpc.internet_gateway is None or (nat and not journey.answer):
            return
        came = sent.by("internet", vpc.internet_gateway)
        came = came.unless(vpc.gateway_certain or None, "the gateway may not be attached")
        came = public(unblocked(subnet, came, nat=nat), target, sent=False)
        if not journey.answer:
            came = returnable(came, self._ways.choices(subnet.table, ALL))
        yield from self._at_edge(vpc, vpc.internet_gateway, target, journey, came)

    def _at_edge(
        self, vpc: Vpc, gateway: str, target: Interface | Nat, journey: Journey, came: Traffic
    ) -> Iterator[Traffic]:
        """Gateway route tables: what comes in by a gateway may first be led to an appliance."""
        for table, sure in vpc.edges(gateway) if came else ():
            one = came.unless(sure or None, f"which route table {gateway} follows is not known")
            if table is None:
                yield from self._ways.arrive(target, journey, one, came_from=None)
            else:
                yield from self._by_edge_table(table, target, journey, one)

    def _by_edge_table(
        self, table: str, target: Interface | Nat, journey: Journey, came: Traffic
    ) -> Iterator[Traffic]:
        for choice in self._ways.choices(table, destinations(came)):
            taken = came.towards(choice.must, choice.may)
            kind, key = choice.route.target.kind, choice.route.target.key
            if not taken or kind is Kind.BLACKHOLE:
                continue
            if kind is Kind.FIREWALL:
                if isinstance(journey.source, Outside) and journey.source.kind == "internet":
                    taken = behind_firewall(self._network.subnets[target.subnet], taken)
                yield from self._ways.outward.by_firewall(key, journey, taken, None, frozenset())
                continue
            if kind is not Kind.LOCAL:
                taken = taken.doubtful(f"{choice.route.source} leads to an appliance that is not modelled")
            yield from self._ways.arrive(target, journey, taken, came_from=None)

    def _from_premises(
        self, vpc: Vpc, target: Interface | Nat, journey: Journey, sent: Traffic
    ) -> Iterator[Traffic]:
        """Through the VPC's virtual private gateway, or through a transit gateway."""
        if vpc.vpn_gateway:
            came = sent.by("vpn", vpc.vpn_gateway)
            came = came.unless(vpc.vpn_certain or None, "the VPN gateway may not be attached")
            yield from self._at_edge(vpc, vpc.vpn_gateway, target, journey, came)
        transit = self._ways.transit
        for key in transit.heard_by(vpc.key):
            came = sent.by("transit", key)
            for attachment in transit.attached.get(key, ()):
                if attachment.kind is Hangs.PREMISES:
                    sure = came.unless(attachment.certain or None, f"{attachment.source} may not exist")
                    yield from transit.switched(attachment, attachment.table, journey, sure, frozenset())
            if transit.unseen(key) and key in transit.joined_to(vpc.key):
                yield from transit.beyond(key, journey, came)

    def _from_elsewhere(
        self, vpc: Vpc, target: Interface | Nat, journey: Journey, sent: Traffic
    ) -> Iterator[Traffic]:
        """From a VPC that no template describes: over a peering connection, or a shared transit gateway."""
        for peering in self._network.peerings.values():
            if (vpc.key in peering.vpcs and None in peering.vpcs) or peering.in_doubt:
                came = sent.by("peering", peering.key)
                came = came.unless(peering.certain or None, f"{peering.source} may not exist")
                came = (
                    came.doubtful(f"whom {peering.source} joins is not known") if peering.in_doubt else came
                )
                yield from self._ways.arrive(target, journey, came, came_from=None)
        transit = self._ways.transit
        for key in transit.heard_by(vpc.key):
            came = sent.by("transit", key)
            for attachment in transit.attached.get(key, ()):
                strange = attachment.kind is Hangs.PEER and transit.unseen(attachment.peer)
                if attachment.kind is Hangs.ELSEWHERE or strange:
                    unsure = came.doubtful(f"what lies behind {attachment.source} is not in the templates")
                    yield from transit.switched(attachment, attachment.table, journey, unsure, frozenset())
            if transit.unseen(key) and key in transit.joined_to(vpc.key):
                yield from transit.beyond(key, journey, came)
