"""Where subnets go: nothing overlaps, and what is there stays when something is added."""

from collections.abc import Callable
from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from baseline.settings.model import Settings
from baseline.settings.network.layout import ENDPOINTS_TIER, Layout, TierSpace, lay_out

VPC = IPv4Network("10.20.0.0/16")

sizes = st.integers(18, 28)
zones = st.integers(1, 6)
sized_tiers = st.lists(sizes, max_size=8).map(
    lambda wanted: {f"t{index}": TierSpace(size) for index, size in enumerate(wanted)}
)


@st.composite
def tiers_of_all_kinds(draw: st.DrawFn) -> tuple[int, dict[str, TierSpace]]:
    """Zones, and sized tiers around at most one explicit one and the endpoints."""
    count = draw(zones)
    tiers = draw(sized_tiers)
    prefix = draw(st.integers(20, 28))
    at = draw(st.integers(0, 2 ** (prefix - 16) - count))
    explicit = tuple(IPv4Network((int(VPC[0]) + ((at + n) << (32 - prefix)), prefix)) for n in range(count))
    if draw(st.booleans()):
        tiers["explicit"] = TierSpace(None, explicit)
    if draw(st.booleans()):
        tiers[ENDPOINTS_TIER] = TierSpace(draw(st.integers(24, 28)))
    return count, tiers


def everything(layout: Layout) -> list[IPv4Network]:
    return [cidr for ranges in layout.placed.values() for cidr in ranges]


@given(tiers_of_all_kinds())
def test_no_two_subnets_overlap(case: tuple[int, dict[str, TierSpace]]) -> None:
    count, tiers = case
    assert not any(
        one.overlaps(other) for one, other in combinations(everything(lay_out(VPC, count, tiers)), 2)
    )


@given(tiers_of_all_kinds())
def test_every_subnet_lies_in_the_vpc(case: tuple[int, dict[str, TierSpace]]) -> None:
    count, tiers = case
    assert all(cidr.subnet_of(VPC) for cidr in everything(lay_out(VPC, count, tiers)))


@given(tiers_of_all_kinds())
def test_every_tier_has_its_size_in_every_zone_or_is_named_as_a_misfit(
    case: tuple[int, dict[str, TierSpace]],
) -> None:
    count, tiers = case
    layout = lay_out(VPC, count, tiers)
    assert layout.placed.keys() ^ set(layout.misfits) == tiers.keys()
    for name, ranges in layout.placed.items():
        assert len(ranges) == count
        assert tiers[name].size is None or {cidr.prefixlen for cidr in ranges} == {tiers[name].size}


@given(zones, sized_tiers, sizes)
def test_appending_a_tier_moves_none_before_it(count: int, tiers: dict[str, TierSpace], size: int) -> None:
    before = lay_out(VPC, count, tiers).placed
    after = lay_out(VPC, count, {**tiers, "appended": TierSpace(size)}).placed
    assert before.items() <= after.items()


@given(zones, sized_tiers, sizes)
def test_asking_for_the_first_endpoint_moves_no_tier(
    count: int, tiers: dict[str, TierSpace], size: int
) -> None:
    before = lay_out(VPC, count, tiers).placed
    after = lay_out(VPC, count, {ENDPOINTS_TIER: TierSpace(size), **tiers}).placed
    assert before.items() <= after.items()


@given(st.sampled_from([(1, 2), (2, 3), (3, 4), (1, 4), (5, 6)]), sized_tiers)
def test_adding_a_zone_moves_no_subnet(grown: tuple[int, int], tiers: dict[str, TierSpace]) -> None:
    few, more = grown
    before, after = lay_out(VPC, few, tiers).placed, lay_out(VPC, more, tiers).placed
    assert all(after[name][:few] == ranges for name, ranges in before.items())


def test_tiers_fill_the_vpc_from_the_start_and_endpoints_from_the_end(
    accepted: Callable[[str], Settings],
) -> None:
    settings = accepted(
        "network: {subnets: {app: {size: 24}, data: {size: 26}}, endpoints: [ssm], "
        "allow: [{from: app, to: endpoints}]}"
    )
    assert {name: [str(cidr) for cidr in ranges] for name, ranges in settings.network.layout().items()} == {
        "app": ["10.0.0.0/24", "10.0.1.0/24"],
        "data": ["10.0.4.0/26", "10.0.4.64/26"],
        "endpoints": ["10.0.255.128/27", "10.0.255.160/27"],
    }


def test_the_size_of_the_endpoints_can_be_chosen(accepted: Callable[[str], Settings]) -> None:
    settings = accepted(
        "network: {subnets: {app: {size: 24}, endpoints: {size: 26}}, endpoints: [ssm], "
        "allow: [{from: app, to: endpoints}]}"
    )
    assert [str(cidr) for cidr in settings.network.layout()["endpoints"]] == [
        "10.0.255.0/26",
        "10.0.255.64/26",
    ]
