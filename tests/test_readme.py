"""What the README shows is what the program prints today."""

import json
import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPES = {
    file.stem: Counter(
        resource["Type"] for resource in json.loads(file.read_text("utf-8"))["Resources"].values()
    )
    for file in sorted((ROOT / "tests" / "golden" / "standard").glob("*.json"))
}


def test_the_summary_has_the_standard_profile_s_stacks_and_resources() -> None:
    shown = {stack: int(number) for stack, number in re.findall(r"^(acme-\w+) +(\d+)  \w", README, re.M)}
    assert shown == {stack: types.total() for stack, types in TYPES.items()}
    stacks, resources = re.findall(r"standard\.yaml: (\d+) stacks, (\d+) resources", README)[0]
    assert (int(stacks), int(resources)) == (len(shown), sum(shown.values()))


def test_the_summary_has_the_standard_profile_s_services() -> None:
    services = Counter[str]()
    for types in TYPES.values():
        for type_, count in types.items():
            services[type_.split("::")[1]] += count
    said = " ".join(README.partition("Services  ")[2].partition("Findings")[0].split())
    assert {name: int(n) for name, n in re.findall(r"(\w+) (\d+)", said)} == dict(services)


def test_the_price_of_evaluations_counts_the_rules_that_there_are() -> None:
    rules = sum(types["AWS::Config::ConfigRule"] for types in TYPES.values())
    assert [int(n) for n in re.findall(r"one of the\s+(\d+) rules", README)] == [rules]
