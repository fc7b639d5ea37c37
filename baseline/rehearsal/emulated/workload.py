"""Databases, file systems, tables, queues, secrets."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::DynamoDB::Table": emulated(
        Backing.ENGINE,
        "AttributeDefinitions BillingMode DeletionProtectionEnabled KeySchema "
        "PointInTimeRecoverySpecification ResourcePolicy SSESpecification TableName Tags "
        "TimeToLiveSpecification",
        nested="AttributeName AttributeType Enabled KMSMasterKeyId KeyType PointInTimeRecoveryEnabled "
        "SSEEnabled SSEType",
        limit="nothing is kept of backups",
    ),
    "AWS::EFS::AccessPoint": emulated(
        Backing.ENGINE,
        "AccessPointTags FileSystemId PosixUser RootDirectory",
        nested="CreationInfo Gid Key OwnerGid OwnerUid Path Permissions Uid Value",
        limit="it holds no files",
    ),
    "AWS::EFS::FileSystem": emulated(
        Backing.ENGINE,
        "BackupPolicy Encrypted FileSystemPolicy FileSystemTags KmsKeyId",
        nested="Key Status Value",
        limit="it holds no files",
    ),
    "AWS::EFS::MountTarget": emulated(
        Backing.ENGINE,
        "FileSystemId SecurityGroups SubnetId",
        limit="it holds no files",
    ),
    "AWS::RDS::DBInstance": emulated(
        Backing.ENGINE,
        "AllocatedStorage AutoMinorVersionUpgrade BackupRetentionPeriod "
        "CopyTagsToSnapshot DBInstanceClass DBInstanceIdentifier DBParameterGroupName "
        "DBSubnetGroupName DeleteAutomatedBackups DeletionProtection "
        "EnableCloudwatchLogsExports EnableIAMDatabaseAuthentication Engine "
        "EngineLifecycleSupport EngineVersion KmsKeyId ManageMasterUserPassword "
        "MasterUserSecret MasterUsername MonitoringInterval MonitoringRoleArn MultiAZ "
        "Port PreferredBackupWindow PreferredMaintenanceWindow PubliclyAccessible "
        "StorageEncrypted StorageType Tags VPCSecurityGroups",
        nested="KmsKeyId",
        unreadable={
            "DeleteAutomatedBackups": "the emulator makes no automated backups, so it is not applied",
        },
        limit="no database runs",
    ),
    "AWS::RDS::DBParameterGroup": emulated(
        Backing.ENGINE,
        "Description Family Parameters Tags",
        limit="no database runs",
    ),
    "AWS::RDS::DBSubnetGroup": emulated(
        Backing.ENGINE,
        "DBSubnetGroupDescription SubnetIds Tags",
        limit="no database runs",
    ),
    "AWS::Redshift::Cluster": emulated(
        Backing.KEPT,
        "AllowVersionUpgrade AutomatedSnapshotRetentionPeriod ClusterIdentifier ClusterParameterGroupName "
        "ClusterSubnetGroupName ClusterType DBName Encrypted EnhancedVpcRouting KmsKeyId "
        "LoggingProperties ManageMasterPassword MasterPasswordSecretKmsKeyId MasterUsername NodeType "
        "NumberOfNodes Port PreferredMaintenanceWindow PubliclyAccessible Tags VpcSecurityGroupIds",
        nested="LogDestinationType LogExports",
        limit="no database runs",
    ),
    "AWS::Redshift::ClusterParameterGroup": emulated(
        Backing.KEPT, "Description ParameterGroupFamily Parameters Tags", limit="no database runs"
    ),
    "AWS::Redshift::ClusterSubnetGroup": emulated(
        Backing.KEPT, "Description SubnetIds Tags", limit="no database runs"
    ),
    "AWS::SQS::Queue": emulated(
        Backing.ENGINE,
        "KmsMasterKeyId MessageRetentionPeriod QueueName RedrivePolicy Tags",
        nested="deadLetterTargetArn maxReceiveCount",
    ),
    "AWS::SQS::QueuePolicy": emulated(Backing.ENGINE, "PolicyDocument Queues"),
    "AWS::Lambda::Permission": emulated(
        Backing.ENGINE, "Action FunctionName Principal SourceAccount SourceArn"
    ),
    "AWS::SecretsManager::RotationSchedule": emulated(
        Backing.ADDED,
        "RotateImmediatelyOnUpdate RotationLambdaARN RotationRules SecretId",
        nested="AutomaticallyAfterDays",
        unreadable={"RotateImmediatelyOnUpdate": "Secrets Manager asks for it once, and tells it nowhere"},
        limit="nothing rotates",
    ),
    "AWS::SecretsManager::ResourcePolicy": emulated(
        Backing.ADDED,
        "BlockPublicPolicy ResourcePolicy SecretId",
        unreadable={"BlockPublicPolicy": "Secrets Manager checks the policy once, and tells it nowhere"},
    ),
    "AWS::SecretsManager::Secret": emulated(
        Backing.ENGINE,
        "Description GenerateSecretString KmsKeyId Name Tags",
        nested="ExcludePunctuation PasswordLength RequireEachIncludedType",
    ),
}
