"""Runs commands as whole processes, in turn, so that a machine whose speed drifts still gives fair ratios."""

import ctypes
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

# From <linux/prctl.h>.
_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Run:
    """What one run of a command took.

    Attributes:
        wall_s: Seconds from start to end.
        cpu_s: Processor seconds of the process and of all it started.
        peak_mib: Largest memory of any single one of these processes.
    """

    wall_s: float
    cpu_s: float
    peak_mib: float


@dataclass(frozen=True)
class Case:
    """A command to measure.

    Attributes:
        name: How the report calls it.
        command: The command line.
        cwd: Where it runs.
        before: What is done before each run, unmeasured, such as emptying a cache.
    """

    name: str
    command: Sequence[str]
    cwd: Path
    before: Callable[[], None] = lambda: None


def measure(cases: Sequence[Case], *, rounds: int) -> dict[str, list[Run]]:
    """Each case once to warm up, then all of them in turn, round after round."""
    runs: dict[str, list[Run]] = {case.name: [] for case in cases}
    for case in cases:
        run(case)
    for _ in range(rounds):
        for case in cases:
            runs[case.name].append(run(case))
    return runs


def run(case: Case) -> Run:
    """Run a command once; a command that fails stops the benchmark, since its time would mean nothing."""
    case.before()
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        case.command,
        cwd=case.cwd,
        # As for a user: Python keeps the bytecode of what it has imported once.
        env={k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{case.name} failed with exit code {process.returncode}")
    everyone = [used, *_orphans()]
    cpu_s = sum(one.ru_utime + one.ru_stime for one in everyone)
    return Run(wall_s, cpu_s, max(_mib(one) for one in everyone))


def adopt_orphans() -> None:
    """Become the parent of processes that a command leaves behind, so that their time is counted too.

    Linux only; elsewhere, what a command does not wait for is not counted.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans() -> Iterator[resource.struct_rusage]:
    """Waits for all that a command left behind, which ends by itself."""
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def _mib(used: resource.struct_rusage) -> float:
    """Linux counts in KiB, macOS in bytes."""
    return used.ru_maxrss / (1024 if os.uname().sysname == "Linux" else 1024 * 1024)


def median(runs: Sequence[Run], figure: str) -> float:
    """The median of one figure."""
    return statistics.median(getattr(one, figure) for one in runs)


def ratio(runs: Sequence[Run], to: Sequence[Run], figure: str) -> float:
    """The median of the ratios, round by round."""
    pairs = zip(runs, to, strict=True)
    return statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in pairs)
