"""Steps that look at the account through boto3."""

from collections import Counter
from pathlib import Path
from typing import Any

from baseline.rehearsal.stage import Result, Stage


def read_back(stage: Stage) -> Result:
    """The account has every property of every resource, as the templates want it."""
    return compared(stage, stage.assembly)


def compared(stage: Stage, assembly: Path) -> Result:
    """Lay an assembly beside the account, resource by resource."""
    answers = stage.probe("read-back", str(assembly))
    properties = sum(answer["compared"] for answer in answers)
    problems = [f"{a['stack']} {a['resource']} {said}" for a in answers for said in a["differences"]]
    unread = Counter(f"{a['type']}.{name}" for a in answers for name in a["unreadable"])
    unproven = [f"{name}: no API tells it ({count} resources)" for name, count in sorted(unread.items())]
    return Result(f"{properties} properties of {len(answers)} resources", problems, unproven)


def personas(stage: Stage) -> Result:
    """Everybody can do what they must, and nothing of what they must not."""
    answers = stage.probe("attempts", str(stage.assembly))
    problems = [_said(answer) for answer in answers if answer["held"] is False]
    made = [answer for answer in answers if answer["held"] is not None]
    done = sum(answer["allowed"] for answer in made)
    missing = Counter(answer["said"] for answer in answers if answer["held"] is None)
    unproven = [f"{count} attempts not made: {reason}" for reason, count in missing.items()]
    return Result(
        f"{len(made)} attempts: {done} to be allowed, {len(made) - done} refused", problems, unproven
    )


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
