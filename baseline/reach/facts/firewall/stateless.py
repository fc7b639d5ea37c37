"""Stateless rules.

Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/stateless-rule-groups-5-tuple.html
"""

from collections.abc import Iterator

from baseline.reach.addresses import ANYWHERE, Extent
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import listed, mapping, number, unknown
from baseline.reach.intervals import EMPTY, intersection, union
from baseline.reach.model.firewall import Action, FirewallRule, Match
from baseline.reach.model.rules import ANY_PORT, ANY_PROTOCOL
from baseline.reach.packets import ALL_PORTS, ALL_PROTOCOLS, WITH_PORTS
from baseline.template.template import Resource
from baseline.template.value import Value

_ACTIONS = {"aws:pass": Action.ALLOW, "aws:drop": Action.DROP, "aws:forward_to_sfe": Action.FORWARD}


def action_of(value: Value) -> Action | None:
    """The one standard action in a list, which may name custom ones besides; None where it is not known."""
    found = {_ACTIONS[each] for each in listed(value) if isinstance(each, str) and each in _ACTIONS}
    certain = len(found) == 1 and not any(unknown(each) for each in listed(value))
    return next(iter(found)) if certain else None


def stateless_rules(reading: Reading, group: Resource, written: dict[str, Value]) -> Iterator[FirewallRule]:
    """The rules of a stateless rule group, in the order of their priorities.

    Args:
        reading: Tells places and ranges.
        group: The rule group.
        written: Its property `RuleGroup`.
    """
    source = written.get("RulesSource")
    rules = mapping(source).get("StatelessRulesAndCustomActions")
    if unknown(source) or unknown(rules):
        yield FirewallRule(reading.source(group, "RulesSource"), None, (Match(exact=False),))
    rules = mapping(rules)
    found = [*enumerate(listed(rules.get("StatelessRules")))]
    known = all(number(mapping(rule).get("Priority")) is not None for _, rule in found)
    for index, rule in sorted(found, key=lambda each: number(mapping(each[1]).get("Priority")) or 0):
        definition = mapping(mapping(rule).get("RuleDefinition"))
        asked = definition.get("MatchAttributes")
        match = Match(exact=False) if unknown(asked) else _match(reading, mapping(asked))
        yield FirewallRule(
            reading.source(group, f"StatelessRules[{index}]", rule),
            action_of(definition.get("Actions")) if known else None,
            (match if known else Match(exact=False),),
        )


def _match(reading: Reading, written: dict[str, Value]) -> Match:
    """Stateless rules, "Match settings": ports are asked for TCP and UDP; flags say more than a packet
    here.
    """
    protocols = _protocols(written.get("Protocols"))
    sport, dport = _ports(written.get("SourcePorts")), _ports(written.get("DestinationPorts"))
    if (sport, dport) != (ANY_PORT, ANY_PORT):
        protocols = Extent(intersection(protocols.must, WITH_PORTS), intersection(protocols.may, WITH_PORTS))
    return Match(
        _addresses(reading, written.get("Sources")),
        _addresses(reading, written.get("Destinations")),
        protocols,
        sport,
        dport,
        exact=not written.get("TCPFlags"),
    )


def _addresses(reading: Reading, value: Value) -> Extent:
    if value is None or value == []:
        return ANYWHERE
    if unknown(value):
        return Extent(EMPTY, ANYWHERE.may)
    texts = [mapping(each).get("AddressDefinition") for each in listed(value)]
    extents = [reading.extent_of_any(text) for text in texts]
    return Extent(union(*(each.must for each in extents)), union(*(each.may for each in extents)))


def _ports(value: Value) -> Extent:
    if value is None or value == []:
        return ANY_PORT
    ranges = []
    for each in listed(value):
        low, high = number(mapping(each).get("FromPort")), number(mapping(each).get("ToPort"))
        if low is None or high is None:
            return Extent(EMPTY, ALL_PORTS)
        ranges.append((low, high))
    return Extent.exactly(union(*((each,) for each in ranges if each[0] <= each[1])))


def _protocols(value: Value) -> Extent:
    if value is None or value == []:
        return ANY_PROTOCOL
    numbers = [number(each) for each in listed(value)]
    if any(each is None or not 0 <= each <= 255 for each in numbers):
        return Extent(EMPTY, ALL_PROTOCOLS)
    return Extent.exactly(union(*(((each, each),) for each in numbers if each is not None)))
