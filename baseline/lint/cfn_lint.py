"""cfn-lint as an engine, in processes of its own, so that it runs beside the rest."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib.metadata import version
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from baseline.lint.finding import Finding

P = ParamSpec("P")
R = TypeVar("R")

# A large landing zone's longest template takes a quarter of the time of all.
_PROCESSES = min(4, os.cpu_count() or 1)


def start_cfn_lint() -> None:
    """Load cfn-lint and its rules, which takes half a second, while the caller does something else."""
    _context()
    resource_tracker.ensure_running()  # or it would be started in between, and hear interrupts again
    with _deaf_to_interrupts():
        forkserver.ensure_running()


def _context() -> BaseContext:
    """How processes start: not as forks of this one, which would share the pipe to jsii's Node process."""
    context = multiprocessing.get_context("forkserver")
    # The main module as well, which each process would import otherwise.
    context.set_forkserver_preload(["__main__", "baseline.lint.cfn_lint_rules"])
    return context


class CfnLint:
    """All rules that cfn-lint switches on by default, for one region; use it in a `with` statement.

    Loading the rules costs about as much as linting a small landing zone. So one process loads them, and
    those that lint are forked from it.

    Args:
        region: The region whose resource types and values count.

    Source: https://github.com/aws-cloudformation/cfn-lint
    """

    name = "cfn-lint"

    def __init__(self, *, region: str) -> None:
        self.region = region
        self.version = version("cfn-lint")
        self._processes = ProcessPoolExecutor(max_workers=_PROCESSES, mp_context=_context())

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
        self._processes.shutdown(cancel_futures=True)

    def examine(self, templates: Sequence[Path]) -> list[Finding]:
        """Findings of cfn-lint."""
        # The largest first, so that nobody waits for one that was begun last.
        longest_first = sorted(templates, key=lambda template: -template.stat().st_size)
        asked = [self._submit(_examine, template, self.region) for template in longest_first]
        return [finding for answer in asked for finding in answer.result()]

    def _submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        with _deaf_to_interrupts():
            return self._processes.submit(work, *args, **kwargs)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started meanwhile are not reached by Ctrl-C: that is answered here, and once."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _examine(template: Path, region: str) -> list[Finding]:
    from baseline.lint.cfn_lint_rules import matches

    return [
        Finding(
            template=Path(match.filename).name,
            resource=_resource(getattr(match, "path", None)),
            rule=match.rule.id,
            severity=match.rule.severity,
            message=match.message,
            engine=CfnLint.name,
        )
        for match in matches(template, region)
    ]


def _resource(path: list[str | int] | None) -> str:
    """The resource that a path leads into; a match on a template that cannot be parsed has no path."""
    match path:
        case ["Resources", logical_id, *_]:
            return str(logical_id)
        case _:
            return ""
