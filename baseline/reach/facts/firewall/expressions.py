"""Addresses and ports as Suricata's rules and those of Network Firewall write them.

Source: https://docs.suricata.io/en/latest/rules/intro.html ("Source and destination", "Ports")
"""

import re
from collections.abc import Callable, Iterator, Mapping

from baseline.reach.addresses import ALL, Extent, extent, parse_block
from baseline.reach.intervals import EMPTY, Intervals, difference, union
from baseline.reach.packets import ALL_PORTS

Variables = Mapping[str, Extent]

_PORTS = re.compile(r"(\d*):(\d*)|(\d+)")
_HIGHEST = 65535


def addresses(text: str, variables: Variables) -> Extent:
    """`any`, a range, `$NAME`, `@NAME`, `!` for all others, and lists in brackets."""
    return _expression(text.strip(), variables, ALL, _range)


def ports(text: str, variables: Variables) -> Extent:
    """`any`, `80`, `80:90`, `1024:`, `$NAME`, `!` for all others, and lists in brackets."""
    return _expression(text.strip(), variables, ALL_PORTS, _ports)


def _expression(
    text: str, variables: Variables, whole: Intervals, literal: Callable[[str], Extent | None]
) -> Extent:
    unknown = Extent(EMPTY, whole)
    if text.lower() == "any":
        return Extent.exactly(whole)
    if text.startswith("!"):
        other = _expression(text[1:].strip(), variables, whole, literal)
        return Extent(difference(whole, other.may), difference(whole, other.must))
    if text[:1] in ("$", "@"):
        return variables.get(text[1:], unknown)
    if text.startswith("[") and text.endswith("]"):
        return _list(list(_items(text[1:-1])), variables, whole, literal)
    return literal(text) or unknown


def _list(
    items: list[str], variables: Variables, whole: Intervals, literal: Callable[[str], Extent | None]
) -> Extent:
    """What is listed, without what is listed behind a `!`; everything else where only such stands there."""
    wanted = [_expression(each, variables, whole, literal) for each in items if not each.startswith("!")]
    not_wanted = [_expression(each[1:], variables, whole, literal) for each in items if each.startswith("!")]
    if not wanted:
        wanted = [Extent.exactly(whole)]
    return Extent(
        difference(union(*(each.must for each in wanted)), union(*(each.may for each in not_wanted))),
        difference(union(*(each.may for each in wanted)), union(*(each.must for each in not_wanted))),
    )


def _items(text: str) -> Iterator[str]:
    """What stands between the commas that are in no brackets of their own."""
    depth, start = 0, 0
    for index, letter in enumerate(text):
        depth += {"[": 1, "]": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            yield text[start:index].strip()
            start = index + 1
    yield text[start:].strip()


def _range(text: str) -> Extent | None:
    network = parse_block(text)
    return None if network is None else extent(network)


def _ports(text: str) -> Extent | None:
    match = _PORTS.fullmatch(text)
    if match is None:
        return None
    low, high = (match[3], match[3]) if match[3] else (match[1] or "0", match[2] or str(_HIGHEST))
    return Extent.exactly(((int(low), min(int(high), _HIGHEST)),) if int(low) <= int(high) else EMPTY)
