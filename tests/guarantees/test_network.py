"""Guarantees about the network are proved about the golden templates, and a weakened network breaks them."""

import json
from pathlib import Path

import pytest

from baseline.errors import InputError
from baseline.guarantees.own import prove_own
from baseline.reports.access import print_verdict
from baseline.settings.load import load
from baseline.settings.problem import SettingsError
from baseline.template.estate import Estate, load_estate
from baseline.verdict import Evidence, Result, Verdict

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "standard"
WRITTEN = """extends: {standard}
name: acme
guarantees:
  - name: the internet never reaches the data tier
    unreachable: {{from: internet, to: subnet/data}}
  - name: the data tier takes PostgreSQL from the app tier and nothing else
    reaches_only: {{from: subnet/app, to: subnet/data, ports: [tcp/5432]}}
  - name: the app tier reaches S3
    reaches: {{from: subnet/app, to: s3, ports: [tcp/443]}}
  - name: and leaves by no other way
    egress_only_via: {{from: subnet/app, via: [endpoint/s3]}}
  - name: nothing leaves the data tier
    no_path_out: {{from: subnet/data}}
"""


def results(folder: Path, estate: Estate) -> list[Result]:
    file = folder / "acme.yaml"
    file.write_text(WRITTEN.format(standard=ROOT / "config" / "standard.yaml"), encoding="utf-8")
    return [proof.verdict.result for proof in prove_own(load(file), [estate])]


def test_guarantees_about_the_network_are_proved(tmp_path: Path) -> None:
    assert results(tmp_path, load_estate([GOLDEN])) == [Result.PROVED] * 5


def test_a_weakened_network_breaks_them(tmp_path: Path) -> None:
    weak = tmp_path / "weak"
    weak.mkdir()
    for file in GOLDEN.iterdir():
        template = json.loads(file.read_text(encoding="utf-8"))
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::EC2::SecurityGroup":
                resource["Properties"].pop("SecurityGroupEgress")
                resource["Properties"]["SecurityGroupIngress"] = [
                    {"IpProtocol": "-1", "CidrIp": "10.0.0.0/8"}
                ]
            if resource["Type"] == "AWS::EC2::NetworkAclEntry":
                resource["Properties"] |= {"Protocol": -1, "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}
        (weak / file.name).write_text(json.dumps(template), encoding="utf-8")
    assert results(tmp_path, load_estate([weak]))[1] is not Result.PROVED


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("unreachable: {from: internet, to: subnet/dta}", 'did you mean "subnet/data"'),
        ("reaches: {from: subnet/app, to: s3}", "name the ports"),
        ("egress_only_via: {from: subnet/app}", "via"),
        ("no_path_out: {frm: subnet/app}", "from"),
        ("unreachable: {from: internet, to: subnet/data, ports: [http]}", "http"),
    ],
)
def test_mistakes_are_told_with_their_remedy(tmp_path: Path, statement: str, told: str) -> None:
    file = tmp_path / "acme.yaml"
    text = f"extends: {ROOT / 'config' / 'standard.yaml'}\nguarantees:\n  - name: x\n    {statement}\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load(file)
    assert told in " ".join(str(error.value).split())


def test_a_place_that_the_templates_do_not_have_is_told(tmp_path: Path) -> None:
    file = tmp_path / "acme.yaml"
    text = f"extends: {ROOT / 'config' / 'standard.yaml'}\nguarantees:\n  - name: x\n"
    file.write_text(f"{text}    no_path_out: {{from: Nowhere}}\n", encoding="utf-8")
    with pytest.raises(InputError, match="nothing in the network is called"):
        prove_own(load(file), [load_estate([GOLDEN])])


def test_a_packet_that_refutes_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    example = {"packet": "tcp", "hops": [{"what": "route"}]}
    print_verdict(Verdict(Result.REFUTED, "it passes", (Evidence("packet: tcp"),), (example,)))
    assert capsys.readouterr().out == "  it passes\n  packet: tcp\n"
