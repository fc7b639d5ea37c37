"""What is done and what is left out when a step fails."""

from pathlib import Path

import pytest

from baseline.errors import EnvironmentFault
from baseline.rehearsal import play
from baseline.rehearsal.endpoint import Endpoint
from baseline.rehearsal.play import Played, Step
from baseline.rehearsal.stage import Result, Stage
from baseline.rehearsal.steps import deploying
from baseline.rehearsal.tools import Tools

STAGE = Stage(Endpoint("", {}, ours=True), Tools(Path(), Path()), Path(), Path())


def _holds(_: Stage) -> Result:
    return Result("seen")


def _fails(_: Stage) -> Result:
    return Result("seen", ["wrong"])


def _raises(_: Stage) -> Result:
    raise KeyError("absent")


def _refuses(_: Stage) -> Result:
    raise EnvironmentFault("took too long")


def _play(monkeypatch: pytest.MonkeyPatch, *steps: Step) -> tuple[list[Played], list[str]]:
    monkeypatch.setattr(play, "STEPS", steps)
    begun: list[str] = []
    return list(play.play(STAGE, begun.append)), begun


def test_a_failed_step_does_not_keep_the_next_from_being_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    played, begun = _play(monkeypatch, Step("a", _fails), Step("b", _holds))
    assert [one.holds for one in played] == [False, True]
    assert begun == ["a", "b"]


def test_behind_a_carrying_step_that_fails_only_clearing_up_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (Step("a", _fails, carries=True), Step("b", _holds), Step("c", _holds, always=True))
    played, begun = _play(monkeypatch, *steps)
    assert [one.holds for one in played] == [False, False, True]
    assert played[1].result is None
    assert begun == ["a", "c"]


def test_nothing_is_cleared_up_where_nothing_was_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """An account in which nothing may be deployed is not destroyed either."""
    monkeypatch.setattr(deploying, "known", _fails)
    steps = (Step("a", deploying.known, carries=True), Step("b", _holds, always=True))
    played, begun = _play(monkeypatch, *steps)
    assert [one.result is None for one in played] == [False, True]
    assert begun == ["a"]


@pytest.mark.parametrize(("run", "said"), [(_raises, "KeyError: 'absent'"), (_refuses, "took too long")])
def test_a_step_that_raises_fails(monkeypatch: pytest.MonkeyPatch, run: object, said: str) -> None:
    (played,), _ = _play(monkeypatch, Step("a", run))  # type: ignore[arg-type]
    assert not played.holds
    assert played.result == Result("", [said])
