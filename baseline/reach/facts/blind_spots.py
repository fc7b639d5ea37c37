"""Parts of templates that could open a way which the model does not follow.

Sources:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html
    https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html
    https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is.html
"""

from collections.abc import Iterable, Iterator

from baseline.reach.facts.reading import Reading
from baseline.reach.model.network import BlindSpot
from baseline.template.value import Unknown, Value, gaps

# What brings in somebody from outside without a route, by type: who.
_BRINGS_IN = {
    "AWS::GlobalAccelerator::EndpointGroup": "the internet",
    "AWS::CloudFront::VpcOrigin": "the internet",
    "AWS::ApiGateway::VpcLink": "the internet",
    "AWS::ApiGatewayV2::VpcLink": "the internet",
    "AWS::EC2::VerifiedAccessEndpoint": "the internet",
    "AWS::EC2::ClientVpnTargetNetworkAssociation": "the clients of a VPN",
    "AWS::EC2::InstanceConnectEndpoint": "who may use EC2 Instance Connect",
    "AWS::VpcLattice::ServiceNetworkVpcAssociation": "other networks",
    "AWS::NetworkManager::VpcAttachment": "other networks",
}


def read_blind_spots(reading: Reading) -> Iterator[BlindSpot]:
    """Nested stacks that were not read and are given parts of the network, macros, properties that nobody can
    read, and services that bring in somebody from outside.
    """
    for stack in reading.resources("AWS::CloudFormation::Stack"):
        given = stack.get("Parameters")
        values = given.values() if isinstance(given, dict) else [given]
        if not reading.estate.is_read(stack) and any(
            isinstance(each, Unknown) or _of_network(reading, each) for each in _gaps_in(values)
        ):
            yield BlindSpot(f"what the nested stack {stack} makes is not in the templates", stack.place)
    for note in reading.estate.notes:
        if note.text.startswith("Transform") or "taken as none" in note.text:
            yield BlindSpot(note.text, note.place)
    for type_, who in _BRINGS_IN.items():
        for each in reading.resources(type_):
            yield BlindSpot(
                f"{each} can bring in {who}, which is not modelled", each.place, from_outside=True
            )


def _of_network(reading: Reading, value: Value) -> bool:
    found = reading.refers(value)
    return found is not None and found.type.startswith("AWS::EC2::")


def _gaps_in(values: Iterable[Value]) -> Iterator[Value]:
    for value in values:
        yield from gaps(value)
