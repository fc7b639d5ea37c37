"""Which tag keys decide who may do what, and what happens by itself."""

from baseline.settings.model import Settings


def guarded_tags(settings: Settings) -> list[str]:
    """The tag keys that nobody may set: those asked for, and those that permissions and backups need."""
    identity = settings.identity
    decisive = frozenset[str]().union(*(rights.deciding_tags for rights in identity.all_rights()))
    return sorted(decisive | set(identity.guarded_tags) | set(settings.backup.tags))
