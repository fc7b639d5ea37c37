"""All resource types that the emulator takes: a table, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Backing(Enum):
    """What makes, changes and deletes resources of a type."""

    ENGINE = "MiniStack's CloudFormation and its API, completed where it drops something"
    ADDED = "a handler of ours on MiniStack's API"
    MOTO = "a handler of ours on moto's API"


@dataclass(frozen=True)
class Emulated:
    """One resource type.

    Attributes:
        backing: What stands behind it.
        properties: What is applied; each can be read back, but for those in `unreadable`.
        unreadable: Properties that no API gives back, each with the reason.
        limit: What does not happen here although AWS would do it; "" where nothing is missing.
    """

    backing: Backing
    properties: frozenset[str]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    limit: str = ""


def _emulated(
    backing: Backing, properties: str, *, unreadable: Mapping[str, str] | None = None, limit: str = ""
) -> Emulated:
    return Emulated(backing, frozenset(properties.split()), unreadable or {}, limit)


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
    "AWS::EC2::FlowLog": _emulated(
        Backing.ADDED,
        "DestinationOptions LogDestination LogDestinationType MaxAggregationInterval ResourceId "
        "ResourceType Tags TrafficType",
        limit="no packet flows",
    ),
    "AWS::EC2::LaunchTemplate": _emulated(
        Backing.ENGINE,
        "LaunchTemplateData LaunchTemplateName",
        limit="no server boots from it",
    ),
    "AWS::EC2::NetworkAcl": _emulated(Backing.ADDED, "Tags VpcId"),
    "AWS::EC2::NetworkAclEntry": _emulated(
        Backing.ADDED,
        "CidrBlock Egress Ipv6CidrBlock NetworkAclId PortRange Protocol RuleAction RuleNumber",
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
    "AWS::EC2::VPCEndpoint": _emulated(
        Backing.ENGINE,
        "PolicyDocument PrivateDnsEnabled RouteTableIds SecurityGroupIds ServiceName SubnetIds "
        "Tags VpcEndpointType VpcId",
        limit="no packet flows, so its policy is not asked",
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
    "AWS::IAM::Group": _emulated(Backing.ADDED, "GroupName ManagedPolicyArns"),
    "AWS::IAM::InstanceProfile": _emulated(Backing.ADDED, "InstanceProfileName Roles"),
    "AWS::IAM::ManagedPolicy": _emulated(
        Backing.ENGINE,
        "Description ManagedPolicyName Path PolicyDocument",
    ),
    "AWS::IAM::Policy": _emulated(Backing.ENGINE, "PolicyDocument PolicyName Roles"),
    "AWS::IAM::Role": _emulated(
        Backing.ENGINE,
        "AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration "
        "PermissionsBoundary Policies RoleName Tags",
    ),
    "AWS::IAM::RolePolicy": _emulated(Backing.ADDED, "PolicyDocument PolicyName RoleName"),
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
    "AWS::Logs::LogGroup": _emulated(Backing.ENGINE, "KmsKeyId RetentionInDays Tags"),
    "AWS::Logs::MetricFilter": _emulated(
        Backing.ENGINE,
        "FilterPattern LogGroupName MetricTransformations",
        limit="it sees no events",
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
    "AWS::SNS::Topic": _emulated(Backing.ENGINE, "DisplayName KmsMasterKeyId Tags"),
    "AWS::SNS::TopicPolicy": _emulated(Backing.ENGINE, "PolicyDocument Topics"),
    "AWS::SQS::Queue": _emulated(Backing.ENGINE, "KmsMasterKeyId MessageRetentionPeriod QueueName Tags"),
    "AWS::SQS::QueuePolicy": _emulated(Backing.ENGINE, "PolicyDocument Queues"),
    "AWS::SSM::Parameter": _emulated(Backing.ENGINE, "Name Tags Type Value"),
    "Custom::StrippedDefaultGroup": _emulated(
        Backing.ENGINE,
        "GroupId ServiceTimeout ServiceToken",
        unreadable={"ServiceToken": "CloudFormation's own", "ServiceTimeout": "CloudFormation's own"},
    ),
}
