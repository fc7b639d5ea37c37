"""The command line. The only place, beside app.py, that catches `BaselineError`."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from baseline.cli_access import add_access_commands
from baseline.cli_network import add_network_commands
from baseline.errors import BaselineError

DEFAULT_CONFIG = Path("config/standard.yaml")
DEFAULT_OUT = Path("cdk.out")
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


def guarded(run: Callable[[], int]) -> int:
    """Run, and turn an error that the user can mend into its text on stderr and its exit code."""
    try:
        return run()
    except BaselineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        # Node got the signal as well, and jsii's farewell to it at exit would end in a traceback.
        sys.stdout.flush()
        os._exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="baseline", description="A short YAML file becomes a hardened AWS landing zone."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    check = commands.add_parser("check", help="say everything that is wrong with a settings file")
    _takes_config(check)
    check.set_defaults(run=_check)
    synth = commands.add_parser("synth", help="validate, synthesise, lint and sum up")
    _takes_config(synth)
    synth.add_argument("--out", type=Path, default=DEFAULT_OUT, help="where the templates go (cdk.out)")
    synth.set_defaults(run=_synth)
    cost = commands.add_parser("cost", help="print what settings files cost a month, as a page")
    cost.add_argument("configs", nargs="+", type=Path, metavar="config", help="settings files")
    cost.set_defaults(run=_cost)
    clone = commands.add_parser("clone", help="write a settings file that repeats another for debugging")
    clone.add_argument("config", type=Path, help="the settings that are repeated")
    clone.add_argument("--as", dest="word", required=True, metavar="WORD", help="what it is for: debug")
    clone.add_argument("--account", help="the clone's account, where the original names one")
    clone.add_argument("--cidr", help="the clone's addresses (the next free range of the same size)")
    clone.set_defaults(run=_clone)
    _add_rehearse(commands)
    checklist = commands.add_parser("checklist", help="print what only a person can do")
    _takes_config(checklist)
    checklist.set_defaults(run=_checklist)
    add_access_commands(commands)
    add_network_commands(commands)
    schema = commands.add_parser("schema", help="print the JSON Schema of the settings, for editors")
    schema.set_defaults(run=_schema)
    reference = commands.add_parser("reference", help="print the reference page of the settings")
    reference.set_defaults(run=_reference)
    return parser


def _add_rehearse(commands: Any) -> None:
    parser = commands.add_parser("rehearse", help="deploy into an emulated account, try everything, destroy")
    _takes_config(parser)
    parser.add_argument(
        "--endpoint", metavar="URL", help="another emulator, or `aws` for an empty account of your own"
    )
    parser.add_argument(
        "--logs", type=Path, default=DEFAULT_LOGS, help=f"where the logs are kept ({DEFAULT_LOGS})"
    )
    parser.set_defaults(run=_rehearse)


def _takes_config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "config", nargs="?", type=Path, default=DEFAULT_CONFIG, help=f"the settings ({DEFAULT_CONFIG})"
    )


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
    from baseline.settings.load import load

    settings = load(chosen.config)

    from baseline.cost.estimate import estimate
    from baseline.cost.prices import prices
    from baseline.reports.terminal import print_summary
    from baseline.stacks.gaps import gaps
    from baseline.stacks.synthesis import synthesise

    gc.freeze()
    gc.enable()
    outcome = synthesise(settings, out=chosen.out)
    table = prices()
    found = estimate(outcome.stacks, region=settings.region, table=table)
    print_summary(outcome, config=chosen.config, gaps=gaps(settings), costs=found, as_of=table.as_of)
    return 1 if outcome.findings else 0


def _cost(chosen: argparse.Namespace) -> int:
    from baseline.settings.load import load

    files = {file.stem: load(file) for file in chosen.configs}

    from baseline.node import use_bundled_node

    use_bundled_node()
    from baseline.cost.estimate import estimate
    from baseline.cost.page import page
    from baseline.cost.prices import prices
    from baseline.stacks.synthesis import assembled

    with TemporaryDirectory() as folder:
        found = {
            name: estimate(
                assembled(settings, Path(folder) / name)[1], region=settings.region, table=prices()
            )
            for name, settings in files.items()
        }
    print(page(found, table=prices()), end="")
    return 0


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

    with stopped_by_signals(), progress() as watch:
        outcome = rehearse(chosen.config, logs=chosen.logs, endpoint=chosen.endpoint, watch=watch)
    print_rehearsal(outcome)
    return 0 if outcome.holds else 1


def _checklist(chosen: argparse.Namespace) -> int:
    from baseline.checklist.steps import steps
    from baseline.reports.checklist import checklist
    from baseline.settings.load import load

    print(checklist(steps(load(chosen.config)), config=chosen.config), end="")
    return 0


def _schema(_: argparse.Namespace) -> int:
    import json

    from baseline.settings.schema import schema

    print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return 0


def _reference(_: argparse.Namespace) -> int:
    from baseline.settings.reference import reference

    print(reference(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
