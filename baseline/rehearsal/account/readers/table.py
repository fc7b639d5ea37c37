"""All readers."""

from baseline.rehearsal.account.observed import Reader
from baseline.rehearsal.account.readers import (
    compute,
    detection,
    directories,
    front,
    gateways,
    identity,
    messages,
    network,
    operations,
    records,
    recovery,
    storage,
    workload,
)

READERS: dict[str, Reader] = {
    **compute.READERS,
    **detection.READERS,
    **directories.READERS,
    **front.READERS,
    **gateways.READERS,
    **identity.READERS,
    **messages.READERS,
    **network.READERS,
    **operations.READERS,
    **records.READERS,
    **recovery.READERS,
    **storage.READERS,
    **workload.READERS,
}
