"""Only a proof counts as holding, and evidence says where it stands."""

from pathlib import Path

import pytest

from baseline.place import Place
from baseline.verdict import Evidence, Result, Verdict


@pytest.mark.parametrize("result", list(Result))
def test_nothing_but_a_proof_holds(result: Result) -> None:
    assert Verdict(result, "because").holds is (result is Result.PROVED)


def test_evidence_reads_as_place_and_text() -> None:
    assert str(Evidence("denies it", Place(Path("t.json"), 3, 1))) == "t.json:3:1  denies it"
    assert str(Evidence("nobody is left")) == "nobody is left"
