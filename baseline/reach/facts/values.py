"""Values as templates write them: numbers, yes or no, lists, tags, protocols and ports."""

import re
from typing import Any

from baseline.reach.addresses import Extent, parse_block
from baseline.reach.intervals import EMPTY, contains
from baseline.reach.model.rules import ANY_PORT, ANY_PROTOCOL
from baseline.reach.packets import ALL_PORTS, ALL_PROTOCOLS, ICMP, ICMPV6, TCP, UDP
from baseline.template.template import Resource
from baseline.template.value import Symbol, Text, Unknown, Value

PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": ICMP, "icmpv6": ICMPV6}


def length(cidr: Value) -> int | None:
    """The prefix length of a literal range."""
    network = parse_block(cidr) if isinstance(cidr, str) else None
    return None if network is None else network.prefixlen


def number(value: Value) -> int | None:
    """A whole number as templates write it, 6 or "6"; None for what is none, or not known."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d+", value.strip()):
        return int(value)
    return int(value) if isinstance(value, float) and value.is_integer() else None


def flag(value: Value, *, otherwise: bool | None) -> bool | None:
    """A yes or no as templates write it; `otherwise` where nothing stands there, None where nobody knows."""
    if value is None:
        return otherwise
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def unknown(value: Value) -> bool:
    """Whether only CloudFormation will know the value, or nobody does."""
    return isinstance(value, Symbol | Text | Unknown)


def listed(value: Value) -> list[Value]:
    """A list; a single value as a list of one; nothing for None."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def mapping(value: Value) -> dict[str, Any]:
    """A mapping, empty where something else stands."""
    return value if isinstance(value, dict) else {}


def name_tag(resource: Resource) -> str:
    """The Name tag, or ""."""
    return tag(resource, "Name")


def tag(resource: Resource, key: str) -> str:
    """The value of a tag, "" where it is missing or not known."""
    for each in listed(resource.get("Tags")):
        if mapping(each).get("Key") == key and isinstance(each.get("Value"), str):
            return str(each["Value"])
    return ""


def protocol(value: Value) -> Extent:
    """A protocol by name or number; -1 is every one."""
    if unknown(value):
        return Extent(EMPTY, ALL_PROTOCOLS)
    found = PROTOCOLS.get(str(value).lower(), number(value))
    if found == -1 or str(value).lower() == "all":
        return ANY_PROTOCOL
    if found is None or not 0 <= found <= 255:
        return Extent(EMPTY, ALL_PROTOCOLS)
    return Extent.exactly(((found, found),))


def ports(protocols: Extent, first: Value, last: Value) -> Extent:
    """The ports, or for ICMP the type and code, of a rule.

    Security group rules, and AuthorizeSecurityGroupIngress: for protocols without ports all packets are
    meant; for ICMP the first number is the type and the second the code, -1 each for all.
    """
    if not protocols.certain:
        return Extent(EMPTY, ALL_PORTS)
    if any(contains(protocols.must, icmp) for icmp in (ICMP, ICMPV6)) and protocols != ANY_PROTOCOL:
        return _icmp(first, last)
    if protocols.must not in (((TCP, TCP),), ((UDP, UDP),)):
        return ANY_PORT
    low, high = number(first), number(last)
    if low is None or high is None or low < 0:
        return Extent(EMPTY, ALL_PORTS)
    return Extent.exactly(((low, min(high, 65535)),) if low <= high else EMPTY)


def _icmp(first: Value, last: Value) -> Extent:
    if first is None and last is None:
        return ANY_PORT
    type_, code = number(first), number(-1 if last is None else last)
    if type_ is None or code is None:
        return Extent(EMPTY, ALL_PORTS)
    if type_ == -1:
        return ANY_PORT
    low = type_ * 256
    return Extent.exactly(((low, low + 255),) if code == -1 else ((low + code, low + code),))
