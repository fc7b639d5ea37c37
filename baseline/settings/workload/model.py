"""The models of the section `workload`."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.network.ports import Ports, PortsText
from baseline.settings.section import Section
from baseline.settings.text import Parsed, spelt
from baseline.settings.workload.engines import DEFAULT_VERSIONS, EngineName

# RDS and Redshift take no two hyphens in a row and none at the end.
ResourceName = Annotated[
    str,
    spelt(
        r"[a-z](?:-?[a-z0-9]){0,29}",
        "1 to 30 lower-case letters, digits and single hyphens inside, beginning with a letter",
    ),
]
AttributeName = Annotated[
    str, spelt(r"[A-Za-z_][A-Za-z0-9_.-]{0,254}", "1 to 255 letters, digits and _.-, beginning with a letter")
]
CertificateId = Annotated[
    str,
    spelt(
        r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "the id at the end of a certificate's ARN, such as 0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10",
    ),
]
InstanceClass = Annotated[str, spelt(r"db\.[a-z0-9]+\.[a-z0-9]+", "a class such as db.t4g.medium")]
NodeType = Annotated[str, spelt(r"ra3\.[a-z0-9]+", "a node type such as ra3.large")]
HealthPath = Annotated[str, spelt(r"/[A-Za-z0-9/_.~-]{0,1023}", "a path such as /health")]
KeyType = Literal["string", "number", "binary"]

_RETAIN_DAYS = Field(
    default=365,
    ge=1,
    le=3653,
    description="Days that its logs are kept, rounded up to a period that CloudWatch Logs knows.",
)


def _parse_port(text: str) -> Ports:
    ports = PortsText.__metadata__[0].parse(text)  # type: ignore[attr-defined]  # Annotated's own attribute
    if not isinstance(ports, Ports) or ports.protocol != "tcp" or ports.first != ports.last:
        raise ValueError(f'"{text}" must be one port of TCP, such as tcp/8443')
    return ports


OnePort = Annotated[Ports, Parsed(_parse_port, {"pattern": "^tcp/[0-9]{1,5}$", "examples": ["tcp/8443"]})]


class Backend(Section):
    """The servers behind a load balancer."""

    tier: str = Field(description="The tier that they stand in.", examples=["app"])
    port: OnePort = Field(
        description="Where they listen, with TLS, such as `tcp/8443`.", examples=["tcp/8443"]
    )
    kind: Literal["instance", "ip"] = Field(
        default="instance", description="`instance` for EC2 instances, `ip` for containers."
    )
    health_path: HealthPath = Field(
        default="/", description="What a healthy server answers with a status of 200 to 299."
    )


class LoadBalancer(Section):
    """An application load balancer: TLS 1.3 only, logged, protected from deletion."""

    tier: str = Field(description="The tier that it stands in.", examples=["web"])
    public: bool = Field(
        default=False,
        description="`true` faces the internet, behind a web application firewall; the tier then routes to "
        "`internet`.",
    )
    certificate: CertificateId = Field(
        description="Id of a certificate of AWS Certificate Manager in the file's account and region: what "
        "stands behind `certificate/` in its ARN.",
        examples=["0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10"],
    )
    backend: Backend = Field(
        description="What it passes requests on to.", examples=["{tier: app, port: tcp/8443}"]
    )


class Database(Section):
    """A relational database in RDS: two zones, TLS only, encrypted, backed up, protected from deletion."""

    tier: str = Field(
        description="The tier that it stands in; it has no route `internet`.", examples=["data"]
    )
    engine: EngineName = Field(default="postgres", description="PostgreSQL (tcp/5432) or MySQL (tcp/3306).")
    version: str | None = Field(
        default=None,
        description="Major version, in quotes; "
        + ", ".join(f'"{version}" for `{engine}`' for engine, version in DEFAULT_VERSIONS.items())
        + " if absent. Minor versions come by themselves.",
    )
    instance_class: InstanceClass = Field(
        default="db.t4g.medium", description="Size of each of its two instances."
    )
    storage_gib: int = Field(default=20, ge=20, le=65536, description="Storage in GiB.")
    backup_days: int = Field(default=35, ge=7, le=35, description="Days that daily backups are kept.")
    retain_log_days: int = _RETAIN_DAYS


class Warehouse(Section):
    """A data warehouse in Redshift: TLS only, encrypted, its queries recorded."""

    tier: str = Field(
        description="The tier that it stands in (tcp/5439); it has no route `internet`.", examples=["data"]
    )
    node_type: NodeType = Field(default="ra3.large", description="Type of its nodes.")
    nodes: int = Field(default=2, ge=1, le=100, description="How many nodes.")
    retain_log_days: int = _RETAIN_DAYS


class FileSystem(Section):
    """A file system in EFS: encrypted, TLS only, mounted only by roles that IAM allows."""

    tier: str = Field(
        description="The tier that it is mounted from (tcp/2049); it has no route `internet`.",
        examples=["data"],
    )


class Table(Section):
    """A DynamoDB table, charged by request: encrypted, TLS only, restorable to any second of 35 days."""

    keys: Mapping[AttributeName, KeyType] = Field(
        min_length=1,
        max_length=2,
        description="The partition key and, behind it, the sort key if there is one: name and type.",
        examples=["{id: string}"],
    )
    expire_attribute: AttributeName | None = Field(
        default=None, description="Attribute with the second, since 1970, after which an item goes."
    )


class Queue(Section):
    """An SQS queue, with one for what failed beside it; takes no settings."""


class Topic(Section):
    """An SNS topic."""

    queues: tuple[str, ...] = Field(
        default=(), description="Queues of `workload.queues` that get every message."
    )


class Secret(Section):
    """A secret; its value is made by Secrets Manager and never stands in a file."""

    description: str = Field(
        min_length=4,
        max_length=200,
        description="What it opens, shown in the console.",
        examples=["key of the payment service"],
    )
    rotate_days: int | None = Field(
        default=None,
        ge=1,
        le=1000,
        description="Days after which a function gives it a new random value. For values that both sides "
        "read from here, not for what somebody else has to be told.",
    )


class LogGroup(Section):
    """A log group of an application, called `/<name>/<log group>`."""

    retain_days: int = _RETAIN_DAYS


class Workload(Section):
    """What applications run on. All of it is encrypted with a key of its own, and stands in private tiers."""

    load_balancers: Mapping[ResourceName, LoadBalancer] = Field(
        default_factory=dict, description="Load balancers by name."
    )
    databases: Mapping[ResourceName, Database] = Field(
        default_factory=dict, description="Databases by name; in AWS each is called `<name>-<database>`."
    )
    warehouses: Mapping[ResourceName, Warehouse] = Field(
        default_factory=dict, description="Data warehouses by name; called likewise."
    )
    file_systems: Mapping[ResourceName, FileSystem] = Field(
        default_factory=dict, description="File systems by name."
    )
    tables: Mapping[ResourceName, Table] = Field(
        default_factory=dict, description="Tables by name; called likewise."
    )
    queues: Mapping[ResourceName, Queue] = Field(
        default_factory=dict, description="Queues by name; called likewise."
    )
    topics: Mapping[ResourceName, Topic] = Field(
        default_factory=dict, description="Topics by name; called likewise."
    )
    secrets: Mapping[ResourceName, Secret] = Field(
        default_factory=dict, description="Secrets by name; in AWS each is called `<name>/<secret>`."
    )
    log_groups: Mapping[ResourceName, LogGroup] = Field(
        default_factory=dict, description="Log groups by name."
    )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not any(getattr(self, key) for key in type(self).model_fields)
