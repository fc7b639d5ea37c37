"""Starts the emulator and makes sure that nothing of it is left."""

import os
import secrets
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from baseline.errors import EnvironmentFault
from baseline.rehearsal.endpoint import Endpoint, addressed
from baseline.rehearsal.home import Home
from baseline.rehearsal.programs import undisturbed
from baseline.rehearsal.tools import ROOT, Tools

# AWS's own example account; MiniStack takes an access key of twelve digits for the account's root.
ACCOUNT = "123456789012"
# Whoever talks to the emulator uses no proxy, and nothing that the user has configured for real accounts.
_ALONE = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "NO_PROXY": "localhost,127.0.0.1",
    "no_proxy": "localhost,127.0.0.1",
}
_START_SECONDS = 30
_STOP_SECONDS = 5


@contextmanager
def emulator(tools: Tools, *, home: Home, log: Path) -> Iterator[Endpoint]:
    """An account that lives as long as the block, reachable from this machine only.

    Args:
        tools: What runs it.
        home: The account and region that it plays.
        log: Where its own words go.

    Raises:
        EnvironmentFault: It did not start, or ended within the block; the log says why.
    """
    account, region = home.account or ACCOUNT, home.region
    secret = secrets.token_hex(20)
    root = {"AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": secret}
    with tempfile.TemporaryDirectory(prefix="baseline-rehearsal-") as scratch, log.open("wb") as words:
        process = None
        try:
            with undisturbed():
                process = _started(tools, {**root, **_played(account, region, scratch)}, words)
            url = f"http://localhost:{_port(process, log)}"
            _wait_until_it_answers(url, process, log)
            yield Endpoint(url, {**root, **addressed(url, region), **_ALONE}, ours=True)
            if (code := process.poll()) is not None:
                raise EnvironmentFault(f"the emulator ended by itself, with {code}; see {log}")
        finally:
            if process is not None:
                with undisturbed():  # a second Ctrl-C does not keep it alive
                    _stop(process)


def _played(account: str, region: str, scratch: str) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": scratch,
        "MINISTACK_ACCOUNT_ID": account,
        "MOTO_ACCOUNT_ID": account,
        "MINISTACK_REGION": region,
        "AWS_DEFAULT_REGION": region,
    }


def _started(tools: Tools, environment: dict[str, str], words: BinaryIO) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 our own module in our own venv
        [str(tools.python), "-m", "baseline.rehearsal.emulator.serve"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=words,
        # Ctrl-C is for this process, which ends the emulator when nothing needs it any more.
        start_new_session=True,
    )


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    assert process.stdout is not None  # noqa: S101 for the type checker: it is a pipe
    line = process.stdout.readline()
    if not line:
        raise EnvironmentFault(f"the emulator did not start; see {log}")
    return int(line)


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/_ministack/health", timeout=2).close()  # noqa: S310 loopback
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise EnvironmentFault(f"the emulator did not answer; see {log}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Let go of the leash (see emulator/serve.py), and pull if that does not do."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    try:
        process.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
