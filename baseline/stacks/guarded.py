"""Which tag keys decide who may do what, and what happens by itself."""

from baseline.settings.model import Settings
from baseline.settings.patching import PATCH_GROUP_TAG

# Whoever carries it logs on as the user that it names.
# https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-run-as.html
_RUN_AS_TAG = "SSMSessionRunAs"


def guarded_tags(settings: Settings) -> list[str]:
    """The tag keys that nobody may set: those asked for, and what permissions, backups and chaos need."""
    identity = settings.identity
    decisive = frozenset[str]().union(*(rights.deciding_tags for rights in identity.all_rights()))
    by_themselves = {*settings.backup.tags, *settings.chaos.tags}
    if settings.patching.groups:
        by_themselves.add(PATCH_GROUP_TAG)
    if settings.compute.sessions and settings.compute.sessions.run_as:
        by_themselves.add(_RUN_AS_TAG)
    return sorted(decisive | set(identity.guarded_tags) | by_themselves)
