"""The rules of the section `compliance`, one broken at a time."""

from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

WRONG = {
    "an unknown framework": (
        "compliance: {packs: [pci-ds]}",
        "compliance.packs[0]",
        'unknown word "pci-ds", did you mean "pci-dss"?',
    ),
    "a framework twice": (
        "compliance: {packs: [cis, cis]}",
        "compliance.packs[1]",
        "cis is there twice; remove one",
    ),
    "another way to aggregate": ("compliance: {aggregate: world}", "compliance.aggregate", "world"),
    "an unknown remedy": (
        "compliance: {remedies: {open_port: automatic}}",
        "compliance.remedies.open_port",
        'did you mean "open_ports"?',
    ),
    "a remedy that is merely on": (
        "compliance: {remedies: {open_ports: true}}",
        "compliance.remedies.open_ports",
        "on_request",
    ),
    "a misspelt key": ("compliance: {pack: [cis]}", "compliance.pack", 'did you mean "packs"?'),
}


@pytest.mark.parametrize(("text", "path", "says"), WRONG.values(), ids=WRONG)
def test_a_broken_rule_is_told_at_its_place(
    complaints: Callable[[str], list[tuple[str, str]]], text: str, path: str, says: str
) -> None:
    ((place, told),) = complaints(text)
    assert place == path
    assert says in told


def test_nothing_is_measured_or_mended_by_default(accepted: Callable[[str], Settings]) -> None:
    assert accepted("").compliance.is_off
    assert accepted("compliance: {}").compliance.is_off


@pytest.mark.parametrize(
    "text", ["{packs: [cis]}", "{aggregate: account}", "{remedies: {metadata: on_request}}"]
)
def test_each_part_stands_alone(accepted: Callable[[str], Settings], text: str) -> None:
    assert not accepted(f"compliance: {text}").compliance.is_off
