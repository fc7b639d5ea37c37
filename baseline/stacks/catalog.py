"""The stack of what members may order for themselves."""

from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from baseline.settings.model import Settings
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.names import bucket_name
from baseline_constructs.catalog.portfolio import Making, Portfolio
from baseline_constructs.catalog.products import Product, bucket_product, volume_product


class CatalogStack(Stack):
    """A portfolio: apart, because what was ordered from it goes on without it."""

    def __init__(
        self, scope: Construct, id_: str, *, settings: Settings, keys: DataKeys, **stack: Any
    ) -> None:
        super().__init__(scope, id_, description="What members may order for themselves", **stack)
        self._settings = settings
        self._keys = keys
        offered: dict[str, Making] = {"bucket": self._bucket, "volume": self._volume}
        Portfolio(
            self,
            "Portfolio",
            name=settings.name,
            making={word: offered[word] for word in settings.catalog.products},
            groups=settings.catalog.groups,
        )

    def _bucket(self, stack: Stack) -> Product:
        logs = s3.Bucket.from_bucket_name(stack, "AccessLogs", bucket_name(self._settings, "access-logs"))
        # `DataKeyMaker.storage` makes one where buckets can be ordered, and settings refuse keys of AWS.
        assert self._keys.storage  # noqa: S101 - for mypy
        return bucket_product(stack, key=_shared(stack, self._keys.storage), access_logs=logs)

    def _volume(self, stack: Stack) -> Product:
        sizes = self._settings.catalog.volume_sizes_gib
        return volume_product(stack, key=_shared(stack, self._keys.volumes), sizes_gib=sizes)


def _shared(stack: Stack, key: kms.IKey) -> kms.IKey:
    """A product's template stands alone, so it gets the key by an export's name."""
    arn = Stack.of(key).export_value(key.key_arn)
    return kms.Key.from_key_arn(stack, "Key", arn)
