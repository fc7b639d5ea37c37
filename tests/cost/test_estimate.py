"""The fixed monthly sum: right where the price is known, and never a zero where it is not."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from baseline.cost.estimate import Estimate, estimate
from baseline.cost.page import page
from baseline.cost.prices import Price, Prices, prices
from baseline.template.assembly import StackTemplate

PAGE = "https://aws.amazon.com/x/pricing/"
DATABASE = Price(
    type="AWS::X::Database",
    what="database",
    per="hour",
    page=PAGE,
    by="Class",
    twice_if="MultiAZ",
    usd={"small": {"eu-west-1": 0.10}},
)
DISK = Price(
    type="AWS::X::Database",
    what="GiB",
    per="month",
    page=PAGE,
    count=["AllocatedStorage"],
    usd={"everywhere": 0.5},
)
NODES = Price(
    type="AWS::X::Nodes",
    what="node",
    per="month",
    page=PAGE,
    when={"Kind": ["a", "b"], "Special": None},
    default={"Count": 1, "Kind": "a"},
    count=["Count"],
    times=3,
    usd={"everywhere": 2},
)
TABLE = Prices(
    date(2026, 1, 2), 730, [DATABASE, DISK, NODES], by_use=["AWS::X::Topic"], free=["AWS::Free::*"]
)


def _found(folder: Path, type_: str, *, region: str | None = None, **properties: Any) -> Estimate:
    file = folder / "t.json"
    file.write_text(json.dumps({"Resources": {"A": {"Type": type_, "Properties": properties}}}))
    stack = StackTemplate("s", "", file, Counter([type_]), region)
    return estimate([stack], region="eu-west-1", table=TABLE)


def test_a_resource_is_charged_by_every_row_that_fits(tmp_path: Path) -> None:
    found = _found(tmp_path, "AWS::X::Database", Class="small", AllocatedStorage="20")
    assert [(c.price.what, c.variant, c.quantity) for c in found.charges] == [
        ("database", "small", 1),
        ("GiB", "", 20),
    ]
    assert found.usd_a_month == pytest.approx(0.10 * 730 + 20 * 0.5)
    assert found.not_priced == {}


def test_a_standby_doubles_the_price(tmp_path: Path) -> None:
    found = _found(tmp_path, "AWS::X::Database", Class="small", AllocatedStorage=0, MultiAZ=True)
    assert found.usd_a_month == pytest.approx(2 * 0.10 * 730)


@pytest.mark.parametrize(
    ("properties", "usd"), [({}, 6), ({"Count": 2}, 12), ({"Count": [{"Ref": "A"}, "b"], "Kind": "b"}, 12)]
)
def test_defaults_lists_and_fixed_numbers_count(
    properties: dict[str, Any], usd: float, tmp_path: Path
) -> None:
    assert _found(tmp_path, "AWS::X::Nodes", **properties).usd_a_month == usd


@pytest.mark.parametrize("type_", ["AWS::X::Topic", "AWS::Free::Anything"])
def test_what_is_free_or_charged_by_use_adds_nothing(type_: str, tmp_path: Path) -> None:
    assert _found(tmp_path, type_) == Estimate([], {})


@pytest.mark.parametrize(
    ("type_", "properties", "told"),
    [
        ("AWS::New::Thing", {}, "AWS::New::Thing in eu-west-1"),
        ("AWS::X::Nodes", {"Kind": "c"}, "AWS::X::Nodes in eu-west-1"),
        ("AWS::X::Nodes", {"Special": 1}, "AWS::X::Nodes in eu-west-1"),
        ("AWS::X::Nodes", {"Kind": {"Ref": "P"}}, "AWS::X::Nodes in eu-west-1"),
        ("AWS::X::Nodes", {"Count": {"Ref": "P"}}, "AWS::X::Nodes in eu-west-1"),
        ("AWS::X::Nodes", {"Count": True}, "AWS::X::Nodes in eu-west-1"),
        ("AWS::X::Nodes", {"Count": "many"}, "AWS::X::Nodes in eu-west-1"),
        (
            "AWS::X::Database",
            {"Class": "large", "AllocatedStorage": 0},
            "AWS::X::Database large in eu-west-1",
        ),
        ("AWS::X::Database", {"AllocatedStorage": 0}, "AWS::X::Database in eu-west-1"),
        (
            "AWS::X::Database",
            {"Class": "small", "AllocatedStorage": 0, "MultiAZ": {"Ref": "P"}},
            "AWS::X::Database small in eu-west-1",
        ),
    ],
)
def test_what_has_no_price_is_told_and_is_no_zero(
    type_: str, properties: dict[str, Any], told: str, tmp_path: Path
) -> None:
    found = _found(tmp_path, type_, **properties)
    assert (found.usd_a_month, dict(found.not_priced)) == (0, {told: 1})


def test_the_region_of_the_stack_counts_before_that_of_the_file(tmp_path: Path) -> None:
    found = _found(tmp_path, "AWS::X::Database", region="us-east-1", Class="small", AllocatedStorage=0)
    assert dict(found.not_priced) == {"AWS::X::Database small in us-east-1": 1}


def test_the_page_shows_what_is_charged_and_what_is_not_priced(tmp_path: Path) -> None:
    both = Estimate(
        _found(tmp_path, "AWS::X::Database", Class="small", AllocatedStorage=0).charges,
        _found(tmp_path, "AWS::New::Thing").not_priced,
    )
    shown = page({"mine": both}, table=TABLE)
    assert "| database | small | eu-west-1 | 1 | $73.00 |" in shown
    assert "| **together** |  |  |  | **$73.00** |" in shown
    assert "- AWS::New::Thing in eu-west-1: 1\n" in shown
    assert f"| `AWS::X::Database` | database | small | hour | eu-west-1 0.1 | [page]({PAGE}) |" in shown
    assert "as of 2026-01-02" in shown


@pytest.mark.parametrize("price", prices().priced, ids=lambda price: f"{price.type} {price.what}")
def test_every_price_names_its_page_unit_and_dollars(price: Price) -> None:
    assert price.page.startswith("https://aws.amazon.com/")
    assert price.page.endswith("/pricing/")
    assert price.per in ("hour", "month")
    by_region = [price.usd] if price.by is None else list(price.usd.values())
    assert by_region
    assert all(usd >= 0 for prices_ in by_region for usd in prices_.values())
    assert all(prices_ for prices_ in by_region) or price.usd == {}, "no price was found for any region"


def test_no_type_is_both_free_and_priced() -> None:
    table = prices()
    assert [price.type for price in table.priced if table.has_no_fixed_charge(price.type)] == []


def test_the_table_has_a_date() -> None:
    assert isinstance(prices().as_of, date)
