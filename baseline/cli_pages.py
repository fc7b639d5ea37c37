"""The commands that print a page."""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from baseline.command import interruptible, takes_config


def add_page_commands(commands: Any) -> None:
    """Add `cost`, `checklist`, `schema` and `reference` to the command line.

    Args:
        commands: What `ArgumentParser.add_subparsers` gave.
    """
    cost = commands.add_parser("cost", help="print what settings files cost a month, as a page")
    cost.add_argument("configs", nargs="+", type=Path, metavar="config", help="settings files")
    cost.set_defaults(run=_cost)
    checklist = commands.add_parser("checklist", help="print what only a person can do")
    takes_config(checklist)
    checklist.set_defaults(run=_checklist)
    schema = commands.add_parser("schema", help="print the JSON Schema of the settings, for editors")
    schema.set_defaults(run=_schema)
    reference = commands.add_parser("reference", help="print the reference page of the settings")
    reference.set_defaults(run=_reference)


def _cost(chosen: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from baseline.settings.load import load

    stems = Counter(file.stem for file in chosen.configs)
    files = {file.stem if stems[file.stem] == 1 else str(file): load(file) for file in chosen.configs}

    from baseline.node import use_bundled_node

    use_bundled_node()
    from baseline.cost.estimate import estimate
    from baseline.cost.page import page
    from baseline.cost.prices import prices
    from baseline.stacks.synthesis import assembled

    with interruptible(), TemporaryDirectory() as folder:
        found = {
            name: estimate(
                assembled(settings, Path(folder) / str(number))[1], region=settings.region, table=prices()
            )
            for number, (name, settings) in enumerate(files.items())
        }
    print(page(found, table=prices()), end="")
    return 0


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
