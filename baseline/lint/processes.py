"""The processes in which engines examine templates, beside the one that makes them."""

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path
from types import TracebackType
from typing import Self

from baseline.errors import EnvironmentFault
from baseline.lint.finding import Finding

# A large landing zone's longest template takes a quarter of the time of all.
_PROCESSES = min(4, os.cpu_count() or 1)
# The main module as well, which each process would import otherwise.
_LOADED_ONCE = ["__main__", "baseline.lint.cfn_lint_rules", "baseline.lint.cloudformation_validate_rules"]

# A socket's address has 104 bytes on macOS and 108 on Linux; 32 are for names below the temporary folder.
_LONGEST_FOLDER = 70


def load_rules() -> None:
    """Have the rules of all engines loaded, which takes most of a second, while the caller goes on.

    Raises:
        EnvironmentFault: The temporary folder's path is too long.
    """
    _context()
    resource_tracker.ensure_running()  # or it would be started in between, and hear interrupts again
    with _deaf_to_interrupts():
        forkserver.ensure_running()


class Processes:
    """As many as there are processors, up to four; use it in a `with` statement.

    Loading rules costs about as much as examining a small landing zone. So one process loads them, and those
    that examine are forked from it.
    """

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(max_workers=_PROCESSES, mp_context=_context())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None:  # nobody waits for the answer any more
            for child in multiprocessing.active_children():
                child.terminate()
        self._pool.shutdown(cancel_futures=True)

    def examine(
        self, examine: Callable[[Path, str], list[Finding]], templates: Sequence[Path], region: str
    ) -> list[Finding]:
        """What an engine finds in templates.

        Args:
            examine: The engine: a function of a template and a Region.
            templates: The template files.
            region: For which Region.
        """
        # The largest first, so that nobody waits for one that was begun last.
        longest_first = sorted(templates, key=lambda template: -template.stat().st_size)
        asked = [self._submit(examine, template, region) for template in longest_first]
        return [finding for answer in asked for finding in answer.result()]

    def _submit(
        self, examine: Callable[[Path, str], list[Finding]], template: Path, region: str
    ) -> Future[list[Finding]]:
        with _deaf_to_interrupts():
            return self._pool.submit(examine, template, region)


def _context() -> BaseContext:
    """How processes start: not as forks of this one, which would share the pipe to jsii's Node process."""
    if len(folder := tempfile.gettempdir()) > _LONGEST_FOLDER:
        raise EnvironmentFault(
            f"the path of the temporary folder, {folder}, has {len(folder)} characters, which is more than "
            f"the {_LONGEST_FOLDER} that leave room for a socket; set TMPDIR to a shorter one, such as /tmp"
        )
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED_ONCE)
    return context


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started meanwhile are not reached by Ctrl-C: that is answered here, and once."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
