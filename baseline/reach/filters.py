"""What security groups and network ACLs let through, as exact sets of packets: for certain, and perhaps.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
    https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from baseline.reach.addresses import Extent
from baseline.reach.intervals import EMPTY, Intervals
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.model.rules import Acl, AclEntry, GroupRule
from baseline.reach.packets import EVERY, NONE, Box, PacketSet, packets


@dataclass(frozen=True)
class Filter:
    """What passes.

    Attributes:
        must: Passes for certain.
        may: Could pass; holds `must`.
    """

    must: PacketSet
    may: PacketSet


OPEN = Filter(EVERY, EVERY)


def group_filter(network: Network, wearer: Interface, *, peer: Interface | None, egress: bool) -> Filter:
    """What the groups of one interface let it send to, or take from, another.

    Security group rules, "Security group basics": rules only allow; the rules of all groups of an interface
    count together; a rule that names a group means the private addresses of the interfaces that wear it.
    Answers pass without a rule, so this is asked for requests only.

    Args:
        network: Where the groups are.
        wearer: Whose groups.
        peer: The other side, where it is an interface that is met at its private address.
        egress: Whether the wearer sends.
    """
    if wearer.unfiltered:
        return OPEN
    must = packets(
        box for rule in _rules(network, wearer.groups, egress) for box in _boxes(rule, peer, sure=True)
    )
    if wearer.groups_in_doubt:
        return Filter(must, EVERY)
    worn = (*wearer.groups, *wearer.possible_groups)
    may = packets(box for rule in _rules(network, worn, egress) for box in _boxes(rule, peer, sure=False))
    return Filter(must, may)


def _rules(network: Network, groups: Iterable[str], egress: bool) -> Iterator[GroupRule]:
    for key in groups:
        yield from (rule for rule in network.groups[key].rules if rule.egress is egress)


def _boxes(rule: GroupRule, peer: Interface | None, *, sure: bool) -> Iterator[Box]:
    if sure and not rule.certain:
        return
    addresses = _size(rule.addresses, sure)
    if addresses:
        yield _box(rule.egress, addresses, _size(rule.protocol, sure), _size(rule.ports, sure))
    if peer is not None and _wears(peer, rule, sure=sure):
        yield _box(rule.egress, peer.addresses, _size(rule.protocol, sure), _size(rule.ports, sure))


def _wears(peer: Interface, rule: GroupRule, *, sure: bool) -> bool:
    if rule.group is None and not rule.group_in_doubt:
        return False
    if sure:
        return rule.group in peer.groups
    return rule.group_in_doubt or peer.groups_in_doubt or rule.group in (*peer.groups, *peer.possible_groups)


def acl_filter(acl: Acl, *, egress: bool) -> Filter:
    """What a network ACL lets through in one direction.

    Network ACL rules: the entry with the lowest number that matches decides; what none matches is denied. A
    packet passes for certain if an allow certainly matches it and no earlier deny could. It could pass if
    an allow could match it and no earlier deny certainly does.
    """
    entries = [entry for entry in acl.entries if entry.egress is not (not egress)]
    return Filter(_allowed(entries, egress, sure=True), _allowed(entries, egress, sure=False))


def _allowed(entries: list[AclEntry], egress: bool, *, sure: bool) -> PacketSet:
    allowed = NONE
    for entry in entries:
        if entry.allows is True or (entry.allows is None and not sure):
            here = _entry_set(entry, egress, sure=sure)
            for other in entries if here else ():
                if _denies_before(other, entry, sure=sure):
                    here = here - _entry_set(other, egress, sure=not sure)
            allowed = allowed | here
    return allowed


def _denies_before(deny: AclEntry, allow: AclEntry, *, sure: bool) -> bool:
    """Whether a denial has to be taken off what is allowed: all that could go first, or only what does."""
    if deny.allows is True or deny is allow or (deny.allows is None and not sure):
        return False
    if deny.number is None or allow.number is None:
        return sure
    return deny.number < allow.number or (deny.number == allow.number and sure)


def _entry_set(entry: AclEntry, egress: bool, *, sure: bool) -> PacketSet:
    if sure and not (entry.certain and entry.egress is not None):
        return NONE
    box = _box(egress, _size(entry.addresses, sure), _size(entry.protocol, sure), _size(entry.ports, sure))
    return packets([box])


def _box(egress: bool, addresses: Intervals, protocol: Intervals, ports: Intervals) -> Box:
    if not (addresses and protocol and ports):
        return Box(EMPTY)
    return (
        Box(dst=addresses, protocol=protocol, dport=ports)
        if egress
        else Box(addresses, protocol=protocol, dport=ports)
    )


def _size(extent: Extent, sure: bool) -> Intervals:
    return extent.must if sure else extent.may
