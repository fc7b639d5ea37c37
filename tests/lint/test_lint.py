"""Every template is examined by every engine, once for the same bytes and the same engine."""

import multiprocessing
from pathlib import Path

import pytest

from baseline.errors import EnvironmentFault
from baseline.lint.cfn_lint import CfnLint
from baseline.lint.finding import Finding
from baseline.lint.processes import Processes, load_rules
from baseline.lint.results import Results
from baseline.lint.run import lint


class Counting:
    """An engine that objects to every template and remembers what it was asked."""

    def __init__(self, name: str = "counting", version: str = "1") -> None:
        self.name = name
        self.version = version
        self.region = "eu-west-1"
        self.asked: list[str] = []

    def examine(self, templates: list[Path]) -> list[Finding]:
        self.asked += [template.name for template in templates]
        return [Finding(t.name, "Thing", "R1", "error", "no good", self.name) for t in templates]


@pytest.fixture
def templates(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "b.template.json", tmp_path / "a.template.json"]
    for file in files:
        file.write_text(f'{{"Description": "{file.name}"}}')
    return files


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "results")


def test_every_engine_examines_every_template(templates: list[Path], results: Results) -> None:
    engines = [Counting("one"), Counting("two")]
    found = lint(templates, engines=engines, results=results)
    assert [(f.template, f.engine) for f in found] == [
        ("a.template.json", "one"),
        ("a.template.json", "two"),
        ("b.template.json", "one"),
        ("b.template.json", "two"),
    ]


def test_known_templates_are_not_examined_again_and_keep_their_findings(
    templates: list[Path], results: Results
) -> None:
    first = lint(templates, engines=[Counting()], results=results)
    again = Counting()
    assert lint(templates, engines=[again], results=results) == first
    assert again.asked == []


def test_a_changed_template_is_examined_again(templates: list[Path], results: Results) -> None:
    lint(templates, engines=[Counting()], results=results)
    templates[0].write_text("{}")
    again = Counting()
    lint(templates, engines=[again], results=results)
    assert again.asked == ["b.template.json"]


def test_another_version_of_an_engine_examines_again(templates: list[Path], results: Results) -> None:
    lint(templates, engines=[Counting()], results=results)
    newer = Counting(version="2")
    lint(templates, engines=[newer], results=results)
    assert sorted(newer.asked) == ["a.template.json", "b.template.json"]


def test_a_damaged_result_is_examined_again(templates: list[Path], results: Results, tmp_path: Path) -> None:
    lint(templates, engines=[Counting()], results=results)
    for file in (tmp_path / "results").iterdir():
        file.write_text("[{")
    again = Counting()
    lint(templates, engines=[again], results=results)
    assert sorted(again.asked) == ["a.template.json", "b.template.json"]


def test_a_settings_file_is_known_once_it_was_remembered(results: Results, tmp_path: Path) -> None:
    config = tmp_path / "acme.yaml"
    config.write_text("name: acme")
    assert not results.knows_input(config)
    results.remember_input(config)
    assert results.knows_input(config)
    config.write_text("name: other")
    assert not results.knows_input(config)


def test_a_settings_file_that_cannot_be_read_starts_nothing(results: Results, tmp_path: Path) -> None:
    assert results.knows_input(tmp_path / "nowhere.yaml")
    assert results.knows_input(tmp_path)


def test_an_engine_that_fails_fails_the_lint(templates: list[Path], results: Results) -> None:
    class Broken(Counting):
        def examine(self, templates: list[Path]) -> list[Finding]:
            raise RuntimeError("cannot read")

    with pytest.raises(RuntimeError, match="cannot read"):
        lint(templates, engines=[Broken()], results=results)


def test_cfn_lint_names_the_resource_that_is_wrong(tmp_path: Path) -> None:
    template = tmp_path / "wrong.template.json"
    template.write_text(
        '{"Resources": {"Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/99"}}}}'
    )
    with Processes() as processes:
        (finding,) = CfnLint(region="eu-west-1", processes=processes).examine([template])
    assert (finding.template, finding.resource, finding.severity) == ("wrong.template.json", "Net", "error")


def test_cfn_lint_reports_a_template_it_cannot_parse(tmp_path: Path) -> None:
    template = tmp_path / "broken.template.json"
    template.write_text("{")
    with Processes() as processes:
        found = CfnLint(region="eu-west-1", processes=processes).examine([template])
    assert [(finding.resource, finding.severity) for finding in found] == [("", "error")]


def test_rules_that_were_loaded_ahead_say_the_same(tmp_path: Path) -> None:
    template = tmp_path / "wrong.template.json"
    template.write_text('{"Resources": {"Net": {"Type": "AWS::EC2::VPC", "Properties": {}}}}')
    load_rules()
    with Processes() as processes:
        found = CfnLint(region="eu-west-1", processes=processes).examine([template])
    assert {finding.resource for finding in found} == {"Net"}


def test_a_temporary_folder_in_which_no_socket_fits_is_an_environment_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/" + 70 * "x")
    with pytest.raises(EnvironmentFault, match="has 71 characters, which is more than the 70") as raised:
        load_rules()
    assert raised.value.exit_code == 3


def test_an_interrupted_lint_is_not_waited_for(tmp_path: Path) -> None:
    """A process that examines something is there, and goes."""
    template = tmp_path / "some.template.json"
    template.write_text("{}")
    with pytest.raises(KeyboardInterrupt), Processes() as processes:
        CfnLint(region="eu-west-1", processes=processes).examine([template])
        assert multiprocessing.active_children()
        raise KeyboardInterrupt
    assert not multiprocessing.active_children()


def test_another_region_is_examined_again(templates: list[Path], results: Results) -> None:
    lint(templates, engines=[Counting()], results=results)
    elsewhere = Counting()
    elsewhere.region = "us-east-1"
    lint(templates, engines=[elsewhere], results=results)
    assert sorted(elsewhere.asked) == ["a.template.json", "b.template.json"]
