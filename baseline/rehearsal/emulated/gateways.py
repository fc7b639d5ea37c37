"""Ways out of a network."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::EC2::GatewayRouteTableAssociation": emulated(
        Backing.ADDED, "GatewayId RouteTableId", limit="no packet flows"
    ),
    "AWS::NetworkFirewall::Firewall": emulated(
        Backing.KEPT,
        "DeleteProtection FirewallName FirewallPolicyArn FirewallPolicyChangeProtection "
        "SubnetChangeProtection SubnetMappings Tags VpcId",
        nested="SubnetId",
        limit="no packet flows",
    ),
    "AWS::NetworkFirewall::FirewallPolicy": emulated(
        Backing.KEPT,
        "FirewallPolicy FirewallPolicyName Tags",
        nested="Definition PolicyVariables Priority ResourceArn RuleOrder RuleVariables "
        "StatefulDefaultActions StatefulEngineOptions StatefulRuleGroupReferences "
        "StatelessDefaultActions StatelessFragmentDefaultActions StreamExceptionPolicy",
        limit="no packet flows",
    ),
    "AWS::NetworkFirewall::LoggingConfiguration": emulated(
        Backing.KEPT,
        "FirewallArn LoggingConfiguration",
        nested="LogDestination LogDestinationConfigs LogDestinationType LogType bucketName",
        limit="no packet flows",
    ),
    "AWS::NetworkFirewall::RuleGroup": emulated(
        Backing.KEPT,
        "Capacity RuleGroup RuleGroupName Tags Type",
        nested="Definition GeneratedRulesType RuleOrder RuleVariables RulesSource RulesSourceList "
        "RulesString StatefulRuleOptions TargetTypes Targets",
        limit="no packet flows",
    ),
    "AWS::DirectConnect::Connection": emulated(
        Backing.KEPT, "Bandwidth ConnectionName Location RequestMACSec Tags", limit="no packet flows"
    ),
    "AWS::DirectConnect::DirectConnectGateway": emulated(
        Backing.KEPT, "AmazonSideAsn DirectConnectGatewayName Tags", limit="no packet flows"
    ),
    "AWS::DirectConnect::DirectConnectGatewayAssociation": emulated(
        Backing.KEPT,
        "AllowedPrefixesToDirectConnectGateway AssociatedGatewayId DirectConnectGatewayId",
        limit="no packet flows",
    ),
    "AWS::DirectConnect::PrivateVirtualInterface": emulated(
        Backing.KEPT,
        "BgpPeers ConnectionId DirectConnectGatewayId EnableSiteLink Tags VirtualInterfaceName Vlan",
        nested="AddressFamily Asn",
        limit="no packet flows",
    ),
    "AWS::EC2::CustomerGateway": emulated(
        Backing.ADDED, "BgpAsn IpAddress Tags Type", limit="no packet flows"
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
    "AWS::EC2::VPNConnection": emulated(
        Backing.KEPT,
        "CustomerGatewayId PreSharedKeyStorage StaticRoutesOnly Tags Type VpnGatewayId "
        "VpnTunnelOptionsSpecifications",
        nested="BgpLogEnabled CloudwatchLogOptions IKEVersions LogEnabled LogGroupArn LogOptions "
        "LogOutputFormat Phase1DHGroupNumbers Phase1EncryptionAlgorithms Phase1IntegrityAlgorithms "
        "Phase2DHGroupNumbers Phase2EncryptionAlgorithms Phase2IntegrityAlgorithms Value",
        limit="no packet flows",
    ),
    "AWS::EC2::VPNConnectionRoute": emulated(
        Backing.KEPT, "DestinationCidrBlock VpnConnectionId", limit="no packet flows"
    ),
    "AWS::EC2::VPNGateway": emulated(
        Backing.ADDED,
        "AmazonSideAsn Tags Type",
        limit="no packet flows",
    ),
}
