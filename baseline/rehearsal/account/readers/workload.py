"""Databases, file systems, secrets, tables."""

import json
from typing import Any

from baseline.rehearsal.account.observed import Api, Missing, Observed, Properties, Reader, only, picked


def _secret(api: Api, id_: str, wanted: Properties) -> Observed:
    secrets = api("secretsmanager")
    secret = secrets.describe_secret(SecretId=id_)
    if "DeletedDate" in secret:
        raise Missing(f"{id_} is being deleted")
    found = picked(secret, "Description", "KmsKeyId", "Name", "Tags")
    if wishes := wanted.get("GenerateSecretString"):
        found["GenerateSecretString"] = _drawn(secrets.get_secret_value(SecretId=id_)["SecretString"], wishes)
    return Observed(found, {"Id": secret["ARN"]})


def _drawn(secret: str, wishes: Properties) -> Properties:
    """What can be seen of how a secret was drawn."""
    kinds = [str.islower, str.isupper, str.isdigit]
    punctuated = any(not letter.isalnum() for letter in secret)
    each = all(any(map(kind, secret)) for kind in kinds)
    return {
        "PasswordLength": len(secret),
        "ExcludePunctuation": not punctuated,
        "RequireEachIncludedType": each and (punctuated or wishes.get("ExcludePunctuation", False)),
    }


def _secret_policy(api: Api, _: str, wanted: Properties) -> Observed:
    id_ = wanted["SecretId"]
    policy = api("secretsmanager").get_resource_policy(SecretId=id_)["ResourcePolicy"]
    return Observed({"SecretId": id_, "ResourcePolicy": policy})


def _rotation(api: Api, _: str, wanted: Properties) -> Observed:
    secret = api("secretsmanager").describe_secret(SecretId=wanted["SecretId"])
    if not secret.get("RotationEnabled"):
        raise Missing(f"{wanted['SecretId']} does not rotate")
    told = picked(secret, "RotationLambdaARN", "RotationRules")
    return Observed({**told, **picked(wanted, "SecretId")})


def _permission(api: Api, id_: str, wanted: Properties) -> Observed:
    policy = json.loads(api("lambda").get_policy(FunctionName=wanted["FunctionName"])["Policy"])
    found = only([one for one in policy["Statement"] if one["Sid"] == id_], id_)
    conditions = {key.lower(): value for test in found["Condition"].values() for key, value in test.items()}
    return Observed(
        {
            "Action": found["Action"],
            "FunctionName": found["Resource"],
            "Principal": found["Principal"]["Service"],
            "SourceAccount": conditions.get("aws:sourceaccount"),
            "SourceArn": conditions.get("aws:sourcearn"),
        }
    )


def _file_system(api: Api, id_: str, _: Properties) -> Observed:
    efs = api("efs")
    system = only(efs.describe_file_systems(FileSystemId=id_)["FileSystems"], id_)
    found = picked(system, "Encrypted", "KmsKeyId")
    found["FileSystemTags"] = system["Tags"]
    found["FileSystemPolicy"] = efs.describe_file_system_policy(FileSystemId=id_)["Policy"]
    found["BackupPolicy"] = efs.describe_backup_policy(FileSystemId=id_)["BackupPolicy"]
    return Observed(found, {"FileSystemId": id_, "Arn": system["FileSystemArn"]})


def _mount_target(api: Api, id_: str, _: Properties) -> Observed:
    efs = api("efs")
    target = only(efs.describe_mount_targets(MountTargetId=id_)["MountTargets"], id_)
    groups = efs.describe_mount_target_security_groups(MountTargetId=id_)["SecurityGroups"]
    return Observed({**picked(target, "FileSystemId", "SubnetId"), "SecurityGroups": groups}, {"Id": id_})


def _access_point(api: Api, id_: str, _: Properties) -> Observed:
    point = only(api("efs").describe_access_points(AccessPointId=id_)["AccessPoints"], id_)
    found = picked(point, "FileSystemId", "PosixUser", "RootDirectory")
    return Observed({**found, "AccessPointTags": point["Tags"]}, {"AccessPointId": id_})


def _table(api: Api, id_: str, _: Properties) -> Observed:
    dynamodb = api("dynamodb")
    table = dynamodb.describe_table(TableName=id_)["Table"]
    arn = table["TableArn"]
    recovery = dynamodb.describe_continuous_backups(TableName=id_)["ContinuousBackupsDescription"]
    aging = dynamodb.describe_time_to_live(TableName=id_)["TimeToLiveDescription"]
    encryption = table.get("SSEDescription", {})
    found = picked(table, "AttributeDefinitions", "DeletionProtectionEnabled", "KeySchema", "TableName")
    status = recovery["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    return Observed(
        {
            **found,
            "BillingMode": table.get("BillingModeSummary", {}).get("BillingMode"),
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": status == "ENABLED"},
            "ResourcePolicy": {"PolicyDocument": dynamodb.get_resource_policy(ResourceArn=arn)["Policy"]},
            "SSESpecification": {
                "SSEEnabled": encryption.get("Status") == "ENABLED",
                "SSEType": encryption.get("SSEType"),
                "KMSMasterKeyId": encryption.get("KMSMasterKeyArn"),
            },
            "TimeToLiveSpecification": {
                "AttributeName": aging.get("AttributeName"),
                "Enabled": aging["TimeToLiveStatus"] in ("ENABLED", "ENABLING"),
            },
            "Tags": dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"],
        },
        {"Arn": arn},
    )


