"""The real CDK CLI deploys the standard landing zone into the emulator; the longest test that there is."""

from pathlib import Path

import pytest

from baseline.rehearsal import tools
from baseline.rehearsal.attempts import ATTEMPTS
from baseline.rehearsal.play import STEPS
from baseline.rehearsal.rehearse import rehearse
from baseline.rehearsal.tools import ROOT, Tools


@pytest.mark.usefixtures("clean_environment")
def test_the_standard_landing_zone_holds_in_every_step(
    measured: Tools, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "find", lambda: measured)
    begun: list[str] = []
    outcome = rehearse(ROOT / "config" / "standard.yaml", logs=logs, endpoint=None, watch=begun.append)
    problems = [said for played in outcome.played if played.result for said in played.result.problems]
    log = (logs / "rehearsal.log").read_text()
    assert problems == [], "\n".join([log[-20_000:], *problems])
    assert outcome.holds
    assert begun[2:] == [step.title for step in STEPS]
    personas = next(p.result for p in outcome.played if p.title == "personas can what they must")
    assert personas is not None
    # Nothing that the table asks for was left out.
    assert personas.evidence.startswith(f"{len(ATTEMPTS)} attempts: ")
    assert personas.unproven == []
