"""The stack of what applications run on."""

from collections.abc import Callable
from functools import partial
from typing import Any

from aws_cdk import Aws, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline.settings.identity.uses import Used
from baseline.settings.model import Settings
from baseline.settings.workload import model
from baseline.settings.workload.engines import DEFAULT_VERSIONS
from baseline.stacks.blame import blame
from baseline.stacks.data_keys import DataKeyMaker, DataKeys
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.names import bucket_name, emergency_role_name
from baseline.stacks.network import NetworkStack
from baseline_constructs.log_groups import EncryptedLogGroup
from baseline_constructs.storage.load_balancer_log_bucket import LoadBalancerLogBucket
from baseline_constructs.workload import access
from baseline_constructs.workload.database import Database
from baseline_constructs.workload.engines import ENGINES
from baseline_constructs.workload.file_system import EncryptedFileSystem
from baseline_constructs.workload.load_balancer import Backend, LoadBalancer
from baseline_constructs.workload.private_place import PrivatePlace
from baseline_constructs.workload.queue import EncryptedQueue
from baseline_constructs.workload.rotation.rotation import Rotation
from baseline_constructs.workload.secret import EncryptedSecret
from baseline_constructs.workload.table import EncryptedTable
from baseline_constructs.workload.topic import EncryptedTopic
from baseline_constructs.workload.warehouse import Warehouse
from baseline_constructs.workload.web_firewall import WebFirewall


