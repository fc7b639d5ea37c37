"""What CloudFormation leaves behind because the template says so; the rehearsal takes it away by hand."""

from collections.abc import Callable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from baseline.rehearsal import manifest
from baseline.rehearsal.account.observed import Api, Missing
from baseline.rehearsal.account.readers.table import READERS
from baseline.rehearsal.account.stack_view import StackView

# The type, physical id and declared properties of a resource, and `Retain` or `Snapshot`.
Retained = dict[str, Any]


def retained(deployed: list[StackView]) -> Iterator[Retained]:
    """Every resource of which something outlives its stack; what others need comes last."""
    found: list[Retained] = [
        {
            "type": resource["Type"],
            "id": view.ids[logical_id],
            "declared": view.declared(logical_id),
            "policy": policy,
        }
        for view in deployed
        for logical_id, resource in view.resources.items()
        if (policy := resource.get("DeletionPolicy", "Delete")) != "Delete"
        and logical_id in view.ids
        and not manifest.stands_for_nothing(resource["Type"])
    ]
    order = list(_REMOVERS)
    yield from sorted(found, key=lambda one: order.index(one["type"]) if one["type"] in order else -1)


def gone(api: Api, kept: list[Retained]) -> Iterator[Retained]:
    """Those of the retained resources of which the account has nothing any more."""
    for one in kept:
        if not _stands(api, one):
            yield one


def remove(api: Api, one: Retained) -> None:
    """Delete what is left of one resource.

    Raises:
        KeyError: Nobody has said yet how resources of this type are deleted.
    """
    if one["policy"] == "Snapshot":
        find, delete = _SNAPSHOTS[one["type"]]
        for snapshot in find(api, one["id"]):
            delete(api, snapshot)
    else:
        _REMOVERS[one["type"]](api, one["id"])


def remove_toolkit(api: Api, stack: str) -> None:
    """Delete the stack of `cdk bootstrap`, and the bucket that it leaves."""
    cloudformation = api("cloudformation")
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    resources = [resource for page in pages for resource in page["StackResourceSummaries"]]
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})
    for resource in resources:
        if resource["ResourceType"] == "AWS::S3::Bucket":
            _bucket(api, resource["PhysicalResourceId"])


def _stands(api: Api, one: Retained) -> bool:
    if one["policy"] == "Snapshot":
        find, _ = _SNAPSHOTS[one["type"]]
        return bool(find(api, one["id"]))
    try:
        READERS[one["type"]](api, one["id"], one["declared"])
    except (Missing, ClientError):
        return False
    return True


def _volume_snapshots(api: Api, volume: str) -> list[str]:
    filters = [{"Name": "volume-id", "Values": [volume]}]
    found = api("ec2").describe_snapshots(OwnerIds=["self"], Filters=filters)["Snapshots"]
    return [snapshot["SnapshotId"] for snapshot in found]


def _database_snapshots(api: Api, database: str) -> list[str]:
    found = api("rds").describe_db_snapshots(DBInstanceIdentifier=database)["DBSnapshots"]
    return [snapshot["DBSnapshotIdentifier"] for snapshot in found]


def _warehouse_snapshots(api: Api, cluster: str) -> list[str]:
    found = api("redshift").describe_cluster_snapshots(ClusterIdentifier=cluster)["Snapshots"]
    return [snapshot["SnapshotIdentifier"] for snapshot in found]


def _table(api: Api, id_: str) -> None:
    api("dynamodb").update_table(TableName=id_, DeletionProtectionEnabled=False)
    api("dynamodb").delete_table(TableName=id_)


def unlock(api: Api, deployed: list[StackView]) -> None:
    """Switch off what keeps single resources from going with their stack, as a person would have to."""
    for view in deployed:
        for logical_id, resource in view.resources.items():
            if resource["Type"] in _UNLOCKERS and logical_id in view.ids:
                _UNLOCKERS[resource["Type"]](api, view.ids[logical_id])


