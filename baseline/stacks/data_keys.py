"""The keys of volumes, buckets and the workload, kept where the settings say."""

from dataclasses import dataclass

from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline.settings.model import Settings
from baseline_constructs.keys.custom_store.key_store import KeyStore, StoredKey
from baseline_constructs.keys.imported_key import IMPORTING, ImportedKey
from baseline_constructs.keys.key_policy import KeyPolicy
from baseline_constructs.keys.purposes import read_by_macie, storage_policy, volumes_policy
from baseline_constructs.keys.rotated_key import RotatedKey
from baseline_constructs.keys.workload_key import workload_policy

_VOLUMES = "EBS volumes and snapshots"
_STORAGE = "Objects in S3 buckets"
_WORKLOAD = "Data of the applications"


@dataclass(frozen=True)
class DataKeys:
    """What encrypts volumes, buckets and the workload.

    Attributes:
        volumes: The key of volumes.
        storage: The key of buckets; None where none needs it, or AWS keeps it.
        workload: The key of the workload; None where there is none, or its own stack makes it.
        own: Whether those of volumes and buckets are the customer's, so that using them takes a right.
    """

    volumes: kms.IKey
    storage: kms.IKey | None
    workload: kms.IKey | None = None
    own: bool = True


class DataKeyMaker:
    """Makes each key in the way that was chosen.

    Args:
        settings: What is wanted.
        store: The key store, where the choice is one.
    """

    def __init__(self, settings: Settings, *, store: KeyStore | None = None) -> None:
        self._settings = settings
        self._store = store

    def volumes(self, scope: Construct) -> kms.IKey:
        """The key of volumes; AWS's own by its alias."""
        if self._settings.encryption.keys == "aws":
            return kms.Alias.from_alias_name(scope, "VolumesKey", "alias/aws/ebs")
        external = self._settings.encryption.external
        policy = volumes_policy(self._policy())
        name = external.keys.volumes if external else None
        return self._key(scope, "VolumesKey", "volumes", _VOLUMES, policy, name)

    def storage(self, scope: Construct) -> kms.IKey | None:
        """The key of buckets. A key is charged by the month, so it is made only for buckets that use it."""
        buckets = self._settings.storage.buckets.values()
        needed = any(b.encryption == "kms" for b in buckets) or self._settings.catalog.offers("bucket")
        if self._settings.encryption.keys == "aws" or not needed:
            return None
        external = self._settings.encryption.external
        policy = storage_policy(self._policy())
        if (macie := self._settings.detection.macie) and macie.buckets:
            read_by_macie(policy)
        name = external.keys.storage if external else None
        return self._key(scope, "StorageKey", "storage", _STORAGE, policy, name)

    def early_workload(self, scope: Construct) -> kms.IKey | None:
        """The key of the workload, where its material or its store must be there before the workload."""
        if self._settings.workload.is_empty or self._settings.encryption.keys in ("aws", "customer"):
            return None
        return self.workload(scope, "WorkloadKey")

    def workload(self, scope: Construct, id_: str) -> kms.IKey:
        """The key of the workload; the customer's even where volumes and buckets have those of AWS."""
        external = self._settings.encryption.external
        policy = workload_policy(self._policy())
        name = external.keys.workload if external else None
        return self._key(scope, id_, "workload", _WORKLOAD, policy, name)

    def _policy(self) -> KeyPolicy:
        imported = self._settings.encryption.keys == "imported"
        return KeyPolicy(further_administration=IMPORTING if imported else ())

    def _key(
        self,
        scope: Construct,
        id_: str,
        purpose: str,
        description: str,
        policy: KeyPolicy,
        external_id: str | None,
    ) -> kms.IKey:
        alias = f"{self._settings.name}/{purpose}"
        if self._store:
            return StoredKey(
                scope,
                id_,
                store=self._store,
                alias=alias,
                description=description,
                policy=policy,
                external_id=external_id,
            ).key
        if self._settings.encryption.keys == "imported":
            return ImportedKey(scope, id_, alias=alias, description=description, policy=policy).key
        return RotatedKey(
            scope,
            id_,
            alias=alias,
            description=description,
            rotation_days=self._settings.encryption.rotation_days,
            policy=policy,
        ).key
