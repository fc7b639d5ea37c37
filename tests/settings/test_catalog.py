"""The rules of the section `catalog`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

GROUP = "identity: {groups: {crew: {}}}\n"
WRONG = {
    "an unknown group": (
        "identity: {groups: {crew: {read_only: [ec2]}}}\ncatalog: {groups: [crow]}\n",
        "catalog.groups[0]",
        'unknown group "crow", did you mean "crew"?',
    ),
    "nothing to order": (
        GROUP + "catalog: {groups: [crew], products: []}\n",
        "catalog.products",
        "at least 1",
    ),
    "an unknown product": (
        GROUP + "catalog: {groups: [crew], products: [buckets]}\n",
        "catalog.products[0]",
        'did you mean "bucket"?',
    ),
    "a volume of no size": (
        GROUP + "catalog: {groups: [crew], volume_sizes_gib: [0]}\n",
        "catalog.volume_sizes_gib[0]",
        "at least 1",
    ),
    "keys of AWS": (
        GROUP + "encryption: {keys: aws}\ncatalog: {groups: [crew]}\n",
        "catalog.groups",
        "products are encrypted with keys of the landing zone",
    ),
}


@pytest.mark.parametrize(("text", "path", "says"), WRONG.values(), ids=WRONG)
def test_a_broken_rule_is_told_at_its_place(
    complaints: Callable[[str], list[tuple[str, str]]], text: str, path: str, says: str
) -> None:
    told = complaints(text)
    assert any(place == path and says in text for place, text in told), told


def test_nobody_orders_by_default(accepted: Callable[[str], Settings]) -> None:
    assert accepted("").catalog.is_off
    assert not accepted("catalog: {}").catalog.offers("bucket")


def test_to_order_is_right_enough_for_a_group(accepted: Callable[[str], Settings]) -> None:
    settings = accepted(GROUP + "catalog: {groups: [crew], products: [volume]}\n")
    assert settings.catalog.offers("volume")
    assert not settings.catalog.offers("bucket")
