"""All readers."""

from baseline.rehearsal.account.observed import Reader
from baseline.rehearsal.account.readers import compute, identity, messages, network, records, storage

READERS: dict[str, Reader] = {
    **compute.READERS,
    **identity.READERS,
    **messages.READERS,
    **network.READERS,
    **records.READERS,
    **storage.READERS,
}
