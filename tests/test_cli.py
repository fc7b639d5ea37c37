"""What somebody at a terminal sees of each command, and with which exit code it ends."""

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from baseline.cli import main
from baseline.command import guarded
from baseline.errors import EnvironmentFault
from baseline.stacks.publish import published

ROOT = Path(__file__).resolve().parents[1]
SMALL = "name: tiny\nregion: eu-west-1\nnotify: security@example.com\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A valid settings file in an otherwise empty working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    file = Path("small.yaml")
    file.write_text(SMALL)
    return file


def test_check_says_that_all_is_valid(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(small)]) == 0
    assert capsys.readouterr().out == "small.yaml: all settings are valid\n"


def test_wrong_settings_are_told_on_stderr_with_exit_code_2(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write_text(SMALL.replace("region: eu-west-1", "regoin: eu-west-1"))
    assert main(["synth", str(small)]) == 2
    told = capsys.readouterr()
    assert 'small.yaml:2:1  regoin: unknown key, did you mean "region"?' in told.err
    assert (told.out, Path("cdk.out").exists()) == ("", False)


def test_check_imports_no_cdk() -> None:
    """Importing it would take longer than the whole command may."""
    code = "import sys; from baseline.cli import main; main(['check']); print('aws_cdk' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False"


def test_synth_writes_examined_templates_and_sums_up(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synth", str(small)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "small.yaml: 4 stacks" in told.out
    assert "Findings  none" in told.out
    assert "cdk diff -c config=small.yaml" in told.out
    assert max(map(len, told.out.splitlines())) <= 80
    assert Path("cdk.out/tiny-network.template.json").is_file()


def test_synth_prints_the_fixed_monthly_sum(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["synth", str(small)])
    assert "Fixed     $4.00 a month and use (prices of 20" in capsys.readouterr().out


def test_what_has_no_price_is_named_and_makes_the_sum_a_lower_bound(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write_text(
        SMALL.replace("eu-west-1", "sa-east-1") + "storage: {volumes: {a: {size_gib: 8}, b: {size_gib: 9}}}\n"
    )
    assert main(["synth", str(small)]) == 0
    told = capsys.readouterr().out
    assert "Fixed     at least $4.00 a month" in told
    assert "not priced: AWS::EC2::Volume in sa-east-1 (2)" in told


def test_each_template_is_examined_for_the_region_of_its_stack(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write_text(
        SMALL + "edge: {sites: {shop: {domains: [a.example.com], "
        "certificate: 0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10}}}\n"
    )
    assert main(["synth", str(small)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert re.search(r"\(CloudFormation Validate [0-9.]+, cfn-lint [0-9.]+ for eu-west-1, us-east-1\)", told)


def test_cost_prints_a_page_for_files_and_writes_nothing(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cost", str(small)]) == 0
    assert "| KMS key, until its first rotation |  | eu-west-1 | 4 | $4.00 |" in capsys.readouterr().out
    assert not Path("cdk.out").exists()


def test_synth_takes_the_place_of_an_older_assembly_and_of_nothing_else(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["synth", str(small), "--out", "made"])
    small.write_text(SMALL.replace("tiny", "other"))
    assert main(["synth", str(small), "--out", "made"]) == 0
    assert {file.name.split("-")[0] for file in Path("made").glob("*.template.json")} == {"other"}
    (Path("mine") / "deep").mkdir(parents=True)
    assert main(["synth", str(small), "--out", "mine"]) == 2
    assert "holds something that is no cloud assembly" in capsys.readouterr().err
    assert [file.name for file in Path("mine").iterdir()] == ["deep"]


def test_what_aws_would_refuse_is_told_with_its_section_and_leaves_the_old_templates(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["synth", str(small)])
    before = {file.name: file.read_bytes() for file in Path("cdk.out").iterdir()}
    statement = (
        "{reason: very many rights, effect: allow, actions: ['s3:GetObject'], "
        "resources: ['arn:aws:s3:::%s/*']}"
    )
    many = ", ".join(statement % ("x" * 60 + str(number)) for number in range(80))
    small.write_text(SMALL + f"identity:\n  groups:\n    crowd: {{statements: [{many}]}}\n")
    assert main(["synth", str(small)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "small.yaml:6:5 identity.groups.crowd: policy crowd-group has" in told
    assert "IAM accepts 6144" in told
    assert {file.name: file.read_bytes() for file in Path("cdk.out").iterdir()} == before


def test_too_many_rules_for_a_network_acl_are_told_with_their_section(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ports = ", ".join(f"tcp/{port}" for port in range(1, 60, 2))
    small.write_text(
        SMALL + "network:\n  subnets: {app: {size: 24}, data: {size: 24}}\n"
        f"  allow: [{{from: app, to: data, ports: [{ports}]}}]\n"
    )
    assert main(["synth", str(small)]) == 2
    assert "network.allow" in capsys.readouterr().err


def test_a_stack_of_too_many_resources_is_told_with_its_section(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    buckets = ", ".join(f"b{number}: {{}}" for number in range(251))
    small.write_text(SMALL + f"storage: {{buckets: {{{buckets}}}}}\n")
    assert main(["synth", str(small)]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "storage: stack tiny-storage would have 502 resources; CloudFormation accepts 500" in told
    assert not Path("cdk.out").exists()


def test_findings_are_shown_and_fail_the_command(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baseline.stacks.synthesis.unacknowledged", lambda findings, stacks: [_finding()])
    assert main(["synth", str(small)]) == 1
    assert "error E1 (cfn-lint) S.template.json Thing: bad" in capsys.readouterr().out


def _finding():  # type: ignore[no-untyped-def]
    from baseline.lint.finding import Finding

    return Finding("S.template.json", "Thing", "E1", "error", "bad", "cfn-lint")


def test_clone_writes_a_file_and_says_what_differs(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write_text(SMALL + "tags: {ENV: PROD}\n")
    assert main(["clone", str(small), "--as", "debug"]) == 0
    told = capsys.readouterr().out
    for row in ("name tiny tiny-debug", "network.cidr 10.0.0.0/16 10.1.0.0/16", "tags.ENV PROD DEBUG"):
        assert row.split() in [line.split() for line in told.splitlines()]
    assert "make CONFIG=small-debug.yaml" in told
    assert max(map(len, told.splitlines())) <= 80
    assert main(["check", "small-debug.yaml"]) == 0
    assert main(["clone", str(small), "--as", "debug"]) == 2


def test_clone_names_what_has_to_be_written_by_hand(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "paper.yaml"
    file.write_text((ROOT / "config" / "whitepaper.yaml").read_text())
    assert main(["clone", str(file), "--as", "debug"]) == 0
    assert "  workload.load_balancers.shop.certificate\n" in capsys.readouterr().out


def test_checklist_prints_what_is_left_to_people(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checklist", str(small)]) == 0
    assert "- [ ] Root user" in capsys.readouterr().out


def test_a_working_directory_that_cannot_be_written_costs_time_only(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".cache").write_text("in the way")
    assert main(["synth", str(small)]) == 0
    assert "Findings  none" in capsys.readouterr().out


def test_an_output_that_is_a_file_is_refused(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["synth", str(small), "--out", str(small)]) == 2
    assert "is a file; name a folder" in capsys.readouterr().err
    assert small.read_text() == SMALL


def test_an_output_that_cannot_be_written_is_an_environment_fault(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["synth", str(small), "--out", f"{small}/below"]) == 3
    assert "cannot be written" in capsys.readouterr().err


def test_a_missing_tool_ends_with_exit_code_3(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise EnvironmentFault("no node")

    monkeypatch.setattr("baseline.node.use_bundled_node", fail)
    assert main(["synth", str(small)]) == 3
    assert capsys.readouterr().err == "no node\n"


def _interrupted(body: str) -> subprocess.CompletedProcess[str]:
    """A process in which `run`, with this body, is guarded; `interrupt()` is Ctrl-C."""
    code = (
        "import os, signal\n"
        "from baseline.command import guarded, interruptible\n"
        "def interrupt(): os.kill(os.getpid(), signal.SIGINT)\n"
        f"def run():\n{textwrap.indent(body, '    ')}\n"
        "guarded(run)"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        # Where the tests run in the background, they and what they start would not hear it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def test_an_interrupt_ends_the_process_at_once_and_is_told_in_a_word() -> None:
    """Nothing that is left to do at exit, such as jsii's farewell to a Node that is gone, gets its turn."""
    ran = _interrupted("import atexit; atexit.register(print, 'farewell'); interrupt(); print('went on')")
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "interrupted\n")


def test_no_library_can_catch_an_interrupt() -> None:
    """Pydantic, interrupted while it prepares a model, tells of it as of an error in the model."""
    ran = _interrupted(
        "try:\n    interrupt()\nexcept BaseException as error:\n    raise ValueError('no good') from error"
    )
    assert (ran.returncode, ran.stderr) == (130, "interrupted\n")


def test_what_is_interruptible_is_put_right_first() -> None:
    ran = _interrupted(
        "with interruptible():\n"
        "    try:\n        interrupt()\n    finally:\n        print('put right', flush=True)"
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "put right\n", "interrupted\n")


def test_a_process_that_hears_no_interrupts_is_left_alone() -> None:
    ran = _interrupted("signal.signal(signal.SIGINT, signal.SIG_IGN); interrupt(); print('went on')")
    assert (ran.returncode, ran.stdout) == (0, "went on\n")


def test_schema_and_reference_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert "properties" in json.loads(capsys.readouterr().out)
    assert main(["reference"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / "reference.md").read_text()


@pytest.mark.parametrize("way", ["context", "variable", "default"])
def test_the_cdk_app_takes_the_file_from_context_variable_or_default(
    way: str, small: Path, tmp_path: Path
) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "BASELINE_CONFIG"}
    environment |= {"CDK_OUTDIR": str(tmp_path / "out"), "CDK_VALIDATION": "false"}
    if way == "context":
        environment |= {
            "CDK_CONTEXT_JSON": json.dumps({"config": str(small.resolve())}),
            "BASELINE_CONFIG": "no",
        }
    if way == "variable":
        environment["BASELINE_CONFIG"] = str(small.resolve())
    subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, check=True)
    expected = "acme-network" if way == "default" else "tiny-network"
    assert (tmp_path / "out" / f"{expected}.template.json").is_file()


def test_the_cdk_app_and_synth_write_the_same_templates(small: Path, tmp_path: Path) -> None:
    main(["synth", str(small)])
    environment = {**os.environ, "BASELINE_CONFIG": str(small.resolve()), "CDK_OUTDIR": str(tmp_path / "out")}
    subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=environment, check=True)
    templates = {file.name for file in Path("cdk.out").glob("*.template.json")}
    assert len(templates) == 4
    for name in templates:
        assert (tmp_path / "out" / name).read_bytes() == (Path("cdk.out") / name).read_bytes()


def test_the_cdk_app_refuses_templates_that_cloudformation_would_refuse(small: Path) -> None:
    buckets = ", ".join(f"b{number}: {{}}" for number in range(251))
    small.write_text(SMALL + f"storage: {{buckets: {{{buckets}}}}}\n")
    environment = {**os.environ, "BASELINE_CONFIG": str(small.resolve()), "CDK_VALIDATION": "false"}
    ran = subprocess.run(
        [sys.executable, str(ROOT / "app.py")], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "CloudFormation accepts 500" in " ".join(ran.stderr.split())


def test_the_cdk_app_tells_wrong_settings_without_a_traceback(small: Path) -> None:
    environment = {**os.environ, "BASELINE_CONFIG": "config/nope.yaml"}
    ran = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert ran.stderr == "config/nope.yaml  no such file\n1 problem; nothing was written\n"


def test_any_other_error_of_a_library_is_a_defect_and_seen() -> None:
    with pytest.raises(ValueError, match="no good"):
        guarded(_fails)


def _fails() -> int:
    raise ValueError("no good")


def test_a_reader_who_has_enough_ends_the_command_quietly() -> None:
    ran = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m baseline.cli schema | head -1"],
        capture_output=True,
        text=True,
    )
    assert (ran.stdout, ran.stderr) == ("{\n", "")


def test_costs_of_files_of_the_same_name_are_all_told(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other" / small.name
    other.parent.mkdir()
    other.write_text(small.read_text())
    assert main(["cost", str(small), str(other)]) == 0
    told = capsys.readouterr().out
    assert f"## {small}\n" in told
    assert f"## {other}\n" in told


def test_a_link_to_the_templates_stays_one(small: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    (tmp_path / "link").symlink_to(there)
    for _ in range(2):
        assert main(["synth", str(small), "--out", str(tmp_path / "link")]) == 0
    assert (tmp_path / "link").is_symlink()
    assert (there / "manifest.json").is_file()
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".there-")]


def test_templates_of_another_state_of_the_file_are_not_proved(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--templates", str(tmp_path / "out")]
    assert main(["synth", str(small), "--out", out[1]]) == 0
    small.write_text(SMALL + "guarantees: [{name: a, no_path_out: {from: private}}]\n")
    assert main(["prove", str(small), *out]) == 0
    small.write_text(SMALL + "tags: {owner: platform}\n")
    capsys.readouterr()
    assert main(["prove", str(small), *out]) == 2
    assert "was not made from" in capsys.readouterr().err


@pytest.mark.parametrize("fault", [OSError(5, "no luck"), KeyboardInterrupt()])
def test_templates_that_cannot_take_their_place_leave_the_old_ones(
    fault: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "cdk.out"
    with published(out) as draft:
        (draft / "cdk.out").write_text("old")
    rename = Path.rename

    def fails_for_the_draft(file: Path, target: Path) -> Path:
        if file.name.startswith(".cdk.out-") and not file.name.endswith("-old"):
            raise fault
        return rename(file, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_draft)
    with pytest.raises((EnvironmentFault, KeyboardInterrupt)), published(out) as draft:
        (draft / "cdk.out").write_text("new")
    assert (out / "cdk.out").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["cdk.out"]
