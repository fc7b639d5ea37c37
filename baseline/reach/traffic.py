"""Packets on their way, and what they pass."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from baseline.reach.filters import Filter
from baseline.reach.intervals import Intervals, union
from baseline.reach.model.gateways import Nat
from baseline.reach.model.places import Interface
from baseline.reach.packets import NONE, Box, PacketSet


@dataclass(frozen=True)
class Outside:
    """A place beyond the templates.

    Attributes:
        kind: "internet", "on-premises", "elsewhere" (a VPC that no template describes), "service" (behind a
            gateway endpoint), or "exit" (any of them, or another VPC: whatever is not the source's own VPC).
        key: Of the endpoint, for services.
        name: How reports call it.
    """

    kind: Literal["internet", "on-premises", "elsewhere", "service", "exit", "nat"]
    key: str = ""
    name: str = ""


Site: TypeAlias = Interface | Nat | Outside


@dataclass(frozen=True)
class Journey:
    """What is asked: who sends, to whom, and whether it answers packets that went the other way."""

    source: Site
    target: Site
    answer: bool = False

    def to(self, *kinds: str) -> bool:
        """Whether the target is a place outside of one of these kinds."""
        return isinstance(self.target, Outside) and self.target.kind in kinds


@dataclass(frozen=True)
class Traffic:
    """The packets that have come this far.

    Attributes:
        must: Those that have for certain.
        may: Those that could have; holds `must`.
        doors: The gateways passed, as (kind, key), such as ("nat", "stack/Nat").
        doubts: Why `may` is more than `must`.
    """

    must: PacketSet
    may: PacketSet
    doors: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.may)

    def through(self, passed: Filter) -> "Traffic":
        """What a filter leaves."""
        return replace(self, must=self.must & passed.must, may=self.may & passed.may)

    def towards(self, must: Intervals, may: Intervals) -> "Traffic":
        """What is for these destinations."""
        return self.through(Filter(of_box(Box(dst=must)), of_box(Box(dst=may))))

    def by(self, kind: str, key: str) -> "Traffic":
        """The same behind a gateway."""
        return replace(self, doors=(*self.doors, (kind, key)))

    def doubtful(self, why: str) -> "Traffic":
        """The same, with nothing of it certain."""
        return replace(self, must=NONE, doubts=(*self.doubts, why))

    def unless(self, certain: bool | None, why: str) -> "Traffic":
        """Nothing where it is certainly not so, the same where it is, and doubtful where nobody knows."""
        if certain is False:
            return replace(self, must=NONE, may=NONE)
        return self if certain else self.doubtful(why)


def of_box(box: Box) -> PacketSet:
    """The packets of one box, none where a side is empty."""
    return PacketSet((box,)) if all(box) else NONE


def destinations(traffic: Traffic) -> Intervals:
    """Where the packets are going."""
    return union(*(box.dst for box in traffic.may.boxes))


def any_of(traffics: Sequence[Traffic]) -> Traffic:
    """One of several ways, nobody knows which: certain is only what each lets through."""
    if not traffics:
        return Traffic(NONE, NONE)
    must, may = traffics[0].must, traffics[0].may
    for other in traffics[1:]:
        must, may = must & other.must, may | other.may
    return replace(traffics[0], must=must, may=may)


def all_of(traffics: Sequence[Traffic]) -> Traffic:
    """Several ways that all are open."""
    total = Traffic(NONE, NONE)
    for each in traffics:
        doubts = (*total.doubts, *each.doubts)
        total = replace(each, must=total.must | each.must, may=total.may | each.may, doubts=doubts)
    return total
