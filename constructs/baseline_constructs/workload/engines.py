"""What differs between database engines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

EngineName = Literal["postgres", "mysql"]


@dataclass(frozen=True)
class Engine:
    """A database engine of RDS.

    Attributes:
        name: RDS's name for it.
        port: Where it listens.
        versions: Major versions, each with the minor version to begin with; RDS moves on by itself.
        logs: What it can write to CloudWatch Logs.
        parameters: What forces TLS and records who connects.
    """

    name: EngineName
    port: int
    versions: Mapping[str, str]
    logs: tuple[str, ...]
    parameters: Mapping[str, str]

    def family(self, version: str) -> str:
        """The family of parameters of a major version."""
        return f"{self.name}{version}"


ENGINES: Mapping[EngineName, Engine] = {
    "postgres": Engine(
        name="postgres",
        port=5432,
        versions={"16": "16.15", "17": "17.11", "18": "18.6"},
        logs=("postgresql", "upgrade"),
        parameters={
            "rds.force_ssl": "1",
            "ssl_min_protocol_version": "TLSv1.2",
            "log_connections": "1",
            "log_disconnections": "1",
            "log_statement": "ddl",
        },
    ),
    "mysql": Engine(
        name="mysql",
        port=3306,
        versions={"8.4": "8.4.11"},
        logs=("audit", "error", "general", "slowquery"),
        parameters={
            "require_secure_transport": "1",
            "tls_version": "TLSv1.2,TLSv1.3",
            "general_log": "0",
            "slow_query_log": "1",
            "log_output": "FILE",
        },
    ),
}
