"""What security groups and network ACLs do with one packet: rules one by one, entries in their order.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
    https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
"""

from collections.abc import Sequence

from baseline.reach.addresses import Extent
from baseline.reach.intervals import contains
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.model.rules import AclEntry, GroupRule
from baseline.reach.packets import Packet
from baseline.reach.trace.hop import Hop, Trace
from baseline.reach.traffic import Site


class Guards:
    """Asks the groups and ACLs of one network.

    Args:
        network: The network.
    """

    def __init__(self, network: Network) -> None:
        self._network = network

    def group(self, packet: Packet, wearer: Interface, peer: Site, *, egress: bool, near: bool) -> Trace:
        """The rules of all groups of an interface together (Security group basics).

        Args:
            packet: The packet.
            wearer: Whose groups.
            peer: The other side.
            egress: Whether the wearer sends.
            near: Whether rules that name a group can mean the other side.
        """
        way = "out" if egress else "in"
        if wearer.unfiltered:
            return (Hop(f"security group {way}", wearer.source, True, "has no security group"),)
        sure = [
            rule for rule in self._rules(wearer.groups, egress) if _fits(packet, rule, peer, near, sure=True)
        ]
        if sure:
            return (Hop(f"security group {way}", sure[0].source, True, "allows it"),)
        worn = (*wearer.groups, *wearer.possible_groups)
        perhaps = [rule for rule in self._rules(worn, egress) if _fits(packet, rule, peer, near, sure=False)]
        if perhaps or wearer.groups_in_doubt:
            rule_source = perhaps[0].source if perhaps else wearer.source
            return (Hop(f"security group {way}", rule_source, None, "could allow it; that is not certain"),)
        names = ", ".join(self._network.groups[key].source.name for key in worn) or wearer.source.name
        source = self._network.groups[worn[0]].source if worn else wearer.source
        text = f"no rule of {names} allows it"
        return (Hop(f"security group {way}", source, False, text, f"a rule {way} of {names} for it"),)

    def _rules(self, groups: Sequence[str], egress: bool) -> list[GroupRule]:
        return [rule for key in groups for rule in self._network.groups[key].rules if rule.egress is egress]

    def acl(self, packet: Packet, subnet: str, *, egress: bool) -> Hop:
        """The entry with the lowest number that matches decides (Network ACL rules)."""
        acl = self._network.acls[self._network.subnets[subnet].acl]
        way = "out" if egress else "in"
        what = f"network ACL {way}"
        doubt = False
        entries = [entry for entry in acl.entries if entry.egress is not (not egress)]
        for entry in sorted(entries, key=lambda each: (each.number is None, each.number or 0)):
            match = _matches(packet, entry, egress)
            if match is True and not doubt and entry.allows is not None and entry.number is not None:
                verb = "allows" if entry.allows else "denies"
                opens = "" if entry.allows else f"an earlier entry of {acl.source.name} that allows it"
                return Hop(what, entry.source, entry.allows, f"entry {entry.number} {verb} it", opens)
            doubt = doubt or match is not False
        if doubt:
            return Hop(what, acl.source, None, "an entry that is not known exactly could decide it")
        return Hop(
            what, acl.source, False, "no entry allows it", f"an entry {way} of {acl.source.name} for it"
        )


def _fits(packet: Packet, rule: GroupRule, peer: Site, near: bool, *, sure: bool) -> bool:
    other = packet.dst if rule.egress else packet.src
    if sure and not rule.certain:
        return False
    if not (_in(packet.protocol, rule.protocol, sure) and _in(packet.dport, rule.ports, sure)):
        return False
    if _in(other, rule.addresses, sure):
        return True
    if not near or not isinstance(peer, Interface) or not contains(peer.addresses, other):
        return False
    if sure:
        return rule.group is not None and rule.group in peer.groups
    named = rule.group is not None and (
        peer.groups_in_doubt or rule.group in (*peer.groups, *peer.possible_groups)
    )
    return named or rule.group_in_doubt


def _in(number: int, extent: Extent, sure: bool) -> bool:
    return contains(extent.must if sure else extent.may, number)


def _matches(packet: Packet, entry: AclEntry, egress: bool) -> bool | None:
    other = packet.dst if egress else packet.src
    pairs = ((other, entry.addresses), (packet.protocol, entry.protocol), (packet.dport, entry.ports))
    if not all(_in(number, extent, False) for number, extent in pairs):
        return False
    sure = (
        all(_in(number, extent, True) for number, extent in pairs)
        and entry.certain
        and entry.egress is not None
    )
    return True if sure else None
