"""Network ACL entries are few, exact, and keep their ids and numbers when others come and go."""

from ipaddress import IPv4Network

import pytest

from baseline_constructs.network.acl_entries import acl_entries
from baseline_constructs.network.flows import HTTPS, CidrEnd, Flow, GatewayEndpointEnd, Ports, TierEnd
from baseline_constructs.network.stable_numbers import rule_numbers, stable_numbers
from baseline_constructs.network.topology import Gateways, NatGateway, Tier, Topology, VpnGateway

TIERS = (
    Tier("app", (IPv4Network("10.0.0.0/24"), IPv4Network("10.0.1.0/24")), frozenset({"nat", "vpn"})),
    Tier("data", (IPv4Network("10.0.4.0/24"), IPv4Network("10.0.5.0/24"))),
    Tier("web", (IPv4Network("10.0.8.0/24"), IPv4Network("10.0.9.0/24")), frozenset({"internet"})),
)
GATEWAYS = Gateways(True, NatGateway("web"), vpn=VpnGateway(64512, (IPv4Network("192.168.0.0/16"),)))
TOPOLOGY = Topology(IPv4Network("10.0.0.0/16"), TIERS, GATEWAYS)
APP, DATA = TierEnd("app"), TierEnd("data")
POSTGRES = Flow(APP, DATA, Ports("tcp", 5432, 5432))


def entries(tier: str, *flows: Flow) -> list[str]:
    return [str(entry) for entry in acl_entries(TOPOLOGY.tier(tier), TOPOLOGY, flows)]


def test_neighbouring_zones_are_one_entry() -> None:
    assert entries("data", POSTGRES) == [
        "Egress-INSIDE-10.0.0.0/23-tcp/1024-65535",
        "Ingress-INSIDE-10.0.0.0/23-tcp/5432",
    ]


def three_zones(*beside: str) -> list[str]:
    """Who may ask a tier beside, where a tier has three zones of four."""
    client = Tier("a", tuple(IPv4Network(f"10.0.{zone}.0/24") for zone in range(3)))
    server = Tier("b", tuple(IPv4Network(f"10.0.{zone}.0/24") for zone in range(8, 11)))
    others = tuple(Tier(f"t{number}", (IPv4Network(range_),)) for number, range_ in enumerate(beside))
    there = Topology(IPv4Network("10.0.0.0/16"), (client, server, *others))
    flow = Flow(TierEnd("a"), TierEnd("b"), Ports("tcp", 5432, 5432))
    return [str(entry) for entry in acl_entries(server, there, [flow]) if not entry.egress]


def test_three_zones_of_four_are_one_entry_since_nothing_else_is_there() -> None:
    assert three_zones() == ["Ingress-INSIDE-10.0.0.0/22-tcp/5432"]


def test_a_range_in_which_another_tier_has_a_subnet_is_never_taken_whole() -> None:
    assert three_zones("10.0.3.0/28") == [
        "Ingress-INSIDE-10.0.0.0/23-tcp/5432",
        "Ingress-INSIDE-10.0.2.0/24-tcp/5432",
    ]


def test_zones_that_lie_far_apart_are_not_joined_across_what_may_come_between() -> None:
    apart = Tier("a", (IPv4Network("10.0.0.0/24"), IPv4Network("10.0.3.0/24")))
    there = Topology(IPv4Network("10.0.0.0/16"), (apart, TIERS[2]))
    flow = Flow(TierEnd("a"), TierEnd("web"), Ports("tcp", 443, 443))
    asking = [str(entry) for entry in acl_entries(TIERS[2], there, [flow]) if not entry.egress]
    assert asking == ["Ingress-INSIDE-10.0.0.0/24-tcp/443", "Ingress-INSIDE-10.0.3.0/24-tcp/443"]


def test_a_flow_within_a_tier_crosses_its_subnets_both_ways() -> None:
    assert entries("app", Flow(APP, APP, Ports("udp", 53, 53))) == [
        "Egress-INSIDE-10.0.0.0/23-udp/1024-65535",
        "Egress-INSIDE-10.0.0.0/23-udp/53",
        "Ingress-INSIDE-10.0.0.0/23-udp/1024-65535",
        "Ingress-INSIDE-10.0.0.0/23-udp/53",
    ]


def test_an_entry_that_another_covers_is_left_out() -> None:
    within = Flow(APP, DATA, Ports("tcp", 443, 443))
    assert entries("data", Flow(APP, DATA, Ports("tcp", 400, 500)), within) == [
        "Egress-INSIDE-10.0.0.0/23-tcp/1024-65535",
        "Ingress-INSIDE-10.0.0.0/23-tcp/400-500",
    ]


def test_icmp_goes_both_ways() -> None:
    assert entries("data", Flow(APP, DATA, Ports("icmp"))) == [
        "Egress-INSIDE-10.0.0.0/23-icmp",
        "Ingress-INSIDE-10.0.0.0/23-icmp",
    ]


def test_a_rule_to_s3_by_address_opens_no_other_tier() -> None:
    assert "Egress-REST_OF_VPC-10.0.0.0/16-all" in entries(
        "data", Flow(DATA, GatewayEndpointEnd("s3"), HTTPS)
    )


def test_an_outer_range_apart_from_the_vpc_needs_no_denial() -> None:
    flow = Flow(CidrEnd(IPv4Network("192.168.0.0/16")), APP, HTTPS)
    assert not any("REST_OF_VPC" in entry for entry in entries("app", flow))


@pytest.mark.parametrize(("target", "crosses"), [("203.0.113.0/24", True), ("192.168.4.0/24", False)])
def test_the_nat_gateways_subnet_admits_what_its_clients_send_through_it(target: str, crosses: bool) -> None:
    flow = Flow(APP, CidrEnd(IPv4Network(target)), HTTPS)
    assert bool(entries("web", flow)) is crosses


def test_numbers_lie_between_1_and_32000_and_are_distinct() -> None:
    flows = [Flow(APP, CidrEnd(IPv4Network(f"172.16.{2 * i}.0/24")), HTTPS) for i in range(100)]
    numbers = rule_numbers(acl_entries(TIERS[0], TOPOLOGY, flows))
    outbound = [number for entry, number in numbers.items() if entry.egress]
    assert len(set(outbound)) == 100
    assert 1 <= min(outbound) <= max(outbound) <= 32_000


def test_an_entry_keeps_its_number_when_another_comes() -> None:
    before = rule_numbers(acl_entries(TIERS[1], TOPOLOGY, [POSTGRES]))
    more = Flow(APP, DATA, Ports("tcp", 6432, 6432))
    after = rule_numbers(acl_entries(TIERS[1], TOPOLOGY, [POSTGRES, more]))
    assert before.items() < after.items()


def test_names_that_meet_on_a_number_get_different_ones_and_the_first_keeps_its_own() -> None:
    alone = stable_numbers(["a"], range(3))
    numbers = stable_numbers(["a", "b", "c"], range(3))
    assert numbers["a"] == alone["a"]
    assert sorted(numbers.values()) == [0, 1, 2]
