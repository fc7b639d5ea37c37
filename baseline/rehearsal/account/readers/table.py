"""All readers."""

from baseline.rehearsal.account.observed import Reader
from baseline.rehearsal.account.readers import (
    catalogue,
    compute,
    detection,
    direct_connect,
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
    warehouse,
    workload,
)

READERS: dict[str, Reader] = {
    **catalogue.READERS,
    **compute.READERS,
    **detection.READERS,
    **direct_connect.READERS,
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
    **warehouse.READERS,
    **workload.READERS,
}
