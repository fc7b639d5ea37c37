"""The stack that holds the application's data."""

from typing import Any

from aws_cdk import Fn, Stack
from constructs import Construct

from baseline.settings.model import Settings
from baseline.settings.storage import Bucket
from baseline.stacks.blame import blame
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.names import bucket_name
from baseline_constructs.compute.encrypted_volume import EncryptedVolume
from baseline_constructs.storage.encrypted_bucket import EncryptedBucket
from baseline_constructs.storage.encryption import CustomerKey, Encryption, S3ManagedKey
from baseline_constructs.storage.lock import ObjectLock
from baseline_constructs.storage.malware_scan import MalwareScan


class StorageStack(Stack):
    """Buckets and volumes from the settings: apart, so that no other change endangers data."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        keys: DataKeys,
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Buckets and volumes of the applications", **stack)
        self._settings = settings
        self._foundation = foundation
        self._keys = keys
        self.buckets = {name: self._bucket(name, bucket) for name, bucket in settings.storage.buckets.items()}
        for name, volume in settings.storage.volumes.items():
            with blame(settings, "storage", "volumes", name):
                EncryptedVolume(
                    self,
                    f"Volume-{name}",
                    name=f"{settings.name}-{name}",
                    size_gib=volume.size_gib,
                    availability_zone=Fn.select(volume.zone - 1, Fn.get_azs("")),
                    key=keys.volumes,
                )

    def _bucket(self, name: str, wish: Bucket) -> EncryptedBucket:
        with blame(self._settings, "storage", "buckets", name):
            made = EncryptedBucket(
                self,
                f"Bucket-{name}",
                bucket_name=bucket_name(self._settings, name),
                encryption=self._encryption(wish),
                access_logs=self._foundation.access_logs,
                expire_days=wish.expire_days,
                old_versions_days=wish.old_versions_days,
                object_lock=ObjectLock(mode=wish.lock.mode, days=wish.lock.days) if wish.lock else None,
            )
        if wish.malware_scan:
            MalwareScan(self, f"Scan-{name}", bucket=made.bucket)
        return made

    def _encryption(self, wish: Bucket) -> Encryption:
        key = self._keys.storage
        return S3ManagedKey() if wish.encryption == "s3" or key is None else CustomerKey(key)
