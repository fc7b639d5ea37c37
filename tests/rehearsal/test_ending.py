"""However a rehearsal ends, no process of it goes on and nothing listens."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from baseline.errors import EnvironmentFault
from baseline.rehearsal import emulator_process, programs, rehearse, tools
from baseline.rehearsal.emulator_process import emulator
from baseline.rehearsal.home import Home
from baseline.rehearsal.tools import ROOT, Tools

# A program that ends only when it is told to; the interpreter itself, so that no other program is needed.
WAITS = f"'{sys.executable}' -c 'import signal; signal.pause()'"

STANDARD = ROOT / "config" / "standard.yaml"
HERE = Home(None, "eu-west-1")


def _answers(url: str) -> bool:
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=5).close()
    except OSError:
        return False
    return True


def _falls_silent(url: str) -> bool:
    deadline = time.monotonic() + 20
    while _answers(url):
        if time.monotonic() > deadline:
            return False
    return True


def _script(folder: Path, text: str) -> Path:
    script = folder / "script"
    script.write_text(f"#!/bin/sh\n{text}\n")
    script.chmod(0o755)
    return script


def _run(script: Path, log: Path, *, patience_seconds: int = 60) -> tuple[int, str]:
    return programs.run(
        [str(script)],
        environment=dict(os.environ),
        folder=log.parent,
        log=log,
        patience_seconds=patience_seconds,
    )


def _alive(pid: str) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # killed, and nobody of ours to ask for its exit code


def _dies(pid: str) -> bool:
    deadline = time.monotonic() + 20
    while _alive(pid):
        if time.monotonic() > deadline:
            return False
    return True


def test_the_emulator_answers_on_loopback_only_and_is_gone_behind_its_block(
    measured: Tools, tmp_path: Path
) -> None:
    with emulator(measured, home=HERE, log=tmp_path / "log") as ours:
        assert _answers(ours.url)
        port = f"{urlsplit(ours.url).port:04X}"
        tables = [Path(f"/proc/net/{table}").read_text().splitlines()[1:] for table in ("tcp", "tcp6")]
        listening = [line.split()[1] for table in tables for line in table if line.split()[3] == "0A"]
        assert [address for address in listening if address.endswith(f":{port}")] == [f"0100007F:{port}"]
    assert not _answers(ours.url)


def test_an_error_within_the_block_ends_the_emulator_too(measured: Tools, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), emulator(measured, home=HERE, log=tmp_path / "log") as ours:
        raise KeyboardInterrupt
    assert not _answers(ours.url)


def test_the_emulator_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from baseline.rehearsal import tools; from baseline.rehearsal.emulator_process import emulator\n"
        "from baseline.rehearsal.home import Home\n"
        f"log = Path({str(tmp_path / 'log')!r})\n"
        "with emulator(tools.find(), home=Home(None, 'eu-west-1'), log=log) as e:\n"
        "    print(e.url, flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        url = starter.stdout.readline().strip()
        assert _answers(url)
        starter.kill()
    assert _falls_silent(url)


def test_an_emulator_that_is_killed_at_work_is_told(
    measured: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever failed for want of it is not the landing zone's fault."""
    processes: list[subprocess.Popen[bytes]] = []
    starting = emulator_process._started

    def started(*arguments: Any) -> subprocess.Popen[bytes]:
        processes.append(starting(*arguments))
        return processes[-1]

    monkeypatch.setattr(emulator_process, "_started", started)
    with (
        pytest.raises(EnvironmentFault, match="the emulator ended by itself, with -9"),
        emulator(measured, home=HERE, log=tmp_path / "log"),
    ):
        processes[0].kill()
        processes[0].wait()


def test_an_emulator_that_cannot_start_says_where_the_reason_is(tmp_path: Path) -> None:
    broken = Tools(tmp_path, _script(tmp_path, "echo no module >&2; exit 1"))
    with (
        pytest.raises(EnvironmentFault, match=r"did not start; see .*log"),
        emulator(broken, home=HERE, log=tmp_path / "log"),
    ):
        pass
    assert (tmp_path / "log").read_text() == "no module\n"


def test_an_emulator_that_dies_at_once_is_not_waited_for(tmp_path: Path) -> None:
    broken = Tools(tmp_path, _script(tmp_path, "echo 1"))
    with (
        pytest.raises(EnvironmentFault, match="did not answer"),
        emulator(broken, home=HERE, log=tmp_path / "log"),
    ):
        pass


def test_an_emulator_that_does_not_let_go_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baseline.rehearsal.emulator_process._STOP_SECONDS", 0.1)
    monkeypatch.setattr("baseline.rehearsal.emulator_process._START_SECONDS", 0.1)
    stubborn = Tools(tmp_path, _script(tmp_path, f"echo $$ > {tmp_path}/pid; echo 1; exec {WAITS}"))
    with (
        pytest.raises(EnvironmentFault, match="did not answer"),
        emulator(stubborn, home=HERE, log=tmp_path / "log"),
    ):
        pass
    assert _dies((tmp_path / "pid").read_text().strip())


