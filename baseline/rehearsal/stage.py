"""What every step of a rehearsal works with."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baseline.errors import BaselineError
from baseline.rehearsal import programs
from baseline.rehearsal.endpoint import Endpoint
from baseline.rehearsal.tools import ROOT, Tools
from baseline.template.assembly import StackTemplate, read_assembly

TOOLKIT = "CDKToolkit"
_PATIENCE_SECONDS = 300
_PATIENCE_ELSEWHERE_SECONDS = 7200  # AWS takes most of an hour for some resources


class Failed(BaselineError):
    """A program of the rehearsal did not end as it must; the log says why."""


@dataclass(frozen=True)
class Result:
    """What came of a step.

    Attributes:
        evidence: What was looked at, in one line.
        problems: What did not hold; the step holds when there is none.
        unproven: What could not be looked at here.
    """

    evidence: str
    problems: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Stage:
    """One rehearsal under way.

    Attributes:
        endpoint: The account.
        tools: Programs.
        work: A folder for assemblies, gone afterwards; it holds `assembly`, the landing zone that is deployed
            first, and `changed`, the same with one setting changed.
        log: Where everything that the programs say goes.
        before: The inventory of the account before anything was deployed.
        left_out: What of the settings is not rehearsed, in words.
    """

    endpoint: Endpoint
    tools: Tools
    work: Path
    log: Path
    before: dict[str, list[str] | None] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    @property
    def assembly(self) -> Path:
        """The landing zone as it is deployed first."""
        return self.work / "assembly"

    @property
    def changed(self) -> Path:
        """The landing zone with one setting changed."""
        return self.work / "changed"

    def stacks(self) -> list[StackTemplate]:
        """Of the first assembly, in the order in which they are deployed."""
        return read_assembly(self.assembly)

    def cdk(self, *arguments: str) -> tuple[int, str]:
        """Run the CDK CLI against the account; answers its exit code and what it said."""
        return self._run(str(self.tools.cdk), *arguments, "--no-notices")

    def probe(self, *arguments: str) -> list[dict[str, Any]]:
        """Ask the account through boto3, in the other venv.

        Raises:
            Failed: A question could not be asked.
        """
        module = "baseline.rehearsal.account.probe"
        code, said = self._run(str(self.tools.python), "-m", module, *arguments)
        if code:
            raise Failed(f"the account could not be asked ({arguments[0]}); see {self.log}")
        return [json.loads(line) for line in said.splitlines()]

    def _run(self, *command: str) -> tuple[int, str]:
        return programs.run(
            command,
            environment=environment(self.tools, self.endpoint.environment),
            folder=ROOT,
            log=self.log,
            patience_seconds=_PATIENCE_SECONDS if self.endpoint.ours else _PATIENCE_ELSEWHERE_SECONDS,
        )


def environment(tools: Tools, account: dict[str, str]) -> dict[str, str]:
    """What a program gets: all of this process but credentials and endpoints, then the account's.

    Args:
        tools: Its folder of programs comes first on PATH, so that the CDK CLI runs on the Node beside it.
        account: The environment variables of the account.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))}
    return {
        **inherited,
        **account,
        "PATH": f"{tools.cdk.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(ROOT),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
        "CI": "true",
        "NO_COLOR": "1",
    }
