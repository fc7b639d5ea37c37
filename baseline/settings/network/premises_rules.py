"""Rules about the VPN gateway and what leads to it."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from baseline.settings.network.premises import DirectConnect, VpnGateway
from baseline.settings.problem import Finding
from baseline.settings.unreadable import where_readable

_PRIVATE_ASNS = (range(64512, 65535), range(4200000000, 4294967295))


@where_readable
def vpn_findings(vpn: VpnGateway, *, cidr: IPv4Network) -> Iterator[Finding]:
    """Everything wrong with the gateway, its networks, connections and line.

    Args:
        vpn: The gateway.
        cidr: The VPC's range.
    """
    yield from _private("asn", vpn.asn)
    yield from _network_findings(vpn, cidr)
    yield from _connection_findings(vpn)
    if vpn.direct_connect:
        yield from (finding.under("direct_connect") for finding in _line_findings(vpn.direct_connect))


@where_readable
def _private(key: str, asn: int) -> Iterator[Finding]:
    if not any(asn in numbers for numbers in _PRIVATE_ASNS):
        yield Finding((key,), f"{asn} is no private number: 64512 to 65534, or 4200000000 to 4294967294")


@where_readable
def _network_findings(vpn: VpnGateway, cidr: IPv4Network) -> Iterator[Finding]:
    for index, one in enumerate(vpn.networks):
        path = ("networks", index)
        if one.overlaps(cidr):
            yield Finding(path, f"{one} overlaps the VPC's own range {cidr}; a packet could go to only one")
        for other in vpn.networks[:index]:
            if one.overlaps(other) and one != other:  # equal entries are told for every list
                yield Finding(path, f"{one} overlaps {other}; name each address once")


@where_readable
def _connection_findings(vpn: VpnGateway) -> Iterator[Finding]:
    first: dict[object, str] = {}
    for name, connection in vpn.connections.items():
        path = ("connections", name)
        earlier = first.setdefault(connection.address, name)
        if earlier != name:
            yield Finding((*path, "address"), f"is the address of {earlier} too; AWS takes a device once")
        if connection.asn == vpn.asn:
            yield Finding((*path, "asn"), f"{vpn.asn} is Amazon's side's number; the two must differ")


@where_readable
def _line_findings(line: DirectConnect) -> Iterator[Finding]:
    yield from _private("amazon_asn", line.amazon_asn)
    if line.macsec and line.bandwidth == "1Gbps":
        text = (
            "1Gbps cannot be encrypted with MACsec; take 10Gbps or more, or write macsec: false and use a VPN"
        )
        yield Finding(("macsec",), text)
    if line.interface and line.interface.asn == line.amazon_asn:
        yield Finding(
            ("interface", "asn"), f"{line.amazon_asn} is Amazon's side's number; the two must differ"
        )
