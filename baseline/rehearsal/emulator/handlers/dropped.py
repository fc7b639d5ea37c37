"""What MiniStack's own CloudFormation handlers drop, applied through its service APIs."""

import json
from collections.abc import Callable
from typing import Any

from ministack.services import cognito

from baseline.rehearsal.emulator import database_gaps
from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Complement, Properties


def _encrypt(bucket: str, value: Properties) -> None:
    rules = [
        {
            "ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"],
            "BucketKeyEnabled": rule.get("BucketKeyEnabled", False),
        }
        for rule in value["ServerSideEncryptionConfiguration"]
    ]
    call("s3", "put_bucket_encryption", Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})


def _log_access(bucket: str, value: Properties) -> None:
    enabled = {"TargetBucket": value["DestinationBucketName"], "TargetPrefix": value.get("LogFilePrefix", "")}
    if "TargetObjectKeyFormat" in value:
        enabled["TargetObjectKeyFormat"] = value["TargetObjectKeyFormat"]
    call("s3", "put_bucket_logging", Bucket=bucket, BucketLoggingStatus={"LoggingEnabled": enabled})


def _lock(bucket: str, value: Properties) -> None:
    call("s3", "put_object_lock_configuration", Bucket=bucket, ObjectLockConfiguration=value)


def _expire(bucket: str, value: Properties) -> None:
    rules = [_lifecycle_rule(rule) for rule in value["Rules"]]
    call("s3", "put_bucket_lifecycle_configuration", Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def _lifecycle_rule(rule: Properties) -> dict[str, Any]:
    """S3's own form of a rule; it raises KeyError on what it does not translate."""
    known: dict[str, Callable[[Any], dict[str, Any]]] = {
        "Id": lambda value: {"ID": value},
        "Status": lambda value: {"Status": value},
        "Prefix": lambda value: {"Filter": {"Prefix": value}},
        "ExpirationInDays": lambda value: {"Expiration": {"Days": value}},
        "ExpiredObjectDeleteMarker": lambda value: {"Expiration": {"ExpiredObjectDeleteMarker": value}},
        "NoncurrentVersionExpiration": lambda value: {"NoncurrentVersionExpiration": value},
        "AbortIncompleteMultipartUpload": lambda value: {"AbortIncompleteMultipartUpload": value},
    }
    translated: dict[str, Any] = {"Filter": {"Prefix": ""}}
    for name, value in rule.items():
        translated |= known[name](value)
    return translated


def _own(bucket: str, value: Properties) -> None:
    call("s3", "put_bucket_ownership_controls", Bucket=bucket, OwnershipControls={"Rules": value["Rules"]})


def _block(bucket: str, value: Properties) -> None:
    call("s3", "put_public_access_block", Bucket=bucket, PublicAccessBlockConfiguration=value)


def _tag(bucket: str, value: list[dict[str, str]]) -> None:
    call("s3", "put_bucket_tagging", Bucket=bucket, Tagging={"TagSet": value})


_BUCKET: dict[str, Callable[[str, Any], None]] = {
    "BucketEncryption": _encrypt,
    "LoggingConfiguration": _log_access,
    "ObjectLockConfiguration": _lock,
    "LifecycleConfiguration": _expire,
    "OwnershipControls": _own,
    "PublicAccessBlockConfiguration": _block,
    "Tags": _tag,
}


def _topic_attribute(name: str) -> Callable[[str, Any], None]:
    def set_(topic: str, value: Any) -> None:
        call("sns", "set_topic_attributes", TopicArn=topic, AttributeName=name, AttributeValue=value)

    return set_


def _guard_table(table: str, value: Properties) -> None:
    arn = call("dynamodb", "describe_table", TableName=table)["Table"]["TableArn"]
    call("dynamodb", "put_resource_policy", ResourceArn=arn, Policy=json.dumps(value["PolicyDocument"]))


def _bound(role: str, boundary: str) -> None:
    call("iam", "put_role_permissions_boundary", RoleName=role, PermissionsBoundary=boundary)


def _keep_failures(function: str, config: Properties) -> None:
    call("lambda", "update_function_configuration", FunctionName=function, DeadLetterConfig=config)


def _guard_vault(vault: str, value: Properties) -> None:
    call("backup", "put_backup_vault_access_policy", BackupVaultName=vault, Policy=json.dumps(value))


def _lock_vault(vault: str, value: Properties) -> None:
    call("backup", "put_backup_vault_lock_configuration", BackupVaultName=vault, **value)


def _complement(appliers: dict[str, Callable[[str, Any], None]]) -> Complement:
    def apply(id_: str, properties: Properties) -> None:
        for name, applied in appliers.items():
            if name in properties:
                applied(id_, properties[name])

    return Complement(apply, frozenset(appliers))


def _encrypt_table(table: str, value: Properties) -> None:
    renamed = {"SSEEnabled": "Enabled"}
    wanted = {renamed.get(name, name): one for name, one in value.items()}
    call("dynamodb", "update_table", TableName=table, SSESpecification=wanted)


def _back_up_table(table: str, value: Properties) -> None:
    call("dynamodb", "update_continuous_backups", TableName=table, PointInTimeRecoverySpecification=value)


def _age_table(table: str, value: Properties) -> None:
    call("dynamodb", "update_time_to_live", TableName=table, TimeToLiveSpecification=value)


_TABLE: dict[str, Callable[[str, Any], None]] = {
    "PointInTimeRecoverySpecification": _back_up_table,
    "ResourcePolicy": _guard_table,
    "SSESpecification": _encrypt_table,
    "TimeToLiveSpecification": _age_table,
}


def _complete_database(id_: str, properties: Properties) -> None:
    if "EnableCloudwatchLogsExports" in properties:
        database_gaps.keep_logs(id_, properties["EnableCloudwatchLogsExports"])
    if "EngineLifecycleSupport" in properties:
        database_gaps.keep_support(id_, properties["EngineLifecycleSupport"])
    if str(properties.get("ManageMasterUserPassword", False)).lower() == "true":
        database_gaps.keep_password(id_, properties.get("MasterUserSecret", {}).get("KmsKeyId"))


_DATABASE = Complement(
    _complete_database,
    frozenset(
        (
            "EnableCloudwatchLogsExports",
            "EngineLifecycleSupport",
            "ManageMasterUserPassword",
            "MasterUserSecret",
        )
    ),
    release=lambda id_, _: database_gaps.forget_password(id_),
)


def _rotate_tokens(client: str, properties: Properties) -> None:
    if rotation := properties.get("RefreshTokenRotation"):
        clients = cognito._user_pools[properties["UserPoolId"]]["_clients"]
        clients[client]["RefreshTokenRotation"] = {
            **rotation,
            "RetryGracePeriodSeconds": int(rotation.get("RetryGracePeriodSeconds", 0)),
        }


COMPLEMENTS = {
    "AWS::Backup::BackupVault": _complement({"AccessPolicy": _guard_vault, "LockConfiguration": _lock_vault}),
    "AWS::Cognito::UserPoolClient": Complement(_rotate_tokens, frozenset(("RefreshTokenRotation",))),
    "AWS::DynamoDB::Table": _complement(_TABLE),
    "AWS::Lambda::Function": _complement({"DeadLetterConfig": _keep_failures}),
    "AWS::RDS::DBInstance": _DATABASE,
    "AWS::S3::Bucket": _complement(_BUCKET),
    "AWS::SNS::Topic": _complement(
        {name: _topic_attribute(name) for name in ("KmsMasterKeyId", "SignatureVersion")}
    ),
    "AWS::IAM::Role": _complement({"PermissionsBoundary": _bound}),
}
