"""What a route leads to, from the properties that name it.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html
"""

from baseline.reach.facts.gateways import APPLIANCES
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.vpcs import gateway_key
from baseline.reach.model.routes import Kind, Target
from baseline.template.template import Resource
from baseline.template.value import Value

_FIREWALLS = ("AWS::NetworkFirewall::Firewall", "AWS::NetworkFirewall::VpcEndpointAssociation")
# Which property of a route names what kind of target, and the types that the model follows.
_TARGETS = {
    "NatGatewayId": (Kind.NAT, ("AWS::EC2::NatGateway",)),
    "EgressOnlyInternetGatewayId": (Kind.EGRESS_ONLY, ("AWS::EC2::EgressOnlyInternetGateway",)),
    "VpcPeeringConnectionId": (Kind.PEERING, ("AWS::EC2::VPCPeeringConnection",)),
    "NetworkInterfaceId": (Kind.APPLIANCE, APPLIANCES),
    "InstanceId": (Kind.APPLIANCE, APPLIANCES),
}


def target_of(reading: Reading, resource: Resource) -> Target:
    """The target of a route.

    What the model follows has to be in the templates, save transit and internet gateways, which may be of
    elsewhere; the rest could lead anywhere.
    """
    gateway = resource.get("GatewayId")
    if gateway is not None:
        return _gateway(reading, gateway)
    if resource.get("TransitGatewayId") is not None:
        return Target(Kind.TRANSIT, gateway_key(reading, resource.get("TransitGatewayId")))
    if resource.get("VpcEndpointId") is not None:
        return _endpoint(reading, resource.get("VpcEndpointId"))
    for name, (kind, types) in _TARGETS.items():
        value = resource.get(name)
        if value is not None:
            key = reading.key_of(value, *types)
            return Target(Kind.UNKNOWN, str(value)) if key is None else Target(kind, key)
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


def _endpoint(reading: Reading, value: Value) -> Target:
    """A firewall's endpoint, or one of a Gateway Load Balancer."""
    firewall = reading.key_of(value, *_FIREWALLS)
    if firewall is not None:
        return Target(Kind.FIREWALL, firewall)
    key = reading.key_of(value, "AWS::EC2::VPCEndpoint")
    return Target(Kind.UNKNOWN, str(value)) if key is None else Target(Kind.APPLIANCE, key)
