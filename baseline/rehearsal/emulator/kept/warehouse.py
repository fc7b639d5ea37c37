"""Amazon Redshift in MiniStack's networks, which moto's cannot see. Source: Amazon Redshift API reference."""

import json

from ministack.services import ec2, secretsmanager

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Shelf, new_id

_PARAMETER_GROUPS = Shelf(
    "ParameterGroupName",
    one="ClusterParameterGroup",
    many="ParameterGroups",
    missing="ClusterParameterGroupNotFound",
)
_SUBNET_GROUPS = Shelf(
    "ClusterSubnetGroupName",
    made=lambda asked: {
        "Subnets": [{"SubnetIdentifier": id_, "SubnetStatus": "Active"} for id_ in asked["SubnetIds"]]
    },
    one="ClusterSubnetGroup",
    many="ClusterSubnetGroups",
    missing="ClusterSubnetGroupNotFoundFault",
)
_CLUSTERS = Shelf("ClusterIdentifier", one="Cluster", many="Clusters", missing="ClusterNotFound")
_SNAPSHOTS = Shelf(
    "SnapshotIdentifier",
    one="Snapshot",
    many="Snapshots",
    named_by={name: name for name in ("SnapshotIdentifier", "ClusterIdentifier")},
    missing="ClusterSnapshotNotFound",
)
_LOGGING = Shelf("ClusterIdentifier")


def _create_subnet_group(asked: Members) -> Members:
    if missing := set(asked["SubnetIds"]) - set(ec2._subnets):
        raise Refused("InvalidSubnet", f"{sorted(missing)} are not there")
    return _SUBNET_GROUPS.create(asked)


def _modify_parameters(asked: Members) -> Members:
    group = _PARAMETER_GROUPS.found({"ParameterGroupName": asked["ParameterGroupName"]})
    kept = {one["ParameterName"]: one for one in group.get("Parameters", [])}
    kept |= {one["ParameterName"]: one for one in asked["Parameters"]}
    group["Parameters"] = list(kept.values())
    return {"ParameterGroupName": asked["ParameterGroupName"]}


def _parameters(asked: Members) -> Members:
    group = _PARAMETER_GROUPS.found({"ParameterGroupName": asked["ParameterGroupName"]})
    return {"Parameters": group.get("Parameters", [])}


def _create_cluster(asked: Members) -> Members:
    _SUBNET_GROUPS.found({"ClusterSubnetGroupName": asked["ClusterSubnetGroupName"]})
    group = asked["ClusterParameterGroupName"]
    _PARAMETER_GROUPS.found({"ParameterGroupName": group})
    record = {
        **asked,
        "ClusterStatus": "available",
        "Endpoint": {"Address": "nowhere.invalid", "Port": asked["Port"]},
        "ClusterParameterGroups": [{"ParameterGroupName": group}],
        "VpcSecurityGroups": [{"VpcSecurityGroupId": id_} for id_ in asked["VpcSecurityGroupIds"]],
    }
    if record.pop("ManageMasterPassword", False):
        record["MasterPasswordSecretArn"] = _password(record)
    return _CLUSTERS.create(record)


def _password(cluster: Members) -> str:
    """The secret that Redshift keeps for the cluster's administrator."""
    drawn = json.loads(secretsmanager._get_random_password({})[2])["RandomPassword"]
    words = json.dumps({"username": cluster["MasterUsername"], "password": drawn})
    name = f"redshift!{cluster['ClusterIdentifier']}-{cluster['MasterUsername']}"
    arn = str(secretsmanager.create_secret_in_process(name, words))
    secretsmanager._secrets[name]["KmsKeyId"] = cluster.get("MasterPasswordSecretKmsKeyId")
    return arn


def snapshot(cluster: str) -> None:
    """Keep what CloudFormation takes of a cluster before it goes."""
    name = {"SnapshotIdentifier": new_id(f"{cluster}-"), "ClusterIdentifier": cluster}
    _SNAPSHOTS.create({**name, "Status": "available", "SnapshotType": "manual"})


def _delete_cluster(asked: Members) -> Members:
    cluster = _CLUSTERS.found({"ClusterIdentifier": asked["ClusterIdentifier"]})
    for name, secret in list(secretsmanager._secrets.items()):
        if secret["ARN"] == cluster.get("MasterPasswordSecretArn"):
            del secretsmanager._secrets[name]
    for kept in _LOGGING.matching({"ClusterIdentifier": asked["ClusterIdentifier"]}):
        _LOGGING.delete(kept)
    return _CLUSTERS.delete({"ClusterIdentifier": asked["ClusterIdentifier"]})


def _log(asked: Members) -> Members:
    _CLUSTERS.found({"ClusterIdentifier": asked["ClusterIdentifier"]})
    return _LOGGING.put({**asked, "LoggingEnabled": True})


def _logging(asked: Members) -> Members:
    found = _LOGGING.matching(asked)
    return found[0] if found else {"LoggingEnabled": False}


KEPT = (
    Kept(
        "redshift",
        {
            "CreateClusterParameterGroup": _PARAMETER_GROUPS.create,
            "ModifyClusterParameterGroup": _modify_parameters,
            "DescribeClusterParameterGroups": _PARAMETER_GROUPS.tell_all,
            "DescribeClusterParameters": _parameters,
            "DeleteClusterParameterGroup": _PARAMETER_GROUPS.delete,
            "CreateClusterSubnetGroup": _create_subnet_group,
            "DescribeClusterSubnetGroups": _SUBNET_GROUPS.tell_all,
            "DeleteClusterSubnetGroup": _SUBNET_GROUPS.delete,
            "CreateCluster": _create_cluster,
            "DescribeClusters": _CLUSTERS.tell_all,
            "DeleteCluster": _delete_cluster,
            "DescribeClusterSnapshots": _SNAPSHOTS.tell_all,
            "DeleteClusterSnapshot": _SNAPSHOTS.delete,
            "EnableLogging": _log,
            "DescribeLoggingStatus": _logging,
        },
    ),
)
