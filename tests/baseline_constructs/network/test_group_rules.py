"""Rules of tiers' groups: each says something that no other says."""

from ipaddress import IPv4Network

import pytest

from baseline_constructs.network.flows import Flow, GatewayEndpointEnd, Ports, TierEnd
from baseline_constructs.network.group_rules import group_rules
from baseline_constructs.network.topology import Gateways, Tier, Topology

HTTPS = Ports("tcp", 443, 443)
TIERS = tuple(
    Tier(name, (IPv4Network(f"10.0.{index}.0/24"),), frozenset())
    for index, name in enumerate(("app", "data"))
)


@pytest.mark.parametrize(
    ("ipv6", "ports", "peers"),
    [
        (False, HTTPS, ["0.0.0.0/0"]),
        (True, HTTPS, ["0.0.0.0/0", "data"]),
        (False, Ports("tcp", 5432, 5432), ["0.0.0.0/0", "data"]),
    ],
)
def test_what_is_open_to_every_address_needs_no_rule_for_a_tier_beside_it(
    ipv6: bool, ports: Ports, peers: list[str]
) -> None:
    flows = [
        Flow(TierEnd("app"), GatewayEndpointEnd("s3"), HTTPS),
        Flow(TierEnd("app"), TierEnd("data"), ports),
    ]
    topology = Topology(IPv4Network("10.0.0.0/16"), TIERS, Gateways(), ipv6=ipv6)
    assert sorted(str(rule.peer) for rule in group_rules(TIERS[0], topology, flows)) == peers
    assert [str(rule.peer) for rule in group_rules(TIERS[1], topology, flows)] == ["app"]
