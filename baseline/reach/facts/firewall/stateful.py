"""Stateful rules, in each of the three forms in which rule groups write them.

Sources:
    https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
    https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateful-rule-groups-domain-names.html
    https://docs.suricata.io/en/latest/rules/intro.html
"""

import re
from collections.abc import Iterator

from baseline.reach.addresses import Extent
from baseline.reach.facts.firewall.expressions import Variables, addresses, ports
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import listed, mapping, unknown
from baseline.reach.intervals import EMPTY
from baseline.reach.model.firewall import Action, FirewallRule, Match
from baseline.reach.model.rules import ANY_PORT, ANY_PROTOCOL
from baseline.reach.model.source import Source
from baseline.reach.packets import ALL_PROTOCOLS, ICMP, ICMPV6, TCP, UDP
from baseline.template.template import Resource
from baseline.template.value import Value

# What says nothing about which packets match: https://docs.suricata.io/en/latest/rules/meta.html
_NO_CONDITION = {"msg", "sid", "rev", "gid", "classtype", "priority", "metadata", "reference", "target"}
_PROTOCOLS = {
    "ip": ANY_PROTOCOL,
    "tcp": Extent.exactly(((TCP, TCP),)),
    "tcp-pkt": Extent.exactly(((TCP, TCP),)),
    "udp": Extent.exactly(((UDP, UDP),)),
    "icmp": Extent.exactly(((ICMP, ICMP), (ICMPV6, ICMPV6))),
}
_OVER_UDP = {"quic", "ntp", "dhcp", "tftp", "ikev2", "snmp"}
_OVER_BOTH = {"dns", "krb5", "sip"}
_TCP_OR_UDP = ((TCP, TCP), (UDP, UDP))
_ACTIONS = {"pass": Action.ALLOW, "drop": Action.DROP, "reject": Action.DROP}
_RULE = re.compile(r"(\w+)\s+([\w-]+)\s+(.+?)\s+(->|<>)\s+(.+?)\s*\((.*)\)\s*;?\s*$")
_SIDE = re.compile(r"(!?\[.*\]|\S+)\s+(!?\[.*\]|\S+)")
_OPTION = re.compile(r'((?:[^;"\\]|\\.|"(?:[^"\\]|\\.)*")*);')


def stateful_rules(
    reading: Reading, group: Resource, written: dict[str, Value], variables: Variables
) -> Iterator[FirewallRule]:
    """The rules of a stateful rule group; alerts are left out, since they let packets go on.

    Args:
        reading: Tells places.
        group: The rule group.
        written: Its property `RuleGroup`.
        variables: Sets of addresses and ports by name, `HOME_NET` among them.
    """
    if unknown(written.get("RulesSource")):
        yield anything(reading.source(group, "RulesSource"))
    rules = mapping(written.get("RulesSource"))
    if isinstance(rules.get("RulesString"), str):
        yield from _of_text(reading, group, rules["RulesString"], variables)
    elif rules.get("RulesString") is not None:
        yield anything(reading.source(group, "RulesString"))
    for index, rule in enumerate(listed(rules.get("StatefulRules"))):
        yield from _of_tuple(reading.source(group, f"StatefulRules[{index}]", rule), mapping(rule), variables)
    if rules.get("RulesSourceList") is not None:
        source = reading.source(group, "RulesSourceList", rules["RulesSourceList"])
        yield from _of_domains(source, mapping(rules["RulesSourceList"]), variables)


def anything(source: Source) -> FirewallRule:
    """A rule that nobody can read: it could do anything with any packet."""
    return FirewallRule(source, None, (Match(exact=False),))


def _of_text(reading: Reading, group: Resource, text: str, variables: Variables) -> Iterator[FirewallRule]:
    joined = re.sub(r"\\\r?\n", " ", text)
    for number, line in enumerate(joined.splitlines(), 1):
        rule = line.strip()
        if rule and not rule.startswith("#"):
            yield from suricata(reading.source(group, f"RulesString line {number}"), rule, variables)


