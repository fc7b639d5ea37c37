"""The manifest: all resource types that the emulator takes."""

from collections.abc import Mapping

from baseline.rehearsal.emulated import (
    detection,
    directories,
    front,
    gateways,
    identity,
    keys,
    network,
    operations,
    records,
    recovery,
    storage,
    workload,
)
from baseline.rehearsal.emulated.kind import Emulated

MANIFEST: Mapping[str, Emulated] = {
    **detection.TYPES,
    **directories.TYPES,
    **front.TYPES,
    **gateways.TYPES,
    **identity.TYPES,
    **keys.TYPES,
    **network.TYPES,
    **operations.TYPES,
    **records.TYPES,
    **recovery.TYPES,
    **storage.TYPES,
    **workload.TYPES,
}
