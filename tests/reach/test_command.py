"""`baseline reach` on plain templates: what is printed, and the exit code."""

import json
from pathlib import Path

import pytest

from baseline.cli import main
from tests.reach.small import base, instance


@pytest.fixture
def template(tmp_path: Path) -> str:
    file = tmp_path / "web.json"
    file.write_text(json.dumps({"Resources": base()}, indent=1), encoding="utf-8")
    return str(file)


def test_an_open_question_shows_every_way_and_one_packet(
    template: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reach", "internet", "Web", "--port", "tcp/443", "--template", template]) == 0
    printed = capsys.readouterr().out
    assert "internet -> Web: tcp/443 by internet Igw, answered" in printed
    assert "security group in: Open SecurityGroupIngress[0]: allows it" in printed
    assert f"at {template}:" in printed
    assert max(map(len, [line for line in printed.splitlines() if template not in line])) < 80


def test_a_blocked_question_names_the_hop_and_what_would_open_it(
    template: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reach", "internet", "App", "--template", template]) == 0
    printed = capsys.readouterr().out
    assert "blocked: nothing gets from internet to App" in printed
    assert "STOPS    public address: App: has no public address" in printed
    assert "would open it: a public address of App" in printed


@pytest.mark.parametrize(
    ("arguments", "code", "start"),
    [
        (["internet", "App", "--assert", "unreachable"], 0, "proved:"),
        (["internet", "Web", "--assert", "unreachable"], 1, "refuted:"),
        (["Web", "App", "--assert", "reaches", "--port", "22"], 0, "proved:"),
        (["App", "--assert", "no_path_out"], 0, "proved:"),
        (["Web", "--assert", "egress_only_via", "--via", "internet"], 0, "proved:"),
    ],
)
def test_an_assertion_exits_with_1_unless_it_is_proved(
    template: str, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, start: str
) -> None:
    assert main(["reach", *arguments, "--template", template]) == code
    assert capsys.readouterr().out.startswith(start)


def test_a_refutation_as_json_holds_the_packet_its_hops_and_what_would_close_it(
    template: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["reach", "internet", "Web", "--assert", "unreachable", "--template", template, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["result"] == "refuted"
    assert found["examples"][0]["packet"].startswith("tcp from ")
    assert [hop["what"] for hop in found["examples"][0]["hops"]][-1] == "delivery"
    closing = [each["text"] for each in found["evidence"] if each["text"].startswith("would close it")]
    assert closing == ["would close it: take the public address from Web"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["internt", "Web"], "did you mean internet?"),
        (["internet", "Wep"], "did you mean Web?"),
        (["internet", "Web", "--port", "tcp/https"], "is no port"),
        (["internet", "Web", "--port", "tcp/9-1"], "the lower one first"),
        (["internet"], "needs two ends"),
        (["internet", "--assert", "unreachable"], "needs two ends"),
        (["internet", "Web", "--assert", "reaches"], "needs ports"),
        (["10.0.0.0/33", "Web"], "is no range"),
        (["Web", "--assert", "egress_only_via"], "needs a way"),
        (["192.0.2.1", "Web", "--assert", "egress_only_via", "--via", "nta"], "is no way out"),
    ],
)
def test_a_wrong_question_is_told_with_the_remedy(
    template: str, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["reach", *arguments, "--template", template]) == 2
    assert told in capsys.readouterr().err


def test_an_undecided_way_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "web.json"
    resources = {**base(), "Web": instance("Public", "Nowhere", public=True)}
    file.write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    assert main(["reach", "internet", "Web", "--template", str(file)]) == 0
    assert "perhaps everything" in capsys.readouterr().out


def test_what_could_open_a_way_unseen_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "web.json"
    given = {"Type": "AWS::CloudFormation::Stack", "Properties": {"Parameters": {"Group": {"Ref": "Open"}}}}
    file.write_text(json.dumps({"Resources": {**base(), "Nested": given}}), encoding="utf-8")
    assert main(["reach", "internet", "App", "--template", str(file)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("unknown: as far as is modelled, nothing gets from internet to App")
    assert "Nested makes is not in the templates" in printed


def test_several_blocked_pairs_are_counted(template: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reach", "internet", "subnet/Private", "--port", "udp/53", "--template", template]) == 0
    assert "blocked" in capsys.readouterr().out
