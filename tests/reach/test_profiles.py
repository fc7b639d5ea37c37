"""The recorded templates of every profile do on the wire what the profile's `allow:` says, and nothing
else.
"""

from functools import cache
from pathlib import Path

import pytest

from baseline.reach.ends import End, end
from baseline.reach.facts.read import read_network
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.packets import EVERY, NONE, PacketSet
from baseline.reach.ports import port_set
from baseline.reach.statements import Statements
from baseline.settings.load import load
from baseline.settings.network import ends
from baseline.settings.network.layout import FIREWALL_TIER
from baseline.settings.network.model import Network as Wanted
from baseline.verdict import Result, Verdict

ROOT = Path(__file__).resolve().parents[2]
PROFILES = sorted(folder.name for folder in (ROOT / "tests" / "golden").iterdir() if folder.is_dir())


@cache
def recorded(profile: str) -> Network:
    return read_network([ROOT / "tests" / "golden" / profile])


@cache
def wanted(profile: str) -> Wanted:
    return load(ROOT / "config" / f"{profile}.yaml").network


def tier(network: Network, name: str) -> End:
    """What is launched in the tier; what the templates place there has groups of its own choice, or the
    same.
    """
    found = end(network, f"tier/{name}")
    launched = tuple(
        site for site in found.sites if isinstance(site, Interface) and site.kind == "anything launched in it"
    )
    return End(found.text, launched or found.sites)


def ends_of(profile: str, written: ends.End) -> list[End]:
    network = recorded(profile)
    match written:
        case ends.TierEnd(name):
            return [tier(network, name)]
        case ends.EndpointsEnd():
            return [end(network, "tier/endpoints")]
        case ends.InternetEnd():
            return [end(network, "internet")]
        case ends.ServiceEnd(service):
            return [end(network, service)]
        case ends.PrefixListEnd(name):
            return [outside(network, str(each), "internet") for each in wanted(profile).prefix_lists[name]]
        case ends.VpnEnd():
            vpn = wanted(profile).gateways.vpn
            return [outside(network, str(each), "on-premises") for each in vpn.networks] if vpn else []
        case ends.RangeEnd(range_):
            return [outside(network, str(range_), "internet")]


def outside(network: Network, range_: str, place: str) -> End:
    found = end(network, range_)
    return End(range_, end(network, place).sites, found.addresses)


def rules(profile: str) -> list[tuple[ends.End, ends.End, tuple[str, ...]]]:
    return [(rule.from_, rule.to, tuple(map(str, rule.ports))) for rule in wanted(profile).allow]


CASES = [(profile, rule) for profile in PROFILES for rule in rules(profile)]


@pytest.mark.parametrize(("profile", "rule"), CASES, ids=lambda value: str(value)[:60])
def test_every_allowed_flow_passes_and_is_answered(
    profile: str, rule: tuple[ends.End, ends.End, tuple[str, ...]]
) -> None:
    source, target, ports = rule
    statements = Statements(recorded(profile))
    for one in ends_of(profile, source):
        for other in ends_of(profile, target):
            if isinstance(source, ends.PrefixListEnd | ends.InternetEnd):
                other = public(other)  # whoever takes packets from the internet has a public address
            verdict = statements.reaches(one, other, port_set(ports))
            assert verdict.holds or may_stop(profile, source, target, verdict), verdict


def may_stop(profile: str, source: ends.End, target: ends.End, verdict: Verdict) -> bool:
    """A firewall may drop what it does not like the content of, so that nobody knows before."""
    outside = (ends.InternetEnd, ends.PrefixListEnd, ends.VpnEnd, ends.RangeEnd)
    crosses = isinstance(source, outside) or isinstance(target, outside)
    return wanted(profile).firewall is not None and crosses and verdict.result is Result.UNDECIDED


def public(target: End) -> End:
    from dataclasses import replace

    sites = tuple(
        replace(site, public=True) if isinstance(site, Interface) else site for site in target.sites
    )
    return End(target.text, sites, target.addresses)


@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_else_passes_between_tiers(profile: str) -> None:
    network = recorded(profile)
    statements = Statements(network)
    tiers = [name for name in wanted(profile).layout() if name != FIREWALL_TIER]
    for source in tiers:
        for target in tiers:
            allowed = opened(profile, source, target)
            verdict = statements.unreachable(tier(network, source), tier(network, target), EVERY - allowed)
            assert verdict.holds, (source, target, verdict)


def opened(profile: str, source: str, target: str) -> PacketSet:
    found = NONE
    for one, other, ports in rules(profile):
        to = "endpoints" if isinstance(other, ends.EndpointsEnd) else str(other)
        if (str(one), to) == (source, target):
            found = found | port_set(ports)
    return found


@pytest.mark.parametrize("profile", PROFILES)
def test_the_internet_reaches_no_tier_but_those_that_were_opened_to_it(profile: str) -> None:
    network = recorded(profile)
    outer = {
        str(one) for one, _, _ in rules(profile) if isinstance(one, ends.InternetEnd | ends.PrefixListEnd)
    }
    for name in wanted(profile).layout():
        if not outer or not any(str(to) == name for one, to, _ in rules(profile) if str(one) in outer):
            assert Statements(network).unreachable(end(network, "internet"), tier(network, name)).holds


@pytest.mark.parametrize("profile", [name for name in PROFILES if not wanted(name).gateways.internet])
def test_what_has_no_gateway_leaves_by_endpoints_alone(profile: str) -> None:
    network = recorded(profile)
    for name in wanted(profile).layout():
        assert Statements(network).egress_only_via(tier(network, name), ["endpoints"]).holds
