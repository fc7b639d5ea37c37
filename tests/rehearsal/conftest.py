"""The rehearsal's tools, so that what runs in the other venv is measured when the rest is."""

import os
import shlex
from pathlib import Path

import pytest

from baseline.rehearsal import tools
from baseline.rehearsal.tools import ROOT, Tools


@pytest.fixture(scope="session")
def measured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tools:
    """The real tools; with --cov the other venv's Python leaves its coverage beside this one's."""
    found = tools.find()
    if not request.config.getoption("cov_source", None):
        return found
    wrapper = tmp_path_factory.mktemp("measured") / "python"
    command = [str(found.python), "-m", "coverage", "run", "--parallel-mode"]
    command += [f"--rcfile={ROOT / 'pyproject.toml'}", f"--data-file={ROOT / '.coverage.rehearsal'}"]
    wrapper.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    wrapper.chmod(0o755)
    return Tools(found.cdk, wrapper)


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials nor endpoints of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Where a rehearsal keeps its logs."""
    return tmp_path / "logs"
