"""What `make` prints at the end."""

from datetime import date
from pathlib import Path

import pytest

from baseline.cost.estimate import Estimate
from baseline.lint.outcome import Outcome
from baseline.reports.terminal import print_summary


def test_the_summary_says_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = Outcome(out=Path("out"), stacks=[], engines=[], regions=[], findings=[])
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
