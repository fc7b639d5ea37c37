"""Where the tools are that a rehearsal runs; none of them is looked for outside the project's own venvs."""

import sys
from dataclasses import dataclass
from pathlib import Path

from baseline.errors import EnvironmentFault

# The folder that holds the package `baseline`; the second venv's Python imports it from there.
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Tools:
    """Programs.

    Attributes:
        cdk: The pinned CDK CLI; it runs on the Node that lies beside it.
        python: Of the venv that holds boto3, MiniStack and moto.
    """

    cdk: Path
    python: Path


def find() -> Tools:
    """The tools that `make` installs.

    Raises:
        EnvironmentFault: One is missing.
    """
    tools = Tools(Path(sys.prefix) / "bin" / "cdk", ROOT / ".venv-rehearsal" / "bin" / "python")
    for tool in (tools.cdk, tools.cdk.with_name("node"), tools.python):
        if not tool.exists():
            raise EnvironmentFault(f"{tool} is missing; `make clean rehearse` installs it")
    return tools
