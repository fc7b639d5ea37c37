"""What a VPC is made of."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::EC2::FlowLog": emulated(
        Backing.ADDED,
        "DestinationOptions LogDestination LogDestinationType LogFormat MaxAggregationInterval ResourceId "
        "ResourceType Tags TrafficType",
        nested="FileFormat HiveCompatiblePartitions PerHourPartition",
        limit="no packet flows",
    ),
    "AWS::EC2::NetworkAcl": emulated(Backing.ADDED, "Tags VpcId"),
    "AWS::EC2::NetworkAclEntry": emulated(
        Backing.ADDED,
        "CidrBlock Egress Ipv6CidrBlock NetworkAclId PortRange Protocol RuleAction RuleNumber",
        nested="From To",
        limit="no packet flows",
    ),
    "AWS::EC2::Route": emulated(
        Backing.ENGINE,
        "DestinationCidrBlock DestinationIpv6CidrBlock EgressOnlyInternetGatewayId "
        "GatewayId NatGatewayId RouteTableId VpcEndpointId",
        limit="no packet flows",
    ),
    "AWS::EC2::RouteTable": emulated(Backing.ENGINE, "Tags VpcId"),
    "AWS::EC2::SecurityGroup": emulated(
        Backing.ENGINE,
        "GroupDescription SecurityGroupEgress Tags VpcId",
        nested="CidrIp Description IpProtocol",
    ),
    "AWS::EC2::SecurityGroupEgress": emulated(
        Backing.ADDED,
        "CidrIp CidrIpv6 Description DestinationPrefixListId DestinationSecurityGroupId FromPort "
        "GroupId IpProtocol ToPort",
        limit="no packet flows",
    ),
    "AWS::EC2::SecurityGroupIngress": emulated(
        Backing.ADDED,
        "CidrIp CidrIpv6 Description FromPort GroupId IpProtocol SourcePrefixListId "
        "SourceSecurityGroupId ToPort",
        limit="no packet flows",
    ),
    "AWS::EC2::Subnet": emulated(
        Backing.ENGINE,
        "AvailabilityZone CidrBlock MapPublicIpOnLaunch Tags VpcId",
    ),
    "AWS::EC2::SubnetNetworkAclAssociation": emulated(Backing.ADDED, "NetworkAclId SubnetId"),
    "AWS::EC2::SubnetRouteTableAssociation": emulated(Backing.ENGINE, "RouteTableId SubnetId"),
    "AWS::EC2::VPC": emulated(
        Backing.ENGINE,
        "CidrBlock EnableDnsHostnames EnableDnsSupport InstanceTenancy Tags",
    ),
    "AWS::EC2::VPCBlockPublicAccessOptions": emulated(
        Backing.ADDED,
        "InternetGatewayBlockMode",
        limit="no packet flows",
    ),
    "AWS::EC2::VPCEncryptionControl": emulated(
        Backing.KEPT,
        "EgressOnlyInternetGatewayExclusionInput ElasticFileSystemExclusionInput "
        "InternetGatewayExclusionInput LambdaExclusionInput Mode NatGatewayExclusionInput Tags "
        "VirtualPrivateGatewayExclusionInput VpcId VpcLatticeExclusionInput VpcPeeringExclusionInput",
        limit="no packet flows",
    ),
    "AWS::EC2::VPCEndpoint": emulated(
        Backing.ENGINE,
        "PolicyDocument PrivateDnsEnabled RouteTableIds SecurityGroupIds ServiceName SubnetIds "
        "Tags VpcEndpointType VpcId",
        limit="no packet flows, so its policy is not asked",
    ),
    "AWS::Route53Resolver::FirewallDomainList": emulated(
        Backing.KEPT, "Domains Name Tags", limit="no name is looked up"
    ),
    "AWS::Route53Resolver::FirewallRuleGroup": emulated(
        Backing.KEPT,
        "FirewallRules Name Tags",
        nested="Action BlockResponse ConfidenceThreshold DnsThreatProtection FirewallDomainListId "
        "FirewallDomainRedirectionAction Priority",
        limit="no name is looked up",
    ),
    "AWS::Route53Resolver::FirewallRuleGroupAssociation": emulated(
        Backing.KEPT, "FirewallRuleGroupId Name Priority Tags VpcId", limit="no name is looked up"
    ),
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": emulated(
        Backing.ADDED,
        "DestinationArn Name Tags",
        limit="no query is logged",
    ),
    "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": emulated(
        Backing.ADDED,
        "ResolverQueryLogConfigId ResourceId",
    ),
    "Custom::StrippedDefaultGroup": emulated(
        Backing.ENGINE,
        "GroupId ServiceTimeout ServiceToken",
        unreadable={"ServiceToken": "CloudFormation's own", "ServiceTimeout": "CloudFormation's own"},
    ),
}
