"""Route tables of VPCs, and what their routes lead to.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
    https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html ("Route tables")
"""

from collections.abc import Iterator
from dataclasses import replace

from baseline.reach.addresses import ALL, Extent
from baseline.reach.facts.reading import Reading, flag, length, listed, mapping
from baseline.reach.facts.vpcs import gateway_key, main_table, vpc_blocks
from baseline.reach.intervals import EMPTY, Intervals, difference, size
from baseline.reach.model.gateways import Appliance, Endpoint, Nat, Peering
from baseline.reach.model.places import Subnet
from baseline.reach.model.routes import Kind, Route, RouteTable, Target
from baseline.reach.model.source import Source
from baseline.template.template import Resource
from baseline.template.value import Value

_LONGEST = 128

# Which property of a route names what kind of target.
_TARGETS = {
    "NatGatewayId": Kind.NAT,
    "EgressOnlyInternetGatewayId": Kind.EGRESS_ONLY,
    "TransitGatewayId": Kind.TRANSIT,
    "VpcPeeringConnectionId": Kind.PEERING,
    "NetworkInterfaceId": Kind.APPLIANCE,
    "InstanceId": Kind.APPLIANCE,
    "VpcEndpointId": Kind.APPLIANCE,
}
_APPLIANCES = ("AWS::EC2::Instance", "AWS::EC2::NetworkInterface", "AWS::EC2::VPCEndpoint")


def read_tables(reading: Reading, subnets: dict[str, Subnet]) -> dict[str, RouteTable]:
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
        owner = reading.refers(each.get("VpcId"), "AWS::EC2::VPC")
        routes[str(each)] = [*_local(reading, owner, reading.source(each))] if owner else []
    for key, route in _written(reading):
        routes.setdefault(key, []).append(route)
    for subnet in subnets.values():
        if subnet.table not in tables:
            tables[subnet.table] = RouteTable(subnet.table, Source(subnet.table), ())
            routes[subnet.table] = [_to_anything(Source(subnet.table))]
    return {key: replace(table, routes=tuple(_own_first(routes[key]))) for key, table in tables.items()}


def _to_anything(source: Source) -> Route:
    return Route(source, Extent(EMPTY, ALL), Target(Kind.UNKNOWN), 0, _LONGEST, certain=False)


def _local(reading: Reading, vpc: Resource, source: Source) -> Iterator[Route]:
    """Every table has a route for each range of its VPC."""
    for block, version in vpc_blocks(reading, vpc):
        exact = _prefix(block, version)
        shortest, longest = (exact, exact) if version == 6 or exact > 0 else (16, 28)
        detail = "local route"
        yield Route(
            replace(source, detail=detail), Extent.exactly(block), Target(Kind.LOCAL), shortest, longest
        )


def _prefix(block: Intervals, version: int) -> int:
    return (32 if version == 4 else 128) - (size(block).bit_length() - 1)


def _own_first(routes: list[Route]) -> Iterator[Route]:
    """A range that AWS will choose for this VPC is not taken for what a literal route to elsewhere could
    hold.

    Route tables, "Subnet route table": a route more specific than the local one leads to an interface, a
    NAT gateway or a Gateway Load Balancer endpoint only.
    """
    own = [route.destination.must for route in routes if route.target.kind is Kind.LOCAL]
    inside = tuple(interval for block in own for interval in block)
    for route in routes:
        if route.target.kind in (Kind.LOCAL, Kind.APPLIANCE, Kind.NAT, Kind.UNKNOWN):
            yield route
        else:
            possible = difference(
                route.destination.may, difference(tuple(sorted(inside)), route.destination.must)
            )
            yield replace(route, destination=Extent(route.destination.must, possible))


def _written(reading: Reading) -> Iterator[tuple[str, Route]]:
    for each in reading.resources("AWS::EC2::Route"):
        key = reading.key_of(each.get("RouteTableId"), "AWS::EC2::RouteTable")
        if key is None:
            reading.note(f"{each}: its route table is not in the templates; taken as a route of none")
            continue
        for route in _routes(reading, each):
            yield key, route
    for each in reading.resources("AWS::EC2::VPCEndpoint"):
        yield from _endpoint_routes(reading, each)
    for each in reading.resources("AWS::EC2::VPNGatewayRoutePropagation"):
        for table in listed(each.get("RouteTableIds")):
            key = reading.key_of(table, "AWS::EC2::RouteTable")
            if key is not None:
                yield key, _propagated(reading, each)


def _routes(reading: Reading, resource: Resource) -> Iterator[Route]:
    target = _target(reading, resource)
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


def _target(reading: Reading, resource: Resource) -> Target:
    gateway = resource.get("GatewayId")
    if gateway is not None:
        return _gateway(reading, gateway)
    for name, kind in _TARGETS.items():
        value = resource.get(name)
        if value is not None:
            return _known(reading, value, kind)
    return Target(Kind.UNKNOWN, str(resource))


def _gateway(reading: Reading, value: Value) -> Target:
    found = reading.refers(value)
    if value == "local":
        return Target(Kind.LOCAL)
    text = str(value)
    if (found and found.type == "AWS::EC2::InternetGateway") or text.startswith("igw-"):
        return Target(Kind.INTERNET_GATEWAY, gateway_key(reading, value))
    if (found and found.type == "AWS::EC2::VPNGateway") or text.startswith("vgw-"):
        return Target(Kind.VPN, gateway_key(reading, value))
    return Target(Kind.UNKNOWN, text)