def suricata(source: Source, line: str, variables: Variables) -> Iterator[FirewallRule]:
    """One line of Suricata's language; what asks for more than addresses and ports matches perhaps only."""
    match = _RULE.match(line)
    ends = [_SIDE.fullmatch(match[index].strip()) for index in (3, 5)] if match else []
    if match is None or ends[0] is None or ends[1] is None:
        yield anything(source)
        return
    options = [each.strip() for each in _OPTION.findall(f"{match[6]};") if each.strip()]
    yield from _rule(
        source,
        match[1],
        match[2],
        (ends[0][1], ends[0][2], ends[1][1], ends[1][2]),
        options,
        both_ways=match[4] == "<>",
        variables=variables,
    )


def _of_tuple(source: Source, rule: dict[str, Value], variables: Variables) -> Iterator[FirewallRule]:
    header = mapping(rule.get("Header"))
    sides = [header.get(name) for name in ("Source", "SourcePort", "Destination", "DestinationPort")]
    options = [str(mapping(each).get("Keyword")) for each in listed(rule.get("RuleOptions"))]
    for each, one in zip(listed(rule.get("RuleOptions")), range(len(options)), strict=True):
        options[one] += "".join(f":{value}" for value in listed(mapping(each).get("Settings"))[:1])
    texts = [str(each) if isinstance(each, str | int) else "?" for each in sides]
    direction = header.get("Direction")
    if direction not in ("FORWARD", "ANY"):
        yield anything(source)
        return
    yield from _rule(
        source,
        str(rule.get("Action")),
        str(header.get("Protocol")),
        (texts[0], texts[1], texts[2], texts[3]),
        options,
        both_ways=direction == "ANY",
        variables=variables,
    )


def _rule(
    source: Source,
    action: str,
    protocol: str,
    sides: tuple[str, str, str, str],
    options: list[str],
    *,
    both_ways: bool,
    variables: Variables,
) -> Iterator[FirewallRule]:
    if action.lower() == "alert":
        return
    numbers, plain = _protocol(protocol.lower())
    match = Match(
        addresses(sides[0], variables),
        addresses(sides[2], variables),
        numbers,
        ports(sides[1], variables),
        ports(sides[3], variables),
        exact=plain and all(map(_says_nothing, options)),
    )
    if numbers == _PROTOCOLS["icmp"]:
        match = Match(match.src, match.dst, numbers, exact=match.exact)
    matches = (match, match.mirrored()) if both_ways else (match,)
    yield FirewallRule(source, _ACTIONS.get(action.lower()), matches)


def _protocol(name: str) -> tuple[Extent, bool]:
    """The protocol numbers, and whether the name means no more than those."""
    if name in _PROTOCOLS:
        return _PROTOCOLS[name], True
    if name in _OVER_UDP:
        return Extent(EMPTY, ((UDP, UDP),)), False
    if name in _OVER_BOTH:
        return Extent(EMPTY, _TCP_OR_UDP), False
    known = name.isalnum() and name != "none"
    return Extent(EMPTY, ((TCP, TCP),) if known else ALL_PROTOCOLS), False


def _says_nothing(option: str) -> bool:
    """Rule options, "flow": `to_server` is the direction that rules mean anyway, for a first packet."""
    keyword, _, value = option.partition(":")
    if keyword.strip() == "flow":
        return {each.strip() for each in value.split(",")} <= {"to_server", "from_client"}
    return keyword.strip() in _NO_CONDITION


def _of_domains(source: Source, written: dict[str, Value], variables: Variables) -> Iterator[FirewallRule]:
    """Domain lists: names stand in HTTP and TLS, which no packet's header tells, so each may match or not."""
    here = variables.get("HOME_NET", Extent(EMPTY, EMPTY))
    match = Match(src=here, protocol=Extent(EMPTY, ((TCP, TCP),)), dport=ANY_PORT, exact=False)
    kind = written.get("GeneratedRulesType")
    if kind == "ALLOWLIST":
        yield FirewallRule(source, Action.ALLOW, (match,))
    if kind in ("ALLOWLIST", "DENYLIST", "REJECTLIST"):
        yield FirewallRule(source, Action.DROP, (match,))
    elif kind != "ALERTLIST":
        yield anything(source)
