"""What a Network Firewall lets through, as exact sets of packets: for certain, and perhaps.

Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-processing.html
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from baseline.reach.addresses import Extent
from baseline.reach.filters import Filter
from baseline.reach.model.firewall import Action, Firewall, FirewallRule, Match
from baseline.reach.packets import EVERY, NONE, Box, PacketSet, packets


@dataclass
class _Sorted:
    """Packets by what an engine does with them.

    Attributes:
        must: By action, those that for certain get it.
        may: By action, those that could get it.
        by_rule: Those that a rule, and not the default, lets pass for certain.
        perhaps_by_rule: Those that a rule could let pass.
    """

    must: dict[Action, PacketSet] = field(default_factory=dict)
    may: dict[Action, PacketSet] = field(default_factory=dict)
    by_rule: PacketSet = NONE
    perhaps_by_rule: PacketSet = NONE

    def add(self, action: Action | None, must: PacketSet, may: PacketSet) -> None:
        """Packets with their action; any where it is None."""
        for each in Action if action is None else (action,):
            self.may[each] = self.may.get(each, NONE) | may
        if action is not None:
            self.must[action] = self.must.get(action, NONE) | must

    def filter(self, action: Action) -> Filter:
        """The packets that get one action."""
        return Filter(self.must.get(action, NONE), self.may.get(action, NONE))


@dataclass(frozen=True)
class Inspection:
    """What a firewall lets pass.

    Attributes:
        requests: Packets that open a conversation.
        answers: Those that answer a packet that passed the same firewall.
    """

    requests: Filter
    answers: Filter


def inspection(firewall: Firewall) -> Inspection:
    """Works through both engines: the stateless rules, then the stateful ones for what those forward.

    The stateful engine lets the answers of a conversation pass that a rule lets pass ("doesn't scan the other
    packets in that flow"); where only the default did, it asks its rules about the answers too.
    """
    first = _sorted(firewall.stateless, firewall.stateless_default)
    second = _sorted(firewall.stateful, firewall.stateful_default)
    direct, forwarded = first.filter(Action.ALLOW), first.filter(Action.FORWARD)
    passed = second.filter(Action.ALLOW)
    known = (forwarded.must & second.by_rule).answers()
    seen = (forwarded.must & passed.must).answers() & passed.must
    back_must = direct.must | (forwarded.must & (known | seen))
    back_may = direct.may | (forwarded.may & (passed.may | second.perhaps_by_rule.answers()))
    return Inspection(
        Filter(direct.must | (forwarded.must & passed.must), direct.may | (forwarded.may & passed.may)),
        Filter(back_must, back_may),
    )


def _sorted(rules: Sequence[FirewallRule], default: Action | None) -> _Sorted:
    """Rules in order: the first that matches decides."""
    found, open_must, open_may = _Sorted(), EVERY, EVERY
    for rule in rules:
        must, may = _packets(rule, sure=True), _packets(rule, sure=False)
        found.add(rule.action, open_must & must, open_may & may)
        if rule.action in (Action.ALLOW, None):
            found.perhaps_by_rule = found.perhaps_by_rule | (open_may & may)
        if rule.action is Action.ALLOW:
            found.by_rule = found.by_rule | (open_must & must)
        open_must = open_must - may
        if rule.action is not None:  # an unknown one could be an alert, which lets packets go on
            open_may = open_may - must
    found.add(default, open_must, open_may)
    return found


def _packets(rule: FirewallRule, *, sure: bool) -> PacketSet:
    return packets(_box(match, sure=sure) for match in rule.matches if match.exact or not sure)


def _box(match: Match, *, sure: bool) -> Box:
    def size(extent: Extent) -> tuple[tuple[int, int], ...]:
        return extent.must if sure else extent.may

    return Box(size(match.src), size(match.dst), size(match.protocol), size(match.sport), size(match.dport))
