"""The stack from which instances are launched."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.settings.network.layout import ENDPOINTS_TIER
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.guarded import guarded_tags
from baseline.stacks.names import role_name
from baseline.stacks.network import NetworkStack
from baseline_constructs.compute.hardened_launch_template import HardenedLaunchTemplate
from baseline_constructs.compute.imported_key_pair import ImportedKeyPair
from baseline_constructs.patching.base_image import image_parameter


class ComputeStack(Stack):
    """A launch template for each tier, so that the secure way to launch is also the short one.

    Apart from the network because it is what changes with images and instance settings.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        keys: DataKeys,
        network: NetworkStack,
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Launch templates, one for each tier", **stack)
        # Whoever launches also sets these tags, and nobody may set a guarded one.
        guarded = {key.lower() for key in guarded_tags(settings)}
        tags = {key: value for key, value in settings.tags.items() if key.lower() not in guarded}
        image, roles = settings.patching.image, settings.compute.server_roles
        for tier in settings.network.subnets:
            if tier != ENDPOINTS_TIER:
                HardenedLaunchTemplate(
                    self,
                    f"LaunchTemplate-{tier}",
                    name=f"{settings.name}-{tier}",
                    security_group=network.vpc.security_groups[tier],
                    key=keys.volumes,
                    tags=tags,
                    image_parameter=image_parameter(settings.name) if image and image.launch else None,
                    instance_profile=role_name(settings, roles[tier]) if tier in roles else None,
                )
        for name, pair in settings.compute.key_pairs.items():
            ImportedKeyPair(
                self, f"KeyPair-{name}", name=f"{settings.name}-{name}", public_key=pair.public_key
            )
