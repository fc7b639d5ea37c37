"""What is measured, and against what."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from baseline.node import use_bundled_node
from benchmarks.measure import Case

ROOT = Path(__file__).resolve().parents[1]
STANDARD = str(ROOT / "config" / "standard.yaml")
EMPTY = "the empty CDK app"
BUCKETS = 100

_EMPTY_APP = """
from aws_cdk import App, Stack
app = App()
Stack(app, "Empty")
app.synth()
"""
_MANY_BUCKETS = "extends: {standard}\nname: many\nstorage: {{buckets: {{{buckets}}}}}\n"


def cases(folder: Path) -> list[Case]:
    """The empty app first: everything else is told as a ratio to it."""
    use_bundled_node()
    (folder / "empty.py").write_text(_EMPTY_APP, encoding="utf-8")
    buckets = ", ".join(f"b{number}: {{}}" for number in range(BUCKETS))
    many = folder / "many.yaml"
    many.write_text(_MANY_BUCKETS.format(standard=STANDARD, buckets=buckets), encoding="utf-8")
    return [
        Case(EMPTY, [sys.executable, "empty.py"], folder),
        Case("baseline check", _baseline("check", STANDARD), folder),
        Case("baseline synth, nothing cached", _baseline("synth", STANDARD), folder, _forget(folder)),
        Case("baseline synth, templates unchanged", _baseline("synth", STANDARD), _folder(folder, "a")),
        Case(f"the same with {BUCKETS} more buckets", _baseline("synth", str(many)), _folder(folder, "b")),
    ]


def _baseline(command: str, config: str) -> list[str]:
    return [sys.executable, "-m", "baseline.cli", command, config]


def _folder(folder: Path, name: str) -> Path:
    """A folder of its own, since results are kept below the working directory."""
    inner = folder / name
    inner.mkdir()
    return inner


def _forget(folder: Path) -> Callable[[], None]:
    return lambda: shutil.rmtree(folder / ".cache", ignore_errors=True)
