"""Network Firewall: rules in the order in which its two engines ask them, as far as packets decide."""

from dataclasses import dataclass
from enum import StrEnum

from baseline.reach.addresses import ANYWHERE, Extent
from baseline.reach.model.rules import ANY_PORT, ANY_PROTOCOL
from baseline.reach.model.source import Source


class Action(StrEnum):
    """What a rule, or a default, does with a packet."""

    ALLOW = "pass"
    DROP = "drop"
    FORWARD = "forward to the stateful rules"


@dataclass(frozen=True)
class Match:
    """The packets of a rule.

    Attributes:
        src: Source addresses.
        dst: Destination addresses.
        protocol: Of the packets.
        sport: Source ports.
        dport: Destination ports, or ICMP types and codes.
        exact: Whether nothing else is asked; False for rules that look at content, flags or names.
    """

    src: Extent = ANYWHERE
    dst: Extent = ANYWHERE
    protocol: Extent = ANY_PROTOCOL
    sport: Extent = ANY_PORT
    dport: Extent = ANY_PORT
    exact: bool = True

    def mirrored(self) -> "Match":
        """The same in the other direction."""
        return Match(self.dst, self.src, self.protocol, self.dport, self.sport, self.exact)


@dataclass(frozen=True)
class FirewallRule:
    """One rule.

    Attributes:
        source: Where it is written.
        action: What it does; None where nobody knows.
        matches: Its packets are those of any of these.
    """

    source: Source
    action: Action | None
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Firewall:
    """A firewall, which packets pass where a route leads to one of its endpoints.

    Attributes:
        key: "stack/LogicalId".
        source: Where it is written.
        subnets: Where its endpoints stand; routes do not tell them apart.
        stateless: The rules that are asked first, in order.
        stateless_default: What happens to what none of them matches; None where nobody knows.
        stateful: The rules for what those forward, in the order in which they decide.
        stateful_default: What happens to what none of these matches; None where it depends on more than the
            packet.
    """

    key: str
    source: Source
    subnets: tuple[str, ...]
    stateless: tuple[FirewallRule, ...] = ()
    stateless_default: Action | None = None
    stateful: tuple[FirewallRule, ...] = ()
    stateful_default: Action | None = None
