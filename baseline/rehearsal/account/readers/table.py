"""All readers."""

from baseline.rehearsal.account.observed import Reader
from baseline.rehearsal.account.readers import (
    catalogue,
    compute,
    detection,
    directories,
    firewalls,
    front,
    gateways,
    identity,
    messages,
    network,
    operations,
    records,
    recovery,
    storage,
    tunnels,
    workload,
)

READERS: dict[str, Reader] = {
    **catalogue.READERS,
    **compute.READERS,
    **detection.READERS,
    **directories.READERS,
    **firewalls.READERS,
    **front.READERS,
    **gateways.READERS,
    **identity.READERS,
    **messages.READERS,
    **network.READERS,
    **operations.READERS,
    **records.READERS,
    **recovery.READERS,
    **storage.READERS,
    **tunnels.READERS,
    **workload.READERS,
}
