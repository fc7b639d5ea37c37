"""What the disconnected profile guarantees is proved about its templates, and weaker policies break it."""

from collections.abc import Mapping
from pathlib import Path

from baseline.guarantees.own import prove_own
from baseline.settings.load import load
from baseline.template.estate import load_estate
from baseline.verdict import Result

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = load(ROOT / "config" / "disconnected.yaml")
GOLDEN = ROOT / "tests" / "golden" / "disconnected"


def results(folder: Path) -> list[Result]:
    return [proof.verdict.result for proof in prove_own(SETTINGS, [load_estate([folder])])]


def weakened(folder: Path, replaced: Mapping[str, str]) -> list[int]:
    """Which guarantees no longer hold where the policies say something else."""
    for template in GOLDEN.glob("*.json"):
        text = template.read_text(encoding="utf-8")
        if template.stem == "hpc-identity":
            for old, new in replaced.items():
                assert old in text
                text = text.replace(old, new)
        (folder / template.name).write_text(text, encoding="utf-8")
    return [index for index, result in enumerate(results(folder)) if result is not Result.PROVED]


def test_all_of_it_is_proved() -> None:
    assert results(GOLDEN) == [Result.PROVED] * 6


def test_sessions_on_other_servers_are_found(tmp_path: Path) -> None:
    assert weakened(tmp_path, {'"aws:ResourceTag/Shell"': '"aws:ResourceTag/Other"'}) == [1]


def test_commands_beside_the_record_are_found(tmp_path: Path) -> None:
    assert weakened(tmp_path, {"ssm:DescribeSessions": "ssm:SendCommand"}) == [2]


def test_a_way_to_change_what_records_is_found(tmp_path: Path) -> None:
    """Members are allowed to, and the guardrails no longer deny it."""
    changed = {"ssm:DeleteDocument": "ssm:DeleteActivation", "ssm:DescribeSessions": "ssm:DeleteDocument"}
    assert weakened(tmp_path, changed) == [3]