@pytest.fixture
def heeds_ctrl_c() -> Iterator[None]:
    """As on a terminal: what a shell starts in the background ignores the signal, and so do its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
@pytest.mark.parametrize("number", ["INT", "TERM", "HUP"])
def test_a_signal_ends_a_program_and_what_it_started(tmp_path: Path, number: str) -> None:
    script = _script(tmp_path, f"{WAITS} & echo $! > {tmp_path}/pid; kill -{number} {os.getpid()}; wait")
    with programs.stopped_by_signals(), pytest.raises(KeyboardInterrupt):
        _run(script, tmp_path / "log")
    assert _dies((tmp_path / "pid").read_text().strip())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_does_not_keep_the_emulator_alive(
    number: int, measured: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes while the first one's clearing up is under way."""
    stopping = emulator_process._stop

    def disturbed(process: subprocess.Popen[bytes]) -> None:
        signal.raise_signal(number)
        stopping(process)

    monkeypatch.setattr(emulator_process, "_stop", disturbed)
    with (
        programs.stopped_by_signals(),
        pytest.raises(KeyboardInterrupt),
        emulator(measured, home=HERE, log=tmp_path / "log") as ours,
    ):
        raise KeyboardInterrupt
    assert not _answers(ours.url)


def test_a_program_ends_when_whoever_runs_it_is_killed(tmp_path: Path) -> None:
    """With all that it started, and nobody left to end it."""
    script = _script(tmp_path, f"{WAITS} & echo $! > {tmp_path}/pid; echo started > {tmp_path}/go; wait")
    code = (
        "from pathlib import Path; import os\n"
        "from baseline.rehearsal import programs\n"
        f"folder = Path({str(tmp_path)!r})\n"
        f"programs.run([{str(script)!r}], environment=dict(os.environ), folder=folder, log=folder / 'log',"
        " patience_seconds=60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as runner:
        deadline = time.monotonic() + 20
        while not (tmp_path / "go").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        runner.kill()
    assert _dies((tmp_path / "pid").read_text().strip())


def test_a_program_that_is_killed_is_a_program_that_failed(tmp_path: Path) -> None:
    assert _run(_script(tmp_path, "kill -KILL $$"), tmp_path / "log")[0] == -signal.SIGKILL


def test_signals_do_as_before_behind_the_block() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with programs.stopped_by_signals():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    script = _script(tmp_path, f"echo $$ > {tmp_path}/pid; exec {WAITS}")
    with pytest.raises(EnvironmentFault, match="script took more than 1 s"):
        _run(script, tmp_path / "log", patience_seconds=1)
    assert _dies((tmp_path / "pid").read_text().strip())


def test_a_program_that_is_not_there_is_an_error_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match=r"cannot run .*nothing"):
        _run(tmp_path / "nothing", tmp_path / "log")


def test_all_that_a_program_says_is_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert _run(_script(tmp_path, "echo out; echo err >&2; exit 3"), log) == (3, "out\n")
    assert {"out", "err", "(exit code 3)"} < set(log.read_text().splitlines())


@pytest.mark.usefixtures("clean_environment")
@pytest.mark.parametrize(
    "title", ["the settings synthesise", "the emulator starts", "the account is bootstrapped"]
)
def test_ctrl_c_leaves_nothing_in_any_phase(
    title: str, measured: Tools, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls: list[str] = []
    started = rehearse.emulator

    def remembered(*arguments: Tools, home: Home, log: Path):  # type: ignore[no-untyped-def]
        from contextlib import contextmanager

        @contextmanager
        def block():  # type: ignore[no-untyped-def]
            with started(*arguments, home=home, log=log) as ours:
                urls.append(ours.url)
                yield ours

        return block()

    def interrupting(begun: str) -> None:
        if begun == title:
            raise KeyboardInterrupt

    def made(_: Tools, __: Path, work: Path, ___: Path) -> None:
        manifest = (
            '{"artifacts": {"s": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t"}, '
        )
        for folder in (work / "assembly", work / "changed"):
            folder.mkdir()
            place = '"environment": "aws://unknown-account/eu-west-1"'
            (folder / "manifest.json").write_text(f"{manifest}{place}}}}}}}")
            (folder / "t").write_text('{"Resources": {}}')

    monkeypatch.setattr(rehearse, "_synthesise", made)
    monkeypatch.setattr(rehearse, "emulator", remembered)
    monkeypatch.setattr(tools, "find", lambda: measured)
    with pytest.raises(
        rehearse.Interrupted, match="no account outside of this machine was changed, no emulator is left"
    ):
        rehearse.rehearse(STANDARD, logs=logs, endpoint=None, watch=interrupting)
    assert not any(_answers(url) for url in urls)
    assert len(urls) == (title == "the account is bootstrapped")
