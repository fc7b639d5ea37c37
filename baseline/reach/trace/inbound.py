"""One packet that comes from outside.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from baseline.reach.addresses import ALL_6
from baseline.reach.intervals import contains
from baseline.reach.model.gateways import Hangs, Nat
from baseline.reach.model.places import Interface, Vpc
from baseline.reach.model.routes import Kind
from baseline.reach.trace.best_routes import best_routes
from baseline.reach.trace.hop import Errand, Hop, Trace
from baseline.reach.trace.outward import OutwardTracer
from baseline.reach.trace.transit import TransitTracer
from baseline.reach.traffic import Outside

if TYPE_CHECKING:
    from baseline.reach.trace.tracer import Tracer


class InboundTracer:
    """Follows single packets into VPCs.

    Args:
        tracer: Follows them from there on.
        outward: Knows gateways and firewalls.
        transit: Knows transit gateways.
    """

    def __init__(self, tracer: "Tracer", outward: OutwardTracer, transit: TransitTracer) -> None:
        self._tracer = tracer
        self._outward = outward
        self._transit = transit
        self._network = tracer.network

    def into(self, errand: Errand, source: Outside) -> Iterator[Trace]:
        """From a place outside to the target."""
        target = errand.target
        if isinstance(target, Outside):
            return
        vpc = self._network.vpc_of(target.subnet)
        match source.kind:
            case "internet":
                yield from self._from_internet(errand, target, vpc)
            case "on-premises":
                yield from self._from_premises(errand, vpc)
            case "elsewhere":
                yield from self._from_elsewhere(errand, vpc)
            case _:
                yield self._tracer.into(errand, None, near=False)

    def _from_internet(self, errand: Errand, target: Interface | Nat, vpc: Vpc) -> Iterator[Trace]:
        blocked = self._outward.blocked(errand, target.subnet, nat=isinstance(target, Nat))
        if errand.answer and vpc.egress_only and contains(ALL_6, errand.packet.dst):
            free = self._outward.blocked(errand, target.subnet, nat=True)
            yield (free, *self._tracer.into(errand, None, near=False))
        gateway = vpc.internet_gateway
        passes = (vpc.gateway_certain or None) if gateway else False
        attached = Hop("internet gateway", vpc.source, passes, "attached" if gateway else "none attached")
        first = (
            attached,
            blocked,
            self._outward.public(errand.packet.dst, target),
            *self._back(errand, target),
        )
        yield from ((*first, *rest) for rest in self._edge(errand, vpc, gateway))

    def _back(self, errand: Errand, target: Interface | Nat) -> Trace:
        """Whether a packet enters a subnet without a way back to the internet gateway is not documented."""
        if errand.answer:
            return ()
        table = self._network.tables[self._network.subnets[target.subnet].table]
        doors = (Kind.INTERNET_GATEWAY, Kind.FIREWALL, Kind.APPLIANCE, Kind.UNKNOWN)
        if any(route.target.kind in doors for route, _ in best_routes(table.routes, errand.packet.src)):
            return ()
        text = "no route back to the internet gateway; AWS does not say whether a packet still enters"
        return (Hop("route", table.source, None, text),)

    def _edge(self, errand: Errand, vpc: Vpc, gateway: str | None) -> Iterator[Trace]:
        """Gateway route tables: what comes in by a gateway may first be led to a firewall."""
        for table, sure in vpc.edges(gateway):
            unsure = Hop("gateway route", vpc.source, None, "which table it follows is not known")
            doubt = () if sure else (unsure,)
            if table is None:
                yield (*doubt, *self._tracer.into(errand, None, near=False))
            else:
                yield from ((*doubt, *rest) for rest in self._by_edge_table(errand, table))

    def _by_edge_table(self, errand: Errand, table: str) -> Iterator[Trace]:
        for route, sure in best_routes(self._network.tables[table].routes, errand.packet.dst):
            kind = route.target.kind
            hop = Hop("gateway route", route.source, sure or None, str(kind))
            if kind is Kind.FIREWALL:
                hop = replace(hop, passes=hop.passes if self._surely(errand) else None)
                yield from ((hop, *rest) for rest in self._outward.firewall(errand, route.target.key))
            else:
                passes = hop.passes if kind is Kind.LOCAL else None
                yield (replace(hop, passes=passes), *self._tracer.into(errand, None, near=False))

    def _surely(self, errand: Errand) -> bool:
        """Whether an exclusion from VPC Block Public Access helps behind a firewall is not said."""
        world = isinstance(errand.source, Outside) and errand.source.kind == "internet"
        home = "" if isinstance(errand.target, Outside) else errand.target.subnet
        return not (world and home and self._network.subnets[home].excluded)

    def _from_premises(self, errand: Errand, vpc: Vpc) -> Iterator[Trace]:
        if vpc.vpn_gateway:
            hop = Hop("virtual private gateway", vpc.source, vpc.vpn_certain or None, "from the VPN")
            yield from ((hop, *rest) for rest in self._edge(errand, vpc, vpc.vpn_gateway))
        for attachment in self._network.attachments.values():
            if attachment.kind is Hangs.PREMISES:
                yield from self._transit.switched(errand, attachment, attachment.table)

    def _from_elsewhere(self, errand: Errand, vpc: Vpc) -> Iterator[Trace]:
        for peering in self._network.peerings.values():
            if (vpc.key in peering.vpcs and None in peering.vpcs) or peering.in_doubt:
                sure = (peering.certain and not peering.in_doubt) or None
                hop = Hop("peering connection", peering.source, sure, "from the other VPC")
                yield (hop, *self._tracer.into(errand, None, near=False))
        for attachment in self._network.attachments.values():
            if attachment.kind in (Hangs.ELSEWHERE, Hangs.PEER):
                hop = Hop("attachment", attachment.source, None, f"from {attachment.kind}")
                yield from (
                    (hop, *rest) for rest in self._transit.switched(errand, attachment, attachment.table)
                )
