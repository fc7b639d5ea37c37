"""What passes whichever address somebody has, and other sets that forget one side."""

from collections.abc import Iterable

from baseline.reach.intervals import Intervals, union
from baseline.reach.model.places import Interface
from baseline.reach.packets import Box, PacketSet, packets
from baseline.reach.traffic import Site


def certainly(passing: PacketSet, whole: PacketSet, source: Site, target: Site) -> PacketSet:
    """What passes whichever address an interface gets that has one of several and nobody knows which.

    Args:
        passing: What passes, by address.
        whole: All packets between the two.
        source: Who sends.
        target: Who gets them.
    """
    if isinstance(source, Interface) and not source.fixed:
        passing = for_all(passing, whole, side=0)
    if isinstance(target, Interface) and not target.fixed:
        passing = for_all(passing, whole, side=1)
    return passing


def for_all(passing: PacketSet, whole: PacketSet, *, side: int) -> PacketSet:
    """Those packets that pass with every source (side 0) or every destination (side 1) of `whole`."""
    missing = whole - passing
    if not missing:
        return passing
    everything = side_of(whole, side)
    return passing - packets(
        box._replace(src=everything) if side == 0 else box._replace(dst=everything) for box in missing.boxes
    )


def side_of(packets_: PacketSet, side: int) -> Intervals:
    """All sources (0) or destinations (1) of a set."""
    return union(*(box[side] for box in packets_.boxes))


def joined(sets: Iterable[PacketSet]) -> PacketSet:
    """All packets of all sets."""
    return packets(box for each in sets for box in each.boxes)


def any_source(packets_: PacketSet) -> PacketSet:
    """The same with every source address and port."""
    return packets(Box(dst=box.dst, protocol=box.protocol, dport=box.dport) for box in packets_.boxes)


def restricted(wanted: PacketSet, sources: Intervals | None, targets: Intervals | None) -> PacketSet:
    """Packets between two sets of addresses; None for a side that is not restricted."""
    if sources is not None:
        wanted = wanted & PacketSet((Box(src=sources),))
    if targets is not None:
        wanted = wanted & PacketSet((Box(dst=targets),))
    return wanted
