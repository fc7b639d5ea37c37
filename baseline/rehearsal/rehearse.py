"""Deploys the landing zone of one settings file, tries everything, and takes it away again."""

import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from baseline.errors import BaselineError, EnvironmentFault
from baseline.rehearsal import programs, tools
from baseline.rehearsal.emulator_process import emulator
from baseline.rehearsal.endpoint import Endpoint, credentials, elsewhere
from baseline.rehearsal.home import home
from baseline.rehearsal.play import Played, play
from baseline.rehearsal.pruning import pruned
from baseline.rehearsal.stage import TOOLKIT, Failed, Result, Stage, environment

# The setting that is changed and deployed: every landing zone has keys, and KMS takes 90 to 2,560 days.
_CHANGES = ("encryption: {rotation_days: 181}", "encryption: {rotation_days: 182}")
_SYNTH_SECONDS = 300
Watch = Callable[[str], None]


class Interrupted(BaselineError):
    """Somebody stopped a rehearsal; the text says what is left of it."""

    exit_code = 130


@dataclass(frozen=True)
class Rehearsal:
    """What came of one rehearsal.

    Attributes:
        config: The settings.
        where: The account, in words.
        played: The steps.
        logs: The folder that keeps what the programs and the emulator said.
    """

    config: Path
    where: str
    played: list[Played]
    logs: Path

    @property
    def holds(self) -> bool:
        """Whether every step was taken and held."""
        return all(played.holds for played in self.played)


def rehearse(config: Path, *, logs: Path, endpoint: str | None, watch: Watch) -> Rehearsal:
    """Rehearse one settings file.

    Args:
        config: The settings; they must be valid.
        logs: A folder for the logs; earlier ones in it are replaced.
        endpoint: The URL of another emulator, or `aws` for the account of the environment's credentials; None
            for the emulator that comes with the rehearsal.
        watch: Told the title of each step as it begins.

    Raises:
        InputError: The endpoint is no URL.
        EnvironmentFault: A tool or credentials are missing, the logs cannot be written, the emulator does not
            start, or the account does not answer or must not be used.
        Failed: The settings do not synthesise.
        Interrupted: Ctrl-C came, or what `programs.stopped_by_signals` takes for it.
    """
    try:
        return _rehearsed(config, logs, endpoint, watch)
    except KeyboardInterrupt:
        # By now everything has been ended; `_played_elsewhere` tells of accounts that stay.
        raise Interrupted(
            f"interrupted; no account outside of this machine was changed, no emulator is left; see {logs}"
        ) from None


def _rehearsed(config: Path, logs: Path, endpoint: str | None, watch: Watch) -> Rehearsal:
    programs_ = tools.find()
    own = {} if endpoint is None else credentials(endpoint)
    log = _log(logs)
    with tempfile.TemporaryDirectory(prefix="baseline-rehearsal-") as work:
        watch("the settings synthesise")
        _synthesise(programs_, config.resolve(), Path(work), log)
        out = pruned(Path(work) / "assembly")
        pruned(Path(work) / "changed")
        place = home(Path(work) / "assembly")
        if endpoint is not None:
            there = elsewhere(endpoint, place.region, own)
            stage = Stage(there, programs_, Path(work), log, left_out=out)
            return Rehearsal(config, f"the account at {endpoint}", _played_elsewhere(stage, watch), logs)
        watch("the emulator starts")
        with emulator(programs_, home=place, log=logs / "emulator.log") as ours:
            played = _played(Stage(ours, programs_, Path(work), log, left_out=out), watch)
        return Rehearsal(config, "the emulator", [*played, _left(ours)], logs)


def _log(folder: Path) -> Path:
    log = folder / "rehearsal.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(f"--logs: cannot write {log} ({error.strerror})") from error
    return log


def _synthesise(programs_: tools.Tools, config: Path, work: Path, log: Path) -> None:
    """The landing zone, and the same with one setting changed, both as the CDK CLI makes them of app.py."""
    _synth(programs_, config, work / "assembly", log)
    for change in _CHANGES:
        changed = work / "changed.yaml"
        changed.write_text(f"extends: {config}\n{change}\n", encoding="utf-8")
        _synth(programs_, changed, work / "changed", log)
        if _templates(work / "changed") != _templates(work / "assembly"):
            return
    raise Failed("no change of encryption.rotation_days changes a template")


def _synth(programs_: tools.Tools, config: Path, out: Path, log: Path) -> None:
    code, _ = programs.run(
        [str(programs_.cdk), "synth", "--quiet", "--no-notices", "-c", f"config={config}", "-o", str(out)],
        environment=environment(programs_, {}),
        folder=tools.ROOT,
        log=log,
        patience_seconds=_SYNTH_SECONDS,
    )
    if code:
        raise Failed(f"cdk synth of {config} ended with {code}; see {log}")


def _templates(assembly: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in assembly.glob("*.template.json")}


def _played(stage: Stage, watch: Watch) -> list[Played]:
    try:
        (before,) = stage.probe("inventory")
    except Failed as error:
        raise EnvironmentFault(f"no account answers at {stage.endpoint.url}; see {stage.log}") from error
    if strangers := sorted(set(before["stacks"]) - {TOOLKIT}):
        raise EnvironmentFault(
            f"this account has stacks already ({', '.join(strangers)}), and a rehearsal destroys what it "
            "deploys; use an account that holds nothing"
        )
    return list(play(replace(stage, before=before), watch))


def _played_elsewhere(stage: Stage, watch: Watch) -> list[Played]:
    try:
        return _played(stage, watch)
    except KeyboardInterrupt:
        names = ", ".join(stack.name for stack in stage.stacks())
        raise Interrupted(
            f"interrupted; what was deployed by then is still there (of the stacks {TOOLKIT}, {names})"
        ) from None


def _left(ours: Endpoint) -> Played:
    """The emulator has ended by now; whoever connects to its port must be refused."""
    address = urlsplit(ours.url)
    try:
        socket.create_connection((address.hostname, address.port), timeout=1).close()
    except OSError:
        return Played("no port is left open", Result(f"{address.netloc} refuses"), 0)
    return Played("no port is left open", Result("", [f"{address.netloc} still answers"]), 0)
