"""The command line."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from baseline.cli_access import add_access_commands
from baseline.cli_network import add_network_commands
from baseline.cli_pages import add_page_commands
from baseline.command import DEFAULT_OUT, guarded, interruptible, takes_config

DEFAULT_LOGS = Path(".cache/rehearsal")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: What stands behind `baseline` on the command line; `sys.argv` by default.

    Returns:
        The exit code: 0 all holds, 1 a gate failed, 2 the input is wrong, 3 the environment is.
    """
    return guarded(lambda: _run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    chosen = _parser().parse_args(arguments)
    code: int = chosen.run(chosen)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="baseline", description="A short YAML file becomes a hardened AWS landing zone."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    check = commands.add_parser("check", help="say everything that is wrong with a settings file")
    takes_config(check)
    check.set_defaults(run=_check)
    synth = commands.add_parser("synth", help="validate, synthesise, lint and sum up")
    takes_config(synth)
    synth.add_argument("--out", type=Path, default=DEFAULT_OUT, help="where the templates go (cdk.out)")
    synth.set_defaults(run=_synth)
    clone = commands.add_parser("clone", help="write a settings file that repeats another for debugging")
    clone.add_argument("config", type=Path, help="the settings that are repeated")
    clone.add_argument("--as", dest="word", required=True, metavar="WORD", help="what it is for: debug")
    clone.add_argument("--account", help="the clone's account, where the original names one")
    clone.add_argument("--cidr", help="the clone's addresses (the next free range of the same size)")
    clone.set_defaults(run=_clone)
    _add_rehearse(commands)
    add_access_commands(commands)
    add_network_commands(commands)
    add_page_commands(commands)
    return parser


def _add_rehearse(commands: Any) -> None:
    parser = commands.add_parser("rehearse", help="deploy into an emulated account, try everything, destroy")
    takes_config(parser)
    parser.add_argument(
        "--endpoint", metavar="URL", help="another emulator, or `aws` for an empty account of your own"
    )
    parser.add_argument(
        "--logs", type=Path, default=DEFAULT_LOGS, help=f"where the logs are kept ({DEFAULT_LOGS})"
    )
    parser.set_defaults(run=_rehearse)


# Each command imports what it needs when it runs: `check` must not pay for the CDK.


def _check(chosen: argparse.Namespace) -> int:
    from baseline.settings.load import load

    load(chosen.config)
    print(f"{chosen.config}: all settings are valid")
    return 0


def _synth(chosen: argparse.Namespace) -> int:
    from baseline.node import start_node, use_bundled_node

    # What the imports make stays to the end; looking for garbage in it took a tenth of the time.
    gc.disable()
    use_bundled_node()
    start_node()
    from baseline.lint.processes import load_rules
    from baseline.lint.results import Results

    results = Results()
    if not results.knows_input(chosen.config):
        load_rules()
    from baseline.settings.load import load

    settings = load(chosen.config)
    from baseline.cost.estimate import estimate
    from baseline.cost.prices import prices
    from baseline.reports.terminal import print_summary

    table = prices()
    # From here on Node is waited for.
    from baseline.stacks.gaps import gaps
    from baseline.stacks.synthesis import synthesise

    gc.freeze()
    gc.enable()
    with interruptible():
        outcome = synthesise(settings, out=chosen.out)
    results.remember_input(chosen.config)
    found = estimate(outcome.stacks, region=settings.region, table=table)
    print_summary(outcome, config=chosen.config, gaps=gaps(settings), costs=found, as_of=table.as_of)
    return 1 if outcome.findings else 0


def _clone(chosen: argparse.Namespace) -> int:
    from baseline.reports.clone import print_clone
    from baseline.settings.clone import clone, write
    from baseline.settings.load import load

    original: Path = chosen.config
    made = clone(
        load(original),
        file=Path(original.name),
        word=chosen.word,
        account=chosen.account,
        cidr=chosen.cidr,
    )
    file = original.with_stem(f"{original.stem}-{chosen.word}")
    write(made, file)
    print_clone(made, file=file, original=original)
    return 0


def _rehearse(chosen: argparse.Namespace) -> int:
    from baseline.settings.load import load

    load(chosen.config)

    from baseline.rehearsal.programs import stopped_by_signals
    from baseline.rehearsal.rehearse import rehearse
    from baseline.reports.rehearsal import print_rehearsal, progress

    with interruptible(), stopped_by_signals(), progress() as watch:
        outcome = rehearse(chosen.config, logs=chosen.logs, endpoint=chosen.endpoint, watch=watch)
    print_rehearsal(outcome)
    return 0 if outcome.holds else 1


if __name__ == "__main__":
    sys.exit(main())
