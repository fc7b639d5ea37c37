"""What somebody at a terminal sees of a rehearsal."""

from pathlib import Path

import pytest

from baseline import cli
from baseline.command import DEFAULT_CONFIG
from baseline.rehearsal import rehearse as rehearsing
from baseline.rehearsal.play import Played
from baseline.rehearsal.rehearse import Rehearsal
from baseline.rehearsal.stage import Result
from baseline.reports.rehearsal import print_rehearsal, progress

HELD = Played("all stacks deploy", Result("6 stacks", [], ["no packet flows: [EC2::FlowLog]"]), 12.34)
FAILED = Played("nothing is left", Result("3 kinds", ["kms list_keys: [key-1] is left"]), 1.0)
MISSED = Played("personas can what they must", None, 0)


def _printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *played: Played) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    print_rehearsal(Rehearsal(Path("my.yaml"), "the emulator", list(played), Path("logs")))
    return capsys.readouterr().out


def test_steps_failures_and_limits_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _printed(capsys, monkeypatch, HELD, FAILED, MISSED)
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert "my.yaml rehearsed in the emulator, 13 s" in lines
    assert "all stacks deploy holds 12.3 6 stacks" in lines
    assert "nothing is left FAILS 1.0 3 kinds" in lines
    assert "personas can what they must not reached 0.0" in lines
    assert lines[lines.index("Failed") + 1] == "- kms list_keys: [key-1] is left"
    assert lines[lines.index("Not shown here") + 1] == "- no packet flows: [EC2::FlowLog]"
    assert "Result 1 of 3 steps hold" in lines
    assert "Logs logs/" in lines
    assert max(map(len, told.splitlines())) <= 80


def test_a_clean_rehearsal_tells_of_no_failure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _printed(capsys, monkeypatch, Played("a", Result("seen"), 0))
    assert "Failed" not in told
    assert "Not shown here" not in told
    assert "1 of 1 steps hold" in told


def test_the_bar_is_drawn_on_standard_error_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress() as watch:
        watch("all stacks deploy")
    told = capsys.readouterr()
    assert told.out == ""
    assert "all stacks deploy" in told.err


@pytest.mark.parametrize(("played", "code"), [(HELD, 0), (FAILED, 1), (MISSED, 1)])
def test_the_exit_code_says_whether_all_holds(
    played: Played, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: dict[str, object] = {}

    def pretend(config: Path, **options: object) -> Rehearsal:
        asked.update(options, config=config)
        return Rehearsal(config, "the emulator", [played], tmp_path)

    monkeypatch.setattr(rehearsing, "rehearse", pretend)
    assert cli.main(["rehearse", "--logs", str(tmp_path), "--endpoint", "http://localhost:1"]) == code
    assert asked["config"] == DEFAULT_CONFIG
    assert (asked["logs"], asked["endpoint"]) == (tmp_path, "http://localhost:1")


def test_wrong_settings_are_told_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: acme\n")
    assert cli.main(["rehearse", str(wrong)]) == 2
    assert "region" in capsys.readouterr().err
