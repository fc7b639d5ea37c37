"""What templates cost each month by merely being deployed."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from baseline.cost.prices import Price, Prices
from baseline.template.assembly import StackTemplate


@dataclass(frozen=True)
class Charge:
    """Resources that are charged alike.

    Attributes:
        price: The row of the table.
        variant: The value of the property that chooses the price, such as an instance class; "" for none.
        region: Where they are.
        quantity: How many of the row's unit: endpoints times zones, GiB, ...
        usd_a_month: What they cost together.
    """

    price: Price
    variant: str
    region: str
    quantity: float
    usd_a_month: float


@dataclass(frozen=True)
class Estimate:
    """The fixed part of a bill, and what is missing from it.

    Attributes:
        charges: What is charged, dearest first.
        not_priced: What may be charged but has no price in the table, in words, with how many there are.
    """

    charges: Sequence[Charge]
    not_priced: Mapping[str, int]

    @property
    def usd_a_month(self) -> float:
        """The sum of what has a price."""
        return sum(charge.usd_a_month for charge in self.charges)


def estimate(stacks: Sequence[StackTemplate], *, region: str, table: Prices) -> Estimate:
    """Add up the fixed charges of templates.

    What the table does not know is never taken for free: a type without a row, a property that no row fits,
    a value that only AWS knows and a region without a price are all reported as not priced.

    Args:
        stacks: The templates.
        region: Where a stack is deployed that does not say so itself.
        table: The prices.
    """
    charges: dict[_Kind, Charge] = {}
    missing = Counter[str]()
    for stack in stacks:
        for kind, quantity in _found(stack, stack.region or region, table):
            if kind.row is None or kind.usd is None or quantity is None:
                missing[kind.in_words()] += 1
                continue
            usd = kind.usd * quantity * (table.hours_a_month if kind.row.per == "hour" else 1)
            earlier = charges.get(kind, Charge(kind.row, kind.variant, kind.region, 0, 0))
            charges[kind] = replace(
                earlier, quantity=earlier.quantity + quantity, usd_a_month=earlier.usd_a_month + usd
            )
    ordered = sorted(charges.values(), key=lambda one: (-one.usd_a_month, one.price.what, one.variant))
    return Estimate(ordered, dict(sorted(missing.items())))


@dataclass(frozen=True)
class _Kind:
    """What is charged alike; no `row` where the table does not know such a resource."""

    type: str
    row: Price | None
    variant: str
    region: str

    @property
    def usd(self) -> float | None:
        return self.row.usd_in(self.region, self.variant) if self.row else None

    def in_words(self) -> str:
        return " ".join(filter(None, (self.type, self.variant, f"in {self.region}")))


def _found(stack: StackTemplate, region: str, table: Prices) -> Iterator[tuple[_Kind, float | None]]:
    """What each resource of a template is charged for; no quantity where only deployment tells it."""
    for type_, properties in _resources(stack):
        if table.has_no_fixed_charge(type_):
            continue
        fitting = [row for row in table.priced if _fits(row, type_, properties)]
        if not fitting:
            yield _Kind(type_, None, "", region), None
        for row in fitting:
            yield _Kind(type_, row, _variant(row, properties), region), _quantity(row, properties)


def _resources(stack: StackTemplate) -> Iterator[tuple[str, Mapping[str, Any]]]:
    template = json.loads(stack.file.read_text(encoding="utf-8"))
    for resource in template.get("Resources", {}).values():
        yield resource["Type"], resource.get("Properties", {})


def _fits(row: Price, type_: str, properties: Mapping[str, Any]) -> bool:
    if row.type != type_:
        return False
    for name, wanted in row.when.items():
        value = _value(row, name, properties)
        if value not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True


def _quantity(row: Price, properties: Mapping[str, Any]) -> float | None:
    """None where a number is known only at deployment."""
    quantity = float(row.times)
    for name in row.count:
        match _value(row, name, properties):
            case list() as entries:
                quantity *= len(entries)
            case bool():
                return None
            case int() | float() as number:
                quantity *= number
            case str() as text if text.isdecimal():
                quantity *= int(text)
            case _:
                return None
    if row.twice_if is not None:
        doubled = _value(row, row.twice_if, properties)
        if not isinstance(doubled, bool | None):
            return None
        quantity *= 2 if doubled else 1
    return quantity


def _variant(row: Price, properties: Mapping[str, Any]) -> str:
    value = None if row.by is None else _value(row, row.by, properties)
    return value if isinstance(value, str) else ""


def _value(row: Price, name: str, properties: Mapping[str, Any]) -> Any:
    return properties.get(name, row.default.get(name))
