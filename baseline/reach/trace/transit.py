"""One packet in transit gateways.

Sources:
    https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from baseline.reach.model.gateway_keys import same_gateway
from baseline.reach.model.gateways import Attachment, Hangs
from baseline.reach.model.places import Interface, Vpc
from baseline.reach.model.routes import Kind
from baseline.reach.trace.best_routes import best_routes
from baseline.reach.trace.hop import Errand, Hop, Trace
from baseline.reach.traffic import Outside
from baseline.reach.zones import in_reach

if TYPE_CHECKING:
    from baseline.reach.trace.tracer import Tracer

_DEPTH = 8


class TransitTracer:
    """Follows single packets through transit gateways.

    Args:
        tracer: Follows them behind.
    """

    def __init__(self, tracer: "Tracer") -> None:
        self._tracer = tracer
        self._network = tracer.network

    def enter(self, errand: Errand, vpc: Vpc, subnet: str, key: str) -> Iterator[Trace]:
        """By an attachment of the sender's VPC, in its zone."""
        home = self._network.subnets[subnet].source
        if errand.to("exit"):
            yield (Hop("transit gateway", home, True, "leaves the VPC"),)
            return
        own = [a for a in self._network.attachments.values() if a.vpc == vpc.key]
        mine = [(a, same) for a in own if (same := same_gateway(a.transit, key)) is not False]
        if not mine:
            passes = None if key not in self._network.transits else False
            yield (Hop("transit gateway", home, passes, "no attachment of this VPC is in the templates"),)
        for attachment, same in mine:
            homes, sure = in_reach(self._network, subnet, attachment)
            if not homes:
                opens = f"a subnet of {attachment.source.name} in the zone of {home.name}"
                text = "has no subnet in the sender's zone"
                yield (Hop("transit gateway", attachment.source, False, text, opens),)
                continue
            certain = (sure and same and attachment.certain) or None
            into = Hop("transit gateway", attachment.source, certain, "enters by its attachment")
            entries = [self._tracer.guards.acl(errand.packet, each, egress=False) for each in homes]
            for rest in self.switched(errand, attachment, attachment.table):
                yield (into, *entries, *rest)

    def switched(self, errand: Errand, attachment: Attachment, table: str | None) -> Iterator[Trace]:
        """By the table that the attachment is associated with."""
        mark = f"{attachment.key} by {table}"
        if table is None or mark in errand.passed or len(errand.passed) > _DEPTH:
            yield (Hop("transit gateway", attachment.source, None, "its routes are not in the templates"),)
            return
        onward = replace(errand, passed=errand.passed | {mark})
        found = best_routes(self._network.tables[table].routes, errand.packet.dst)
        if not found:
            source = self._network.tables[table].source
            yield (
                Hop("transit gateway route", source, False, "no route to it", f"a route in {source.name}"),
            )
        for route, sure in found:
            hop = Hop("transit gateway route", route.source, sure or None, f"leads to {route.target.kind}")
            there = self._network.attachments.get(route.target.key)
            if route.target.kind is Kind.ATTACHMENT and there is not None:
                yield from ((hop, *rest) for rest in self._leaving(onward, there, table))
            else:
                yield (replace(hop, passes=False if route.target.kind is Kind.BLACKHOLE else None),)

    def _leaving(self, errand: Errand, attachment: Attachment, table: str) -> Iterator[Trace]:
        certain = attachment.certain or None
        match attachment.kind:
            case Hangs.PREMISES:
                passes = certain if errand.to("on-premises") else False
                yield (Hop("attachment", attachment.source, passes, f"to {attachment.kind}"),)
            case Hangs.ELSEWHERE:
                hit = isinstance(errand.target, Interface) or errand.to("elsewhere")
                passes = (certain if errand.to("elsewhere") else None) if hit else False
                hop = Hop("attachment", attachment.source, passes, f"to {attachment.kind}")
                yield (hop, *self._tracer.into(errand, None, near=False))
            case Hangs.PEER:
                yield from self._to_peer(errand, attachment, table)
            case Hangs.VPC:
                yield from self._into_vpc(errand, attachment)

    def _to_peer(self, errand: Errand, attachment: Attachment, table: str) -> Iterator[Trace]:
        there, onward = attachment.peer, attachment.peer_table
        if self._network.tables[table].owner == attachment.peer:
            there, onward = attachment.transit, attachment.table
        known = there in self._network.transits
        hop = Hop(
            "attachment",
            attachment.source,
            (attachment.certain or None) if known else None,
            f"to {attachment.kind}",
        )
        if not known:
            yield (hop,)
            return
        yield from ((hop, *rest) for rest in self.switched(errand, attachment, onward))

    def _into_vpc(self, errand: Errand, attachment: Attachment) -> Iterator[Trace]:
        target = errand.target
        for subnet in attachment.subnets:
            if not isinstance(target, Outside) and target.subnet == subnet:
                yield self._tracer.into(errand, subnet, near=False)
                continue
            out = self._tracer.guards.acl(errand.packet, subnet, egress=True)
            yield from ((out, *rest) for rest in self._tracer.routed(errand, subnet))
        if not attachment.subnets_known:
            hop = Hop("attachment", attachment.source, None, "where it stands is not known")
            yield (hop, *self._tracer.into(errand, None, near=False))
