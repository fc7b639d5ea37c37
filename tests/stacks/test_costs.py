"""What the profiles cost, as the documents say."""

import re
from pathlib import Path

from baseline.cost.estimate import Estimate, estimate
from baseline.cost.page import dollars, page
from baseline.cost.prices import prices
from baseline.settings.load import load
from baseline.template.assembly import StackTemplate

ROOT = Path(__file__).resolve().parents[2]


def _costs(profile: str, stacks: list[StackTemplate]) -> Estimate:
    region = load(ROOT / "config" / f"{profile}.yaml").region
    return estimate(stacks, region=region, table=prices())


def test_the_committed_page_is_fresh(every_profile: dict[str, list[StackTemplate]]) -> None:
    committed = (ROOT / "docs" / "cost.md").read_text(encoding="utf-8")
    found = {name: _costs(name, stacks) for name, stacks in every_profile.items()}
    assert committed == page(found, table=prices()), "run `make generated`"


def test_the_sums_in_the_readme_are_right(every_profile: dict[str, list[StackTemplate]]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| (\w+) \([a-z0-9-]+\) \| (\S+) \|$", readme, re.MULTILINE))
    assert told == {name: dollars(_costs(name, every_profile[name]).usd_a_month) for name in told}
    assert {"minimal", "standard", "disconnected"} <= told.keys()


def test_every_type_of_the_profile_is_in_the_table_of_prices(stacks: list[StackTemplate]) -> None:
    """A new type is looked up once, by whoever adds it: free, charged by use, or with a price."""
    table = prices()
    types = {type_ for stack in stacks for type_ in stack.types}
    known = {price.type for price in table.priced}
    assert {type_ for type_ in types if type_ not in known and not table.has_no_fixed_charge(type_)} == set()
