"""Rules about the firewall between tiers and gateways."""

import re
from collections.abc import Iterator

from baseline.settings.network.ends import InternetEnd
from baseline.settings.network.guards import Firewall
from baseline.settings.network.layout import FIREWALL_TIER
from baseline.settings.network.model import Network, Rule
from baseline.settings.problem import Finding

# One firewall stands in each zone: https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html
_MOST_ZONES = 5
_QUIC = 443


def firewall_findings(network: Network) -> Iterator[Finding]:
    """A firewall that nothing passes, that something passes by, or whose rules contradict each other."""
    if network.firewall is None:
        return
    if FIREWALL_TIER in network.subnets:
        text = "the firewall's own tier is called so, and is made automatically; rename this one"
        yield Finding(("subnets", FIREWALL_TIER), text)
    yield from (finding.under("firewall") for finding in _place_findings(network))
    yield from (finding.under("firewall") for finding in _name_findings(network.firewall, network))
    yield from (finding.under("firewall") for finding in _sid_findings(network.firewall))


def _place_findings(network: Network) -> Iterator[Finding]:
    if network.gateways.internet is None and network.gateways.vpn is None:
        text = "there is no gateway, so nothing would pass it; ask for gateways: {internet: {}} or remove it"
        yield Finding((), text)
    if network.ipv6:
        yield Finding((), "inspects IPv4 only, and IPv6 would pass beside it; set network.ipv6: false")
    if network.zones > _MOST_ZONES:
        text = f"stands once in each of {network.zones} zones; an account has {_MOST_ZONES} in a Region"
        yield Finding((), f"{text}; use at most {_MOST_ZONES} zones")


def _name_findings(firewall: Firewall, network: Network) -> Iterator[Finding]:
    if not firewall.allow_domains:
        return
    to_anybody = [rule for rule in network.allow if isinstance(rule.to, InternetEnd)]
    if not any(ports.protocol == "tcp" for rule in to_anybody for ports in rule.ports):
        text = "no rule leads to: internet by TCP, so no name is ever looked at; add one, or remove the names"
        yield Finding(("allow_domains",), text)
    if any(map(_lets_quic_out, to_anybody)):
        text = "a rule lets udp/443 out to the internet, and QUIC hides the names; leave that port out of it"
        yield Finding(("allow_domains",), text)


def _lets_quic_out(rule: Rule) -> bool:
    return any(ports.protocol == "udp" and ports.first <= _QUIC <= ports.last for ports in rule.ports)


def _sid_findings(firewall: Firewall) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for index, rule in enumerate(firewall.rules):
        sid = re.findall(r"sid:\s*([0-9]+)", rule)[-1]
        earlier = first.setdefault(sid, index)
        if earlier != index:
            yield Finding(("rules", index), f"sid {sid} is that of rules[{earlier}] too; give each its own")
