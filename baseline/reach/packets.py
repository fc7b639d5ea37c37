"""Exact sets of packets: unions of boxes over source, destination, protocol, source port, destination port.

ICMP has no ports: its type and code, as type * 256 + code, stand where the destination port would. Other
protocols without ports have every number there, since no rule can tell them apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from baseline.reach.addresses import ALL
from baseline.reach.intervals import EMPTY, Intervals, contains, difference, intersection, size, union, within

TCP, UDP, ICMP, ICMPV6 = 6, 17, 1, 58
ALL_PROTOCOLS: Intervals = ((0, 255),)
ALL_PORTS: Intervals = ((0, 65535),)
WITH_PORTS: Intervals = ((TCP, TCP), (UDP, UDP))
ECHO: Intervals = ((ICMP, ICMP), (ICMPV6, ICMPV6))
WITHOUT_PORTS: Intervals = difference(ALL_PROTOCOLS, union(WITH_PORTS, ECHO))

# https://www.rfc-editor.org/rfc/rfc792 (echo 8, reply 0) and rfc4443 (echo 128, reply 129); the code is 0.
ECHO_REQUEST = {ICMP: 8 * 256, ICMPV6: 128 * 256}
ECHO_REPLY = {ICMP: 0, ICMPV6: 129 * 256}


class Packet(NamedTuple):
    """One packet. Its numbers are those of the sets."""

    src: int
    dst: int
    protocol: int
    sport: int
    dport: int

    def answer(self) -> "Packet | None":
        """The packet that answers it; None for ICMP messages that nothing answers."""
        if self.protocol in ECHO_REQUEST:
            if self.dport != ECHO_REQUEST[self.protocol]:
                return None
            return Packet(self.dst, self.src, self.protocol, self.dport, ECHO_REPLY[self.protocol])
        return Packet(self.dst, self.src, self.protocol, self.dport, self.sport)


class Box(NamedTuple):
    """All packets whose five numbers lie in five sets."""

    src: Intervals = ALL
    dst: Intervals = ALL
    protocol: Intervals = ALL_PROTOCOLS
    sport: Intervals = ALL_PORTS
    dport: Intervals = ALL_PORTS

    def meet(self, other: "Box") -> "Box | None":
        """The packets of both; None where there are none."""
        parts = []
        for one, another in zip(self, other, strict=True):
            common = intersection(one, another)
            if not common:
                return None
            parts.append(common)
        return Box._make(parts)

    def minus(self, other: "Box") -> Iterator["Box"]:
        """What is left without the other's packets, as disjoint boxes."""
        rest = list(self)
        for index, (one, another) in enumerate(zip(self, other, strict=True)):
            common = intersection(one, another)
            if not common:
                yield Box._make(rest)
                return
            outside = difference(one, another)
            if outside:
                yield Box._make((*rest[:index], outside, *rest[index + 1 :]))
            rest[index] = common

    def covers(self, other: "Box") -> bool:
        """Whether every packet of the other is one of these."""
        return all(within(inner, outer) for inner, outer in zip(other, self, strict=True))


@dataclass(frozen=True)
class PacketSet:
    """A union of boxes, which may overlap; no box is empty."""

    boxes: tuple[Box, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.boxes)

    def __and__(self, other: "PacketSet") -> "PacketSet":
        if len(self.boxes) == 1 and len(other.boxes) == 1:
            common = self.boxes[0].meet(other.boxes[0])
            return NONE if common is None else PacketSet((common,))
        found = (one.meet(another) for one in self.boxes for another in other.boxes)
        return packets(box for box in found if box is not None)

    def __or__(self, other: "PacketSet") -> "PacketSet":
        if not self.boxes or not other.boxes:
            return self if self.boxes else other
        return packets((*self.boxes, *other.boxes))

    def __sub__(self, other: "PacketSet") -> "PacketSet":
        left = list(self.boxes)
        for taken in other.boxes:
            left = [piece for box in left for piece in box.minus(taken)]
        return packets(left)

    def within(self, other: "PacketSet") -> bool:
        """Whether every packet is one of the other's."""
        return not self - other

    def contains(self, packet: Packet) -> bool:
        """Whether the packet is one of these."""
        return any(
            all(contains(part, number) for part, number in zip(box, packet, strict=True))
            for box in self.boxes
        )

    def answers(self) -> "PacketSet":
        """The packets that answer these; ICMP messages that are not echo requests have no answer."""
        return packets(answer for box in self.boxes for answer in _answers(box))

    def answered_by(self, answers: "PacketSet") -> "PacketSet":
        """Those of these packets whose answer is in the other set."""
        asked = packets(question for box in answers.boxes for question in _questions(box))
        return self & asked

    def example(self) -> Packet:
        """One packet, from the largest box, with an ordinary source port where that is possible."""
        box = max(self.boxes, key=lambda box: [size(part) for part in box])
        ordinary = intersection(box.sport, ((32768, 65535),)) or box.sport
        protocol = next(
            (p for p in (TCP, UDP, ICMP, ICMPV6) if contains(box.protocol, p)), box.protocol[0][0]
        )
        sport = ordinary[0][0] if protocol in (TCP, UDP) else box.sport[0][0]
        return Packet(box.src[0][0], box.dst[0][0], protocol, sport, _ordinary_port(box.dport, protocol))


