"""A data warehouse in Redshift."""

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
        subnets = redshift.CfnClusterSubnetGroup(
            self, "Subnets", description=f"Tier {place.tier}", subnet_ids=place.subnet_ids
        )
        parameters = redshift.CfnClusterParameterGroup(
            self,
            "Parameters",
            description="TLS is forced, and queries are recorded",
            parameter_group_family="redshift-2.0",
            parameters=[
                redshift.CfnClusterParameterGroup.ParameterProperty(
                    parameter_name=setting, parameter_value="true"
                )
                for setting in ("require_ssl", "enable_user_activity_logging")
            ],
        )
        self.resource = redshift.CfnCluster(
            self,
            "Resource",
            cluster_identifier=name,
            cluster_type="single-node" if nodes == 1 else "multi-node",
            number_of_nodes=None if nodes == 1 else nodes,
            node_type=node_type,
            db_name="warehouse",
            port=PORT,
            master_username="administrator",
            manage_master_password=True,
            master_password_secret_kms_key_id=key.key_arn,
            encrypted=True,
            kms_key_id=key.key_arn,
            enhanced_vpc_routing=True,
            publicly_accessible=False,
            cluster_subnet_group_name=subnets.ref,
            vpc_security_group_ids=place.group_ids,
            cluster_parameter_group_name=parameters.ref,
            automated_snapshot_retention_period=_SNAPSHOT_DAYS,
            allow_version_upgrade=True,
            preferred_maintenance_window=_MAINTENANCE,
            logging_properties=redshift.CfnCluster.LoggingPropertiesProperty(
                log_destination_type="cloudwatch", log_exports=list(_LOGS)
            ),
        )
        self.resource.cfn_options.deletion_policy = CfnDeletionPolicy.SNAPSHOT
        self.resource.cfn_options.update_replace_policy = CfnDeletionPolicy.SNAPSHOT
        for log in _LOGS:
            group = EncryptedLogGroup(
                self,
                f"Log-{log}",
                name=f"/aws/redshift/cluster/{name}/{log}",
                key=logs_key,
                retain_days=retain_log_days,
            )
            self.resource.add_resource_dependency(group.resource)
        acknowledge(
            self.resource,
            {
                "AwsSolutions-RS4": "Another port hides nothing from who is in the network; the allow list "
                "says who reaches it."
            },
        )
