"""Commands about access; each imports what it needs when it runs."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from baseline.errors import InputError


def add_access_commands(commands: Any) -> None:
    """Add them to the command line."""
    evaluate = commands.add_parser(
        "evaluate", help="decide requests given as JSON with their policies; docs/access.md has the form"
    )
    evaluate.add_argument("file", help="a JSON file with one request or a list of them; - reads stdin")
    evaluate.set_defaults(run=_evaluate)


def _evaluate(chosen: argparse.Namespace) -> int:
    from baseline.access.outside import decide_json

    given = _json(chosen.file)
    listed = given if isinstance(given, list) else [given]
    decided = []
    for index, case in enumerate(listed):
        if not isinstance(case, dict):
            raise InputError(f"{chosen.file}: request {index + 1} is not an object")
        try:
            decided.append(decide_json(case))
        except InputError as error:
            raise InputError(f"{chosen.file}: request {index + 1}: {error}") from error
    print(json.dumps(decided if isinstance(given, list) else decided[0], indent=2, ensure_ascii=False))
    return 0


def _json(file: str) -> Any:
    try:
        return json.loads(sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: not readable as JSON ({error})") from error
