"""The stack of people who are kept outside IAM."""

from typing import Any

from aws_cdk import Aws, Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.stacks.blame import blame
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.network import NetworkStack
from baseline_constructs.directories.microsoft_ad import MicrosoftAd
from baseline_constructs.directories.user_pool import UserPool
from baseline_constructs.workload.private_place import PrivatePlace


class DirectoriesStack(Stack):
    """Active Directory and user pools: apart, because losing them would lock everybody out."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        network: NetworkStack,
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Active Directory and user pools", **stack)
        identity = settings.identity
        self.user_pools: dict[str, UserPool] = {}
        for name, wish in identity.user_pools.items():
            with blame(settings, "identity", "user_pools", name):
                self.user_pools[name] = UserPool(
                    self,
                    f"UserPool-{name}",
                    name=f"{settings.name}-{name}",
                    callback_urls=wish.callback_urls,
                    self_sign_up=wish.self_sign_up,
                    retain_log_days=wish.retain_log_days,
                    domain=f"{settings.name}-{name}-{Aws.ACCOUNT_ID}",
                    logs_key=foundation.logs_key.key,
                )
        if directory := identity.microsoft_ad:
            tier = directory.tier
            with blame(settings, "identity", "microsoft_ad"):
                MicrosoftAd(
                    self,
                    "MicrosoftAd",
                    domain=directory.domain,
                    short_name=directory.short_name,
                    edition=directory.edition,
                    place=PrivatePlace(tier, network.vpc.subnets[tier], network.vpc.security_groups[tier]),
                    secret_name=f"{settings.name}/microsoft-ad",
                    key=foundation.data_key.key,
                )
