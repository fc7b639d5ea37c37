"""AWS Direct Connect: a line of one's own to the VPN gateway, and to nothing else."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from aws_cdk import RemovalPolicy
from aws_cdk import aws_directconnect as directconnect
from aws_cdk import aws_ec2 as ec2
from constructs import Construct


@dataclass(frozen=True)
class PrivateInterface:
    """The private virtual interface on the line.

    Attributes:
        vlan: The VLAN's number, 1 to 4094.
        asn: The BGP number of the customer's router.
    """

    vlan: int
    asn: int


class DirectLine(Construct):
    """A dedicated Direct Connect line, its gateway, and one private interface that reaches this VPC only.

    With MACsec the line is ordered on a port that can encrypt it; the keys are exchanged by hand, since no
    template should hold them. AWS makes the BGP authentication key. No public interface is made, no SiteLink,
    and the gateway announces the VPC's own range alone. The line outlives its stack: a new one takes weeks.

    Args:
        location: AWS's code of the place where both networks meet, such as `EqDC2`.
        bandwidth: "1Gbps", "10Gbps", "100Gbps" or "400Gbps".
        macsec: Whether the port must be able to encrypt; not with 1 Gbps.
        amazon_asn: The Direct Connect gateway's BGP number, a private one.
        interface: What runs on the line; None until AWS has made the line available.
        vpn_gateway: The VPC's side.
        attachment: That which attaches it to the VPC.
        vpc_range: The only range that is announced.
        name: Begins the names.

    Raises:
        ValueError: MACsec on a line of 1 Gbps.

    Source:
        https://docs.aws.amazon.com/directconnect/latest/UserGuide/MACsec.html
        https://docs.aws.amazon.com/directconnect/latest/UserGuide/direct-connect-gateways.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        location: str,
        bandwidth: str,
        macsec: bool,
        amazon_asn: int,
        interface: PrivateInterface | None,
        vpn_gateway: ec2.CfnVPNGateway,
        attachment: ec2.CfnVPCGatewayAttachment,
        vpc_range: IPv4Network,
        name: str,
    ) -> None:
        super().__init__(scope, id_)
        if macsec and bandwidth == "1Gbps":
            raise ValueError("a line of 1Gbps cannot be encrypted with MACsec")
        self.resource = directconnect.CfnConnection(
            self,
            "Resource",
            connection_name=name,
            location=location,
            bandwidth=bandwidth,
            request_mac_sec=macsec,
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        gateway = directconnect.CfnDirectConnectGateway(
            self, "Gateway", direct_connect_gateway_name=name, amazon_side_asn=str(amazon_asn)
        )
        association = directconnect.CfnDirectConnectGatewayAssociation(
            self,
            "GatewayOfVpc",
            direct_connect_gateway_id=gateway.attr_direct_connect_gateway_id,
            associated_gateway_id=vpn_gateway.ref,
            allowed_prefixes_to_direct_connect_gateway=[str(vpc_range)],
        )
        association.add_resource_dependency(attachment)
        if interface:
            self._interface(interface, gateway, name)

    def _interface(
        self, wish: PrivateInterface, gateway: directconnect.CfnDirectConnectGateway, name: str
    ) -> None:
        directconnect.CfnPrivateVirtualInterface(
            self,
            "Interface",
            virtual_interface_name=name,
            connection_id=self.resource.attr_connection_id,
            direct_connect_gateway_id=gateway.attr_direct_connect_gateway_id,
            vlan=wish.vlan,
            enable_site_link=False,
            bgp_peers=[
                directconnect.CfnPrivateVirtualInterface.BgpPeerProperty(
                    address_family="ipv4", asn=str(wish.asn)
                )
            ],
        )
