"""A data warehouse in Redshift."""

from typing import Any

from aws_cdk import CfnDeletionPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_redshift as redshift
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.log_groups import EncryptedLogGroup
from baseline_constructs.workload.private_place import PrivatePlace

PORT = 5439
_LOGS = ("connectionlog", "userlog", "useractivitylog")
_SNAPSHOT_DAYS = 35
_MAINTENANCE = "sun:03:30-sun:04:30"


class Warehouse(Construct):
    """A cluster in a private tier that takes TLS connections only and records connections, users and queries.

    Storage, snapshots and the administrator's password, which Redshift makes and keeps in Secrets Manager,
    are under the customer's key. What it loads and unloads goes through the VPC, where routes, groups and
    endpoint policies hold. A last snapshot is taken before it is ever deleted.

    Args:
        name: The cluster's identifier, 1 to 63 lower-case letters, digits and single hyphens.
        node_type: Such as `ra3.large`.
        nodes: How many nodes, 1 to 100.
        retain_log_days: Days that its audit logs are kept, 1 to 3653.
        place: The tier it stands in; it listens on tcp/5439.
        key: A key that callers through Redshift and Secrets Manager may use, with grants (`workload_key`).
        logs_key: A key that CloudWatch Logs may use.

    Source: Security Hub Redshift.1, .2, .3, .4, .6, .7, .8, .9, .10
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        node_type: str,
        nodes: int,
        retain_log_days: int,
        place: PrivatePlace,
        key: kms.IKey,
        logs_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        self.resource = redshift.CfnCluster(
            self,
            "Resource",
            cluster_identifier=name,
            db_name="warehouse",
            **_size(node_type, nodes),
            **self._what_runs(),
            **self._where(place),
            **_encrypted(key),
        )
        self.resource.cfn_options.deletion_policy = CfnDeletionPolicy.SNAPSHOT
        self.resource.cfn_options.update_replace_policy = CfnDeletionPolicy.SNAPSHOT
        self._keep_logs(name, logs_key, retain_log_days)
        acknowledge(
            self.resource,
            {
                "AwsSolutions-RS4": "Another port hides nothing from who is in the network; the allow list "
                "says who reaches it."
            },
        )

    def _what_runs(self) -> dict[str, Any]:
        of = redshift.CfnClusterParameterGroup
        parameters = of(
            self,
            "Parameters",
            description="TLS is forced, and queries are recorded",
            parameter_group_family="redshift-2.0",
            parameters=[
                of.ParameterProperty(parameter_name=setting, parameter_value="true")
                for setting in ("require_ssl", "enable_user_activity_logging")
            ],
        )
        return {
            "cluster_parameter_group_name": parameters.ref,
            "allow_version_upgrade": True,
            "preferred_maintenance_window": _MAINTENANCE,
            "automated_snapshot_retention_period": _SNAPSHOT_DAYS,
            "logging_properties": redshift.CfnCluster.LoggingPropertiesProperty(
                log_destination_type="cloudwatch", log_exports=list(_LOGS)
            ),
        }

    def _where(self, place: PrivatePlace) -> dict[str, Any]:
        subnets = redshift.CfnClusterSubnetGroup(
            self, "Subnets", description=f"Tier {place.tier}", subnet_ids=place.subnet_ids
        )
        return {
            "port": PORT,
            "enhanced_vpc_routing": True,
            "publicly_accessible": False,
            "cluster_subnet_group_name": subnets.ref,
            "vpc_security_group_ids": place.group_ids,
        }

    def _keep_logs(self, name: str, key: kms.IKey, days: int) -> None:
        """The groups come first, so that Redshift makes no unencrypted ones."""
        for log in _LOGS:
            group = EncryptedLogGroup(
                self,
                f"Log-{log}",
                name=f"/aws/redshift/cluster/{name}/{log}",
                key=key,
                retain_days=days,
            )
            self.resource.add_resource_dependency(group.resource)


def _size(node_type: str, nodes: int) -> dict[str, Any]:
    return {
        "node_type": node_type,
        "cluster_type": "single-node" if nodes == 1 else "multi-node",
        "number_of_nodes": None if nodes == 1 else nodes,
    }


def _encrypted(key: kms.IKey) -> dict[str, Any]:
    return {
        "encrypted": True,
        "kms_key_id": key.key_arn,
        "master_username": "administrator",
        "manage_master_password": True,
        "master_password_secret_kms_key_id": key.key_arn,
    }
