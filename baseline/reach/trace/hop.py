"""What a single packet meets on its way."""

from dataclasses import dataclass

from baseline.reach.model.source import Source
from baseline.reach.packets import Packet
from baseline.reach.traffic import Outside, Site


@dataclass(frozen=True)
class Hop:
    """One thing that a packet meets.

    Attributes:
        what: Such as "security group out", "network ACL in", "route".
        source: What decided: a rule, an entry, a route, a gateway; or what has none that fits.
        passes: None where nobody knows.
        text: What it says, in a line.
        opens: What would let the packet pass, where it does not.
    """

    what: str
    source: Source
    passes: bool | None
    text: str
    opens: str = ""


Trace = tuple[Hop, ...]


def outcome(trace: Trace) -> bool | None:
    """Whether the packet arrives."""
    if any(hop.passes is False for hop in trace) or not trace:
        return False
    return None if any(hop.passes is None for hop in trace) else True


def merit(trace: Trace) -> tuple[int, int]:
    """How far a packet gets: one that arrives, then one that could, then by the number of hops."""
    passed = {True: 2, None: 1, False: 0}[outcome(trace)]
    first = next((index for index, hop in enumerate(trace) if hop.passes is False), len(trace))
    return passed, first


@dataclass(frozen=True)
class Errand:
    """A packet with where it comes from and where it is to go.

    Attributes:
        packet: The packet.
        source: Who sends it.
        target: Who is to get it.
        answer: Whether it answers a packet that went the other way.
        passed: Keys of what may be passed once only.
        middle: Whether it has passed a middlebox.
    """

    packet: Packet
    source: Site
    target: Site
    answer: bool
    passed: frozenset[str] = frozenset()
    middle: bool = False

    def to(self, *kinds: str) -> bool:
        """Whether it is to go to a place outside of one of these kinds."""
        return isinstance(self.target, Outside) and self.target.kind in kinds
