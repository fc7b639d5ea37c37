"""What settings of `patching` become, in the stack of operations."""

from collections.abc import Mapping

from constructs import Construct

from baseline.settings.model import Settings
from baseline.settings.patching import PATCH_GROUP_TAG
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.names import bucket_name
from baseline.stacks.network import NetworkStack
from baseline_constructs.patching.base_image import BaseImage
from baseline_constructs.patching.configured_servers import ConfiguredServers, ansible, chef
from baseline_constructs.patching.patched_servers import PatchedServers
from baseline_constructs.schedules.schedule import weekly


def patch(
    scope: Construct,
    *,
    settings: Settings,
    foundation: FoundationStack,
    network: NetworkStack,
    keys: DataKeys,
) -> None:
    """Patch and configure the servers, and build the base image, where that is asked for.

    Args:
        scope: Where all of it goes.
        settings: What is wanted.
        foundation: Whose key encrypts logs.
        network: Where the image is built.
        keys: Whose key encrypts the image's disk.
    """
    wish = settings.patching
    if wish.groups:
        PatchedServers(
            scope,
            "Servers",
            name=settings.name,
            tag=PATCH_GROUP_TAG,
            groups=wish.groups,
            approve_after_days=wish.approve_after_days,
            cron=weekly(wish.window.day, wish.window.hour),
            hours=wish.window.hours,
        )
        _configure(scope, settings)
    if wish.image:
        BaseImage(
            scope,
            "Image",
            name=settings.name,
            instance_type=wish.image.instance_type,
            subnet=network.vpc.subnets[wish.image.tier][0],
            security_group=network.vpc.security_groups[wish.image.tier],
            key=keys.volumes,
            logs_key=foundation.logs_key.key,
            retain_log_days=settings.trail.retain_days,
            cron="cron(0 1 ? * SAT *)",
        )


def _configure(scope: Construct, settings: Settings) -> None:
    wish = settings.patching
    found: Mapping[str, tuple[str, dict[str, str]]] = {
        **{
            f"ansible-{name}": ansible(
                bucket=bucket_name(settings, book.bucket), folder=book.folder, file=book.file
            )
            for name, book in wish.ansible.items()
        },
        **{
            f"chef-{name}": chef(bucket=bucket_name(settings, book.bucket), file=book.file, run=book.run)
            for name, book in wish.chef.items()
        },
    }
    for name, (document, parameters) in found.items():
        ConfiguredServers(
            scope,
            f"Configure-{name}",
            name=f"{settings.name}-{name}",
            tag=PATCH_GROUP_TAG,
            groups=wish.groups,
            document=document,
            parameters=parameters,
        )
