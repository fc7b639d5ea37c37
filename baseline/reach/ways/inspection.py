"""What a Network Firewall lets through, as exact sets of packets: for certain, and perhaps.

Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-processing.html
"""

from collections.abc import Sequence
from dataclasses import dataclass

from baseline.reach.addresses import Extent
from baseline.reach.filters import Filter
from baseline.reach.model.firewall import Action, Firewall, FirewallRule, Match
from baseline.reach.packets import Box, PacketSet


class _Sorted:
    """Packets by what an engine does with them: for certain, and perhaps.

    Policies have hundreds of rules, so what is still open is kept as plain boxes that have nothing in common.
    """

    def __init__(self) -> None:
        self._must: dict[Action, list[Box]] = {each: [] for each in Action}
        self._may: dict[Action, list[Box]] = {each: [] for each in Action}
        self._by_rule: list[Box] = []
        self._perhaps_by_rule: list[Box] = []

    def add(self, action: Action | None, must: list[Box], may: list[Box], *, rule: bool) -> None:
        """Packets with their action; any where it is None; `rule` says that no default gave it."""
        for each in Action if action is None else (action,):
            self._may[each] += may
        if action is not None:
            self._must[action] += must
        if rule and action in (Action.ALLOW, None):
            self._perhaps_by_rule += may
            self._by_rule += must if action else []

    def filter(self, action: Action) -> Filter:
        """The packets that get one action."""
        return Filter(PacketSet(tuple(self._must[action])), PacketSet(tuple(self._may[action])))

    @property
    def by_rule(self) -> Filter:
        """The packets that a rule lets pass, and not the default."""
        return Filter(PacketSet(tuple(self._by_rule)), PacketSet(tuple(self._perhaps_by_rule)))


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
    known = (forwarded.must & second.by_rule.must).answers()
    seen = (forwarded.must & passed.must).answers() & passed.must
    back_must = direct.must | (forwarded.must & (known | seen))
    back_may = direct.may | (forwarded.may & (passed.may | second.by_rule.may.answers()))
    return Inspection(
        Filter(direct.must | (forwarded.must & passed.must), direct.may | (forwarded.may & passed.may)),
        Filter(back_must, back_may),
    )


def _sorted(rules: Sequence[FirewallRule], default: Action | None) -> _Sorted:
    """Rules in order: the first that matches decides."""
    found, open_must, open_may = _Sorted(), [Box()], [Box()]
    for rule in rules:
        must, may = _boxes(rule, sure=True), _boxes(rule, sure=False)
        found.add(rule.action, _common(open_must, must), _common(open_may, may), rule=True)
        open_must = _without(open_must, may)
        if rule.action is not None:  # an unknown one could be an alert, which lets packets go on
            open_may = _without(open_may, must)
    found.add(default, open_must, open_may, rule=False)
    return found


def _common(boxes: list[Box], others: list[Box]) -> list[Box]:
    met = (one.meet(other) for other in others for one in boxes)
    return [each for each in met if each is not None]


def _without(boxes: list[Box], taken: list[Box]) -> list[Box]:
    for each in taken:
        boxes = [piece for box in boxes for piece in ((box,) if box.meet(each) is None else box.minus(each))]
    return boxes


def _boxes(rule: FirewallRule, *, sure: bool) -> list[Box]:
    boxes = (_box(match, sure=sure) for match in rule.matches if match.exact or not sure)
    return [box for box in boxes if all(box)]


def _box(match: Match, *, sure: bool) -> Box:
    def size(extent: Extent) -> tuple[tuple[int, int], ...]:
        return extent.must if sure else extent.may

    return Box(size(match.src), size(match.dst), size(match.protocol), size(match.sport), size(match.dport))
