"""Taking any one network ACL entry, group rule or route out of a recorded profile changes some verdict.

Groups and ACLs guard the same flows twice, so what one of them holds back by itself is asked with the other
left out, and against a probe: an instance beside the tiers whose own group and ACL are open. What a firewall
drops for its content is not known before, so everything that passes one is unknown; what routes and ACLs
around it hold back is asked with a firewall that lets everything pass. A verdict is one of three, so packets
that pass for certain, those that could, and those that are answered are all compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from baseline.reach.addresses import Extent, block
from baseline.reach.ends import INTERNET, PREMISES
from baseline.reach.facts.vpcs import default_acl, main_table
from baseline.reach.model.firewall import Action
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface, Subnet
from baseline.reach.model.routes import Kind, RouteTable
from baseline.reach.model.rules import Acl, AclEntry, Group, GroupRule
from baseline.reach.model.source import Source
from baseline.reach.packets import PacketSet
from baseline.reach.prover import Prover
from baseline.reach.traffic import Outside, Site
from tests.reach.test_profiles import PROFILES, recorded

PROBE = "probe/Probe"


@dataclass(frozen=True)
class View:
    """How it is asked: with which layers, and with the rules of firewalls or without."""

    layers: frozenset[str]
    rules: bool = True

    def of(self, network: Network) -> Network:
        if self.rules:
            return network
        open_ = {
            key: replace(each, stateless=(), stateless_default=Action.ALLOW)
            for key, each in network.firewalls.items()
        }
        return replace(network, firewalls=open_)


BOTH = frozenset({"groups", "acls"})
VIEWS = (View(BOTH), View(frozenset({"groups"})), View(frozenset({"acls"})), View(BOTH, rules=False))


@dataclass(frozen=True)
class Mutant:
    name: str
    network: Network


@cache
def probed(profile: str) -> Network:
    """The profile with an open subnet in the free part of its VPC."""
    made = recorded(profile)
    vpc = next(iter(made.vpcs.values()))
    source = Source("probe")
    high = vpc.addresses[0][1]
    addresses = ((high - 3, high - 2),)
    subnet = Subnet(PROBE, source, vpc.key, addresses, None, main_table(vpc.key), default_acl(vpc.key))
    everything = Extent.exactly(block_of_all())
    rules = tuple(GroupRule(source, egress, everything) for egress in (False, True))
    group = Group(PROBE, source, vpc.key, rules)
    probe = Interface(PROBE, source, "probe", PROBE, addresses, (PROBE,))
    return replace(
        made,
        subnets={**made.subnets, PROBE: subnet},
        groups={**made.groups, PROBE: group},
        interfaces=(*made.interfaces, probe),
    )


def block_of_all() -> tuple[tuple[int, int], ...]:
    from ipaddress import ip_network

    return (*block(ip_network("0.0.0.0/0")), *block(ip_network("::/0")))


def mutants(network: Network) -> Iterator[Mutant]:
    for key, acl in network.acls.items():
        for entry in acl.entries if "#" not in key else ():
            yield Mutant(
                f"entry {entry.source}", replace(network, acls={**network.acls, key: less_acl(acl, entry)})
            )
    for key, group in network.groups.items():
        for rule in group.rules if "#" not in key and key != PROBE else ():
            changed = {**network.groups, key: less_group(group, rule)}
            yield Mutant(f"rule {rule.source}", replace(network, groups=changed))
    for key, table in network.tables.items():
        for route in table.routes:
            if route.target.kind is not Kind.LOCAL:
                rest = tuple(other for other in table.routes if other is not route)
                tables = {**network.tables, key: RouteTable(key, table.source, rest)}
                yield Mutant(f"route {route.source} of {table.source}", replace(network, tables=tables))


def less_acl(acl: Acl, entry: AclEntry) -> Acl:
    return replace(acl, entries=tuple(other for other in acl.entries if other is not entry))


def less_group(group: Group, rule: GroupRule) -> Group:
    """Without its last written egress rule CloudFormation gives a group one that lets everything out."""
    rest = tuple(other for other in group.rules if other is not rule)
    inline = [each for each in group.rules if each.egress and "SecurityGroupEgress[" in each.source.detail]
    if inline == [rule]:
        rest = (*rest, GroupRule(Source("made by CloudFormation"), True, Extent.exactly(block_of_all())))
    return replace(group, rules=rest)


def sites(network: Network) -> list[Site]:
    """One for each tier and zone, the probe, and what lies outside; load balancers and databases stand like
    tiers.
    """
    kinds = ("anything launched in it", "probe")
    inside: list[Site] = [each for each in network.interfaces if each.kind in kinds]
    services: list[Site] = [Outside("service", key, each.service) for key, each in network.endpoints.items()]
    return [*inside, INTERNET, PREMISES, *services]


Outcome = tuple[PacketSet, ...]


def outcomes(network: Network, layers: frozenset[str]) -> Iterator[Outcome]:
    """For each two places what arrives, perhaps and for certain, and what is answered likewise."""
    prover = Prover(network, layers=layers)
    for source in sites(network):
        for target in sites(network):
            flows = prover.flows(open_to_world(source), open_to_world(target))
            yield tuple(
                joined([getattr(flow, name) for flow in flows])
                for name in ("may", "must", "perhaps_answered", "answered")
            )


def joined(sets: list[PacketSet]) -> PacketSet:
    whole = PacketSet()
    for each in sets:
        whole = whole | each
    return whole


def open_to_world(site: Site) -> Site:
    """A public address, so that what holds back the internet is the rules."""
    return replace(site, public=True) if isinstance(site, Interface) else site


def same(one: Outcome, other: Outcome) -> bool:
    pairs = zip(one, other, strict=True)
    return all(left == right or (left.within(right) and right.within(left)) for left, right in pairs)


def changes(profile: str, mutant: Mutant) -> bool:
    for view in VIEWS if mutant.network.firewalls else VIEWS[:-1]:
        before = expected(profile, view)
        for index, outcome in enumerate(outcomes(view.of(mutant.network), view.layers)):
            if not same(before[index], outcome):
                return True
    return False


@cache
def expected(profile: str, view: View) -> list[Outcome]:
    return list(outcomes(view.of(probed(profile)), view.layers))


@pytest.mark.parametrize("profile", PROFILES)
def test_every_rule_entry_and_route_matters(profile: str) -> None:
    idle = {mutant.name for mutant in mutants(probed(profile)) if not changes(profile, mutant)}
    assert idle == set()
