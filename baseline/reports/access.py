"""What the commands about access print."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TypeAlias

from rich.console import Console

from baseline.access.capabilities import Capability
from baseline.access.evaluator import Decision
from baseline.access.text import readable
from baseline.guarantees.own import Proof
from baseline.verdict import Evidence, Example, Result, Verdict

_STYLES = {
    Result.PROVED: "green",
    Result.REFUTED: "bold red",
    Result.UNDECIDED: "yellow",
    Result.NOT_MODELLED: "yellow",
}


def print_proofs(proofs: Sequence[Proof]) -> None:
    """Print each guarantee with its result, why, and what breaks it."""
    console = _console()
    for proof in proofs:
        result = proof.verdict.result
        console.print(f"[{_STYLES[result]}]{result}[/]  {proof.name}")
        if not proof.verdict.holds:
            console.print(f"  {proof.place}", soft_wrap=True)
            print_verdict(proof.verdict, console)
    held = sum(proof.verdict.holds for proof in proofs)
    console.print(
        f"{held} of {len(proofs)} guarantees proved" if proofs else "no guarantees: nothing was proved"
    )


def print_verdict(verdict: Verdict, console: Console | None = None) -> None:
    """Print why, the requests, and the statements that the answer rests on."""
    console = console or _console()
    console.print(f"  {readable(verdict.why)}", markup=False)
    for example in verdict.examples:
        _example(example, console)
    for line in verdict.evidence:
        _evidence(line, console)


def print_decision(decision: Decision) -> None:
    """Print what becomes of a request, and the statements that decided."""
    console = _console()
    console.print(f"[bold]{decision.effect}[/]")
    if not decision.statements:
        console.print(f"  {readable(decision.why)}", markup=False)
    for statement in decision.statements:
        _evidence(Evidence(str(statement), statement.place), console)


def _console() -> Console:
    return Console(highlight=False)


def _evidence(line: Evidence, console: Console) -> None:
    console.print(f"  {readable(line.text)}", markup=False)
    if line.place is not None and line.place.line is not None:
        console.print(f"    {line.place}", markup=False, soft_wrap=True)


def _example(example: Example, console: Console) -> None:
    for key, value in example.items():
        items = value.items() if isinstance(value, dict) else [(key, value)]
        for name, item in items:
            text = ", ".join(map(str, item)) if isinstance(item, list) else str(item)
            console.print(f"    {name}: {text}", markup=False)


def print_answers(answers: Mapping[str, Verdict]) -> None:
    """Print who may, with which request, and who may not; those of whom nobody knows as such."""
    console = _console()
    for name, verdict in answers.items():
        if verdict.holds:
            console.print(f"[bold]{name}[/] may, with this:")
            print_verdict(verdict, console)
        elif verdict.result is not Result.REFUTED:
            console.print(f"[yellow]{name}[/]: {verdict.result}")
            print_verdict(verdict, console)
    others = [name for name, verdict in answers.items() if verdict.result is Result.REFUTED]
    console.print(f"no request of these is allowed: {', '.join(others) or 'none'}", markup=False)


def verdict_as_json(verdict: Verdict) -> dict[str, object]:
    """A verdict for machines."""
    return {
        "result": str(verdict.result),
        "why": readable(verdict.why),
        "examples": list(verdict.examples),
        "evidence": [
            {"text": readable(line.text), "place": None if line.place is None else str(line.place)}
            for line in verdict.evidence
        ],
    }


def proofs_as_json(proofs: Sequence[Proof]) -> list[dict[str, object]]:
    """Guarantees for machines."""
    return [
        {"name": proof.name, "place": str(proof.place), **verdict_as_json(proof.verdict)} for proof in proofs
    ]


Row: TypeAlias = tuple[list[Capability], tuple[str, ...]]
_FEW = 3


def print_matrix(rows: Mapping[str, Row]) -> None:
    """Print what each principal can do, service by service, and the keys that it takes."""
    console = _console()
    for name, (found, unknown) in rows.items():
        console.print(f"[bold]{name}[/]" + ("" if found else "  nothing"))
        if len({each.service for each in found}) > _SERVICES:
            console.print(f"  {sum(len(each.actions) for each in found)} actions of nearly all services")
            continue
        for each in found:
            _capability(each, console)
        if unknown:
            console.print(f"  not known: {_some(unknown)}", markup=False)


_SERVICES = 60


def _capability(each: Capability, console: Console) -> None:
    level = each.level or "other"
    console.print(f"  {each.service} {level}: {_some(each.actions)}", markup=False)
    if each.needs:
        console.print(f"    takes {', '.join(each.needs)}", markup=False)
    if each.by and "*" not in each.by:
        console.print(f"    on {_few(each.by)}", markup=False)
    if each.unless:
        console.print(f"    unless denied by {_few(each.unless)}", markup=False)


def _few(items: Sequence[str]) -> str:
    more = f" and {len(items) - _FEW} more" if len(items) > _FEW else ""
    return ", ".join(items[:_FEW]) + more


def _some(actions: Sequence[str]) -> str:
    shown = ", ".join(action.partition(":")[2] for action in actions[:_FEW])
    return shown + (f" and {len(actions) - _FEW} more" if len(actions) > _FEW else "")


def matrix_as_json(rows: Mapping[str, Row]) -> dict[str, object]:
    """The matrix for machines."""
    return {
        name: {"can": [asdict(each) for each in found], "not known": list(unknown)}
        for name, (found, unknown) in rows.items()
    }
