"""Where a rehearsal may go, and where it refuses to."""

import json
import sys
from pathlib import Path

import pytest

from baseline.errors import EnvironmentFault, InputError
from baseline.rehearsal import rehearse, tools
from baseline.rehearsal.endpoint import Endpoint, credentials, elsewhere
from baseline.rehearsal.home import Home, home
from baseline.rehearsal.rehearse import Interrupted
from baseline.rehearsal.stage import Failed, Stage, environment
from baseline.rehearsal.tools import Tools

TOOLS = Tools(Path("/venv/bin/cdk"), Path("/other/bin/python"))


def _assembly(folder: Path, *environments: str) -> Path:
    artifacts = {
        f"stack{number}": {
            "type": "aws:cloudformation:stack",
            "environment": one,
            "properties": {"templateFile": "t.json"},
        }
        for number, one in enumerate(environments)
    }
    artifacts["assets"] = {"type": "cdk:asset-manifest"}
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    (folder / "t.json").write_text('{"Resources": {}}')
    return folder


def test_an_assembly_without_account_goes_to_any(tmp_path: Path) -> None:
    assert home(_assembly(tmp_path, "aws://unknown-account/eu-west-1")) == Home(None, "eu-west-1")


def test_an_account_in_the_settings_is_played(tmp_path: Path) -> None:
    assert home(_assembly(tmp_path, "aws://111122223333/eu-west-1")) == Home("111122223333", "eu-west-1")


def test_two_regions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="one account in one region"):
        home(_assembly(tmp_path, "aws://unknown-account/eu-west-1", "aws://unknown-account/us-east-1"))


@pytest.mark.usefixtures("clean_environment")
def test_elsewhere_needs_credentials() -> None:
    with pytest.raises(EnvironmentFault, match="--endpoint needs credentials"):
        credentials("http://localhost:1")


@pytest.mark.usefixtures("clean_environment")
def test_half_a_pair_of_keys_is_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "123456789012")
    with pytest.raises(EnvironmentFault, match="AWS_SECRET_ACCESS_KEY"):
        credentials("http://localhost:1")


@pytest.mark.usefixtures("clean_environment")
def test_elsewhere_takes_the_credentials_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "sandbox")
    assert credentials("http://localhost:1") == {"AWS_PROFILE": "sandbox"}


def test_elsewhere_is_addressed_by_its_url() -> None:
    found = elsewhere("http://localhost:1", "eu-west-1", {"AWS_PROFILE": "sandbox"})
    assert found.environment["AWS_ENDPOINT_URL"] == "http://localhost:1"
    assert found.environment["AWS_PROFILE"] == "sandbox"
    assert not found.ours


def test_aws_itself_has_no_single_endpoint() -> None:
    assert "AWS_ENDPOINT_URL" not in elsewhere("aws", "eu-west-1", {}).environment


@pytest.mark.parametrize("url", ["localhost:4566", "ftp://localhost", "AWS", ""])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="http://localhost:4566"):
        credentials(url)


def test_logs_that_cannot_be_written_are_an_error_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFault, match="--logs: cannot write"):
        rehearse._log(tmp_path / "file")


def test_an_account_that_does_not_answer_is_an_error_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> list[dict[str, object]]:
        raise Failed("no answer")

    monkeypatch.setattr(Stage, "probe", silent)
    stage = Stage(elsewhere("http://localhost:1", "eu-west-1", {}), TOOLS, tmp_path, tmp_path / "log")
    with pytest.raises(EnvironmentFault, match="no account answers at http://localhost:1"):
        rehearse._played(stage, lambda _: None)


def test_programs_get_no_credentials_but_the_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL_S3", "CDK_DEFAULT_ACCOUNT"):
        monkeypatch.setenv(name, "of the user")
    got = environment(TOOLS, {"AWS_PROFILE": "ours"})
    names = {name for name in got if name.startswith(("AWS_", "CDK_"))}
    assert names == {"AWS_PROFILE", "CDK_DISABLE_CLI_TELEMETRY"}
    assert got["PATH"].startswith("/venv/bin:")


def _stage(monkeypatch: pytest.MonkeyPatch, folder: Path, stacks: list[str]) -> Stage:
    monkeypatch.setattr(Stage, "probe", lambda *_: [{"stacks": stacks}])
    _assembly(
        folder / "assembly" if (folder / "assembly").mkdir() is None else folder, "aws://unknown-account/x"
    )
    return Stage(Endpoint("", {}, ours=False), TOOLS, folder, folder / "log")


def test_an_account_that_holds_stacks_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = _stage(monkeypatch, tmp_path, ["CDKToolkit", "acme-foundation"])
    with pytest.raises(EnvironmentFault, match=r"has stacks already \(acme-foundation\)"):
        rehearse._played(stage, lambda _: None)


def test_an_interruption_elsewhere_says_what_is_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = _stage(monkeypatch, tmp_path, [])

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="CDKToolkit, stack0") as raised:
        rehearse._played_elsewhere(stage, interrupt)
    assert raised.value.exit_code == 130


def test_a_missing_node_says_what_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "cdk").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(EnvironmentFault, match=r"bin/node is missing; `make clean rehearse` installs it"):
        tools.find()


def test_a_missing_tool_says_what_installs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "ROOT", tmp_path)
    with pytest.raises(EnvironmentFault, match="`make clean rehearse` installs it"):
        tools.find()
