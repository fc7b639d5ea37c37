"""What the commands about access print."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TypeAlias

from rich.markup import escape

from baseline.access.capabilities import Capability
from baseline.access.evaluator import Decision
from baseline.access.text import readable
from baseline.guarantees.own import Proof
from baseline.reports.console import say, terminal
from baseline.verdict import Evidence, Example, Result, Verdict

_STYLES = {
    Result.PROVED: "green",
    Result.REFUTED: "bold red",
    Result.UNDECIDED: "yellow",
    Result.NOT_MODELLED: "yellow",
}


def print_proofs(proofs: Sequence[Proof]) -> None:
    """Print each guarantee with its result, why, and what breaks it."""
    console = terminal()
    for proof in proofs:
        result = proof.verdict.result
        console.print(f"[{_STYLES[result]}]{result}[/]  {escape(proof.name)}")
        if not proof.verdict.holds:
            print(f"  {proof.place}")
            print_verdict(proof.verdict)
    held = sum(proof.verdict.holds for proof in proofs)
    print(f"{held} of {len(proofs)} guarantees proved" if proofs else "no guarantees: nothing was proved")


def print_verdict(verdict: Verdict) -> None:
    """Print why, the requests, and the statements that the answer rests on."""
    say(readable(verdict.why), indent=2)
    for example in verdict.examples:
        if "hops" not in example:  # a packet's are the evidence
            _example(example)
    for line in verdict.evidence:
        _evidence(line)


def print_decision(decision: Decision) -> None:
    """Print what becomes of a request, and the statements that decided."""
    terminal().print(f"[bold]{decision.effect}[/]")
    if not decision.statements:
        say(readable(decision.why), indent=2)
    for statement in decision.statements:
        _evidence(Evidence(str(statement), statement.place))


def _evidence(line: Evidence) -> None:
    say(readable(line.text), indent=2)
    if line.place is not None and line.place.line is not None:
        print(f"    {line.place}")


def _example(example: Example) -> None:
    for key, value in example.items():
        items = value.items() if isinstance(value, dict) else [(key, value)]
        for name, item in items:
            text = ", ".join(map(str, item)) if isinstance(item, list) else str(item)
            say(f"{name}: {text}", indent=4)


def print_answers(answers: Mapping[str, Verdict]) -> None:
    """Print who may, with which request, and who may not; those of whom nobody knows as such."""
    console = terminal()
    for name, verdict in answers.items():
        if verdict.holds:
            console.print(f"[bold]{escape(name)}[/] may, with this:")
            print_verdict(verdict)
        elif verdict.result is not Result.REFUTED:
            console.print(f"[yellow]{escape(name)}[/]: {verdict.result}")
            print_verdict(verdict)
    others = [name for name, verdict in answers.items() if verdict.result is Result.REFUTED]
    say(f"no request of these is allowed: {', '.join(others) or 'none'}")


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


Row: TypeAlias = tuple[list[Capability], list[Capability]]
_FEW = 3


def print_matrix(rows: Mapping[str, Row]) -> None:
    """Print what each principal can do, service by service, and the keys that it takes."""
    console = terminal()
    for name, (found, unknown) in rows.items():
        console.print(f"[bold]{escape(name)}[/]" + ("" if found else "  nothing"))
        if len({each.service for each in found}) > _SERVICES:
            say(f"{sum(len(each.actions) for each in found)} actions of nearly all services", indent=2)
            continue
        for each in found:
            _capability(each)
        for each in unknown:
            _capability(each, "not known: ")


_SERVICES = 60


def _capability(each: Capability, before: str = "") -> None:
    say(f"{before}{each.service} {each.level or 'other'}: {_some(each.actions)}", indent=2)
    if each.needs:
        say(f"takes {', '.join(each.needs)}", indent=4)
    if each.by and "*" not in each.by:
        say(f"on {_few(each.by)}", indent=4)
    if each.unless:
        say(f"unless denied by {_few(each.unless)}", indent=4)


def _few(items: Sequence[str]) -> str:
    more = f" and {len(items) - _FEW} more" if len(items) > _FEW else ""
    return ", ".join(items[:_FEW]) + more


def _some(actions: Sequence[str]) -> str:
    shown = ", ".join(action.partition(":")[2] for action in actions[:_FEW])
    return shown + (f" and {len(actions) - _FEW} more" if len(actions) > _FEW else "")


def matrix_as_json(rows: Mapping[str, Row]) -> dict[str, object]:
    """The matrix for machines."""
    return {
        name: {"can": [asdict(each) for each in found], "not known": [asdict(each) for each in unknown]}
        for name, (found, unknown) in rows.items()
    }