NONE = PacketSet()
EVERY = PacketSet((Box(),))


def packets(boxes: Iterable[Box]) -> PacketSet:
    """The union of boxes, in few of them: without those that another covers, neighbours joined."""
    found = [box for box in boxes if all(box)]
    if len(found) < _FEW:
        return PacketSet(tuple(found))
    found = list(dict.fromkeys(found))
    for side in range(5):
        if len(found) > 1:
            found = _joined(found, side)
    kept: list[Box] = []
    for box in found:
        if not any(other.covers(box) for other in kept):
            kept = [other for other in kept if not box.covers(other)]
            kept.append(box)
    return PacketSet(tuple(kept))


# ICMP messages other than echo requests: https://www.rfc-editor.org/rfc/rfc792 and rfc4443.
UNANSWERED = PacketSet(
    tuple(
        Box(protocol=((protocol, protocol),), dport=difference(ALL_PORTS, ((request, request),)))
        for protocol, request in ECHO_REQUEST.items()
    )
)
_FEW = 2


def _joined(boxes: list[Box], side: int) -> list[Box]:
    """Boxes that differ in one number only become one."""
    alike: dict[tuple[Intervals, ...], list[Box]] = {}
    for box in boxes:
        alike.setdefault((*box[:side], *box[side + 1 :]), []).append(box)
    return [
        same[0]
        if len(same) == 1
        else Box._make((*rest[:side], union(*(box[side] for box in same)), *rest[side:]))
        for rest, same in alike.items()
    ]


def _answers(box: Box) -> Iterator[Box]:
    with_ports = intersection(box.protocol, WITH_PORTS)
    if with_ports:
        yield Box(box.dst, box.src, with_ports, box.dport, box.sport)
    without = intersection(box.protocol, WITHOUT_PORTS)
    if without:
        yield Box(box.dst, box.src, without)
    for protocol, request in ECHO_REQUEST.items():
        if contains(box.protocol, protocol) and contains(box.dport, request):
            reply = ECHO_REPLY[protocol]
            yield Box(box.dst, box.src, ((protocol, protocol),), ((request, request),), ((reply, reply),))


def _questions(box: Box) -> Iterator[Box]:
    """The inverse of `_answers`."""
    with_ports = intersection(box.protocol, WITH_PORTS)
    if with_ports:
        yield Box(box.dst, box.src, with_ports, box.dport, box.sport)
    without = intersection(box.protocol, WITHOUT_PORTS)
    if without:
        yield Box(box.dst, box.src, without)
    for protocol, reply in ECHO_REPLY.items():
        if contains(box.protocol, protocol) and contains(box.dport, reply):
            request = ECHO_REQUEST[protocol]
            yield Box(box.dst, box.src, ((protocol, protocol),), ALL_PORTS, ((request, request),))


def _ordinary_port(ports: Intervals, protocol: int) -> int:
    """The port that tells a reader most."""
    if protocol in ECHO_REQUEST and contains(ports, ECHO_REQUEST[protocol]):
        return ECHO_REQUEST[protocol]
    wanted = (443, 22, 80, 3389, 5432, 3306) if protocol == TCP else (53,)
    return next((port for port in wanted if contains(ports, port)), ports[0][0] if ports != EMPTY else 0)