class WorkloadStack(Stack):
    """Load balancers, databases, files, tables, messages and secrets, under one key of their own.

    Apart from storage because they stand in the network, which storage does not wait for.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        network: NetworkStack,
        keys: DataKeys,
        **stack: Any,
    ) -> None:
        description = "Load balancers, databases, files, queues and secrets"
        super().__init__(scope, id_, description=description, **stack)
        self._settings = settings
        self._foundation = foundation
        self._network = network
        self._key = keys.workload or DataKeyMaker(settings).workload(self, "Key")
        self._uses: dict[Used, Callable[[str], list[iam.PolicyStatement]]] = {}
        self.load_balancers: dict[str, LoadBalancer] = {}
        self._load_balancers()
        self._databases()
        self._warehouses()
        self._files_and_tables()
        self._messages()
        self._secrets_and_logs()

    def used(self, used: Used, *, by: str) -> list[iam.PolicyStatement]:
        """What a role needs to use one thing of the workload.

        Args:
            used: The thing.
            by: The role's name in the settings, which is also its user in a database.
        """
        return self._uses[used](by)

    def _full(self, name: str) -> str:
        return f"{self._settings.name}-{name}"

    def _place(self, tier: str) -> PrivatePlace:
        vpc = self._network.vpc
        return PrivatePlace(tier, vpc.subnets[tier], vpc.security_groups[tier])

    def _load_balancers(self) -> None:
        wished = self._settings.workload.load_balancers
        if not wished:
            return
        logs = LoadBalancerLogBucket(
            self,
            "LoadBalancerLogs",
            access_logs=self._foundation.access_logs,
            bucket_name=bucket_name(self._settings, "balancer-logs"),
            expire_days=self._settings.trail.retain_days,
            delete_exempt_role=emergency_role_name(self._settings),
        )
        firewall = self._firewall() if any(balancer.public for balancer in wished.values()) else None
        for name, wish in wished.items():
            with blame(self._settings, "workload", "load_balancers", name):
                self.load_balancers[name] = LoadBalancer(
                    self,
                    f"LoadBalancer-{name}",
                    name=self._full(name),
                    place=self._place(wish.tier),
                    certificate_arn=_certificate(wish.certificate),
                    backend=self._backend(wish.backend),
                    logs=logs,
                    firewall=firewall if wish.public else None,
                )

    def _firewall(self) -> WebFirewall:
        return WebFirewall(
            self,
            "Firewall",
            name=self._full("public"),
            where="REGIONAL",
            logs_key=self._foundation.logs_key.key,
            retain_days=self._settings.trail.retain_days,
        )

    def _backend(self, wish: model.Backend) -> Backend:
        return Backend(
            vpc_id=self._network.vpc.vpc.ref,
            port=wish.port.first,
            target_type=wish.kind,
            health_path=wish.health_path,
        )

    def _databases(self) -> None:
        for name, wish in self._settings.workload.databases.items():
            with blame(self._settings, "workload", "databases", name):
                database = Database(
                    self,
                    f"Database-{name}",
                    name=self._full(name),
                    engine=ENGINES[wish.engine],
                    version=wish.version or DEFAULT_VERSIONS[wish.engine],
                    instance_class=wish.instance_class,
                    storage_gib=wish.storage_gib,
                    backup_days=wish.backup_days,
                    retain_log_days=wish.retain_log_days,
                    place=self._place(wish.tier),
                    key=self._key,
                    logs_key=self._foundation.logs_key.key,
                )
                self._uses[Used("database", name)] = partial(_login, database)

    def _warehouses(self) -> None:
        for name, wish in self._settings.workload.warehouses.items():
            with blame(self._settings, "workload", "warehouses", name):
                Warehouse(
                    self,
                    f"Warehouse-{name}",
                    name=self._full(name),
                    node_type=wish.node_type,
                    nodes=wish.nodes,
                    retain_log_days=wish.retain_log_days,
                    place=self._place(wish.tier),
                    key=self._key,
                    logs_key=self._foundation.logs_key.key,
                )

    def _files_and_tables(self) -> None:
        for name, files in self._settings.workload.file_systems.items():
            system = EncryptedFileSystem(
                self,
                f"FileSystem-{name}",
                name=self._full(name),
                place=self._place(files.tier),
                key=self._key,
            )
            self._may_be_used("file_system", name, access.using_file_system(system))
        for name, wish in self._settings.workload.tables.items():
            table = EncryptedTable(
                self,
                f"Table-{name}",
                name=self._full(name),
                keys=wish.keys,
                expire_attribute=wish.expire_attribute,
                key=self._key,
            )
            self._may_be_used("table", name, access.using_table(table, self._key))

    def _messages(self) -> None:
        queues = {
            name: EncryptedQueue(self, f"Queue-{name}", name=self._full(name), key=self._key)
            for name in self._settings.workload.queues
        }
        for name, queue in queues.items():
            self._may_be_used("queue", name, access.using_queue(queue, self._key))
        for name, wish in self._settings.workload.topics.items():
            topic = EncryptedTopic(self, f"Topic-{name}", name=self._full(name), key=self._key)
            self._may_be_used("topic", name, access.using_topic(topic, self._key))
            for taker in wish.queues:
                queues[taker].takes_from(name, topic.resource)

    def _secrets_and_logs(self) -> None:
        start = self._settings.name
        rotating: dict[EncryptedSecret, int] = {}
        for name, wish in self._settings.workload.secrets.items():
            secret = EncryptedSecret(
                self,
                f"Secret-{name}",
                name=f"{start}/{name}",
                description=wish.description,
                key=self._key,
                rotates=wish.rotate_days is not None,
            )
            if wish.rotate_days:
                rotating[secret] = wish.rotate_days
            self._may_be_used("secret", name, access.using_secret(secret, self._key))
        if rotating:
            Rotation(
                self,
                "Rotation",
                secrets=rotating,
                key=self._key,
                log_key=self._foundation.logs_key.key,
                queue_key=self._foundation.data_key.key,
            )
        for name, kept in self._settings.workload.log_groups.items():
            group = EncryptedLogGroup(
                self,
                f"LogGroup-{name}",
                name=f"/{start}/{name}",
                key=self._foundation.logs_key.key,
                retain_days=kept.retain_days,
            )
            self._may_be_used("log_group", name, access.using_log_group(group))

    def _may_be_used(self, kind: str, name: str, statements: list[iam.PolicyStatement]) -> None:
        self._uses[Used(kind, name)] = lambda _: statements


def _login(database: Database, user: str) -> list[iam.PolicyStatement]:
    return access.using_database(database, user=user)


def _certificate(id_: str) -> str:
    return f"arn:{Aws.PARTITION}:acm:{Aws.REGION}:{Aws.ACCOUNT_ID}:certificate/{id_}"
