"""All services of which something is ours."""

from baseline.rehearsal.emulator.kept import (
    account,
    api,
    catalogue,
    detection,
    direct_connect,
    directories,
    firewalls,
    images,
    network,
    operations,
    records,
    recovery,
    resolver,
    secrets,
    security_modules,
    warehouse,
)

KEPT = (
    *account.KEPT,
    *catalogue.KEPT,
    *detection.KEPT,
    *direct_connect.KEPT,
    *directories.KEPT,
    *firewalls.KEPT,
    *images.KEPT,
    *network.KEPT,
    *operations.KEPT,
    *records.KEPT,
    *recovery.KEPT,
    *resolver.KEPT,
    *secrets.KEPT,
    *security_modules.KEPT,
    *warehouse.KEPT,
)


def install() -> None:
    """Put them before whoever has the rest of these services."""
    for kept in KEPT:
        api.install(kept)
