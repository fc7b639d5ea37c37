"""What `baseline checklist` prints: Markdown, to be pasted into a ticket."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

from baseline.checklist.step import Step, When

_COLUMNS = 80


def checklist(steps: Sequence[Step], *, config: Path) -> str:
    """The steps as a list with boxes to tick, by when they are due."""
    parts = [f"# What only a person can do: {config}\n"]
    for when in When:
        due = [step for step in steps if step.when is when]
        if due:
            parts += [f"## {when}\n", *map(_item, due), ""]
    return "\n".join(parts)


def _item(step: Step) -> str:
    text = f"{step.what} *{step.why}*" + (f" (`{step.key}`)" if step.key else "")
    return textwrap.fill(
        text,
        _COLUMNS,
        initial_indent="- [ ] ",
        subsequent_indent="      ",
        break_long_words=False,
        break_on_hyphens=False,
    )
