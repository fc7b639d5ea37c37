"""All services of which something is ours."""

from baseline.rehearsal.emulator.kept import api, detection, directories, operations, records, recovery

KEPT = (*detection.KEPT, *directories.KEPT, *operations.KEPT, *records.KEPT, *recovery.KEPT)


def install() -> None:
    """Put them before whoever has the rest of these services."""
    for kept in KEPT:
        api.install(kept)
