"""Ways out of a network."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::EC2::GatewayRouteTableAssociation": not_emulated("GatewayId RouteTableId"),
    "AWS::NetworkFirewall::Firewall": not_emulated(
        "DeleteProtection FirewallName FirewallPolicyArn FirewallPolicyChangeProtection "
        "SubnetChangeProtection SubnetMappings Tags VpcId",
        "EndpointIds FirewallArn",
    ),
    "AWS::NetworkFirewall::FirewallPolicy": not_emulated(
        "FirewallPolicy FirewallPolicyName Tags", "FirewallPolicyArn"
    ),
    "AWS::NetworkFirewall::LoggingConfiguration": not_emulated("FirewallArn LoggingConfiguration"),
    "AWS::NetworkFirewall::RuleGroup": not_emulated(
        "Capacity RuleGroup RuleGroupName Tags Type", "RuleGroupArn"
    ),
    "AWS::DirectConnect::Connection": not_emulated(
        "Bandwidth ConnectionName Location RequestMACSec Tags",
        "ConnectionId",
    ),
    "AWS::DirectConnect::DirectConnectGateway": not_emulated(
        "AmazonSideAsn DirectConnectGatewayName Tags",
        "DirectConnectGatewayId",
    ),
    "AWS::DirectConnect::DirectConnectGatewayAssociation": not_emulated(
        "AllowedPrefixesToDirectConnectGateway AssociatedGatewayId DirectConnectGatewayId",
    ),
    "AWS::DirectConnect::PrivateVirtualInterface": not_emulated(
        "BgpPeers ConnectionId DirectConnectGatewayId EnableSiteLink Tags VirtualInterfaceName Vlan",
    ),
    "AWS::EC2::CustomerGateway": not_emulated(
        "BgpAsn IpAddress Tags Type",
        "CustomerGatewayId",
    ),
    "AWS::EC2::EIP": emulated(
        Backing.ADDED,
        "Domain Tags",
        limit="no packet flows",
    ),
    "AWS::EC2::InternetGateway": emulated(
        Backing.ENGINE,
        "Tags",
        limit="no packet flows",
    ),
    "AWS::EC2::NatGateway": emulated(
        Backing.ADDED,
        "AllocationId SubnetId Tags",
        limit="no packet flows",
    ),
    "AWS::EC2::PrefixList": emulated(
        Backing.ADDED, "AddressFamily Entries MaxEntries PrefixListName Tags", nested="Cidr"
    ),
    "AWS::EC2::VPCGatewayAttachment": emulated(
        Backing.ADDED,
        "InternetGatewayId VpcId VpnGatewayId",
    ),
    "AWS::EC2::VPNConnection": not_emulated(
        "CustomerGatewayId PreSharedKeyStorage StaticRoutesOnly Tags Type VpnGatewayId "
        "VpnTunnelOptionsSpecifications",
        "VpnConnectionId",
    ),
    "AWS::EC2::VPNConnectionRoute": not_emulated(
        "DestinationCidrBlock VpnConnectionId",
    ),
    "AWS::EC2::VPNGateway": emulated(
        Backing.ADDED,
        "AmazonSideAsn Tags Type",
        limit="no packet flows",
    ),
}
