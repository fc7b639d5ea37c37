"""Rules about where something stands, and whether the network lets anybody talk to it."""

from collections.abc import Iterator

from baseline.settings.network.ends import TierEnd
from baseline.settings.network.layout import ENDPOINTS_TIER
from baseline.settings.network.model import Network, Rule
from baseline.settings.network.ports import Ports
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.unreadable import where_readable


@where_readable
def tier_findings(tier: str, network: Network) -> Iterator[Finding]:
    """A tier that is not there."""
    there = [name for name in network.subnets if name != ENDPOINTS_TIER]
    if tier not in there:
        yield Finding(("tier",), f"unknown tier {quoted(tier)}{remedy(tier, there)}")


@where_readable
def private_findings(tier: str, network: Network, otherwise: str) -> Iterator[Finding]:
    """A tier that packets from the internet can come to."""
    if "internet" in network.subnets[tier].routes:
        yield Finding(
            ("tier",), f"{tier} has the route internet, and this stands in private tiers; {otherwise}"
        )


@where_readable
def zones_findings(tier: str, network: Network, why: str) -> Iterator[Finding]:
    """Fewer than two zones."""
    if network.zones < 2:
        yield Finding(("tier",), f"{tier} spans one zone, and {why}; set network.zones to 2 or more")


@where_readable
def opened_findings(network: Network, *, to: str, port: int, from_: str | None = None) -> Iterator[Finding]:
    """A port that no rule of `network.allow` opens, from a certain tier or from anywhere."""
    wanted = Ports("tcp", port, port)
    if not any(opens(rule, to=to, wanted=wanted, from_=from_) for rule in network.allow):
        text = (
            f"no rule leads from {from_ or 'anywhere'} to {to} on tcp/{port}; add "
            f"{{from: {from_ or '<a tier>'}, to: {to}, ports: [tcp/{port}]}} to network.allow"
        )
        yield Finding(("tier",), text)


def opens(rule: Rule, *, to: str, wanted: Ports, from_: str | None) -> bool:
    """Whether a rule lets a tier, or anybody, talk to all of these ports of a tier."""
    return (
        rule.to == TierEnd(to)
        and (from_ is None or rule.from_ == TierEnd(from_))
        and any(
            ports.protocol == wanted.protocol and ports.first <= wanted.first and wanted.last <= ports.last
            for ports in rule.ports
        )
    )
