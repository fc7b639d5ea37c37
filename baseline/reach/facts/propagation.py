"""Routes that gateways announce to route tables.

Source: https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html and
https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithRouteTables.html ("Enable or disable route
propagation")
"""

from collections.abc import Iterator

from baseline.reach.addresses import ALL, Extent
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import flag, length, listed, unknown
from baseline.reach.facts.vpcs import gateway_key
from baseline.reach.intervals import EMPTY
from baseline.reach.model.routes import Kind, Route, Target
from baseline.template.template import Resource

_LONGEST = 128
# Among routes of one length: static ones, prefix lists, then what is announced.
_ANNOUNCED = 2


def propagated_routes(reading: Reading, tables: list[str]) -> Iterator[tuple[str, Route]]:
    """Each table with a route that it gets; any table where nobody knows which."""
    for each in reading.resources("AWS::EC2::VPNGatewayRoutePropagation"):
        routes = list(_of_vpn(reading, each))
        for value in listed(each.get("RouteTableIds")):
            key = reading.key_of(value, "AWS::EC2::RouteTable")
            for table in [key] if key is not None else tables:
                yield from ((table, route if key is not None else _doubtful(route)) for route in routes)
    for each in reading.resources("AWS::EC2::RouteServerPropagation"):
        key = reading.key_of(each.get("RouteTableId"), "AWS::EC2::RouteTable")
        source = reading.source(each, "routes that a route server announces")
        anything = Route(
            source, Extent(EMPTY, ALL), Target(Kind.UNKNOWN, str(each)), 0, _LONGEST, certain=False
        )
        yield from ((table, anything) for table in ([key] if key is not None else tables))


def _doubtful(route: Route) -> Route:
    return Route(
        route.source,
        route.destination,
        route.target,
        route.shortest,
        route.longest,
        route.rank,
        certain=False,
    )


def _of_vpn(reading: Reading, resource: Resource) -> Iterator[Route]:
    """A connection with static routes announces these; what comes over BGP is in no template and could be
    anything.
    """
    key = gateway_key(reading, resource.get("VpnGatewayId"))
    target, source = Target(Kind.VPN, key), reading.source(resource)
    connections = [
        each
        for each in reading.resources("AWS::EC2::VPNConnection")
        if each.get("VpnGatewayId") is not None and gateway_key(reading, each.get("VpnGatewayId")) == key
    ]
    static = [each for each in connections if flag(each.get("StaticRoutesOnly"), otherwise=False) is True]
    for each in reading.resources("AWS::EC2::VPNConnectionRoute"):
        owner = reading.key_of(each.get("VpnConnectionId"))
        doubt = owner is None and unknown(each.get("VpnConnectionId"))
        if owner in {str(one) for one in static} or (static and doubt):
            value = each.get("DestinationCidrBlock")
            exact = length(value)
            low, high = (0, _LONGEST) if exact is None else (exact, exact)
            certain = each.present is True and resource.present is True and not doubt
            destination = reading.extent(value, version=4)
            yield Route(reading.source(each), destination, target, low, high, _ANNOUNCED, certain)
    if not connections or len(static) < len(connections) or _has_direct_connect(reading, key):
        yield Route(source, Extent(EMPTY, ALL), target, 0, _LONGEST, _ANNOUNCED)


def _has_direct_connect(reading: Reading, gateway: str) -> bool:
    associated = reading.resources("AWS::DirectConnect::DirectConnectGatewayAssociation")
    virtual = reading.resources("AWS::DirectConnect::PrivateVirtualInterface")
    named = [each.get("AssociatedGatewayId") for each in associated]
    named += [each.get("VirtualGatewayId") for each in virtual]
    return any(value is not None and gateway_key(reading, value) == gateway for value in named)
