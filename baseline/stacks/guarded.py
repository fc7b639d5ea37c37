"""Which tag keys decide who may do what."""

from baseline.settings.identity.model import Identity


def guarded_tags(identity: Identity) -> list[str]:
    """The tag keys that nobody may set: those asked for, and those that any permission depends on."""
    decisive = {
        key
        for group in identity.groups.values()
        if group.terminate_instances
        for key in group.terminate_instances.tags
    }
    return sorted(decisive | set(identity.guarded_tags))
