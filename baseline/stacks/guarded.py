"""Which tag keys decide who may do what, and what happens by itself."""

from baseline.settings.model import Settings
from baseline.settings.patching import PATCH_GROUP_TAG


def guarded_tags(settings: Settings) -> list[str]:
    """The tag keys that nobody may set: those asked for, and what permissions, backups and chaos need."""
    identity = settings.identity
    decisive = frozenset[str]().union(*(rights.deciding_tags for rights in identity.all_rights()))
    by_themselves = {*settings.backup.tags, *settings.chaos.tags}
    if settings.patching.groups:
        by_themselves.add(PATCH_GROUP_TAG)
    return sorted(decisive | set(identity.guarded_tags) | by_themselves)
