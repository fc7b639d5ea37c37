"""The stacks of keys that are not kept by KMS itself."""

from typing import Any

from aws_cdk import Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.stacks.blame import blame
from baseline.stacks.data_keys import DataKeyMaker, DataKeys
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.network import NetworkStack
from baseline_constructs.keys.custom_store.key_store import HsmBacking, KeyStore, ProxyBacking
from baseline_constructs.keys.hsm_cluster import HsmCluster


class HsmStack(Stack):
    """The CloudHSM cluster: apart, since it must be initialised by hand before a key can be in it."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        network: NetworkStack,
        tier: str,
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Hardware security modules; initialise before keys", **stack)
        with blame(settings, "encryption", "cloudhsm"):
            self.cluster = HsmCluster(
                self, "Cluster", subnets=network.vpc.subnets[tier], name=f"{settings.name}-hsm"
            )


class KeysStack(Stack):
    """A key store, and in it the keys of volumes, buckets and the workload: before what they encrypt."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        hsm: HsmStack | None,
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Key store, and the keys of data in it", **stack)
        backing, secret = _backing(settings, hsm)
        with blame(settings, "encryption"):
            store = KeyStore(
                self,
                "Store",
                name=f"{settings.name}-keys",
                aliases=settings.name,
                backing=backing,
                secret_name=secret,
                log_key=foundation.logs_key.key,
                queue_key=foundation.data_key.key,
            )
            make = DataKeyMaker(settings, store=store)
            self.data_keys = DataKeys(make.volumes(self), make.storage(self), make.early_workload(self))


def _backing(settings: Settings, hsm: HsmStack | None) -> tuple[HsmBacking | ProxyBacking, str]:
    external, cloudhsm = settings.encryption.external, settings.encryption.cloudhsm
    if external:
        return ProxyBacking(external.endpoint, external.path, external.vpc_service), external.secret
    if cloudhsm is None or hsm is None:
        raise ValueError("a key store needs a cluster or a proxy")
    return HsmBacking(hsm.cluster.id, cloudhsm.trust_anchor), cloudhsm.secret
