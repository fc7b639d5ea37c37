"""Every rule that the section `workload` can break, by itself and with the network."""

from collections.abc import Iterator, Sequence

from baseline.settings.network.model import Network
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.unreadable import where_readable
from baseline.settings.workload.engines import NFS_PORT, PORTS, VERSIONS, WAREHOUSE_PORT
from baseline.settings.workload.model import Database, LoadBalancer, Workload
from baseline.settings.workload.ways import (
    opened_findings,
    private_findings,
    tier_findings,
    zones_findings,
)

HTTPS_PORT = 443


@where_readable
def workload_findings(workload: Workload) -> Iterator[Finding]:
    """All broken rules of the section by itself."""
    for name, database in workload.databases.items():
        yield from (finding.under("databases", name) for finding in _version_findings(database))
    for name, table in workload.tables.items():
        if table.expire_attribute in table.keys:
            text = "is a key of the table; items go by an attribute of their own"
            yield Finding(("tables", name, "expire_attribute"), text)
    for name, topic in workload.topics.items():
        for index, queue in enumerate(topic.queues):
            if queue not in workload.queues:
                text = f"unknown queue {quoted(queue)}{remedy(queue, [*workload.queues])}"
                yield Finding(("topics", name, "queues", index), text)


@where_readable
def _version_findings(database: Database) -> Iterator[Finding]:
    versions = VERSIONS[database.engine]
    if database.version is not None and database.version not in versions:
        text = f"unknown version {quoted(database.version)} of {database.engine}{remedy('', versions)}"
        yield Finding(("version",), text)


@where_readable
def place_findings(workload: Workload, network: Network) -> Iterator[Finding]:
    """Things in tiers that are not there, that lead to the internet, or that nobody may talk to."""
    for name, balancer in workload.load_balancers.items():
        found = _load_balancer_findings(balancer, network)
        yield from (finding.under("load_balancers", name) for finding in found)
    for name, database in workload.databases.items():
        found = _database_findings(database, network)
        yield from (finding.under("databases", name) for finding in found)
    for name, warehouse in workload.warehouses.items():
        found = _inside_findings(warehouse.tier, WAREHOUSE_PORT, network)
        yield from (finding.under("warehouses", name) for finding in found)
    for name, files in workload.file_systems.items():
        found = _inside_findings(files.tier, NFS_PORT, network)
        yield from (finding.under("file_systems", name) for finding in found)


@where_readable
def _database_findings(database: Database, network: Network) -> Iterator[Finding]:
    yield from _inside_findings(database.tier, PORTS[database.engine], network)
    yield from zones_findings(database.tier, network, "a database keeps a second instance in another zone")


@where_readable
def _inside_findings(tier: str, port: int, network: Network) -> Iterator[Finding]:
    """Each is asked only once the one before holds: a tier, a private one, and a way to it."""
    wrong = [*tier_findings(tier, network)] or [*private_findings(tier, network, "choose a tier without it")]
    yield from wrong or opened_findings(network, to=tier, port=port)


@where_readable
def _load_balancer_findings(balancer: LoadBalancer, network: Network) -> Iterator[Finding]:
    missing = [*tier_findings(balancer.tier, network)]
    yield from missing
    yield from (finding.under("backend") for finding in _backend_findings(balancer, network, missing))
    if not missing:
        yield from zones_findings(balancer.tier, network, "a load balancer stands in two zones")
        yield from _side_findings(balancer, network)
        yield from opened_findings(network, to=balancer.tier, port=HTTPS_PORT)


@where_readable
def _backend_findings(
    balancer: LoadBalancer, network: Network, missing: Sequence[Finding]
) -> Iterator[Finding]:
    tier, port = balancer.backend.tier, balancer.backend.port.first
    wrong = [*tier_findings(tier, network)] or [
        *private_findings(tier, network, "servers behind a load balancer need none")
    ]
    yield from wrong
    if not wrong and not missing:
        yield from opened_findings(network, to=tier, port=port, from_=balancer.tier)


@where_readable
def _side_findings(balancer: LoadBalancer, network: Network) -> Iterator[Finding]:
    routes = network.subnets[balancer.tier].routes
    if balancer.public and "internet" not in routes:
        text = (
            f"{balancer.tier} has no route internet, so nobody out there could reach it; choose another tier"
        )
        yield Finding(("public",), text)
    if not balancer.public:
        yield from private_findings(balancer.tier, network, "choose a tier without it, or set public: true")
