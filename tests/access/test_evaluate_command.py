"""`baseline evaluate` reads one request or a list, and says which one is wrong."""

import io
import json
from pathlib import Path

import pytest

from baseline.cli import main

CASE = {"principal": "arn:aws:iam::111122223333:root", "action": "s3:GetObject", "resource": "*"}


def test_one_request_gives_one_answer_and_a_list_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "r.json"
    file.write_text(json.dumps(CASE))
    assert main(["evaluate", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["decision"] == "allowed"
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps([CASE, CASE])))
    assert main(["evaluate", "-"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


@pytest.mark.parametrize(
    ("text", "said"), [("{", "not readable"), ("[1]", "request 1"), (json.dumps([CASE, {}]), "request 2")]
)
def test_what_is_wrong_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file = tmp_path / "r.json"
    file.write_text(text)
    assert main(["evaluate", str(file)]) == 2
    assert said in capsys.readouterr().err


def test_the_example_of_the_documentation_is_answered_as_it_says() -> None:
    from baseline.access.outside import decide_json

    page = Path(__file__).resolve().parents[2] / "docs" / "access.md"
    request, answer = (json.loads(part.split("```")[0]) for part in page.read_text().split("```json\n")[1:3])
    assert decide_json(request) == answer
