"""A relational database in RDS."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import Aws, CfnDeletionPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.log_groups import EncryptedLogGroup
from baseline_constructs.workload.engines import Engine
from baseline_constructs.workload.private_place import PrivatePlace

_MONITORING_SECONDS = 60
_MAINTENANCE = "sun:03:30-sun:04:30"
_BACKUP = "02:00-02:30"


class Database(Construct):
    """A database in a private tier, in two zones, that nobody deletes, and that takes TLS connections only.

    Everything of it is under the customer's key: storage, backups, and the administrator's password, which
    RDS makes, keeps in Secrets Manager and changes every week; no template holds it. Applications can log in
    with IAM instead of a password. Its logs go to log groups that are made first, under the logs key.

    Args:
        name: The instance's identifier, 1 to 63 lower-case letters, digits and single hyphens.
        engine: Which engine.
        version: One of the engine's major versions.
        instance_class: Such as `db.t4g.medium`.
        storage_gib: Size in GiB, 20 to 65536.
        backup_days: Days that automatic backups are kept, 7 to 35.
        retain_log_days: Days that its logs are kept, 1 to 3653.
        place: The tier it stands in.
        key: A key that callers through RDS and Secrets Manager may use, with grants (`workload_key`).
        logs_key: A key that CloudWatch Logs may use.

    Raises:
        ValueError: The tier has fewer than two zones, or `backup_days` is out of range.

    Source: Security Hub RDS.2, .3, .5, .6, .7, .8, .9, .10, .11, .13, .17; RDS user guide, "Using SSL/TLS"
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        engine: Engine,
        version: str,
        instance_class: str,
        storage_gib: int,
        backup_days: int,
        retain_log_days: int,
        place: PrivatePlace,
        key: kms.IKey,
        logs_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        if len(place.subnets) < 2:
            raise ValueError(f"database {name} stands in two zones, and tier {place.tier} has one")
        if not 7 <= backup_days <= 35:
            raise ValueError(f"backup_days is {backup_days}; 7 to 35 are allowed")
        self.resource = rds.CfnDBInstance(
            self,
            "Resource",
            db_instance_identifier=name,
            db_instance_class=instance_class,
            **self._what_runs(engine, version),
            **self._where(place),
            **_encrypted(storage_gib, key),
            **_kept(backup_days),
            **_logged_on_to(key),
            **self._watched(engine),
        )
        self.resource.cfn_options.deletion_policy = CfnDeletionPolicy.SNAPSHOT
        self.resource.cfn_options.update_replace_policy = CfnDeletionPolicy.SNAPSHOT
        self._keep_logs(name, engine.logs, logs_key, retain_log_days)
        acknowledge(
            self.resource,
            {
                "AwsSolutions-RDS11": "Another port hides nothing from who is in the network; the allow list "
                "says who reaches it.",
                "RDSInBackupPlan": f"RDS itself makes backups each day and keeps them {backup_days} days.",
            },
        )

    def _what_runs(self, engine: Engine, version: str) -> dict[str, Any]:
        parameters = rds.CfnDBParameterGroup(
            self,
            "Parameters",
            description="TLS is forced, and connections are recorded",
            family=engine.family(version),
            parameters=dict(engine.parameters),
        )
        return {
            "engine": engine.name,
            "engine_version": engine.versions[version],
            # An engine without fixes is upgraded, not kept for a fee.
            "engine_lifecycle_support": "open-source-rds-extended-support-disabled",
            "auto_minor_version_upgrade": True,
            "preferred_maintenance_window": _MAINTENANCE,
            "port": str(engine.port),
            "db_parameter_group_name": parameters.ref,
        }

    def _where(self, place: PrivatePlace) -> dict[str, Any]:
        subnets = rds.CfnDBSubnetGroup(
            self,
            "Subnets",
            db_subnet_group_description=f"Tier {place.tier}",
            subnet_ids=place.subnet_ids,
        )
        return {
            "multi_az": True,
            "publicly_accessible": False,
            "db_subnet_group_name": subnets.ref,
            "vpc_security_groups": place.group_ids,
        }

    def _watched(self, engine: Engine) -> dict[str, Any]:
        return {
            "enable_cloudwatch_logs_exports": list(engine.logs),
            "monitoring_interval": _MONITORING_SECONDS,
            "monitoring_role_arn": _monitoring_role(self).attr_arn,
        }

    def _keep_logs(self, name: str, logs: Sequence[str], key: kms.IKey, days: int) -> None:
        """The groups come first, so that RDS makes no unencrypted ones."""
        for log in logs:
            group = EncryptedLogGroup(
                self,
                f"Log-{log}",
                name=f"/aws/rds/instance/{name}/{log}",
                key=key,
                retain_days=days,
            )
            self.resource.add_resource_dependency(group.resource)


def _encrypted(storage_gib: int, key: kms.IKey) -> dict[str, Any]:
    return {
        "storage_type": "gp3",
        "allocated_storage": str(storage_gib),
        "storage_encrypted": True,
        "kms_key_id": key.key_arn,
    }


def _kept(backup_days: int) -> dict[str, Any]:
    return {
        "backup_retention_period": backup_days,
        "preferred_backup_window": _BACKUP,
        "delete_automated_backups": False,
        "copy_tags_to_snapshot": True,
        "deletion_protection": True,
    }


def _logged_on_to(key: kms.IKey) -> dict[str, Any]:
    return {
        "master_username": "administrator",
        "manage_master_user_password": True,
        "master_user_secret": rds.CfnDBInstance.MasterUserSecretProperty(kms_key_id=key.key_arn),
        "enable_iam_database_authentication": True,
    }


def _monitoring_role(scope: Construct) -> iam.CfnRole:
    """RDS writes the figures of the operating system with this role; the log group is RDS's own."""
    group = f"arn:{Aws.PARTITION}:logs:{Aws.REGION}:{Aws.ACCOUNT_ID}:log-group:RDSOSMetrics"
    trust = iam.PolicyStatement(
        principals=[iam.ServicePrincipal("monitoring.rds.amazonaws.com")],
        actions=["sts:AssumeRole"],
        conditions={
            "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
            "ArnLike": {"aws:SourceArn": f"arn:{Aws.PARTITION}:rds:{Aws.REGION}:{Aws.ACCOUNT_ID}:db:*"},
        },
    )
    role = iam.CfnRole(
        scope, "Monitoring", assume_role_policy_document=iam.PolicyDocument(statements=[trust])
    )
    statements = [
        iam.PolicyStatement(actions=["logs:CreateLogGroup", "logs:PutRetentionPolicy"], resources=[group]),
        iam.PolicyStatement(
            actions=[
                "logs:CreateLogStream",
                "logs:DescribeLogStreams",
                "logs:GetLogEvents",
                "logs:PutLogEvents",
            ],
            resources=[f"{group}:log-stream:*"],
        ),
    ]
    policy = iam.CfnRolePolicy(
        scope,
        "MonitoringPolicy",
        role_name=role.ref,
        policy_name="metrics",
        policy_document=iam.PolicyDocument(statements=statements),
    )
    stream = "logs:<AWS::Region>:<AWS::AccountId>:log-group:RDSOSMetrics:log-stream:*"
    found = f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:{stream}]"
    acknowledge(policy, {found: "RDS names a stream after each instance."})
    return role
