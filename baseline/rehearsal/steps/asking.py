"""Steps that look at the account through boto3."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baseline.rehearsal import deciding
from baseline.rehearsal.home import home
from baseline.rehearsal.stage import Result, Stage


def read_back(stage: Stage) -> Result:
    """The account has every property of every resource, as the templates want it."""
    return compared(stage, stage.assembly)


def compared(stage: Stage, assembly: Path) -> Result:
    """Lay an assembly beside the account, resource by resource."""
    answers = stage.probe("read-back", str(assembly))
    looked = [answer for answer in answers if answer["looked"]]
    properties = sum(answer["compared"] for answer in looked)
    problems = [f"{a['stack']} {a['resource']} {said}" for a in looked for said in a["differences"]]
    unproven = [*_unread(looked), *_not_made(answers)]
    return Result(f"{properties} properties of {len(looked)} resources", problems, unproven)


def _unread(answers: list[dict[str, Any]]) -> Iterator[str]:
    found = Counter(
        (f"{a['type']}.{name}", reason) for a in answers for name, reason in a["unreadable"].items()
    )
    for (name, reason), count in sorted(found.items()):
        yield f"{name} not read back ({count}): {reason}"


def _not_made(answers: list[dict[str, Any]]) -> Iterator[str]:
    found = Counter(answer["type"] for answer in answers if not answer["looked"])
    for type_, count in sorted(found.items()):
        yield f"{type_} not exercised at all ({count}): nothing here makes or reads it"


def personas(stage: Stage) -> Result:
    """Everybody can do what they must and nothing of what they must not, and the templates alone agree."""
    answers = stage.probe("attempts", str(stage.assembly))
    pairs = deciding.compared(answers, deciding.decided(stage.assembly, home(stage.assembly)))
    problems = [_said(answer) for answer in answers if answer["held"] is False]
    problems += deciding.disagreements(pairs)
    made = [answer for answer in answers if answer["held"] is not None]
    done = sum(answer["allowed"] for answer in made)
    missing = Counter(answer["said"] for answer in answers if answer["held"] is None)
    unproven = [f"{count} attempts not made: {reason}" for reason, count in missing.items()]
    said = f"{len(made)} attempts: {done} to be allowed, {len(made) - done} refused; "
    return Result(f"{said}{len(pairs)} decided by the evaluator too", problems, unproven)


def _said(answer: dict[str, Any]) -> str:
    must = "allowed" if answer["allowed"] else "refused"
    return f"{answer['persona']} {answer['does']}: must be {must}, but: {answer['said']}"


def drift(stage: Stage) -> Result:
    """What somebody changes past CloudFormation shows, just there; and it is gone once it is undone."""
    meddled = {answer["resource"] for answer in stage.probe("meddle", str(stage.changed))}
    answers = stage.probe("read-back", str(stage.changed))
    seen = {answer["resource"] for answer in answers if answer["differences"]}
    stage.probe("undo", str(stage.changed))
    problems = [f"{resource} was changed, and nothing shows" for resource in sorted(meddled - seen)]
    problems += [f"{resource} shows a change that nobody made" for resource in sorted(seen - meddled)]
    if not meddled:
        problems.append("there was nothing to change")
    return Result(f"{len(meddled)} changes found", problems + compared(stage, stage.changed).problems)
