"""Runs the programs of a rehearsal, and leaves none of them behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from baseline.errors import EnvironmentFault

_LEASHED = Path(__file__).with_name("leashed.py")


def run(
    command: Sequence[str], *, environment: Mapping[str, str], folder: Path, log: Path, patience_seconds: int
) -> tuple[int, str]:
    """Run a program to its end, and keep all that it says in a log.

    It gets a process group of its own, which is killed whole when this process is interrupted or killed
    meanwhile: the CDK CLI and jsii start others.

    Args:
        command: The program and its arguments.
        environment: All that it gets.
        folder: Where it works.
        log: Its words are appended here.
        patience_seconds: How long it may take.

    Returns:
        The exit code, and what it wrote to standard output.

    Raises:
        EnvironmentFault: It cannot be started, or takes too long.
    """
    with log.open("a", encoding="utf-8") as words:
        words.write(f"\n$ {' '.join(command)}\n")
        words.flush()
        if shutil.which(command[0]) is None:
            raise EnvironmentFault(f"cannot run {command[0]}: there is no such program")
        process = None
        other_end, leash = os.pipe()
        try:
            with undisturbed():
                process = subprocess.Popen(  # noqa: S603 programs of our own venvs
                    [sys.executable, "-I", "-S", str(_LEASHED), *command],
                    env=environment,
                    cwd=folder,
                    stdin=other_end,
                    stdout=subprocess.PIPE,
                    stderr=words,
                    text=True,
                    start_new_session=True,
                )
            said, _ = process.communicate(timeout=patience_seconds)
        except subprocess.TimeoutExpired as error:
            program = Path(command[0]).name
            raise EnvironmentFault(f"{program} took more than {patience_seconds} s; see {log}") from error
        finally:
            if process is not None:
                with undisturbed():  # a second Ctrl-C does not keep anything alive
                    end_group(process)
            os.close(other_end)
            os.close(leash)
        words.write(f"{said}(exit code {process.returncode})\n")
    return process.returncode, said


def end_group(process: subprocess.Popen[str]) -> None:
    """Kill what is left of a program's process group; nothing is left of one that ended as it should."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Within the block, whoever ends this process ends it as Ctrl-C does: with everything cleared up."""

    def stop(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled(stop, signal.SIGTERM, signal.SIGHUP):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Signals that arrive within the block count only behind it: a program that starts is started wholly."""
    came: list[int] = []

    def remember(number: int, _: FrameType | None) -> None:
        came.append(number)

    with _handled(remember, signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        yield
    for number in came:
        signal.raise_signal(number)


@contextmanager
def _handled(handler: Callable[[int, FrameType | None], None], *numbers: signal.Signals) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)
