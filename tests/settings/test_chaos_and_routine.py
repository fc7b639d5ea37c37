"""The rules of the sections `chaos` and `routine`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]
NETWORK = "network: {zones: 2, subnets: {app: {size: 24}, data: {size: 24}}}\n"
STOP = "tags: {CHAOS: allowed}, stop_when: {alarm: acme-errors}"

WRONG = {
    "no tag": (
        "chaos: {stop_when: {alarm: a}, experiments: {a: {do: stop_instances}}}",
        "chaos",
        "add tags: {CHAOS: allowed}",
    ),
    "no end": (
        "chaos: {tags: {CHAOS: allowed}, experiments: {a: {do: stop_instances}}}",
        "chaos",
        "add stop_when: {load_balancer: <name>}",
    ),
    "two tags": (
        "chaos: {tags: {a: b, c: d}}",
        "chaos.tags",
        "may have at most 1",
    ),
    "a tag that everything carries": (
        "tags: {chaos: x}\nchaos: {tags: {CHAOS: allowed}}",
        "chaos.tags.CHAOS",
        "experiments could touch everything",
    ),
    "an end that is none": (
        "chaos: {stop_when: {}}",
        "chaos.stop_when",
        "name either a load_balancer or an alarm",
    ),
    "no such load balancer": (
        "chaos: {stop_when: {load_balancer: shop}}",
        "chaos.stop_when.load_balancer",
        'unknown load balancer "shop"',
    ),
    "no such tier": ("chaos: {tiers: [ap]}", "chaos.tiers[0]", 'unknown tier "ap", did you mean "app"?'),
    "no such failure": (
        f"chaos: {{{STOP}, experiments: {{a: {{do: stop_instance}}}}}}",
        "chaos.experiments.a.do",
        'did you mean "stop_instances"?',
    ),
    "a subnet of no tier": (
        f"chaos: {{{STOP}, experiments: {{a: {{do: cut_subnet}}}}}}",
        "chaos.experiments.a",
        "cut_subnet needs the tier",
    ),
    "a subnet without the tag": (
        f"chaos: {{{STOP}, tiers: [app], experiments: {{a: {{do: cut_subnet, tier: data}}}}}}",
        "chaos.experiments.a.tier",
        "data is not in chaos.tiers",
    ),
    "a zone without tagged subnets": (
        f"chaos: {{{STOP}, experiments: {{a: {{do: fail_zone}}}}}}",
        "chaos.experiments.a",
        "name tiers in chaos.tiers",
    ),
    "a zone that is not there": (
        f"chaos: {{{STOP}, tiers: [app], experiments: {{a: {{do: fail_zone, zone: 3}}}}}}",
        "chaos.experiments.a.zone",
        "the network has 2 zones",
    ),
    "what the failure does not use": (
        f"chaos: {{{STOP}, experiments: {{a: {{do: stop_instances, zone: 1}}}}}}",
        "chaos.experiments.a.zone",
        "stop_instances does not use it",
    ),
    "a day that does not exist": (
        f"chaos: {{{STOP}, experiments: {{a: {{do: stop_instances, weekly: {{day: tue, hour: 9}}}}}}}}",
        "chaos.experiments.a.weekly.day",
        'unknown word "tue"',
    ),
    "an unknown look": (
        "routine: {checks: [drft]}",
        "routine.checks[0]",
        'unknown word "drft", did you mean "drift"?',
    ),
    "the same look twice": ("routine: {checks: [drift, drift]}", "routine.checks[1]", "drift"),
    "a look at backups that nobody makes": (
        "routine: {checks: [restores]}",
        "routine.checks[0]",
        "nothing is backed up",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(where, what)] = complaints(NETWORK + text)
    assert where == path
    assert said in what


def test_the_only_zone_is_not_taken_away(complaints: Complaints) -> None:
    text = (
        f"network: {{zones: 1}}\nchaos: {{{STOP}, tiers: [private], experiments: {{a: {{do: fail_zone}}}}}}"
    )
    [(path, said)] = complaints(text)
    assert path == "chaos.experiments.a.do"
    assert "nothing would be left" in said


def test_nothing_happens_by_itself_unless_asked_for(accepted: Callable[[str], Settings]) -> None:
    assert not accepted("").operates
    assert accepted("routine: {checks: [drift]}").operates
    assert accepted(f"chaos: {{{STOP}, experiments: {{a: {{do: stop_instances}}}}}}").operates
