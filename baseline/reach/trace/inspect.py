"""What a Network Firewall does with one packet: its rules one by one.

Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-processing.html
"""

from collections.abc import Sequence

from baseline.reach.intervals import contains
from baseline.reach.model.firewall import Action, Firewall, FirewallRule, Match
from baseline.reach.model.source import Source
from baseline.reach.packets import ECHO_REPLY, ECHO_REQUEST, Packet
from baseline.reach.trace.hop import Hop

_WHAT = "firewall"


def inspected(firewall: Firewall, packet: Packet, *, answer: bool) -> Hop:
    """The stateless rules, then the stateful ones; for an answer those of its question first."""
    action, source = _decided(firewall.stateless, firewall.stateless_default, packet, firewall.source)
    if action is None:
        return Hop(_WHAT, source, None, "its stateless rules do not decide it for certain")
    if action is not Action.FORWARD:
        return _hop(action is Action.ALLOW, source)
    if answer:
        question = _question(packet)
        before, _ = _decided(firewall.stateless, firewall.stateless_default, question, firewall.source)
        asked, by = _decided(firewall.stateful, firewall.stateful_default, question, firewall.source)
        if before is not Action.FORWARD or asked is not Action.ALLOW:
            return Hop(_WHAT, by, None, "whether it passed the question is not certain")
        if by is not firewall.source:
            return Hop(_WHAT, by, True, "lets the answers of this conversation pass")
    action, source = _decided(firewall.stateful, firewall.stateful_default, packet, firewall.source)
    if action is None:
        return Hop(_WHAT, source, None, "its stateful rules do not decide it for certain")
    return _hop(action is Action.ALLOW, source)


def _hop(passes: bool, source: Source) -> Hop:
    if passes:
        return Hop(_WHAT, source, True, "lets it pass")
    return Hop(_WHAT, source, False, "drops it", f"an earlier rule of {source.name} that passes it")


def _decided(
    rules: Sequence[FirewallRule], default: Action | None, packet: Packet, owner: Source
) -> tuple[Action | None, Source]:
    """The action for a packet, with the rule that gives it; None where that is not certain."""
    doubtful: FirewallRule | None = None
    for rule in rules:
        match = _matches(rule, packet)
        if match is False:
            continue
        if match is True and rule.action is not None:
            same = doubtful is None or doubtful.action is rule.action
            return (rule.action if same else None), rule.source
        doubtful = doubtful or rule
    if doubtful is not None:
        return (default if default is not None and doubtful.action is default else None), doubtful.source
    return default, owner


def _matches(rule: FirewallRule, packet: Packet) -> bool | None:
    found = [_one(match, packet) for match in rule.matches]
    return True if True in found else None if None in found else False


def _one(match: Match, packet: Packet) -> bool | None:
    pairs = zip(packet, (match.src, match.dst, match.protocol, match.sport, match.dport), strict=True)
    asked = [(number, extent) for number, extent in pairs]
    if not all(contains(extent.may, number) for number, extent in asked):
        return False
    sure = match.exact and all(contains(extent.must, number) for number, extent in asked)
    return True if sure else None


def _question(answer: Packet) -> Packet:
    """The packet that an answer answers."""
    if answer.protocol in ECHO_REPLY and answer.dport == ECHO_REPLY[answer.protocol]:
        request = ECHO_REQUEST[answer.protocol]
        return Packet(answer.dst, answer.src, answer.protocol, answer.sport, request)
    return Packet(answer.dst, answer.src, answer.protocol, answer.dport, answer.sport)
