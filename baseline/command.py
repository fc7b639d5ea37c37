"""What all commands share: the settings file that they take, and how they end."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from baseline.errors import BaselineError

DEFAULT_CONFIG = Path("config/standard.yaml")


def takes_config(parser: argparse.ArgumentParser) -> None:
    """Have a command take a settings file, the standard one by default."""
    parser.add_argument(
        "config", nargs="?", type=Path, default=DEFAULT_CONFIG, help=f"the settings ({DEFAULT_CONFIG})"
    )


def guarded(run: Callable[[], int]) -> int:
    """Run, and turn an error that the user can mend into its text on stderr and its exit code."""
    try:
        return run()
    except BaselineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except (KeyboardInterrupt, Exception) as error:
        if not _is_interrupt(error):
            raise
        print("interrupted", file=sys.stderr)
        # Node got the signal as well, and jsii's farewell to it at exit would end in a traceback.
        sys.stdout.flush()
        os._exit(130)


def _is_interrupt(error: BaseException) -> bool:
    """Pydantic, interrupted while it prepares a model, tells of it as of an error in the model."""
    return isinstance(error, KeyboardInterrupt) or "KeyboardInterrupt" in str(error)
