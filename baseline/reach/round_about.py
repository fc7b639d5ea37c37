"""Out by the internet and in again at a public address.

Counted where the way out leads to every address, and the way in takes packets from every one, since nobody
knows which public addresses AWS gives. Ranges that leave some out are taken not to mean each other.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baseline.reach.addresses import ALL, ALL_4, ALL_6
from baseline.reach.flow import Flow
from baseline.reach.intervals import intersection
from baseline.reach.model.places import Interface
from baseline.reach.packets import ALL_PORTS, Box, PacketSet, packets
from baseline.reach.quantified import for_all
from baseline.reach.traffic import Outside, Site

if TYPE_CHECKING:
    from baseline.reach.prover import Prover

_WORLD = Outside("internet", name="internet")


class RoundAbout:
    """The flows between interfaces over the internet.

    Args:
        prover: Knows the flows to the internet and from it.
    """

    def __init__(self, prover: "Prover") -> None:
        self._prover = prover

    def flows(self, source: Site, target: Interface) -> Iterator[Flow]:
        """Each way out with each way in."""
        if not isinstance(source, Interface) or (
            target.public is False and not intersection(target.addresses, ALL_6)
        ):
            return
        inward = [*self._prover.straight(_WORLD, target, None)]
        outward = [*self._prover.direct(source, _WORLD, None)] if inward else []
        ends = PacketSet((Box(source.addresses, target.addresses),))
        for out in outward:
            for back in inward:
                yield Flow(
                    source,
                    target,
                    ends & self._to_any(out.must, source) & self._from_any(back.must, target),
                    ends & self._to_any(out.may, source) & self._from_any(back.may, target),
                    ends & self._to_any(out.answered, source) & self._from_any(back.answered, target),
                    ends & self._to_any(out.perhaps_answered, source),
                    (*out.doors, *back.doors),
                    (*out.doubts, *back.doubts),
                )

    def _to_any(self, passing: PacketSet, source: Site) -> PacketSet:
        everywhere = for_all(passing, self._families(passing, source, _WORLD), side=1)
        return packets(box._replace(dst=ALL) for box in everywhere.boxes)

    def _from_any(self, passing: PacketSet, target: Site) -> PacketSet:
        everywhere = for_all(passing, self._families(passing, _WORLD, target), side=0)
        return packets(box._replace(src=ALL, sport=ALL_PORTS) for box in everywhere.boxes)

    def _families(self, passing: PacketSet, source: Site, target: Site) -> PacketSet:
        """All packets between two places in the IP version that passes."""
        sources, targets = self._prover.addresses(source), self._prover.addresses(target)
        return packets(
            Box(intersection(sources, family), intersection(targets, family))
            for family in (ALL_4, ALL_6)
            if any(intersection(box.src, family) for box in passing.boxes)
        )
