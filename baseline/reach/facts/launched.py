"""What could be launched later into a subnet, in an interface that stands for all of it."""

from collections.abc import Iterator

from baseline.reach.model.places import Interface, Subnet
from baseline.reach.model.rules import Group
from baseline.reach.model.source import Source


def launched(
    found: list[Interface], subnets: dict[str, Subnet], groups: dict[str, Group]
) -> Iterator[Interface]:
    """Something launched later: in a tier with a group of its own it wears that; elsewhere, any group of
    the VPC.

    A tier's group is the one whose Name tag is that of the subnets without the zone's number. Elsewhere it
    is only thought of where the templates place nothing.
    """
    by_vpc: dict[str, list[Group]] = {}
    for group in groups.values():
        by_vpc.setdefault(group.vpc or "", []).append(group)
    used = {interface.subnet for interface in found}
    for subnet in subnets.values():
        here = by_vpc.get(subnet.vpc, [])
        own = tuple(g.key for g in here if g.name and any(_is_tier_of(g.name, name) for name in subnet.names))
        if own:
            yield _any(subnet, own, ())
        elif subnet.key not in used:
            yield _any(subnet, (), tuple(g.key for g in here))


def _is_tier_of(group: str, subnet_name: str) -> bool:
    head, dash, zone = subnet_name.rpartition("-")
    return bool(dash) and zone.isdecimal() and head == group


def _any(subnet: Subnet, worn: tuple[str, ...], possible: tuple[str, ...]) -> Interface:
    source = Source(f"anything launched in {subnet.source.name}", subnet.source.place)
    return Interface(
        key=subnet.key,
        source=source,
        kind="anything launched in it",
        subnet=subnet.key,
        addresses=subnet.addresses,
        groups=worn,
        possible_groups=possible,
        public=subnet.public_on_launch,
    )
