"""What `baseline synth` prints."""

import shlex
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from baseline.cost.estimate import Estimate
from baseline.cost.page import dollars
from baseline.lint.finding import Finding
from baseline.lint.outcome import Outcome
from baseline.reports.console import terminal
from baseline.template.assembly import StackTemplate


def print_summary(
    outcome: Outcome, *, config: Path, gaps: Iterable[str], costs: Estimate, as_of: date
) -> None:
    """Print stacks, resources, findings, gaps, fixed costs, where the output lies and the next commands.

    Args:
        outcome: What was synthesised and examined.
        config: The settings file.
        gaps: What the templates leave out, because the Region or a service does not have it.
        costs: What it costs by the month.
        as_of: The day of the prices.
    """
    console = terminal()
    total = sum(stack.types.total() for stack in outcome.stacks)
    console.print(f"[bold]{escape(str(config))}[/]: {len(outcome.stacks)} stacks, {total} resources\n")
    console.print(_stacks(outcome.stacks))
    console.print(f"\n[bold]Services[/]  {_services(outcome.stacks)}")
    for finding in outcome.findings:
        console.print(_finding(finding), style="red", markup=False)
    engines, regions = ", ".join(outcome.engines), ", ".join(outcome.regions)
    console.print(f"[bold]Findings[/]  {len(outcome.findings) or 'none'} ({engines} for {regions})")
    for gap in gaps:
        console.print(f"[bold]Left out[/]  {gap}", style="yellow")
    console.print(f"[bold]Fixed[/]     {_sum(costs)} a month and use (prices of {as_of}, docs/cost.md)")
    for what, count in costs.not_priced.items():
        console.print(f"          not priced: {what} ({count})", style="yellow")
    console.print(f"[bold]Output[/]    {escape(str(outcome.out))}/")
    console.print("[bold]Next[/]      . .venv/bin/activate")
    for command in _next(config, outcome.out):
        console.print(f"          {shlex.join(command)}", markup=False, soft_wrap=True)


def _next(config: Path, out: Path) -> list[list[str]]:
    """What one would do now with these templates."""
    there = [] if out == Path("cdk.out") else ["--templates", str(out)]
    return [["baseline", "prove", str(config), *there], ["cdk", "diff", "-c", f"config={config}"]]


def _stacks(stacks: list[StackTemplate]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Stack", no_wrap=True)
    table.add_column("Resources", justify="right")
    table.add_column("What for")
    for stack in stacks:
        table.add_row(stack.name, str(stack.types.total()), stack.description)
    return table


def _services(stacks: list[StackTemplate]) -> str:
    services = Counter[str]()
    for stack in stacks:
        for type_, count in stack.types.items():
            services[type_.split("::")[1]] += count
    return ", ".join(f"{service} {count}" for service, count in services.most_common())


def _sum(costs: Estimate) -> str:
    return ("at least " if costs.not_priced else "") + dollars(costs.usd_a_month)


def _finding(finding: Finding) -> str:
    where = f"{finding.template} {finding.resource}".strip()
    return f"{finding.severity} {finding.rule} ({finding.engine}) {where}: {finding.message}"
