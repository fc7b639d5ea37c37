"""Rules about `allow`: each entry opens something, to somebody who can get there."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, collapse_addresses

from baseline.settings.network.ends import (
    End,
    EndpointsEnd,
    InternetEnd,
    PrefixListEnd,
    RangeEnd,
    ServiceEnd,
    TierEnd,
)
from baseline.settings.network.model import Network, Rule
from baseline.settings.network.paths import missing_way, ranges
from baseline.settings.network.ports import HTTPS, LOGON_PORTS, Ports
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.unreadable import where_readable


@where_readable
def allow_findings(network: Network) -> Iterator[Finding]:
    """What is wrong with each rule, and rules that say what another said."""
    for index, rule in enumerate(network.allow):
        yield from (finding.under("allow", index) for finding in _rule_findings(network, rule))
    yield from _repeated(network)


@where_readable
def _rule_findings(network: Network, rule: Rule) -> Iterator[Finding]:
    """The ends first: whether a way leads from one to the other is asked only of ends that exist."""
    wrong = [*_end_findings(network, rule)]
    yield from wrong or _way_findings(network, rule)
    if isinstance(rule.to, EndpointsEnd | ServiceEnd):
        if rule.ports != (HTTPS,):
            yield Finding(("ports",), f"{rule.to} answers only on tcp/443; leave ports out")
    elif not rule.ports:
        yield Finding(("ports",), "is missing; name the ports, such as [tcp/443]")
    yield from _logon_findings(network, rule)


@where_readable
def _logon_findings(network: Network, rule: Rule) -> Iterator[Finding]:
    """Source: Security Hub EC2.13, EC2.14."""
    opening = [index for index, ports in enumerate(rule.ports) if _lets_log_on(rule.to, ports)]
    if rule.logon is not None and not opening:
        yield Finding(("logon",), "the ports hold neither SSH nor RDP, so this permits nothing; remove it")
    from_anywhere = isinstance(rule.from_, InternetEnd) or _is_half_the_world(network, rule.from_)
    for index in opening:
        if from_anywhere:
            text = "opens SSH or RDP to everybody; log on through Session Manager, or name the range"
        elif rule.logon is None:
            text = (
                "opens SSH (tcp/22) or RDP (tcp/3389); leave those ports out and use compute.sessions, or "
                'say why with logon: "reason"'
            )
        else:
            continue
        yield Finding(("ports", index), f"{rule.ports[index]} {text}")


def _is_half_the_world(network: Network, end: End) -> bool:
    """Addresses that no single organisation has: together wider than an IPv4 /8 or an IPv6 /16."""
    there = ranges(network, end)
    v4 = collapse_addresses(one for one in there if isinstance(one, IPv4Network))
    v6 = collapse_addresses(one for one in there if isinstance(one, IPv6Network))
    return any(one.prefixlen < 8 for one in v4) or any(one.prefixlen < 16 for one in v6)


def _lets_log_on(to: End, ports: Ports) -> bool:
    """What leads out of the VPC, such as SFTP to a partner, lets nobody in."""
    inward = isinstance(to, TierEnd) and ports.protocol == "tcp"
    return inward and any(ports.first <= port <= ports.last for port in LOGON_PORTS)


@where_readable
def _end_findings(network: Network, rule: Rule) -> Iterator[Finding]:
    for key, end in (("from", rule.from_), ("to", rule.to)):
        if isinstance(end, TierEnd) and end.name not in network.subnets:
            yield Finding((key,), f"unknown tier {quoted(end.name)}{remedy(end.name, network.end_words())}")
        if isinstance(end, PrefixListEnd) and end.name not in network.prefix_lists:
            text = f"unknown prefix list {quoted(end.name)}{remedy(end.name, [*network.prefix_lists])}"
            yield Finding((key,), text)
        if isinstance(end, RangeEnd):
            yield from (finding.under(key) for finding in _range_findings(network, end))
    if isinstance(rule.from_, EndpointsEnd | ServiceEnd):
        yield Finding(
            ("from",), f"{rule.from_} only answers; it can stand in to:, and answers are always let through"
        )
    elif not isinstance(rule.from_, TierEnd) and not isinstance(rule.to, TierEnd):
        yield Finding((), f"both ends, {rule.from_} and {rule.to}, are outside the tiers; one must be a tier")


@where_readable
def _range_findings(network: Network, end: RangeEnd) -> Iterator[Finding]:
    if end.network.is_multicast:
        yield Finding((), f"{end} is multicast, which a VPC does not carry")
    if end.network.version == 6 and not network.ipv6:
        yield Finding((), f"{end} is IPv6, which the VPC has not; set network.ipv6: true")
    if end.network.version == 4 and end.network.overlaps(network.cidr):
        yield Finding((), f"{end} overlaps the VPC's own range {network.cidr}; name the tier")


@where_readable
def _way_findings(network: Network, rule: Rule) -> Iterator[Finding]:
    """Whether the tier's routes lead to the other end, and not further than the rule says."""
    if isinstance(rule.to, ServiceEnd) and isinstance(rule.from_, TierEnd):
        yield from _service_way(network, rule.from_, rule.to)
    for key, other, tier_end in (("to", rule.to, rule.from_), ("from", rule.from_, rule.to)):
        if isinstance(tier_end, TierEnd):
            missing = missing_way(network, network.subnets[tier_end.name].routes, other, outward=key == "to")
            if missing:
                yield Finding((key,), f"{tier_end} has no route to {other}; {missing}")


@where_readable
def _service_way(network: Network, tier: TierEnd, service: ServiceEnd) -> Iterator[Finding]:
    """A gateway endpoint has addresses that only AWS knows, so its rule opens tcp/443 to all addresses."""
    beyond = [route for route in network.subnets[tier.name].routes if route != "egress_only"]
    if beyond:
        yield Finding(
            ("to",),
            f"{tier} has the route {beyond[0]}, so a rule to {service} by address would open tcp/443 to "
            f"all that lies "
            f"there; move what needs {service} to a tier without that route"
            + ("" if beyond == ["vpn"] else ", or replace the rule by to: internet"),
        )


@where_readable
def _repeated(network: Network) -> Iterator[Finding]:
    first: dict[tuple[str, str, str], int] = {}
    for index, rule in enumerate(network.allow):
        for port in dict.fromkeys(map(str, rule.ports)):
            earlier = first.setdefault((str(rule.from_), str(rule.to), port), index)
            if earlier != index:
                text = f"{port} from {rule.from_} to {rule.to} is in allow[{earlier}] already; remove one"
                yield Finding(("allow", index), text)