def _known(reading: Reading, value: Value, kind: Kind) -> Target:
    """A target that the model follows has to be in the templates, save transit gateways, which are shared."""
    key = reading.key_of(value)
    if kind is Kind.TRANSIT:
        return Target(kind, gateway_key(reading, value))
    if kind is Kind.APPLIANCE and key is not None and reading.refers(value, *_APPLIANCES) is None:
        return Target(Kind.UNKNOWN, key)
    return Target(Kind.UNKNOWN, str(value)) if key is None else Target(kind, key)


def _propagated(reading: Reading, resource: Resource) -> Route:
    """What a VPN or Direct Connect announces is not in any template: it could be any address."""
    target = Target(Kind.VPN, gateway_key(reading, resource.get("VpnGatewayId")))
    return Route(reading.source(resource), Extent(EMPTY, ALL), target, 0, _LONGEST, 2)


def _endpoint_routes(reading: Reading, resource: Resource) -> Iterator[tuple[str, Route]]:
    if not is_gateway_endpoint(resource):
        return
    service = service_of(resource)
    destination = Extent.exactly(reading.book.service(service))
    target = Target(Kind.ENDPOINT, str(resource))
    for table in listed(resource.get("RouteTableIds")):
        key = reading.key_of(table, "AWS::EC2::RouteTable")
        if key is not None:
            route = Route(reading.source(resource), destination, target, 1, 32, 1, resource.present is True)
            yield key, route


def is_gateway_endpoint(resource: Resource) -> bool:
    """Gateway is what an endpoint is whose type is not given."""
    return resource.get("VpcEndpointType") in (None, "Gateway")


def service_of(resource: Resource) -> str:
    """The short name of an endpoint's service."""
    name = str(resource.get("ServiceName"))
    for prefix in ("com.amazonaws.", "cn.com.amazonaws.", "aws.api.", "aws.sagemaker."):
        if name.startswith(prefix):
            return name.removeprefix(prefix).partition(".")[2]
    return name


def read_endpoints(reading: Reading) -> dict[str, Endpoint]:
    """All gateway endpoints of known VPCs."""
    return {
        str(each): Endpoint(
            str(each),
            reading.source(each),
            vpc,
            service_of(each),
            reading.book.service(service_of(each)),
            _open(each),
        )
        for each in reading.resources("AWS::EC2::VPCEndpoint")
        if is_gateway_endpoint(each)
        and (vpc := reading.key_of(each.get("VpcId"), "AWS::EC2::VPC")) is not None
    }


def _open(resource: Resource) -> bool | None:
    """A policy without a statement that allows lets nothing pass; without a policy everything may."""
    document = resource.get("PolicyDocument")
    if document is None:
        return True
    if not isinstance(document, dict):
        return None
    effects = [mapping(each).get("Effect") for each in listed(document.get("Statement"))]
    return "Allow" in effects or (None if any(effect != "Deny" for effect in effects) else False)


def read_nats(reading: Reading, subnets: dict[str, Subnet]) -> dict[str, Nat]:
    """All NAT gateways in known subnets."""
    nats = {}
    for each in reading.resources("AWS::EC2::NatGateway"):
        subnet = reading.key_of(each.get("SubnetId"), "AWS::EC2::Subnet")
        if subnet in subnets:
            kind = each.get("ConnectivityType")
            public = {None: True, "public": True, "private": False}.get(
                kind if isinstance(kind, str | None) else ""
            )
            v4 = subnets[subnet].addresses
            nats[str(each)] = Nat(str(each), reading.source(each), subnet, v4, public)
    return nats


def read_peerings(reading: Reading) -> dict[str, Peering]:
    """All peering connections."""
    return {
        str(each): Peering(
            str(each),
            reading.source(each),
            (
                reading.key_of(each.get("VpcId"), "AWS::EC2::VPC"),
                reading.key_of(each.get("PeerVpcId"), "AWS::EC2::VPC"),
            ),
            each.present is True,
        )
        for each in reading.resources("AWS::EC2::VPCPeeringConnection")
    }


def read_appliances(reading: Reading, tables: dict[str, RouteTable]) -> dict[str, Appliance]:
    """What routes lead to besides gateways."""
    wanted = {
        route.target.key
        for table in tables.values()
        for route in table.routes
        if route.target.kind is Kind.APPLIANCE
    }
    return {
        str(each): _appliance(reading, each)
        for each in reading.resources(*_APPLIANCES)
        if str(each) in wanted
    }


def _appliance(reading: Reading, resource: Resource) -> Appliance:
    """An instance drops what is not for it unless its source/destination check is off; then it may do
    anything.
    """
    passes: bool | None = None
    if resource.type != "AWS::EC2::VPCEndpoint":
        nested = any(
            mapping(each).get("NetworkInterfaceId") for each in listed(resource.get("NetworkInterfaces"))
        )
        checked = flag(resource.get("SourceDestCheck"), otherwise=True)
        passes = False if checked and not nested else None
    return Appliance(str(resource), reading.source(resource), passes)