def _unlock_balancer(api: Api, id_: str) -> None:
    off = [{"Key": "deletion_protection.enabled", "Value": "false"}]
    api("elbv2").modify_load_balancer_attributes(LoadBalancerArn=id_, Attributes=off)


def _unlock_database(api: Api, id_: str) -> None:
    api("rds").modify_db_instance(DBInstanceIdentifier=id_, DeletionProtection=False, ApplyImmediately=True)


def _unlock_firewall(api: Api, id_: str) -> None:
    firewalls = api("network-firewall")
    firewalls.update_firewall_delete_protection(FirewallArn=id_, DeleteProtection=False)


def _user_pool(api: Api, id_: str) -> None:
    cognito = api("cognito-idp")
    cognito.update_user_pool(UserPoolId=id_, DeletionProtection="INACTIVE")
    cognito.delete_user_pool(UserPoolId=id_)


def _bucket(api: Api, id_: str) -> None:
    s3 = api("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=id_):
        for version in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            s3.delete_object(Bucket=id_, Key=version["Key"], VersionId=version["VersionId"])
    s3.delete_bucket(Bucket=id_)


def _with_its_bucket(_: Api, __: str) -> None:
    """A policy goes with what it belongs to."""


_UNLOCKERS: dict[str, Callable[[Api, str], object]] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _unlock_balancer,
    "AWS::NetworkFirewall::Firewall": _unlock_firewall,
    "AWS::RDS::DBInstance": _unlock_database,
}
_SNAPSHOTS: dict[str, tuple[Callable[[Api, str], list[str]], Callable[[Api, str], object]]] = {
    "AWS::Redshift::Cluster": (
        _warehouse_snapshots,
        lambda api, id_: api("redshift").delete_cluster_snapshot(SnapshotIdentifier=id_),
    ),
    "AWS::EC2::Volume": (_volume_snapshots, lambda api, id_: api("ec2").delete_snapshot(SnapshotId=id_)),
    "AWS::RDS::DBInstance": (
        _database_snapshots,
        lambda api, id_: api("rds").delete_db_snapshot(DBSnapshotIdentifier=id_),
    ),
}
_REMOVERS: dict[str, Callable[[Api, str], object]] = {
    "AWS::Backup::LogicallyAirGappedBackupVault": lambda api, id_: api("backup").delete_backup_vault(
        BackupVaultName=id_
    ),
    "AWS::CloudHSM::Cluster": lambda api, id_: api("cloudhsmv2").delete_cluster(ClusterId=id_),
    "AWS::Cognito::UserPool": _user_pool,
    "AWS::DirectConnect::Connection": lambda api, id_: api("directconnect").delete_connection(
        connectionId=id_
    ),
    "AWS::DirectoryService::MicrosoftAD": lambda api, id_: api("ds").delete_directory(DirectoryId=id_),
    "AWS::Backup::BackupVault": lambda api, id_: api("backup").delete_backup_vault(BackupVaultName=id_),
    "AWS::CloudTrail::Trail": lambda api, id_: api("cloudtrail").delete_trail(Name=id_),
    "AWS::S3::BucketPolicy": _with_its_bucket,
    "AWS::S3::Bucket": _bucket,
    "AWS::Logs::LogGroup": lambda api, id_: api("logs").delete_log_group(logGroupName=id_),
    "AWS::DynamoDB::Table": _table,
    "AWS::EFS::FileSystem": lambda api, id_: api("efs").delete_file_system(FileSystemId=id_),
    "AWS::SecretsManager::Secret": lambda api, id_: api("secretsmanager").delete_secret(
        SecretId=id_, ForceDeleteWithoutRecovery=True
    ),
    "AWS::KMS::Alias": lambda api, id_: api("kms").delete_alias(AliasName=id_),
    "AWS::KMS::Key": lambda api, id_: api("kms").schedule_key_deletion(KeyId=id_, PendingWindowInDays=7),
}
