"""The section `catalog`."""

from collections.abc import Collection, Iterator
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.encryption import Encryption
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.unreadable import where_readable

ProductName = Literal["bucket", "volume"]
Size = Annotated[int, Field(ge=1, le=16384)]


class Catalog(Section):
    """What members may order for themselves, made as the landing zone makes it."""

    groups: tuple[str, ...] = Field(
        default=(),
        description="Groups of `identity.groups` that may order, and see, change and remove what they "
        "ordered. None if empty.",
        examples=["[developers]"],
    )
    products: tuple[ProductName, ...] = Field(
        default=("bucket", "volume"),
        min_length=1,
        description="What may be ordered: `bucket` (private, versioned, encrypted, logged), `volume` "
        "(encrypted).",
    )
    volume_sizes_gib: tuple[Size, ...] = Field(
        default=(10, 20, 50, 100),
        min_length=1,
        description="Sizes of volumes that may be ordered, in GiB; no others can be.",
    )

    @property
    def is_off(self) -> bool:
        """Whether nobody may order anything."""
        return not self.groups

    def offers(self, product: ProductName) -> bool:
        """Whether somebody may order it."""
        return not self.is_off and product in self.products


@where_readable
def catalog_findings(catalog: Catalog, *, groups: Collection[str]) -> Iterator[Finding]:
    """Groups that are not there."""
    for index, group in enumerate(catalog.groups):
        if group not in groups:
            yield Finding(("groups", index), f"unknown group {quoted(group)}{remedy(group, [*groups])}")


@where_readable
def catalog_key_findings(catalog: Catalog, encryption: Encryption) -> Iterator[Finding]:
    """Keys that a product cannot name."""
    if encryption.keys == "aws" and not catalog.is_off:
        text = (
            "products are encrypted with keys of the landing zone; choose other encryption.keys, or remove it"
        )
        yield Finding(("groups",), text)
    external = encryption.external
    if external and not external.keys.storage and catalog.offers("bucket"):
        yield Finding(("groups",), "buckets can be ordered, and encryption.external.keys.storage is missing")
