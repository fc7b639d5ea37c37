"""NAT gateways: the second half of the way is the gateway's, with its address and its source ports.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html (64:ff9b::/96)
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from baseline.reach.addresses import ALL_4, ALL_6, NAT64, from_nat64, to_nat64
from baseline.reach.client_ports import EPHEMERAL
from baseline.reach.flow import Flow
from baseline.reach.intervals import Intervals, intersection
from baseline.reach.model.gateways import Nat
from baseline.reach.model.places import Interface
from baseline.reach.packets import ICMP, ICMPV6, NONE, TCP, UDP, Box, PacketSet, packets
from baseline.reach.quantified import any_source, for_all
from baseline.reach.traffic import Site, Traffic

if TYPE_CHECKING:
    from baseline.reach.prover import Prover


# NAT gateway basics: "NAT gateways support TCP, UDP and ICMP"; what becomes of ICMPv6 in NAT64 is not said.
_SURELY: Intervals = ((ICMP, ICMP), (TCP, TCP), (UDP, UDP))
_PERHAPS: Intervals = (*_SURELY, (ICMPV6, ICMPV6))


class Translated:
    """The flows through NAT gateways.

    Args:
        prover: Knows the ways before and behind.
    """

    def __init__(self, prover: "Prover") -> None:
        self._prover = prover

    def flows(self, source: Site, target: Site, wanted: PacketSet | None) -> Iterator[Flow]:
        """From an interface by whichever NAT gateway its routes lead to."""
        if not isinstance(source, Interface) or not self._prover.network.nats:
            return
        asked = self._prover.packets(source, target, wanted) | self._over_nat64(source, target, wanted)
        for first in self._prover.to_nats(source, asked) if asked else ():
            key = next((key for kind, key in reversed(first.doors) if kind == "nat"), "")
            if key:
                yield from self._behind(source, self._prover.network.nats[key], target, first)

    def _over_nat64(self, source: Interface, target: Site, wanted: PacketSet | None) -> PacketSet:
        """What an IPv6 address sends to an IPv4 one by the prefix that stands for those."""
        src = intersection(source.addresses, ALL_6)
        dst = intersection(self._prover.addresses(target), ALL_4)
        asked = packets([Box(src, to_nat64(dst))]) if src and dst else NONE
        if wanted is None or not asked:
            return asked
        boxes = [
            box._replace(src=intersection(box.src, ALL_6), dst=to_nat64(box.dst)) for box in wanted.boxes
        ]
        return asked & packets(boxes)

    def _behind(self, source: Interface, nat: Nat, target: Site, first: Traffic) -> Iterator[Flow]:
        may = first.may & PacketSet((Box(dst=ALL_4, protocol=_SURELY), Box(dst=NAT64, protocol=_PERHAPS)))
        must = first.must & may & PacketSet((Box(protocol=_SURELY),))
        boxes = [
            Box(nat.addresses, from_nat64(box.dst), box.protocol, EPHEMERAL, box.dport) for box in may.boxes
        ]
        for second in self._prover.from_nat(nat, target, packets(boxes)) if boxes else ():
            near = self._prover.answered(source, nat, replace(first, may=may, must=must))
            far = self._prover.answered(nat, target, second)
            sure = for_all(far.must, packets(boxes), side=0)  # which address the gateway has is not known
            arrives, could = _as_sent(sure), _as_sent(far.may)
            answered = arrives - _as_sent(sure - far.answered)
            yield Flow(
                source,
                target,
                near.must & arrives,
                near.may & could,
                near.answered & answered,
                near.perhaps_answered & _as_sent(far.perhaps_answered),
                (*first.doors, *second.doors),
                (*first.doubts, *second.doubts),
            )


def _as_sent(behind: PacketSet) -> PacketSet:
    """The packets that a gateway sends on, as it gets them: from any source, to either form of the
    address.
    """
    plain = any_source(behind)
    return plain | packets(box._replace(dst=to_nat64(box.dst)) for box in plain.boxes)
