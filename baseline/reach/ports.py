"""Ports as people write them, `tcp/443`, `udp/8000-8100`, `icmp`, `all`, and packets as they read them."""

import re
from collections.abc import Iterable, Sequence

from baseline.errors import InputError
from baseline.reach.addresses import ALL_4, ALL_6, AddressBook
from baseline.reach.intervals import Intervals, contains, union
from baseline.reach.packets import (
    ALL_PORTS,
    ALL_PROTOCOLS,
    ECHO_REQUEST,
    ICMP,
    ICMPV6,
    TCP,
    UDP,
    Box,
    Packet,
    PacketSet,
    packets,
)

_NAMES = {TCP: "tcp", UDP: "udp", ICMP: "icmp", ICMPV6: "icmpv6"}
_WRITTEN = re.compile(r"(tcp|udp)/(\d{1,5})(?:-(\d{1,5}))?")


def port_set(texts: Sequence[str]) -> PacketSet:
    """The packets to these ports.

    Raises:
        InputError: One of them is not like `tcp/443`, `udp/8000-8100`, `icmp` or `all`.
    """
    return packets(box for text in texts for box in _boxes(text.strip().lower()))


def _boxes(text: str) -> Iterable[Box]:
    if text in ("all", "any", "-1"):
        return [Box()]
    if text in ("tcp", "udp"):
        text = f"{text}/0-65535"
    if text == "icmp":
        return [Box(ALL_4, protocol=((ICMP, ICMP),)), Box(ALL_6, protocol=((ICMPV6, ICMPV6),))]
    match = _WRITTEN.fullmatch(f"tcp/{text}" if text[:1].isdigit() else text)
    if match is None:
        raise InputError(f'"{text}" is no port; write tcp/443, udp/8000-8100, icmp, or all')
    first, last = int(match[2]), int(match[3] or match[2])
    if not first <= last <= 65535:
        raise InputError(f'"{text}": ports go from 0 to 65535, the lower one first')
    protocol = TCP if match[1] == "tcp" else UDP
    return [Box(protocol=((protocol, protocol),), dport=((first, last),))]


def port_text(passing: PacketSet, *, most: int = 5) -> str:
    """The protocols and ports of packets, shortened."""
    if any(box.protocol == ALL_PROTOCOLS and box.dport == ALL_PORTS for box in passing.boxes):
        return "everything"
    numbers = union(*(box.protocol for box in passing.boxes))
    each = [number for low, high in numbers for number in range(low, high + 1)]
    texts = [_one(number, _ports_of(number, passing)) for number in each[: most + 1]]
    more = f" and {len(each) - most} more protocols" if len(each) > most else ""
    return ", ".join(texts[:most]) + more


def _ports_of(protocol: int, passing: PacketSet) -> Intervals:
    return union(*(box.dport for box in passing.boxes if contains(box.protocol, protocol)))


def _one(protocol: int, ports: Intervals) -> str:
    name = _NAMES.get(protocol, f"protocol {protocol}")
    if ports == ALL_PORTS or protocol not in (TCP, UDP):
        return name
    return f"{name}/{_range(ports)}"


def _range(ports: Intervals) -> str:
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in ports)


def packet_text(packet: Packet, book: AddressBook) -> str:
    """One packet in a line."""
    name = _NAMES.get(packet.protocol, f"protocol {packet.protocol}")
    src, dst = book.text(packet.src), book.text(packet.dst)
    if packet.protocol in (TCP, UDP):
        return f"{name} from {src} port {packet.sport} to {dst} port {packet.dport}"
    if packet.protocol in ECHO_REQUEST:
        return f"{name} type {packet.dport // 256} code {packet.dport % 256} from {src} to {dst}"
    return f"{name} from {src} to {dst}"
