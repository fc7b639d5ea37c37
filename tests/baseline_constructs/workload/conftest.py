"""One stack with everything a workload is made of, synthesised once."""

from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.purposes import logs_key
from baseline_constructs.keys.rotated_key import RotatedKey
from baseline_constructs.keys.workload_key import workload_policy
from baseline_constructs.storage.access_log_bucket import AccessLogBucket
from baseline_constructs.storage.load_balancer_log_bucket import LoadBalancerLogBucket
from baseline_constructs.workload.database import Database
from baseline_constructs.workload.engines import ENGINES
from baseline_constructs.workload.file_system import EncryptedFileSystem
from baseline_constructs.workload.load_balancer import Backend, LoadBalancer
from baseline_constructs.workload.private_place import PrivatePlace
from baseline_constructs.workload.queue import EncryptedQueue
from baseline_constructs.workload.secret import EncryptedSecret
from baseline_constructs.workload.table import EncryptedTable
from baseline_constructs.workload.topic import EncryptedTopic
from baseline_constructs.workload.warehouse import Warehouse
from baseline_constructs.workload.web_firewall import WebFirewall

CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10"


def place(stack: cdk.Stack, *, zones: int = 2) -> PrivatePlace:
    """A tier with its subnets and group."""
    vpc = ec2.CfnVPC(stack, "Vpc", cidr_block="10.0.0.0/16")
    subnets = [ec2.CfnSubnet(stack, f"Subnet{zone}", vpc_id=vpc.ref) for zone in range(zones)]
    group = ec2.CfnSecurityGroup(stack, "Group", vpc_id=vpc.ref, group_description="Tier")
    return PrivatePlace("data", subnets, group)


def _everything(stack: cdk.Stack) -> None:
    key, logs = (
        RotatedKey(
            stack,
            "Key",
            alias="a",
            description="Data of the applications",
            policy=workload_policy(KeyPolicy()),
        ).key,
        logs_key(stack, "Logs", alias="l", trail_name="t").key,
    )
    tier = place(stack)
    for engine in ENGINES.values():
        Database(
            stack,
            f"Database-{engine.name}",
            name=f"acme-{engine.name}",
            engine=engine,
            version=list(engine.versions)[-1],
            instance_class="db.t4g.medium",
            storage_gib=20,
            backup_days=35,
            retain_log_days=365,
            place=tier,
            key=key,
            logs_key=logs,
        )
    for nodes in (1, 2):
        Warehouse(
            stack,
            f"Warehouse{nodes}",
            name=f"acme-reports-{nodes}",
            node_type="ra3.large",
            nodes=nodes,
            retain_log_days=365,
            place=tier,
            key=key,
            logs_key=logs,
        )
    EncryptedFileSystem(stack, "Files", name="acme-shared", place=tier, key=key)
    EncryptedTable(stack, "Table", name="acme-t", keys={"id": "string", "at": "number"}, key=key)
    queue = EncryptedQueue(stack, "Queue", name="acme-jobs", key=key)
    for name in ("events", "alerts"):
        topic = EncryptedTopic(stack, f"Topic-{name}", name=f"acme-{name}", key=key)
        queue.takes_from(name, topic.resource)
    EncryptedSecret(stack, "Secret", name="acme/pay", description="key of payments", key=key)
    _load_balancers(stack, tier)


def _load_balancers(stack: cdk.Stack, tier: PrivatePlace) -> None:
    access = AccessLogBucket(stack, "Access")
    bucket = LoadBalancerLogBucket(
        stack, "BalancerLogs", access_logs=access, bucket_name="b", expire_days=30, delete_exempt_role="out"
    )
    backend = Backend(vpc_id=tier.subnets[0].vpc_id, port=8443, target_type="ip", health_path="/health")
    logs = logs_key(stack, "FirewallLogs", alias="f", trail_name="t").key
    wall = WebFirewall(stack, "Wall", name="w", where="REGIONAL", logs_key=logs, retain_days=30)
    for name, firewall in (("Inner", None), ("Outer", wall)):
        LoadBalancer(
            stack,
            name,
            name=name.lower(),
            place=tier,
            certificate_arn=CERTIFICATE,
            backend=backend,
            logs=bucket,
            firewall=firewall,
        )


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The template of the stack."""
    out: Path = tmp_path_factory.mktemp("workload")
    app = cdk.App(outdir=str(out), analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = cdk.Stack(app, "Workload")
    _everything(stack)
    return Template.from_stack(stack)


def statements(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The statements of a policy document, however it writes one."""
    found = document["Statement"]
    return found if isinstance(found, list) else [found]
