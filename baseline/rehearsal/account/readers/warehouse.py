"""Amazon Redshift, and the cluster of hardware security modules."""

from baseline.rehearsal.account.observed import Api, Missing, Observed, Properties, Reader, only, picked


def _cluster(api: Api, id_: str, _: Properties) -> Observed:
    redshift = api("redshift")
    found = only(redshift.describe_clusters(ClusterIdentifier=id_)["Clusters"], id_)
    secret = found.get("MasterPasswordSecretArn")
    if secret:
        api("secretsmanager").describe_secret(SecretId=secret)
    logging = redshift.describe_logging_status(ClusterIdentifier=id_)
    return Observed(
        {
            **found,
            "ClusterParameterGroupName": [
                one["ParameterGroupName"] for one in found["ClusterParameterGroups"]
            ],
            "ClusterType": "multi-node" if found.get("NumberOfNodes", 1) > 1 else "single-node",
            "LoggingProperties": logging if logging["LoggingEnabled"] else {},
            "ManageMasterPassword": bool(secret),
            "Port": found["Endpoint"]["Port"],
            "VpcSecurityGroupIds": [one["VpcSecurityGroupId"] for one in found["VpcSecurityGroups"]],
        }
    )


def _parameters(api: Api, id_: str, _: Properties) -> Observed:
    redshift = api("redshift")
    group = only(redshift.describe_cluster_parameter_groups(ParameterGroupName=id_)["ParameterGroups"], id_)
    parameters = redshift.describe_cluster_parameters(ParameterGroupName=id_, Source="user")["Parameters"]
    return Observed({**group, "Parameters": parameters})


def _subnets(api: Api, id_: str, _: Properties) -> Observed:
    found = api("redshift").describe_cluster_subnet_groups(ClusterSubnetGroupName=id_)
    group = only(found["ClusterSubnetGroups"], id_)
    subnets = [subnet["SubnetIdentifier"] for subnet in group["Subnets"]]
    return Observed({**picked(group, "Description", "Tags"), "SubnetIds": subnets})


def _modules(api: Api, id_: str, _: Properties) -> Observed:
    found = api("cloudhsmv2").describe_clusters(Filters={"clusterIds": [id_]})["Clusters"]
    cluster = only(found, id_)
    if cluster["State"] == "DELETED":
        raise Missing(f"{id_} is deleted")
    told = picked(cluster, "BackupRetentionPolicy", "HsmType", "Mode")
    subnets = list(cluster["SubnetMapping"].values())
    return Observed({**told, "SubnetIds": subnets, "Tags": cluster["TagList"]}, {"ClusterId": id_})


READERS: dict[str, Reader] = {
    "AWS::CloudHSM::Cluster": _modules,
    "AWS::Redshift::Cluster": _cluster,
    "AWS::Redshift::ClusterParameterGroup": _parameters,
    "AWS::Redshift::ClusterSubnetGroup": _subnets,
}
