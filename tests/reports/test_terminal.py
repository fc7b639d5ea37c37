"""What `make` prints at the end."""

from datetime import date
from pathlib import Path

import pytest

from baseline.cost.estimate import Estimate
from baseline.lint.outcome import Outcome
from baseline.reports.terminal import print_summary


def test_the_summary_says_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(out=Path("cdk.out"), stacks=[], engines=[], regions=[], findings=[])
    print_summary(
        outcome,
        config=Path("a.yaml"),
        gaps=["1 of 21 rules"],
        costs=Estimate([], {}),
        as_of=date(2026, 11, 24),
    )
    out = capsys.readouterr().out
    assert "\nLeft out  1 of 21 rules\n" in out
    assert out.endswith("          baseline prove a.yaml\n          cdk diff -c config=a.yaml\n")


def test_the_next_commands_can_be_pasted_and_name_the_templates(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(out=Path("my out"), stacks=[], engines=[], regions=[], findings=[])
    config, costs = Path("my zone.yaml"), Estimate([], {})
    print_summary(outcome, config=config, gaps=[], costs=costs, as_of=date(2026, 11, 24))
    out = capsys.readouterr().out
    assert "  baseline prove 'my zone.yaml' --templates 'my out'\n" in out
    assert "  cdk diff -c 'config=my zone.yaml'\n" in out
