"""What `baseline rehearse` shows: a bar while it goes on, a table at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from baseline.rehearsal.play import STEPS, Played
from baseline.rehearsal.rehearse import Rehearsal
from baseline.reports.console import terminal

_BEFORE_AND_AFTER = 2  # the synthesis and the emulator's start


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A bar on standard error for as long as the block lasts; call what it yields as each step begins."""
    columns = (BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(STEPS) + _BEFORE_AND_AFTER, completed=-1)

        def begins(title: str) -> None:
            bar.update(task, description=title, advance=1)

        yield begins


def print_rehearsal(rehearsal: Rehearsal) -> None:
    """Print the steps, what failed, what could not be shown, and where the logs are."""
    console = terminal()
    seconds = sum(played.seconds for played in rehearsal.played)
    console.print(f"[bold]{rehearsal.config}[/] rehearsed in {rehearsal.where}, {seconds:.0f} s\n")
    console.print(_steps(rehearsal.played))
    for title, lines in (("Failed", _problems(rehearsal)), ("Not shown here", _unproven(rehearsal))):
        if lines:
            console.print(f"\n[bold]{title}[/]")
        for line in lines:
            console.print(f"- {line}", markup=False, style="red" if title == "Failed" else None)
    held = sum(played.holds for played in rehearsal.played)
    console.print(f"\n[bold]Result[/]  {held} of {len(rehearsal.played)} steps hold")
    console.print(f"[bold]Logs[/]    {rehearsal.logs}/")


def _steps(played: list[Played]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Step", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("s", justify="right")
    table.add_column("What was looked at")
    for one in played:
        table.add_row(
            one.title, _verdict(one), f"{one.seconds:.1f}", one.result.evidence if one.result else ""
        )
    return table


def _verdict(played: Played) -> str:
    if played.result is None:
        return "[yellow]not reached[/]"
    return "[green]holds[/]" if played.holds else "[red]FAILS[/]"


def _problems(rehearsal: Rehearsal) -> list[str]:
    """Each once, though several steps may meet it."""
    found = (problem for one in rehearsal.played if one.result for problem in one.result.problems)
    return list(dict.fromkeys(found))


def _unproven(rehearsal: Rehearsal) -> list[str]:
    found = (line for one in rehearsal.played if one.result for line in one.result.unproven)
    return list(dict.fromkeys(found))
