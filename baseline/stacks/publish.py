"""Puts a new cloud assembly in the place of the old one, all of it or nothing."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from baseline.errors import EnvironmentFault, InputError


@contextmanager
def published(out: Path) -> Iterator[Path]:
    """A folder to write an assembly into; it takes the place of `out` if nothing raises, and else is gone.

    Args:
        out: Where the assembly goes; absent, empty, or an older assembly.

    Raises:
        InputError: `out` holds something else, which would be lost.
        EnvironmentFault: The place cannot be written.
    """
    out = out.resolve()  # where a link leads, so that the link stays
    _refuse_to_overwrite(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # Beside `out`, so that the move at the end stays in one file system.
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise EnvironmentFault(f"{out}: cannot be written ({error.strerror})") from error
    try:
        yield draft
        draft.chmod(0o755)
        _take_the_place(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _take_the_place(draft: Path, out: Path) -> None:
    """The old one goes only when the new one is there."""
    old = draft.with_name(f"{draft.name}-old")
    try:
        if out.exists():
            out.rename(old)
        draft.rename(out)
    except OSError as error:
        raise EnvironmentFault(f"{out}: cannot be replaced ({error.strerror})") from error
    finally:
        if old.exists() and not out.exists():  # an interrupt comes between the two as well
            old.rename(out)
        shutil.rmtree(old, ignore_errors=True)


def _refuse_to_overwrite(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir():
        raise InputError(f"{out}: is a file; name a folder for the templates with --out")
    if any(out.iterdir()) and not (out / "cdk.out").is_file():
        raise InputError(f"{out}: holds something that is no cloud assembly; name another folder with --out")
