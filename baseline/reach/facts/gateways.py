"""NAT gateways, peering connections, and what else routes lead to.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
"""

from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import flag, listed, mapping, unknown
from baseline.reach.model.gateways import Appliance, Nat, Peering
from baseline.reach.model.places import Subnet
from baseline.reach.model.routes import Kind, RouteTable
from baseline.template.template import Resource
from baseline.template.value import Value

APPLIANCES = ("AWS::EC2::Instance", "AWS::EC2::NetworkInterface", "AWS::EC2::VPCEndpoint")


def read_nats(reading: Reading, subnets: dict[str, Subnet]) -> dict[str, Nat]:
    """All NAT gateways in known subnets (NAT gateway basics: public unless its type is private)."""
    nats = {}
    for each in reading.resources("AWS::EC2::NatGateway"):
        subnet = reading.key_of(each.get("SubnetId"), "AWS::EC2::Subnet")
        if subnet in subnets and subnet is not None:
            kind = each.get("ConnectivityType")
            public = {None: True, "public": True, "private": False}.get(
                kind if isinstance(kind, str | None) else ""
            )
            v4 = subnets[subnet].addresses
            nats[str(each)] = Nat(str(each), reading.source(each), subnet, v4, public)
    return nats


def read_peerings(reading: Reading) -> dict[str, Peering]:
    """All peering connections; the other VPC is often one of another account."""
    return {
        str(each): Peering(
            str(each),
            reading.source(each),
            (
                reading.key_of(each.get("VpcId"), "AWS::EC2::VPC"),
                reading.key_of(each.get("PeerVpcId"), "AWS::EC2::VPC"),
            ),
            each.present is True,
            any(_could_be_any(reading, each.get(name)) for name in ("VpcId", "PeerVpcId")),
        )
        for each in reading.resources("AWS::EC2::VPCPeeringConnection")
    }


def _could_be_any(reading: Reading, value: Value) -> bool:
    return unknown(value) and reading.key_of(value) is None


def read_appliances(reading: Reading, tables: dict[str, RouteTable]) -> dict[str, Appliance]:
    """What routes lead to besides gateways and firewalls."""
    wanted = {
        route.target.key
        for table in tables.values()
        for route in table.routes
        if route.target.kind is Kind.APPLIANCE
    }
    return {
        str(each): _appliance(reading, each) for each in reading.resources(*APPLIANCES) if str(each) in wanted
    }


def _appliance(reading: Reading, resource: Resource) -> Appliance:
    """Network interfaces, "Source/destination checking": an instance drops what is not for it unless its
    check is off; then it may do anything. What stands behind a Gateway Load Balancer may do so too.
    """
    passes: bool | None = None
    if resource.type != "AWS::EC2::VPCEndpoint":
        nested = any(
            mapping(each).get("NetworkInterfaceId") for each in listed(resource.get("NetworkInterfaces"))
        )
        checked = flag(resource.get("SourceDestCheck"), otherwise=True)
        passes = False if checked and not nested else None
    return Appliance(str(resource), reading.source(resource), passes)