_SAME_IN_RDS = (
    "AllocatedStorage",
    "AutoMinorVersionUpgrade",
    "BackupRetentionPeriod",
    "CopyTagsToSnapshot",
    "DBInstanceClass",
    "DBInstanceIdentifier",
    "DeletionProtection",
    "Engine",
    "EngineLifecycleSupport",
    "EngineVersion",
    "KmsKeyId",
    "MasterUsername",
    "MonitoringInterval",
    "MonitoringRoleArn",
    "MultiAZ",
    "PreferredBackupWindow",
    "PreferredMaintenanceWindow",
    "PubliclyAccessible",
    "StorageEncrypted",
    "StorageType",
)


def _database(api: Api, id_: str, _: Properties) -> Observed:
    rds = api("rds")
    instance = only(rds.describe_db_instances(DBInstanceIdentifier=id_)["DBInstances"], id_)
    groups = [one["DBParameterGroupName"] for one in instance.get("DBParameterGroups", [])]
    secret = instance.get("MasterUserSecret", {})
    if secret:
        api("secretsmanager").describe_secret(SecretId=secret["SecretArn"])
    return Observed(
        {
            **picked(instance, *_SAME_IN_RDS),
            "DBParameterGroupName": groups,
            "DBSubnetGroupName": instance.get("DBSubnetGroup", {}).get("DBSubnetGroupName"),
            "EnableCloudwatchLogsExports": instance.get("EnabledCloudwatchLogsExports", []),
            "ManageMasterUserPassword": bool(secret),
            "MasterUserSecret": picked(secret, "KmsKeyId"),
            "EnableIAMDatabaseAuthentication": instance.get("IAMDatabaseAuthenticationEnabled"),
            "Port": instance.get("Endpoint", {}).get("Port"),
            "Tags": instance.get("TagList", []),
            "VPCSecurityGroups": [one["VpcSecurityGroupId"] for one in instance["VpcSecurityGroups"]],
        },
        {"DBInstanceArn": instance["DBInstanceArn"]},
    )


def _parameter_group(api: Api, id_: str, wanted: Properties) -> Observed:
    rds = api("rds")
    group = only(rds.describe_db_parameter_groups(DBParameterGroupName=id_)["DBParameterGroups"], id_)
    pages = rds.get_paginator("describe_db_parameters").paginate(DBParameterGroupName=id_)
    values = {one["ParameterName"]: one.get("ParameterValue") for page in pages for one in page["Parameters"]}
    return Observed(
        {
            "Description": group["Description"],
            "Family": group["DBParameterGroupFamily"],
            "Parameters": {name: values[name] for name in wanted["Parameters"] if name in values},
            "Tags": _rds_tags(rds, group["DBParameterGroupArn"]),
        }
    )


def _subnet_group(api: Api, id_: str, _: Properties) -> Observed:
    rds = api("rds")
    group = only(rds.describe_db_subnet_groups(DBSubnetGroupName=id_)["DBSubnetGroups"], id_)
    return Observed(
        {
            "DBSubnetGroupDescription": group["DBSubnetGroupDescription"],
            "SubnetIds": [subnet["SubnetIdentifier"] for subnet in group["Subnets"]],
            "Tags": _rds_tags(rds, group["DBSubnetGroupArn"]),
        }
    )


def _rds_tags(rds: Any, arn: str) -> list[Properties]:
    return rds.list_tags_for_resource(ResourceName=arn)["TagList"]  # type: ignore[no-any-return]


READERS: dict[str, Reader] = {
    "AWS::Lambda::Permission": _permission,
    "AWS::SecretsManager::RotationSchedule": _rotation,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::SecretsManager::ResourcePolicy": _secret_policy,
    "AWS::EFS::FileSystem": _file_system,
    "AWS::EFS::MountTarget": _mount_target,
    "AWS::EFS::AccessPoint": _access_point,
    "AWS::DynamoDB::Table": _table,
    "AWS::RDS::DBInstance": _database,
    "AWS::RDS::DBParameterGroup": _parameter_group,
    "AWS::RDS::DBSubnetGroup": _subnet_group,
}
