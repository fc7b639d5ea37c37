"""What `baseline clone` prints."""

from pathlib import Path

from rich.table import Table

from baseline.reports.console import terminal
from baseline.settings.clone import Clone


def print_clone(made: Clone, *, file: Path, original: Path) -> None:
    """Print what differs from the original, what is left to write by hand, and the next command."""
    console = terminal()
    console.print(f"[bold]{file}[/]: {original} under other names, for an account of its own\n")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in ("Key", "Original", "Clone"):
        table.add_column(column)
    for key, (old, new) in made.changes.items():
        table.add_row(key, old, new)
    console.print(table)
    if made.to_replace:
        console.print("\nThese belong to the original's account; write your own into the clone:")
        for path in made.to_replace:
            console.print(f"  {path}")
    console.print(f"\n[bold]Next[/]  make CONFIG={file}")
