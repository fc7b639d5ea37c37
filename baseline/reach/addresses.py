"""One line of integers for all addresses: IPv4, IPv6, and ranges that only AWS will know.

A range that AWS chooses at deploy (an IPv6 block, a pool's CIDR, the addresses of S3) gets a stretch of the
line of its own, beyond the real addresses, under a symbol. Rules for every address cover it; a rule for a
literal range *may* cover it, since nobody knows where it will lie. So nothing that depends on it is ever
called certain.
"""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

from baseline.reach.intervals import EMPTY, Intervals, contains, difference, intersection, normalised, union

_V6 = 2**32
_SYMBOLS_4 = _V6 + 2**128
_SERVICES = _SYMBOLS_4 + 2**64
_SYMBOLS_6 = 2**130
_END = 2**140

REAL_4: Intervals = ((0, _V6 - 1),)
REAL_6: Intervals = ((_V6, _SYMBOLS_4 - 1),)
SYMBOLIC_4: Intervals = ((_SYMBOLS_4, _SYMBOLS_6 - 1),)
SYMBOLIC_6: Intervals = ((_SYMBOLS_6, _END),)
SERVICES: Intervals = ((_SERVICES, _SYMBOLS_6 - 1),)
POOLS_4: Intervals = ((_SYMBOLS_4, _SERVICES - 1),)
ALL_4 = union(REAL_4, SYMBOLIC_4)
ALL_6: Intervals = ((_V6, _SYMBOLS_4 - 1), (_SYMBOLS_6, _END))
ALL: Intervals = ((0, _END),)


@dataclass(frozen=True)
class Extent:
    """A set of addresses, protocols or ports that may not be known exactly.

    Attributes:
        must: What is in it for certain.
        may: What could be in it; holds `must`.
    """

    must: Intervals
    may: Intervals

    @staticmethod
    def exactly(intervals: Intervals) -> "Extent":
        """A set that is known."""
        return Extent(intervals, intervals)

    @property
    def certain(self) -> bool:
        """Whether it is known exactly."""
        return self.must == self.may


NOTHING = Extent.exactly(EMPTY)
ANYWHERE = Extent.exactly(ALL)


def block(network: IPv4Network | IPv6Network) -> Intervals:
    """The addresses of a literal range; for every address of a version the unknown ones too."""
    if network.prefixlen == 0:
        return ALL_4 if network.version == 4 else ALL_6
    start = int(network.network_address) + (0 if network.version == 4 else _V6)
    return ((start, start + network.num_addresses - 1),)


def extent(network: IPv4Network | IPv6Network) -> Extent:
    """What a literal range in a rule or a route covers: certainly itself, perhaps ranges that AWS will
    choose.
    """
    exact = block(network)
    if network.prefixlen == 0:
        return Extent.exactly(exact)
    return Extent(exact, union(exact, _may_hold(network)))


def _may_hold(network: IPv4Network | IPv6Network) -> Intervals:
    """Unknown ranges are those of a VPC, or the public ones of a service, which no private range holds."""
    if network.is_loopback or network.is_multicast or network.is_link_local:
        return EMPTY
    if network.version == 6:
        return SYMBOLIC_6
    return POOLS_4 if network.is_private else SYMBOLIC_4


def parse_block(text: str) -> IPv4Network | IPv6Network | None:
    """A range or an address as templates write it; None for what is neither."""
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


# https://www.iana.org/assignments/iana-ipv4-special-registry: not routed in the internet. The ranges that are
# kept for documentation are counted as internet: templates that use them mean somebody out there.
_NOT_GLOBAL = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/4",
    "240.0.0.0/4",
]
PRIVATE_4 = normalised(interval for text in _NOT_GLOBAL for interval in block(IPv4Network(text)))
# "This" network, loopback, link-local, multicast and reserved: nobody's address.
NO_HOST = union(
    *(block(IPv4Network(text)) for text in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"))
)
INTERNET: Intervals = union(difference(REAL_4, PRIVATE_4), block(IPv6Network("2000::/3")))


# https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html: stands for all IPv4
# addresses.
NAT64: Intervals = block(IPv6Network("64:ff9b::/96"))


def to_nat64(addresses: Intervals) -> Intervals:
    """The IPv6 addresses that stand for IPv4 ones, as far as these are literal."""
    return tuple((low + NAT64[0][0], high + NAT64[0][0]) for low, high in intersection(addresses, REAL_4))


def from_nat64(addresses: Intervals) -> Intervals:
    """IPv4 addresses, and those that IPv6 ones stand for."""
    behind = ((low - NAT64[0][0], high - NAT64[0][0]) for low, high in intersection(addresses, NAT64))
    return union(intersection(addresses, ALL_4), tuple(behind))


@dataclass
class AddressBook:
    """Hands out stretches of the line for ranges that only AWS will know, and names them in print."""

    _given: dict[object, tuple[Intervals, str]] = field(default_factory=dict)
    _next_4: int = _SYMBOLS_4
    _next_6: int = _SYMBOLS_6
    _next_service: int = _SERVICES

    def service(self, name: str) -> Intervals:
        """The stretch for the public IPv4 addresses of a service, as its AWS-managed prefix list holds
        them.
        """
        if name not in self._given:
            stretch = ((self._next_service, self._next_service + 2**24 - 1),)
            self._next_service += 2**24
            self._given[name] = (stretch, f"{name}, at an address that AWS chooses")
        return self._given[name][0]

    def symbolic(self, key: object, name: str, *, version: int, host_bits: int) -> Intervals:
        """The stretch for a range, the same for equal keys.

        Args:
            key: What tells the range from others.
            name: How reports call an address of it.
            version: 4 or 6.
            host_bits: The range holds two to that power addresses.
        """
        if key not in self._given:
            start = self._next_4 if version == 4 else self._next_6
            stretch = ((start, start + 2**host_bits - 1),)
            if version == 4:
                self._next_4 += 2**host_bits
            else:
                self._next_6 += 2**host_bits
            self._given[key] = (stretch, name)
        return self._given[key][0]

    def text(self, address: int) -> str:
        """An address as it is printed."""
        if contains(REAL_4, address):
            return str(IPv4Address(address))
        if contains(REAL_6, address):
            return str(IPv6Address(address - _V6))
        for stretch, name in self._given.values():
            if contains(stretch, address):
                return f"<{name} + {address - stretch[0][0]}>"
        return "<an address that AWS chooses>"

    def range_text(self, low: int, high: int) -> str:
        """A range as it is printed: by its prefix length where it has one."""
        for stretch, name in self._given.values():
            if stretch[0][0] <= low and high <= stretch[0][1]:
                return name
        count = high - low + 1
        total = 32 if contains(REAL_4, low) else 128
        whole = not count & (count - 1)
        return f"{self.text(low)}/{total + 1 - count.bit_length()}" if whole else f"{self.text(low)} and on"

    def whole(self, usable: Intervals) -> Intervals:
        """The ranges of a subnet, with the first four addresses and the last that AWS keeps."""
        return tuple((low - 4, high + 1) for low, high in usable)
