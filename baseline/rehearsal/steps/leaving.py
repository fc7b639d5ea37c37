"""Steps that take everything away again."""

import json
from typing import Any

from baseline.rehearsal.stage import TOOLKIT, Result, Stage
from baseline.rehearsal.words import BORN_WITH


def protected(stage: Stage) -> Result:
    """`cdk destroy` cannot take the stacks that are protected."""
    (answer,) = stage.probe("protected", str(stage.assembly))
    names = answer["stacks"]
    if not names:
        return Result("no stack is protected")
    code, _ = stage.cdk("destroy", *names, "--force", "--exclusively", "--app", str(stage.assembly))
    problems = [] if code else ["cdk destroy took protected stacks"]
    left = {answer["stack"] for answer in stage.probe("statuses", str(stage.assembly))}
    problems += [f"{name} is gone" for name in names if name not in left]
    return Result(f"{', '.join(names)} refused to go", problems)


def destroy(stage: Stage) -> Result:
    """Without protection `cdk destroy` takes all stacks, and what must outlive them does."""
    retained = stage.probe("unprotect", str(stage.assembly))
    code, _ = stage.cdk("destroy", "--all", "--force", "--concurrency", "4", "--app", str(stage.assembly))
    problems = [f"cdk destroy ended with {code}; see {stage.log}"] if code else []
    problems += [f"{a['stack']} is {a['status']}" for a in stage.probe("statuses", str(stage.assembly))]
    kept = _file(stage, retained)
    problems += [
        f"{answer['type']} {answer['id']} did not outlive its stack" for answer in stage.probe("gone", kept)
    ]
    stage.probe("remove", kept)
    return Result(f"{len(retained)} resources outlived their stacks, as they must", problems)


def nothing_left(stage: Stage) -> Result:
    """Once that is taken away as well, the account holds what it held before."""
    if TOOLKIT not in (stage.before["stacks"] or ()):
        stage.probe("remove-toolkit", TOOLKIT)
    (after,) = stage.probe("inventory")
    problems, unproven = [], []
    # Settings of the account can ask for the network that it was born with to go.
    may_go = set(stage.before.get(BORN_WITH) or ()) if _sets_account(stage) else set()
    for kind, ids in after.items():
        before = stage.before.get(kind)
        if before is None and ids is None:
            unproven.append(f"{kind} is not answered at this endpoint, so nothing of it is counted")
            continue
        problems += [f"{kind}: {id_} is left" for id_ in ids or () if id_ not in (before or ())]
        problems += [
            f"{kind}: {id_} was there before, and is gone"
            for id_ in before or ()
            if id_ not in (ids or ()) and id_ not in may_go
        ]
    return Result(f"{len(after) - len(unproven)} kinds of resources", problems, unproven)


def _sets_account(stage: Stage) -> bool:
    return any("Custom::AccountSetting" in stack.types for stack in stage.stacks())


def _file(stage: Stage, answers: list[dict[str, Any]]) -> str:
    file = stage.work / "retained.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    return str(file)
