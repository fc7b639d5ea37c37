"""What all commands share: the settings file that they take, and how they end."""

import argparse
import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from baseline.errors import BaselineError

DEFAULT_CONFIG = Path("config/standard.yaml")
DEFAULT_OUT = Path("cdk.out")


def takes_config(parser: argparse.ArgumentParser) -> None:
    """Have a command take a settings file, the standard one by default."""
    parser.add_argument(
        "config", nargs="?", type=Path, default=DEFAULT_CONFIG, help=f"the settings ({DEFAULT_CONFIG})"
    )


def synthesis(config: Path, out: Path) -> str:
    """The command that makes the templates of a settings file, to be pasted."""
    return shlex.join(
        ["baseline", "synth", str(config), *(["--out", str(out)] if out != DEFAULT_OUT else [])]
    )


def guarded(run: Callable[[], int]) -> int:
    """Run, and turn an error that the user can mend into its text on stderr and its exit code.

    Ctrl-C ends the process at once, but for what is `interruptible`: raised as an exception, it could be
    caught by a library, or be lost in the midst of an import and leave its lock to nobody.
    """
    try:
        with _on_interrupt(_leave):
            code = run()
            if sys.stdout:
                sys.stdout.flush()
            return code
    except BaselineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read has enough, such as `head`; Python would complain again while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
    except KeyboardInterrupt:
        _leave()


def interruptible() -> AbstractContextManager[None]:
    """In here Ctrl-C is a KeyboardInterrupt, so that what was begun is put right before the process ends."""
    return _on_interrupt(signal.default_int_handler)


def _leave(*_: object) -> NoReturn:
    """Without a farewell to Node, which got the signal as well: jsii's would end in a traceback."""
    os.write(2, b"interrupted\n")
    os._exit(130)


@contextmanager
def _on_interrupt(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Who hears Ctrl-C, unless somebody has this process not hear it at all."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
