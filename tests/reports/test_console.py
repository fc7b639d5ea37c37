"""Reports say what is, and nothing of it is read as markup."""

from pathlib import Path

import pytest

from baseline.guarantees.own import Proof
from baseline.place import Place
from baseline.reports.access import print_proofs
from baseline.reports.console import say
from baseline.verdict import Evidence, Result, Verdict


def _refuted(*examples: dict[str, object], name: str = "a name") -> Proof:
    verdict = Verdict(Result.REFUTED, "a reason", evidence=(Evidence("a hop"),), examples=examples)
    return Proof(name, Place(Path("a.yaml"), 1, 2), verdict)


def test_an_arn_with_a_region_x_is_no_picture(capsys: pytest.CaptureFixture[str]) -> None:
    print_proofs([_refuted({"resource": "arn:aws:ec2:x:1:instance/i"})])
    assert "    resource: arn:aws:ec2:x:1:instance/i\n" in capsys.readouterr().out


def test_a_name_in_brackets_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    print_proofs([_refuted(name="[red]what[/] :x:")])
    assert "refuted  [red]what[/] :x:\n" in capsys.readouterr().out


def test_a_packet_is_told_by_its_hops_and_once(capsys: pytest.CaptureFixture[str]) -> None:
    print_proofs([_refuted({"packet": "tcp", "hops": [{"by": "x"}]})])
    out = capsys.readouterr().out
    assert "  a hop\n" in out
    assert "{" not in out


def test_long_texts_stay_behind_their_indent_and_names_are_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    say("a stack acme-network/VpcSubnetsappZone1 in it", indent=2)
    assert capsys.readouterr().out.splitlines() == [
        "  a stack",
        "    acme-network/VpcSubnetsappZone1",
        "    in it",
    ]
