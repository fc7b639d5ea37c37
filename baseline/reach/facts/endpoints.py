"""VPC endpoints: gateway endpoints, which are ways by route, and the names of services.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html ("Routing": a route to the
service's prefix list in each associated table)
"""

from collections.abc import Iterator

from baseline.reach.addresses import Extent
from baseline.reach.facts.endpoint_policies import policy_of
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import listed, unknown
from baseline.reach.model.gateways import Endpoint
from baseline.reach.model.routes import Kind, Route, Target
from baseline.template.template import Resource


def is_gateway_endpoint(resource: Resource) -> bool:
    """Gateway is what an endpoint is whose type is not given (VpcEndpointType, "Default: Gateway")."""
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
            policy_of(reading, each),
        )
        for each in reading.resources("AWS::EC2::VPCEndpoint")
        if is_gateway_endpoint(each)
        and (vpc := reading.key_of(each.get("VpcId"), "AWS::EC2::VPC")) is not None
    }


def endpoint_routes(reading: Reading, tables: list[str]) -> Iterator[tuple[str, Route]]:
    """The routes that gateway endpoints add to tables; to any table where nobody knows which."""
    known = read_endpoints(reading)
    for each in reading.resources("AWS::EC2::VPCEndpoint"):
        if str(each) not in known:
            continue
        destination, certain = Extent.exactly(known[str(each)].addresses), each.present is True
        target = Target(Kind.ENDPOINT, str(each))
        for value in listed(each.get("RouteTableIds")):
            key = reading.key_of(value, "AWS::EC2::RouteTable")
            named = [key] if key is not None else tables if unknown(value) else []
            for table in named:
                route = Route(
                    reading.source(each), destination, target, 1, 32, 1, certain and key is not None
                )
                yield table, route
