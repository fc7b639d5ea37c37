"""All readers."""

from baseline.rehearsal.account.observed import Reader
from baseline.rehearsal.account.readers import (
    compute,
    front,
    gateways,
    identity,
    messages,
    network,
    records,
    storage,
    workload,
)

READERS: dict[str, Reader] = {
    **compute.READERS,
    **front.READERS,
    **gateways.READERS,
    **identity.READERS,
    **messages.READERS,
    **network.READERS,
    **records.READERS,
    **storage.READERS,
    **workload.READERS,
}
