"""cfn-lint as an engine, in a process of its own, so that it runs beside the engine that lives in Node."""

import atexit
import functools
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from baseline.lint.finding import Finding

if TYPE_CHECKING:
    from cfnlint.runner import Runner

P = ParamSpec("P")
R = TypeVar("R")


class CfnLint:
    """All rules that cfn-lint switches on by default, for one region; use it in a `with` statement.

    One process and not more: loading the rules costs about as much as linting a small landing zone.

    Args:
        region: The region whose resource types and values count.

    Source: https://github.com/aws-cloudformation/cfn-lint
    """

    name = "cfn-lint"

    def __init__(self, *, region: str) -> None:
        self._region = region
        self.version = f"{version('cfn-lint')} {region}"
        # A forked child would share the pipe to jsii's Node process.
        context = multiprocessing.get_context("spawn")
        self._process = ProcessPoolExecutor(max_workers=1, mp_context=context)

    def start(self) -> None:
        """Load cfn-lint and its rules, which takes half a second, while the caller does something else."""
        self._submit(_runner)

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
        self._process.shutdown(cancel_futures=True)

    def examine(self, templates: Sequence[Path]) -> list[Finding]:
        """Findings of cfn-lint."""
        return self._submit(_examine, list(templates), self._region).result()

    def _submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """The first call starts the process, deaf to Ctrl-C: that is answered here, and once."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._process.submit(work, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@functools.cache
def _runner() -> "Runner":
    """The rules, loaded once a process.

    The process lives for seconds and its objects as long. So garbage is not collected, which took a third of
    cfn-lint's time, and objects are not taken apart at the end, which took another third of a second.
    """
    gc.disable()
    atexit.register(os._exit, 0)
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    return Runner(ConfigMixIn([]))


def _examine(templates: list[Path], region: str) -> list[Finding]:
    from cfnlint.api import ManualArgs
    from cfnlint.config import ConfigMixIn

    files = [str(template) for template in templates]
    runner = _runner()
    runner.config = ConfigMixIn(["--template", *files], **ManualArgs(regions=[region]))
    matches = runner.run()
    return [
        Finding(
            template=Path(match.filename).name,
            resource=_resource(getattr(match, "path", None)),
            rule=match.rule.id,
            severity=match.rule.severity,
            message=match.message,
            engine=CfnLint.name,
        )
        for match in matches
    ]


def _resource(path: list[str | int] | None) -> str:
    """The resource that a path leads into; a match on a template that cannot be parsed has no path."""
    match path:
        case ["Resources", logical_id, *_]:
            return str(logical_id)
        case _:
            return ""
