"""All services of which something is ours."""

from baseline.rehearsal.emulator.kept import (
    api,
    catalogue,
    detection,
    directories,
    firewalls,
    images,
    network,
    operations,
    records,
    recovery,
    resolver,
)

KEPT = (
    *catalogue.KEPT,
    *detection.KEPT,
    *directories.KEPT,
    *firewalls.KEPT,
    *images.KEPT,
    *network.KEPT,
    *operations.KEPT,
    *records.KEPT,
    *recovery.KEPT,
    *resolver.KEPT,
)


def install() -> None:
    """Put them before whoever has the rest of these services."""
    for kept in KEPT:
        api.install(kept)
