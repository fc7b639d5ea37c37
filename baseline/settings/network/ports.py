"""Ports as YAML texts: `tcp/443`, `udp/8000-8100`, `icmp`."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator

from baseline.settings.problem import quoted, remedy
from baseline.settings.text import Parsed

Protocol = Literal["tcp", "udp", "icmp"]

LAST_PORT = 65535
_PROTOCOLS = ("tcp", "udp", "icmp")


@dataclass(frozen=True)
class Ports:
    """A protocol and a range of its ports.

    Args:
        protocol: `tcp`, `udp` or `icmp`.
        first: The lowest port, 1 to 65535; -1 for icmp, as AWS writes "all types".
        last: The highest port, inclusive; -1 for icmp.
    """

    protocol: Protocol
    first: int
    last: int

    def __str__(self) -> str:
        if self.protocol == "icmp":
            return "icmp"
        return f"{self.protocol}/{self.first}" + (f"-{self.last}" if self.last != self.first else "")


HTTPS = Ports("tcp", 443, 443)
LOGON_PORTS = (22, 3389)  # SSH and RDP


def parse_ports(text: str) -> Ports:
    """`text` as ports; raises ValueError saying what is wrong with it."""
    if text == "icmp":
        return Ports("icmp", -1, -1)
    protocol, slash, numbers = text.partition("/")
    if protocol.isdigit():
        raise ValueError(f"{quoted(text)} lacks a protocol; write tcp/{text} or udp/{text}")
    if protocol not in _PROTOCOLS:
        raise ValueError(f"unknown protocol {quoted(protocol)}{remedy(protocol, _PROTOCOLS)}")
    match = re.fullmatch(r"([0-9]{1,5})(?:-([0-9]{1,5}))?", numbers)
    if protocol == "icmp" or not slash or not match:
        raise ValueError(f"{quoted(text)} must be like tcp/443, udp/8000-8100, or icmp")
    first, last = int(match[1]), int(match[2] or match[1])
    if not (1 <= first <= LAST_PORT and 1 <= last <= LAST_PORT):
        raise ValueError(f"{quoted(text)} has a port out of range; ports go from 1 to {LAST_PORT}")
    if last < first:
        raise ValueError(f"{quoted(text)} is reversed; write {protocol}/{last}-{first}")
    return Ports(cast(Protocol, protocol), first, last)


def _number_as_text(written: Any) -> Any:
    """A bare number lacks its protocol, quoted or not, so it is told like the text."""
    return str(written) if type(written) is int else written


PortsText = Annotated[
    Ports,
    Parsed(parse_ports, {"pattern": "^((tcp|udp)/[0-9]{1,5}(-[0-9]{1,5})?|icmp)$", "examples": ["tcp/443"]}),
    BeforeValidator(_number_as_text),
]
