"""What records, watches and alerts."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::CloudTrail::Trail": emulated(
        Backing.ADDED,
        "AdvancedEventSelectors CloudWatchLogsLogGroupArn CloudWatchLogsRoleArn "
        "EnableLogFileValidation IncludeGlobalServiceEvents InsightSelectors IsLogging IsMultiRegionTrail "
        "KMSKeyId S3BucketName S3KeyPrefix Tags TrailName",
        nested="Equals Field FieldSelectors InsightType Name NotStartsWith StartsWith",
        limit="it records no calls",
    ),
    "AWS::CloudWatch::Alarm": emulated(
        Backing.ENGINE,
        "AlarmActions AlarmDescription AlarmName ComparisonOperator Dimensions EvaluationPeriods MetricName "
        "Namespace Period Statistic Tags Threshold TreatMissingData",
        nested="Name Value",
        limit="no metric reaches it",
    ),
    "AWS::Config::ConfigRule": emulated(
        Backing.MOTO,
        "ConfigRuleName Description InputParameters Source",
        nested="Owner SourceIdentifier",
        limit="it is never evaluated",
    ),
    "AWS::Config::ConfigurationRecorder": emulated(
        Backing.MOTO,
        "Name RecordingGroup RoleARN",
        nested="AllSupported IncludeGlobalResourceTypes",
        limit="it records nothing",
    ),
    "AWS::Config::DeliveryChannel": emulated(
        Backing.MOTO,
        "ConfigSnapshotDeliveryProperties Name S3BucketName S3KmsKeyArn",
        nested="DeliveryFrequency",
        limit="nothing is delivered",
    ),
    "AWS::Logs::LogGroup": emulated(Backing.ENGINE, "KmsKeyId LogGroupName RetentionInDays Tags"),
    "AWS::Logs::MetricFilter": emulated(
        Backing.ENGINE,
        "FilterPattern LogGroupName MetricTransformations",
        nested="MetricName MetricNamespace MetricValue",
        limit="it sees no events",
    ),
    "AWS::SNS::Subscription": emulated(
        Backing.ENGINE,
        "Endpoint Protocol TopicArn",
        limit="no mail is sent",
    ),
    "AWS::SNS::Topic": emulated(Backing.ENGINE, "DisplayName KmsMasterKeyId SignatureVersion Tags TopicName"),
    "AWS::SNS::TopicPolicy": emulated(Backing.ENGINE, "PolicyDocument Topics"),
    "AWS::Logs::ResourcePolicy": emulated(Backing.ENGINE, "PolicyDocument PolicyName"),
}
