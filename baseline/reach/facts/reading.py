"""What every reader of facts needs: references, places and ranges."""

import re
from collections.abc import Iterator

from baseline.reach.addresses import ALL, ALL_4, ALL_6, AddressBook, Extent, block, extent, parse_block
from baseline.reach.facts.values import length
from baseline.reach.intervals import EMPTY, Intervals
from baseline.reach.model.source import Source
from baseline.template.document import place_of
from baseline.template.estate import Estate
from baseline.template.template import Resource
from baseline.template.value import Symbol, Value

_CARVED = re.compile(r"Fn::Cidr <(.+)/([^/]+)\.(CidrBlock|Ipv6CidrBlocks\[0\])> (\d+) (\d+)")


_VPC_BITS_6 = 72


_SUBNET_BITS_6 = 64


class Reading:
    """An estate's resources, with the few conversions that all facts share.

    Args:
        estate: The templates.
    """

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.book = AddressBook()
        self.notes: dict[str, None] = {}
        self._by_key = {str(each): each for each in estate.resources()}
        self._by_type: dict[str, list[Resource]] = {}
        for resource in self._by_key.values():
            self._by_type.setdefault(resource.type, []).append(resource)
        self._subnets = self.by_owner("AWS::EC2::Subnet", "VpcId")
        self._more_6 = self.by_owner("AWS::EC2::SubnetCidrBlock", "SubnetId")

    def resources(self, *types: str) -> Iterator[Resource]:
        """The resources of these types; all if there is none."""
        for type_ in types or self._by_type:
            yield from self._by_type.get(type_, ())

    def by_owner(self, type_: str, property_: str) -> dict[str, list[Resource]]:
        """The resources of a type by the key of the resource that one of their properties names."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources(type_):
            found.setdefault(self.key_of(resource.get(property_)) or "", []).append(resource)
        return found

    def refers(self, value: Value, *types: str) -> Resource | None:
        """The resource of one of these types that a value names; None where it is another, or unknown."""
        found = self.estate.resource(value)
        return found if found is not None and (not types or found.type in types) else None

    def key_of(self, value: Value, *types: str) -> str | None:
        """The key of the resource that a value names."""
        found = self.refers(value, *types)
        return None if found is None else str(found)

    def estate_resource(self, key: str | None) -> Resource | None:
        """The resource of a key."""
        return self._by_key.get(key or "")

    def same_environment(self, one: Resource, other: Resource) -> bool:
        """Whether two resources are of one account and Region, as far as their stacks say."""
        pairs = zip(self.estate.environment(one), self.estate.environment(other), strict=True)
        return all(left == right for left, right in pairs)

    def source(self, resource: Resource, detail: str = "", at: object = None) -> Source:
        """Where a resource, or a part of it, stands."""
        several = len(self.estate.templates) > 1
        name = str(resource) if several else resource.logical_id
        return Source(name, place_of(at, resource.place), detail)

    def note(self, text: str) -> None:
        """Remember something that could not be read; the same is told once."""
        self.notes[text] = None

    def subnets_of(self, vpc: str) -> list[Resource]:
        """The subnets of a VPC."""
        return self._subnets.get(vpc, [])

    # Ranges.

    def range(self, value: Value, *, version: int) -> Intervals | None:
        """A range that is known, or one that AWS chooses and that has a stretch of its own; None for
        others.
        """
        if isinstance(value, str):
            network = parse_block(value)
            return None if network is None else block(network)
        if isinstance(value, Symbol):
            return self._symbolic(value, version)
        return None

    def _symbolic(self, symbol: Symbol, version: int) -> Intervals | None:
        carved = _CARVED.fullmatch(symbol.name)
        if carved:
            whole = self._vpc_range(f"{carved[1]}/{carved[2]}", carved[3])
            index = int(symbol.attribute.strip("[]") or 0)
            start = whole[0][0] + (index << int(carved[5]))
            return ((start, start + (1 << int(carved[5])) - 1),)
        owner = self.refers(symbol, "AWS::EC2::VPC", "AWS::EC2::Subnet")
        if owner is None or symbol.attribute not in ("CidrBlock", "Ipv6CidrBlocks[0]", "Ipv6CidrBlock"):
            return None
        if owner.type == "AWS::EC2::VPC":
            return self._vpc_range(str(owner), symbol.attribute)
        return self.subnet_range(owner, version=4 if symbol.attribute == "CidrBlock" else 6)

    def _vpc_range(self, key: str, attribute: str) -> Intervals:
        return self.vpc_range(key, version=4 if attribute == "CidrBlock" else 6)

    def vpc_range(self, key: str, *, version: int) -> Intervals:
        """The stretch for the range that a VPC will get."""
        bits = 16 if version == 4 else _VPC_BITS_6
        return self.book.symbolic(
            (key, version), f"IPv{version} range of {key}", version=version, host_bits=bits
        )

    def subnet_range(self, subnet: Resource, *, version: int) -> Intervals:
        """The range of a subnet, its own stretch where nobody knows it; empty where it has none."""
        value = subnet.get("CidrBlock" if version == 4 else "Ipv6CidrBlock")
        if version == 6 and value is None:
            value = next((each.get("Ipv6CidrBlock") for each in self._more_6.get(str(subnet), ())), None)
        ipam = subnet.get("Ipv4IpamPoolId" if version == 4 else "Ipv6IpamPoolId")
        if value is None and ipam is None:
            return EMPTY
        known = self.range(value, version=version)
        if known is not None:
            return known
        name = f"IPv{version} range of {subnet}"
        bits = 8 if version == 4 else _SUBNET_BITS_6
        return self.book.symbolic((str(subnet), version), name, version=version, host_bits=bits)

    def extent(self, value: Value, *, version: int) -> Extent:
        """What a range in a rule covers."""
        if isinstance(value, str):
            network = parse_block(value)
            return Extent.exactly(EMPTY) if network is None else extent(network)
        known = self.range(value, version=version)
        if known is not None:
            return Extent.exactly(known)
        return Extent(EMPTY, ALL_4 if version == 4 else ALL_6)

    def extent_of_any(self, value: Value) -> Extent:
        """The same for a range whose IP version is not said."""
        if isinstance(value, str):
            return self.extent(value, version=6 if ":" in value else 4)
        known = [each for version in (4, 6) if (each := self.range(value, version=version)) is not None]
        return Extent.exactly(known[0]) if known else Extent(EMPTY, ALL)

    def prefix_list(self, value: Value) -> list[tuple[Extent, int | None]]:
        """The ranges of a prefix list with their prefix lengths; anything, where no template describes it."""
        found = self.refers(value, "AWS::EC2::PrefixList")
        entries = found.get("Entries") if found else None
        if not isinstance(entries, list):
            return [(Extent(EMPTY, ALL), None)]
        ranges = [entry.get("Cidr") if isinstance(entry, dict) else None for entry in entries]
        return [(self.extent_of_any(one), length(one)) for one in ranges]
