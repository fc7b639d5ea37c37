"""Route tables of VPCs.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
    https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from baseline.reach.addresses import ALL, Extent
from baseline.reach.facts.endpoints import endpoint_routes
from baseline.reach.facts.propagation import propagated_routes
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.targets import target_of
from baseline.reach.facts.values import length
from baseline.reach.facts.vpcs import main_table, vpc_prefixes
from baseline.reach.intervals import EMPTY, difference
from baseline.reach.model.gateways import Nat
from baseline.reach.model.places import Subnet
from baseline.reach.model.routes import Kind, Route, RouteTable, Target
from baseline.reach.model.source import Source
from baseline.template.template import Resource

_LONGEST = 128


def read_tables(
    reading: Reading, subnets: dict[str, Subnet], nats: dict[str, Nat], edges: Iterable[str] = ()
) -> dict[str, RouteTable]:
    """All tables of VPCs by key, with the main tables, and one for each that no template describes."""
    routes: dict[str, list[Route]] = {}
    tables: dict[str, RouteTable] = {}
    for vpc in reading.resources("AWS::EC2::VPC"):
        key = main_table(str(vpc))
        tables[key] = RouteTable(
            key, Source(f"the main route table of {reading.source(vpc).name}", vpc.place), ()
        )
        routes[key] = [*_local(reading, vpc, tables[key].source)]
    for each in reading.resources("AWS::EC2::RouteTable"):
        tables[str(each)] = RouteTable(str(each), reading.source(each), ())
        routes[str(each)] = [*_locals(reading, each, subnets)]
    for key, route in (
        *_written(reading, list(tables)),
        *endpoint_routes(reading, list(tables)),
        *propagated_routes(reading, list(tables)),
    ):
        routes[key].append(_to_known_nat(route, nats))
    for key in (*(subnet.table for subnet in subnets.values()), *edges):
        if key not in tables:
            tables[key] = RouteTable(key, Source(key), ())
            routes[key] = [_to_anything(Source(key))]
    return {key: replace(table, routes=tuple(_own_first(routes[key]))) for key, table in tables.items()}


def _to_anything(source: Source) -> Route:
    return Route(source, Extent(EMPTY, ALL), Target(Kind.UNKNOWN), 0, _LONGEST, certain=False)


def _locals(reading: Reading, table: Resource, subnets: dict[str, Subnet]) -> Iterator[Route]:
    """The local routes of a table: of the VPC that it names, or in which its subnets are; else perhaps of
    any.
    """
    source = reading.source(table)
    used = {subnet.vpc for subnet in subnets.values() if subnet.table == str(table)}
    owner = reading.refers(table.get("VpcId"), "AWS::EC2::VPC") or reading.estate_resource(
        next(iter(used), None)
    )
    if owner is not None:
        yield from _local(reading, owner, source)
        return
    for vpc in reading.resources("AWS::EC2::VPC"):
        yield from (replace(route, certain=False) for route in _local(reading, vpc, source))


def _local(reading: Reading, vpc: Resource, source: Source) -> Iterator[Route]:
    """Every table has a route for each range of its VPC."""
    for block, shortest, longest in vpc_prefixes(reading, vpc):
        local = replace(source, detail="local route")
        yield Route(local, Extent.exactly(block), Target(Kind.LOCAL), shortest, longest)


def _own_first(routes: list[Route]) -> Iterator[Route]:
    """A range that AWS will choose for this VPC is not taken for what a literal route to elsewhere could
    hold.

    Route tables, "Subnet route table": a route more specific than the local one leads to an interface, a
    NAT gateway or a Gateway Load Balancer endpoint only.
    """
    own = [route.destination.must for route in routes if route.target.kind is Kind.LOCAL]
    inside = tuple(interval for block in own for interval in block)
    for route in routes:
        if route.target.kind in (Kind.LOCAL, Kind.APPLIANCE, Kind.FIREWALL, Kind.NAT, Kind.UNKNOWN):
            yield route
        else:
            possible = difference(
                route.destination.may, difference(tuple(sorted(inside)), route.destination.must)
            )
            yield replace(route, destination=Extent(route.destination.must, possible))


def _written(reading: Reading, tables: list[str]) -> Iterator[tuple[str, Route]]:
    """Routes with their table; those whose table nobody knows could be in any."""
    for each in reading.resources("AWS::EC2::Route"):
        key = reading.key_of(each.get("RouteTableId"), "AWS::EC2::RouteTable")
        if key is None:
            reading.note(f"{each}: its route table is not in the templates; it could be any")
        for route in _routes(reading, each):
            for table in [key] if key is not None else tables:
                yield table, route if key is not None else replace(route, certain=False)


def _routes(reading: Reading, resource: Resource) -> Iterator[Route]:
    target = target_of(reading, resource)
    source, certain = reading.source(resource), resource.present is True
    for name, version in (("DestinationCidrBlock", 4), ("DestinationIpv6CidrBlock", 6)):
        value = resource.get(name)
        if value is not None:
            exact = length(value)
            low, high = (0, _LONGEST) if exact is None else (exact, exact)
            yield Route(source, reading.extent(value, version=version), target, low, high, certain=certain)
    if resource.get("DestinationPrefixListId") is not None:
        for destination, exact in reading.prefix_list(resource.get("DestinationPrefixListId")):
            low, high = (1, _LONGEST) if exact is None else (exact, exact)
            yield Route(source, destination, target, low, high, 1, certain)


def _to_known_nat(route: Route, nats: dict[str, Nat]) -> Route:
    """A NAT gateway without a subnet of these templates, such as a regional one, could lead anywhere."""
    if route.target.kind is Kind.NAT and route.target.key not in nats:
        return replace(route, target=Target(Kind.UNKNOWN, route.target.key))
    return route
