"""Which tag keys decide who may do what."""

from baseline.settings.identity.model import Identity


def guarded_tags(identity: Identity) -> list[str]:
    """The tag keys that nobody may set: those asked for, and those that any permission depends on."""
    decisive = frozenset[str]().union(*(rights.deciding_tags for rights in identity.all_rights()))
    return sorted(decisive | set(identity.guarded_tags))
