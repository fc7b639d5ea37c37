"""Databases and warehouses: private, encrypted, TLS only, recorded, hard to lose."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from baseline.settings.workload.engines import DEFAULT_VERSIONS, PORTS, VERSIONS, WAREHOUSE_PORT
from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.rotated_key import RotatedKey
from baseline_constructs.keys.workload_key import workload_policy
from baseline_constructs.workload import warehouse
from baseline_constructs.workload.database import Database
from baseline_constructs.workload.engines import ENGINES
from tests.baseline_constructs.workload.conftest import place

DATABASE, CLUSTER = "AWS::RDS::DBInstance", "AWS::Redshift::Cluster"


def _all(template: Template, type_: str) -> list[dict[str, Any]]:
    found = [resource["Properties"] for resource in template.find_resources(type_).values()]
    assert len(found) >= 2
    return found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MultiAZ", True),
        ("PubliclyAccessible", False),
        ("StorageEncrypted", True),
        ("EnableIAMDatabaseAuthentication", True),
        ("DeletionProtection", True),
        ("ManageMasterUserPassword", True),
        ("AutoMinorVersionUpgrade", True),
        ("CopyTagsToSnapshot", True),
        ("BackupRetentionPeriod", 35),
        ("DeleteAutomatedBackups", False),
    ],
)
def test_a_database_is_built_safe(key: str, value: object, template: Template) -> None:
    assert [found[key] for found in _all(template, DATABASE)] == [value] * len(ENGINES)


def test_no_password_of_an_administrator_is_in_the_template(template: Template) -> None:
    for type_ in (DATABASE, CLUSTER):
        for found in _all(template, type_):
            assert "MasterUserPassword" not in found


@pytest.mark.parametrize(
    ("engine", "parameter"), [("postgres", "rds.force_ssl"), ("mysql", "require_secure_transport")]
)
def test_a_database_takes_no_connection_without_tls(engine: str, parameter: str, template: Template) -> None:
    groups = template.find_resources(
        "AWS::RDS::DBParameterGroup", {"Properties": {"Family": Match.string_like_regexp(engine)}}
    )
    [(id_, group)] = groups.items()
    assert group["Properties"]["Parameters"][parameter] == "1"
    template.has_resource_properties(DATABASE, {"Engine": engine, "DBParameterGroupName": {"Ref": id_}})


def test_storage_backups_and_password_are_under_the_customer_s_key(template: Template) -> None:
    (key,) = (
        id_
        for id_, found in template.find_resources("AWS::KMS::Key").items()
        if found["Properties"]["Description"] == "Data of the applications"
    )
    arn = {"Fn::GetAtt": [key, "Arn"]}
    for found in _all(template, DATABASE):
        assert (found["KmsKeyId"], found["MasterUserSecret"]) == (arn, {"KmsKeyId": arn})
    for found in _all(template, CLUSTER):
        assert (found["KmsKeyId"], found["MasterPasswordSecretKmsKeyId"]) == (arn, arn)


@pytest.mark.parametrize("type_", [DATABASE, CLUSTER])
def test_a_last_snapshot_is_taken(type_: str, template: Template) -> None:
    for resource in template.find_resources(type_).values():
        assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Snapshot"


@pytest.mark.parametrize(
    ("type_", "groups"), [(DATABASE, "VPCSecurityGroups"), (CLUSTER, "VpcSecurityGroupIds")]
)
def test_the_tier_s_group_is_the_only_one(type_: str, groups: str, template: Template) -> None:
    for found in _all(template, type_):
        assert found[groups] == [{"Fn::GetAtt": ["Group", "GroupId"]}]
    template.resource_count_is("AWS::EC2::SecurityGroup", 1)
    template.resource_count_is("AWS::EC2::SecurityGroupIngress", 0)


def test_logs_go_to_groups_that_are_encrypted_and_there_before(template: Template) -> None:
    groups = {
        group["Properties"]["LogGroupName"]: id_
        for id_, group in template.find_resources("AWS::Logs::LogGroup").items()
    }
    for id_, group in template.find_resources("AWS::Logs::LogGroup").items():
        assert "KmsKeyId" in group["Properties"], id_
    for resource in template.find_resources(DATABASE).values():
        found = resource["Properties"]
        for log in found["EnableCloudwatchLogsExports"]:
            name = f"/aws/rds/instance/{found['DBInstanceIdentifier']}/{log}"
            assert groups[name] in resource["DependsOn"]
    for resource in template.find_resources(CLUSTER).values():
        found = resource["Properties"]
        assert found["LoggingProperties"]["LogDestinationType"] == "cloudwatch"
        for log in found["LoggingProperties"]["LogExports"]:
            name = f"/aws/redshift/cluster/{found['ClusterIdentifier']}/{log}"
            assert groups[name] in resource["DependsOn"]


def test_a_warehouse_is_private_encrypted_and_loads_through_the_vpc(template: Template) -> None:
    for found in _all(template, CLUSTER):
        assert (found["Encrypted"], found["EnhancedVpcRouting"], found["PubliclyAccessible"]) == (
            True,
            True,
            False,
        )


def test_a_warehouse_takes_no_connection_without_tls_and_records_queries(template: Template) -> None:
    for group in template.find_resources("AWS::Redshift::ClusterParameterGroup").values():
        set_ = {one["ParameterName"]: one["ParameterValue"] for one in group["Properties"]["Parameters"]}
        assert set_ == {"require_ssl": "true", "enable_user_activity_logging": "true"}


@pytest.mark.parametrize(("nodes", "kind"), [(1, "single-node"), (2, "multi-node")])
def test_one_node_is_a_cluster_of_its_own_kind(nodes: int, kind: str, template: Template) -> None:
    template.has_resource_properties(
        CLUSTER, {"ClusterIdentifier": f"acme-reports-{nodes}", "ClusterType": kind}
    )


def test_monitoring_is_taken_by_rds_for_this_account_only_and_writes_one_log_group(
    template: Template,
) -> None:
    roles = template.find_resources("AWS::IAM::Role")
    for role in roles.values():
        (trust,) = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
        assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    for policy in template.find_resources("AWS::IAM::RolePolicy").values():
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            assert "log-group:RDSOSMetrics" in json.dumps(statement["Resource"])


@pytest.mark.parametrize(
    ("zones", "days", "said"), [(1, 35, "stands in two zones"), (2, 6, "7 to 35"), (2, 36, "7 to 35")]
)
def test_a_database_refuses_what_would_lose_it(zones: int, days: int, said: str) -> None:
    stack = cdk.Stack()
    key = RotatedKey(
        stack, "Key", alias="a", description="Data of the applications", policy=workload_policy(KeyPolicy())
    ).key
    with pytest.raises(ValueError, match=said):
        Database(
            stack,
            "Database",
            name="acme-orders",
            engine=ENGINES["postgres"],
            version="17",
            instance_class="db.t4g.medium",
            storage_gib=20,
            backup_days=days,
            retain_log_days=365,
            place=place(stack, zones=zones),
            key=key,
            logs_key=key,
        )


def test_settings_and_constructs_know_the_same_engines() -> None:
    assert {name: tuple(engine.versions) for name, engine in ENGINES.items()} == VERSIONS
    assert {name: engine.port for name, engine in ENGINES.items()} == PORTS
    assert all(version in VERSIONS[engine] for engine, version in DEFAULT_VERSIONS.items())
    assert warehouse.PORT == WAREHOUSE_PORT
