"""The table of prices that lies beside this module."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

EVERYWHERE = "everywhere"


@dataclass(frozen=True, eq=False)
class Price:
    """One thing that is charged for a resource by the hour or month.

    Attributes:
        type: The resource's CloudFormation type.
        what: What is charged, in the singular.
        per: What the price is for.
        page: AWS's page that says so.
        usd: US dollars by region, or "everywhere"; with `by`, that for each value of the property.
        when: Properties that the resource must have: a value, a list of values, or None for absent.
        count: Properties that multiply the price: a number, or how many entries a list has.
        default: What CloudFormation takes where a property is absent.
        by: The property that chooses the price.
        twice_if: A property that doubles the price where it is true.
        times: Multiplies the price.
    """

    type: str
    what: str
    per: Literal["hour", "month"]
    page: str
    usd: Mapping[str, Any]
    when: Mapping[str, Any] = field(default_factory=dict)
    count: Sequence[str] = ()
    default: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None
    twice_if: str | None = None
    times: int = 1

    def usd_in(self, region: str, variant: object) -> float | None:
        """The price in a region, of the variant that the property `by` has; None where the table has none."""
        prices = self.usd if self.by is None else self.usd.get(str(variant), {})
        usd = prices.get(region, prices.get(EVERYWHERE))
        return None if usd is None else float(usd)


@dataclass(frozen=True)
class Prices:
    """All that the table knows.

    Attributes:
        as_of: When its prices were collected.
        hours_a_month: How many hours a month is reckoned with.
        priced: What is charged by the hour or month.
        by_use: Types that are charged by use alone; a `*` at the end stands for anything.
        free: Types that are never charged; likewise.
    """

    as_of: date
    hours_a_month: int
    priced: Sequence[Price]
    by_use: Sequence[str]
    free: Sequence[str]

    def has_no_fixed_charge(self, type_: str) -> bool:
        """Whether a type is known to cost nothing by merely being there."""
        return any(fnmatchcase(type_, pattern) for pattern in (*self.by_use, *self.free))


@cache
def prices() -> Prices:
    """The table, read once."""
    read = yaml.safe_load(Path(__file__).with_name("prices.yaml").read_text(encoding="utf-8"))
    return Prices(**{**read, "priced": [Price(**row) for row in read["priced"]]})
