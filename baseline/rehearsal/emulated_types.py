"""All resource types that the emulator takes: a table, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Backing(Enum):
    """What makes, changes and deletes resources of a type."""

    ENGINE = "MiniStack's CloudFormation and its API, completed where it drops something"
    ADDED = "a handler of ours on MiniStack's API"
    MOTO = "a handler of ours on moto's API"
    NONE = "nothing: it is taken so that the rest can be tried, and named as not exercised"


@dataclass(frozen=True)
class Emulated:
    """One resource type.

    Attributes:
        backing: What stands behind it.
        properties: What is applied; each can be read back, but for those in `unreadable`. With `Backing.NONE`
            what templates may ask for.
        unreadable: Properties that cannot be read back, each with the reason.
        limit: What does not happen here although AWS would do it; "" where nothing is missing.
        attributes: With `Backing.NONE`, what `Fn::GetAtt` may be asked for; the answers are made up.
    """

    backing: Backing
    properties: frozenset[str]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    limit: str = ""
    attributes: frozenset[str] = frozenset()


def _emulated(
    backing: Backing, properties: str, *, unreadable: Mapping[str, str] | None = None, limit: str = ""
) -> Emulated:
    return Emulated(backing, frozenset(properties.split()), unreadable or {}, limit)


def _not_emulated(properties: str, attributes: str = "") -> Emulated:
    return Emulated(Backing.NONE, frozenset(properties.split()), attributes=frozenset(attributes.split()))


MANIFEST: Mapping[str, Emulated] = {
    "AWS::CloudTrail::Trail": _emulated(
        Backing.ADDED,
        "AdvancedEventSelectors CloudWatchLogsLogGroupArn CloudWatchLogsRoleArn "
        "EnableLogFileValidation IncludeGlobalServiceEvents IsLogging IsMultiRegionTrail KMSKeyId "
        "S3BucketName S3KeyPrefix Tags TrailName",
        limit="it records no calls",
    ),
    "AWS::CloudWatch::Alarm": _emulated(
        Backing.ENGINE,
        "AlarmActions AlarmDescription ComparisonOperator EvaluationPeriods MetricName Namespace "
        "Period Statistic Tags Threshold TreatMissingData",
        limit="no metric reaches it",
    ),
    "AWS::Cognito::IdentityPool": _not_emulated(
        "AllowClassicFlow AllowUnauthenticatedIdentities CognitoIdentityProviders IdentityPoolTags",
    ),
    "AWS::Cognito::IdentityPoolRoleAttachment": _not_emulated(
        "IdentityPoolId Roles",
    ),
    "AWS::Cognito::LogDeliveryConfiguration": _not_emulated(
        "LogConfigurations UserPoolId",
    ),
    "AWS::Cognito::ManagedLoginBranding": _not_emulated(
        "ClientId UseCognitoProvidedValues UserPoolId",
    ),
    "AWS::Cognito::UserPool": _not_emulated(
        "AccountRecoverySetting AdminCreateUserConfig AutoVerifiedAttributes "
        "DeletionProtection EnabledMfas MfaConfiguration Policies "
        "UserAttributeUpdateSettings UserPoolAddOns UserPoolName UserPoolTags "
        "UserPoolTier UsernameAttributes UsernameConfiguration",
        "ProviderName",
    ),
    "AWS::Cognito::UserPoolClient": _not_emulated(
        "AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient "
        "AllowedOAuthScopes CallbackURLs EnableTokenRevocation ExplicitAuthFlows "
        "IdTokenValidity PreventUserExistenceErrors RefreshTokenRotation "
        "RefreshTokenValidity SupportedIdentityProviders TokenValidityUnits UserPoolId",
    ),
    "AWS::Cognito::UserPoolDomain": _not_emulated(
        "Domain ManagedLoginVersion UserPoolId",
    ),
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": _not_emulated(
        "AccountTakeoverRiskConfiguration ClientId CompromisedCredentialsRiskConfiguration UserPoolId",
    ),
    "AWS::Config::ConfigRule": _emulated(
        Backing.MOTO,
        "ConfigRuleName Description InputParameters Source",
        limit="it is never evaluated",
    ),
    "AWS::Config::ConfigurationRecorder": _emulated(
        Backing.MOTO,
        "Name RecordingGroup RoleARN",
        limit="it records nothing",
    ),
    "AWS::Config::DeliveryChannel": _emulated(
        Backing.MOTO,
        "ConfigSnapshotDeliveryProperties Name S3BucketName S3KmsKeyArn",
        limit="nothing is delivered",
    ),
    "AWS::DirectConnect::Connection": _not_emulated(
        "Bandwidth ConnectionName Location RequestMACSec Tags",
        "ConnectionId",
    ),
    "AWS::DirectConnect::DirectConnectGateway": _not_emulated(
        "AmazonSideAsn DirectConnectGatewayName Tags",
        "DirectConnectGatewayId",
    ),
    "AWS::DirectConnect::DirectConnectGatewayAssociation": _not_emulated(
        "AllowedPrefixesToDirectConnectGateway AssociatedGatewayId DirectConnectGatewayId",
    ),
    "AWS::DirectConnect::PrivateVirtualInterface": _not_emulated(
        "BgpPeers ConnectionId DirectConnectGatewayId EnableSiteLink Tags VirtualInterfaceName Vlan",
    ),
    "AWS::DirectoryService::MicrosoftAD": _not_emulated(
        "Edition EnableSso Name Password VpcSettings",
    ),
    "AWS::DynamoDB::Table": _emulated(
        Backing.ENGINE,
        "AttributeDefinitions BillingMode DeletionProtectionEnabled KeySchema "
        "PointInTimeRecoverySpecification ResourcePolicy SSESpecification TableName Tags "
        "TimeToLiveSpecification",
        limit="nothing is kept of backups",
    ),
    "AWS::EC2::CustomerGateway": _not_emulated(
        "BgpAsn IpAddress Tags Type",
        "CustomerGatewayId",
    ),
    "AWS::EC2::EIP": _emulated(
        Backing.ADDED,
        "Domain Tags",
        limit="no packet flows",
    ),
    "AWS::EC2::FlowLog": _emulated(
        Backing.ADDED,
        "DestinationOptions LogDestination LogDestinationType LogFormat MaxAggregationInterval ResourceId "
        "ResourceType Tags TrafficType",
        limit="no packet flows",
    ),
    "AWS::EC2::InternetGateway": _emulated(
        Backing.ENGINE,
        "Tags",
        limit="no packet flows",
    ),
    "AWS::EC2::KeyPair": _not_emulated(
        "KeyName PublicKeyMaterial Tags",
        "KeyPairId",
    ),
    "AWS::EC2::LaunchTemplate": _emulated(
        Backing.ENGINE,
        "LaunchTemplateData LaunchTemplateName",
        limit="no server boots from it",
    ),
    "AWS::EC2::NatGateway": _emulated(
        Backing.ADDED,
        "AllocationId SubnetId Tags",
        limit="no packet flows",
    ),
    "AWS::EC2::NetworkAcl": _emulated(Backing.ADDED, "Tags VpcId"),
    "AWS::EC2::NetworkAclEntry": _emulated(
        Backing.ADDED,
        "CidrBlock Egress Ipv6CidrBlock NetworkAclId PortRange Protocol RuleAction RuleNumber",
        limit="no packet flows",
    ),
    "AWS::EC2::PrefixList": _emulated(
        Backing.ADDED,
        "AddressFamily Entries MaxEntries PrefixListName Tags",
    ),
    "AWS::EC2::Route": _emulated(
        Backing.ENGINE,
        "DestinationCidrBlock DestinationIpv6CidrBlock EgressOnlyInternetGatewayId "
        "GatewayId NatGatewayId RouteTableId",
        limit="no packet flows",
    ),
    "AWS::EC2::RouteTable": _emulated(Backing.ENGINE, "Tags VpcId"),
    "AWS::EC2::SecurityGroup": _emulated(Backing.ENGINE, "GroupDescription SecurityGroupEgress Tags VpcId"),
    "AWS::EC2::SecurityGroupEgress": _emulated(
        Backing.ADDED,
        "CidrIp CidrIpv6 Description DestinationPrefixListId DestinationSecurityGroupId FromPort "
        "GroupId IpProtocol ToPort",
        limit="no packet flows",
    ),
    "AWS::EC2::SecurityGroupIngress": _emulated(
        Backing.ADDED,
        "CidrIp CidrIpv6 Description FromPort GroupId IpProtocol SourcePrefixListId "
        "SourceSecurityGroupId ToPort",
        limit="no packet flows",
    ),
    "AWS::EC2::Subnet": _emulated(
        Backing.ENGINE,
        "AvailabilityZone CidrBlock MapPublicIpOnLaunch Tags VpcId",
    ),
    "AWS::EC2::SubnetNetworkAclAssociation": _emulated(Backing.ADDED, "NetworkAclId SubnetId"),
    "AWS::EC2::SubnetRouteTableAssociation": _emulated(Backing.ENGINE, "RouteTableId SubnetId"),
    "AWS::EC2::VPC": _emulated(
        Backing.ENGINE,
        "CidrBlock EnableDnsHostnames EnableDnsSupport InstanceTenancy Tags",
    ),
    "AWS::EC2::VPCBlockPublicAccessOptions": _emulated(
        Backing.ADDED,
        "InternetGatewayBlockMode",
        limit="no packet flows",
    ),
    "AWS::EC2::VPCEncryptionControl": _not_emulated(
        "EgressOnlyInternetGatewayExclusionInput ElasticFileSystemExclusionInput "
        "InternetGatewayExclusionInput LambdaExclusionInput Mode NatGatewayExclusionInput Tags "
        "VirtualPrivateGatewayExclusionInput VpcId VpcLatticeExclusionInput "
        "VpcPeeringExclusionInput",
    ),
    "AWS::EC2::VPCEndpoint": _emulated(
        Backing.ENGINE,
        "PolicyDocument PrivateDnsEnabled RouteTableIds SecurityGroupIds ServiceName SubnetIds "
        "Tags VpcEndpointType VpcId",
        limit="no packet flows, so its policy is not asked",
    ),
    "AWS::EC2::VPCGatewayAttachment": _emulated(
        Backing.ADDED,
        "InternetGatewayId VpcId VpnGatewayId",
    ),
    "AWS::EC2::VPNConnection": _not_emulated(
        "CustomerGatewayId PreSharedKeyStorage StaticRoutesOnly Tags Type VpnGatewayId "
        "VpnTunnelOptionsSpecifications",
        "VpnConnectionId",
    ),
    "AWS::EC2::VPNConnectionRoute": _not_emulated(
        "DestinationCidrBlock VpnConnectionId",
    ),
    "AWS::EC2::VPNGateway": _emulated(
        Backing.ADDED,
        "AmazonSideAsn Tags Type",
        limit="no packet flows",
    ),
    "AWS::EC2::Volume": _emulated(
        Backing.ADDED,
        "AvailabilityZone Encrypted KmsKeyId Size Tags VolumeType",
        limit="it holds no data",
    ),
    "AWS::ECR::Repository": _emulated(
        Backing.ENGINE,
        "ImageTagMutability LifecyclePolicy RepositoryName RepositoryPolicyText Tags",
    ),
    "AWS::EFS::AccessPoint": _emulated(
        Backing.ENGINE,
        "AccessPointTags FileSystemId PosixUser RootDirectory",
        limit="it holds no files",
    ),
    "AWS::EFS::FileSystem": _emulated(
        Backing.ENGINE,
        "BackupPolicy Encrypted FileSystemPolicy FileSystemTags KmsKeyId",
        limit="it holds no files",
    ),
    "AWS::EFS::MountTarget": _emulated(
        Backing.ENGINE,
        "FileSystemId SecurityGroups SubnetId",
        limit="it holds no files",
    ),
    "AWS::ElasticLoadBalancingV2::Listener": _emulated(
        Backing.ENGINE,
        "Certificates DefaultActions LoadBalancerArn Port Protocol SslPolicy Tags",
        limit="no packet flows",
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _emulated(
        Backing.ENGINE,
        "LoadBalancerAttributes Scheme SecurityGroups Subnets Tags Type",
        limit="no packet flows",
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": _emulated(
        Backing.ENGINE,
        "HealthCheckIntervalSeconds HealthCheckPath HealthCheckProtocol Matcher Port "
        "Protocol Tags TargetType VpcId",
        limit="no packet flows",
    ),
    "AWS::IAM::Group": _emulated(Backing.ADDED, "GroupName ManagedPolicyArns"),
    "AWS::IAM::InstanceProfile": _emulated(Backing.ADDED, "InstanceProfileName Roles"),
    "AWS::IAM::ManagedPolicy": _emulated(
        Backing.ENGINE,
        "Description ManagedPolicyName Path PolicyDocument",
    ),
    "AWS::IAM::OIDCProvider": _emulated(
        Backing.ADDED,
        "ClientIdList Tags Url",
        limit="nobody signs in",
    ),
    "AWS::IAM::Policy": _emulated(Backing.ENGINE, "PolicyDocument PolicyName Roles"),
    "AWS::IAM::Role": _emulated(
        Backing.ENGINE,
        "AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration "
        "PermissionsBoundary Policies RoleName Tags",
    ),
    "AWS::IAM::RolePolicy": _emulated(Backing.ADDED, "PolicyDocument PolicyName RoleName"),
    "AWS::IAM::SAMLProvider": _emulated(
        Backing.ADDED,
        "Name SamlMetadataDocument Tags",
        limit="nobody signs in",
    ),
    "AWS::IAM::User": _emulated(
        Backing.ENGINE,
        "Groups PermissionsBoundary Tags UserName",
    ),
    "AWS::KMS::Alias": _emulated(Backing.ENGINE, "AliasName TargetKeyId"),
    "AWS::KMS::Key": _emulated(
        Backing.ENGINE,
        "Description EnableKeyRotation KeyPolicy PendingWindowInDays RotationPeriodInDays Tags",
        unreadable={"PendingWindowInDays": "KMS tells it only once a key is being deleted"},
        limit="it does not rotate",
    ),
    "AWS::Lambda::Function": _emulated(
        Backing.ENGINE,
        "Code DeadLetterConfig Description Handler LoggingConfig Role Runtime Tags Timeout",
    ),
    "AWS::Logs::LogGroup": _emulated(Backing.ENGINE, "KmsKeyId LogGroupName RetentionInDays Tags"),
    "AWS::Logs::MetricFilter": _emulated(
        Backing.ENGINE,
        "FilterPattern LogGroupName MetricTransformations",
        limit="it sees no events",
    ),
    "AWS::RDS::DBInstance": _emulated(
        Backing.ENGINE,
        "AllocatedStorage AutoMinorVersionUpgrade BackupRetentionPeriod "
        "CopyTagsToSnapshot DBInstanceClass DBInstanceIdentifier DBParameterGroupName "
        "DBSubnetGroupName DeleteAutomatedBackups DeletionProtection "
        "EnableCloudwatchLogsExports EnableIAMDatabaseAuthentication Engine "
        "EngineLifecycleSupport EngineVersion KmsKeyId ManageMasterUserPassword "
        "MasterUserSecret MasterUsername MonitoringInterval MonitoringRoleArn MultiAZ "
        "Port PreferredBackupWindow PreferredMaintenanceWindow PubliclyAccessible "
        "StorageEncrypted StorageType Tags VPCSecurityGroups",
        unreadable={
            "DeleteAutomatedBackups": "RDS asks for it when an instance is deleted, and tells it nowhere",
            **dict.fromkeys(
                (
                    "EnableCloudwatchLogsExports",
                    "EngineLifecycleSupport",
                    "ManageMasterUserPassword",
                    "MasterUserSecret",
                ),
                "the emulator forgets it",
            ),
        },
        limit="no database runs",
    ),
    "AWS::RDS::DBParameterGroup": _emulated(
        Backing.ENGINE,
        "Description Family Parameters Tags",
        limit="no database runs",
    ),
    "AWS::RDS::DBSubnetGroup": _emulated(
        Backing.ENGINE,
        "DBSubnetGroupDescription SubnetIds Tags",
        limit="no database runs",
    ),
    "AWS::Redshift::Cluster": _not_emulated(
        "AllowVersionUpgrade AutomatedSnapshotRetentionPeriod ClusterIdentifier "
        "ClusterParameterGroupName ClusterSubnetGroupName ClusterType DBName Encrypted "
        "EnhancedVpcRouting KmsKeyId LoggingProperties ManageMasterPassword "
        "MasterPasswordSecretKmsKeyId MasterUsername NodeType NumberOfNodes Port "
        "PreferredMaintenanceWindow PubliclyAccessible Tags VpcSecurityGroupIds",
    ),
    "AWS::Redshift::ClusterParameterGroup": _not_emulated(
        "Description ParameterGroupFamily Parameters Tags",
    ),
    "AWS::Redshift::ClusterSubnetGroup": _not_emulated(
        "Description SubnetIds Tags",
    ),
    "AWS::Route53Resolver::FirewallDomainList": _not_emulated(
        "Domains Name Tags",
        "Id",
    ),
    "AWS::Route53Resolver::FirewallRuleGroup": _not_emulated(
        "FirewallRules Name Tags",
        "Id",
    ),
    "AWS::Route53Resolver::FirewallRuleGroupAssociation": _not_emulated(
        "FirewallRuleGroupId Name Priority Tags VpcId",
    ),
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": _emulated(
        Backing.ADDED,
        "DestinationArn Name Tags",
        limit="no query is logged",
    ),
    "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": _emulated(
        Backing.ADDED,
        "ResolverQueryLogConfigId ResourceId",
    ),
    "AWS::S3::Bucket": _emulated(
        Backing.ENGINE,
        "AccessControl BucketEncryption BucketName LifecycleConfiguration LoggingConfiguration "
        "ObjectLockConfiguration ObjectLockEnabled OwnershipControls "
        "PublicAccessBlockConfiguration Tags VersioningConfiguration",
    ),
    "AWS::S3::BucketPolicy": _emulated(Backing.ENGINE, "Bucket PolicyDocument"),
    "AWS::SNS::Subscription": _emulated(
        Backing.ENGINE,
        "Endpoint Protocol TopicArn",
        limit="no mail is sent",
    ),
    "AWS::SNS::Topic": _emulated(
        Backing.ENGINE, "DisplayName KmsMasterKeyId SignatureVersion Tags TopicName"
    ),
    "AWS::SNS::TopicPolicy": _emulated(Backing.ENGINE, "PolicyDocument Topics"),
    "AWS::SQS::Queue": _emulated(
        Backing.ENGINE, "KmsMasterKeyId MessageRetentionPeriod QueueName RedrivePolicy Tags"
    ),
    "AWS::SQS::QueuePolicy": _emulated(Backing.ENGINE, "PolicyDocument Queues"),
    "AWS::SSM::Parameter": _emulated(Backing.ENGINE, "Name Tags Type Value"),
    "AWS::SSO::Assignment": _not_emulated(
        "InstanceArn PermissionSetArn PrincipalId PrincipalType TargetId TargetType",
    ),
    "AWS::SSO::PermissionSet": _not_emulated(
        "InlinePolicy InstanceArn Name PermissionsBoundary SessionDuration Tags",
        "PermissionSetArn",
    ),
    "AWS::SecretsManager::ResourcePolicy": _emulated(
        Backing.ADDED,
        "BlockPublicPolicy ResourcePolicy SecretId",
        unreadable={"BlockPublicPolicy": "Secrets Manager checks the policy once, and tells it nowhere"},
    ),
    "AWS::SecretsManager::Secret": _emulated(
        Backing.ENGINE,
        "Description GenerateSecretString KmsKeyId Name Tags",
        unreadable={
            "GenerateSecretString": "only the secret itself would show it; the emulator draws its own kind"
        },
    ),
    "AWS::WAFv2::LoggingConfiguration": _not_emulated(
        "LogDestinationConfigs RedactedFields ResourceArn",
    ),
    "AWS::WAFv2::WebACL": _emulated(
        Backing.ENGINE,
        "DefaultAction Name Rules Scope Tags VisibilityConfig",
        limit="no request passes",
    ),
    "AWS::WAFv2::WebACLAssociation": _emulated(
        Backing.ADDED,
        "ResourceArn WebACLArn",
        limit="no request passes",
    ),
    "Custom::StrippedDefaultGroup": _emulated(
        Backing.ENGINE,
        "GroupId ServiceTimeout ServiceToken",
        unreadable={"ServiceToken": "CloudFormation's own", "ServiceTimeout": "CloudFormation's own"},
    ),
}
