"""Network Firewall: firewalls with the rules of their policies.

Sources:
    https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-processing.html
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-networkfirewall-firewallpolicy.html
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from baseline.reach.addresses import ALL, Extent
from baseline.reach.facts.firewall.expressions import Variables, addresses, ports
from baseline.reach.facts.firewall.stateful import anything, stateful_rules
from baseline.reach.facts.firewall.stateless import action_of, stateless_rules
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import listed, mapping, number, unknown
from baseline.reach.intervals import EMPTY, difference, union
from baseline.reach.model.firewall import Action, Firewall, FirewallRule
from baseline.reach.model.places import Subnet, Vpc
from baseline.template.template import Resource
from baseline.template.value import Value

_GROUP = "AWS::NetworkFirewall::RuleGroup"
_STRICT = "STRICT_ORDER"
_ANYTHING = Extent(EMPTY, ALL)
# What only raises alerts lets packets pass.
_HARMLESS = {"aws:alert_strict", "aws:alert_established", "aws:alert_established_app_layer"}


def read_firewalls(reading: Reading, vpcs: dict[str, Vpc], subnets: dict[str, Subnet]) -> dict[str, Firewall]:
    """All firewalls, and the endpoints that other VPCs have of them."""
    found: dict[str, Firewall] = {}
    for each in reading.resources("AWS::NetworkFirewall::Firewall"):
        mapped = [mapping(one).get("SubnetId") for one in listed(each.get("SubnetMappings"))]
        found[str(each)] = _firewall(reading, each, each, _homes(reading, mapped, subnets), vpcs, subnets)
    for each in reading.resources("AWS::NetworkFirewall::VpcEndpointAssociation"):
        owner = reading.refers(each.get("FirewallArn"), "AWS::NetworkFirewall::Firewall")
        homes = _homes(reading, [mapping(each.get("SubnetMapping")).get("SubnetId")], subnets)
        found[str(each)] = _firewall(reading, each, owner, homes, vpcs, subnets)
    return found


def _homes(reading: Reading, values: list[Value], subnets: dict[str, Subnet]) -> tuple[str, ...]:
    """The subnets; none where one of them is not known."""
    keys = [reading.key_of(value, "AWS::EC2::Subnet") for value in values]
    found = tuple(key for key in keys if key is not None and key in subnets)
    return found if len(found) == len(keys) else ()


def _firewall(
    reading: Reading,
    resource: Resource,
    owner: Resource | None,
    homes: tuple[str, ...],
    vpcs: dict[str, Vpc],
    subnets: dict[str, Subnet],
) -> Firewall:
    made = Firewall(str(resource), reading.source(resource), homes)
    policy = (
        reading.refers(owner.get("FirewallPolicyArn"), "AWS::NetworkFirewall::FirewallPolicy")
        if owner
        else None
    )
    written = policy.get("FirewallPolicy") if policy else None
    if policy is None or not isinstance(written, dict) or policy.present is not True:
        return replace(made, stateful=(anything(made.source),))
    known = bool(homes) and all(subnets[key].vpc in vpcs for key in homes)
    home = union(*(vpcs[subnets[key].vpc].addresses for key in homes if subnets[key].vpc in vpcs))
    stateful, default = _stateful(reading, policy, written, Extent.exactly(home) if known else _ANYTHING)
    return replace(
        made,
        stateless=tuple(_stateless(reading, policy, written)),
        stateless_default=action_of(written.get("StatelessDefaultActions")),
        stateful=tuple(stateful),
        stateful_default=default,
    )


def _groups(
    reading: Reading, policy: Resource, references: Value, *, by_priority: bool
) -> Iterator[tuple[Resource | None, dict[str, Value]]]:
    """The rule groups that a policy names, with what it says of each; None for one that is not here."""
    if unknown(references):
        yield None, {}
        return
    found = [mapping(each) for each in listed(references)]
    if by_priority and any(number(each.get("Priority")) is None for each in found):
        yield None, {}
    if by_priority:
        found.sort(key=lambda each: number(each.get("Priority")) or 0)
    for each in found:
        group = reading.refers(each.get("ResourceArn"), _GROUP)
        readable = group is not None and isinstance(group.get("RuleGroup"), dict) and group.present is True
        yield group if readable else None, each


def _stateless(reading: Reading, policy: Resource, written: dict[str, Value]) -> Iterator[FirewallRule]:
    """Firewall policy processing, 1: groups by priority, rules by priority, the first match decides."""
    for group, _ in _groups(reading, policy, written.get("StatelessRuleGroupReferences"), by_priority=True):
        if group is None:
            yield anything(reading.source(policy, "a stateless rule group that is not in the templates"))
        else:
            yield from stateless_rules(reading, group, mapping(group.get("RuleGroup")))


def _stateful(
    reading: Reading, policy: Resource, written: dict[str, Value], home: Extent
) -> tuple[list[FirewallRule], Action | None]:
    """Evaluation order: strict asks groups by priority and rules as written, and ends with the default
    action; the other asks all that pass, then all that drop or reject, and lets the rest pass.
    """
    options = written.get("StatefulEngineOptions")
    order = options if unknown(options) else mapping(options).get("RuleOrder", "DEFAULT_ACTION_ORDER")
    strict = order == _STRICT
    rules: list[FirewallRule] = []
    references = written.get("StatefulRuleGroupReferences")
    for group, said in _groups(reading, policy, references, by_priority=strict):
        if group is None:
            rules.append(
                anything(reading.source(policy, "a stateful rule group that is not in the templates"))
            )
            continue
        own = mapping(group.get("RuleGroup"))
        found = stateful_rules(reading, group, own, _variables(reading, own, written, home))
        alerts = mapping(said.get("Override")).get("Action") == "DROP_TO_ALERT"
        rules += [rule for rule in found if not (alerts and rule.action is Action.DROP)]
    if unknown(order):
        return [anything(reading.source(policy, "RuleOrder")), *rules], None
    if strict:
        return rules, _default(written.get("StatefulDefaultActions"))
    return sorted(rules, key=_by_action), Action.ALLOW


def _by_action(rule: FirewallRule) -> int:
    """What passes for certain goes first, whatever an unknown rule does; what drops goes last."""
    return {Action.ALLOW: 0, None: 1}.get(rule.action, 2)


def _default(value: Value) -> Action | None:
    """Strict order's default actions: none lets pass; dropping what is established lets handshakes pass, so
    it depends on more than the packet.
    """
    actions = set(map(str, listed(value))) - _HARMLESS
    if not actions:
        return Action.ALLOW
    return Action.DROP if "aws:drop_strict" in actions else None


def _variables(
    reading: Reading, group: dict[str, Value], policy: dict[str, Value], home: Extent
) -> dict[str, Extent]:
    """Sets by name: those of the group, then the policy's, then HOME_NET as the firewall's own VPC."""
    of_policy = mapping(mapping(policy.get("PolicyVariables")).get("RuleVariables"))
    of_group = mapping(mapping(group.get("RuleVariables")).get("IPSets"))
    hidden = (
        *(policy.get("PolicyVariables"), mapping(policy.get("PolicyVariables")).get("RuleVariables")),
        *(group.get("RuleVariables"), mapping(group.get("RuleVariables")).get("IPSets")),
    )
    found = {"HOME_NET": _ANYTHING if any(map(unknown, hidden)) else home}
    for written in (of_policy, of_group):
        found |= {name: _set(mapping(each).get("Definition"), addresses) for name, each in written.items()}
    found.setdefault("EXTERNAL_NET", _others(found["HOME_NET"]))
    port_sets = mapping(mapping(group.get("RuleVariables")).get("PortSets"))
    found |= {name: _set(mapping(each).get("Definition"), ports) for name, each in port_sets.items()}
    references = mapping(mapping(group.get("ReferenceSets")).get("IPSetReferences"))
    for name, each in references.items():
        ranges = [one for one, _ in reading.prefix_list(mapping(each).get("ReferenceArn"))]
        found[name] = Extent(union(*(one.must for one in ranges)), union(*(one.may for one in ranges)))
    return found


def _set(value: Value, read: Callable[[str, Variables], Extent]) -> Extent:
    parts = [read(str(each) if isinstance(each, str | int) else "?", {}) for each in listed(value)]
    return Extent(union(*(each.must for each in parts)), union(*(each.may for each in parts)))


def _others(here: Extent) -> Extent:
    return Extent(difference(ALL, here.may), difference(ALL, here.must) if here.must else ALL)
