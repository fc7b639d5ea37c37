"""Steps that change the account through the CDK CLI."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from baseline.rehearsal import manifest
from baseline.rehearsal.stage import TOOLKIT, Failed, Result, Stage
from baseline.rehearsal.steps.asking import compared

_DEPLOY = ("deploy", "--all", "--require-approval", "never", "--concurrency", "4")
_NO_CHANGE = "There were no differences"
# Fails while it is made, in AWS as in an emulator: its log group does not exist.
_BROKEN_ID = "RehearsalBreaksHere"
_BROKEN = {
    "Type": "AWS::Logs::MetricFilter",
    "Properties": {
        "LogGroupName": "rehearsal-no-such-log-group",
        "FilterPattern": "",
        "MetricTransformations": [{"MetricName": "none", "MetricNamespace": "none", "MetricValue": "1"}],
    },
}


def known(stage: Stage) -> Result:
    """Every resource type and property of the templates is in the manifest of what the emulator applies."""
    stacks = stage.stacks()
    types = sorted({type_ for stack in stacks for type_ in stack.types})
    if not stage.endpoint.ours:
        said = f"{len(types)} resource types, not compared: this account is not the rehearsal's own"
        return Result(said, [], stage.left_out)
    problems = list(manifest.refusals(stack.file for stack in stacks))
    unproven = [*stage.left_out, *manifest.limits(types), *manifest.only_kept(types)]
    return Result(f"{len(types)} resource types", problems, unproven)


def bootstrap(stage: Stage) -> Result:
    """`cdk bootstrap` prepares the account."""
    code, _ = stage.cdk("bootstrap", "--app", str(stage.assembly))
    return Result(f"stack {TOOLKIT}", [f"cdk bootstrap ended with {code}"] if code else [])


def deploy(stage: Stage) -> Result:
    """`cdk deploy --all` makes all stacks."""
    return _deployed(stage, stage.assembly, "CREATE_COMPLETE")


def no_difference(stage: Stage) -> Result:
    """`cdk diff` finds nothing in what has just been deployed."""
    code, said = stage.cdk("diff", "--all", "--fail", "--app", str(stage.assembly))
    same = said.count(_NO_CHANGE)
    problems = [] if code == 0 and same else [f"cdk diff ended with {code}: {said[-300:]}"]
    return Result("no difference", problems)


def change(stage: Stage) -> Result:
    """One setting is changed and deployed: nothing is replaced, and the account has the change."""
    before = _ids(stage, stage.assembly)
    deployed = _deployed(stage, stage.changed, "UPDATE_COMPLETE", "CREATE_COMPLETE")
    after = _ids(stage, stage.changed)
    problems = [*deployed.problems, *_moved(before, after)]
    looked = compared(stage, stage.changed)
    stale = compared(stage, stage.assembly)
    problems += looked.problems
    if not stale.problems:
        problems.append("the account is as it was before the change")
    said = f"{len(stale.problems)} properties changed, nothing replaced; {looked.evidence}"
    return Result(said, problems)


def roll_back(stage: Stage) -> Result:
    """A stack that fails half-way goes back to what it was, though it had begun to change."""
    broken = stage.work / "broken"
    shutil.copytree(stage.assembly, broken)
    name = _break(stage, broken)
    code, _ = stage.cdk("deploy", name, "--exclusively", "--require-approval", "never", "--app", str(broken))
    statuses = {answer["stack"]: answer for answer in stage.probe("statuses", str(stage.changed))}
    status = statuses[name]["status"]
    problems = [] if code else [f"cdk deploy {name} succeeded although a resource cannot be made"]
    if status != "UPDATE_ROLLBACK_COMPLETE":
        problems.append(f"{name} is {status}")
    if _BROKEN_ID in statuses[name]["ids"]:
        problems.append(f"{name} still has {_BROKEN_ID}")
    looked = compared(stage, stage.changed)
    return Result(f"{name} back as it was; {looked.evidence}", problems + looked.problems)


def _deployed(stage: Stage, assembly: Path, *expected: str) -> Result:
    code, said = stage.cdk(*_DEPLOY, "--app", str(assembly))
    if code:
        raise Failed(f"cdk deploy ended with {code}: {_reason(said)}; see {stage.log}")
    answers = stage.probe("statuses", str(assembly))
    problems = [f"{a['stack']} is {a['status']}" for a in answers if a["status"] not in expected]
    resources = sum(len(answer["ids"]) for answer in answers)
    return Result(f"{len(answers)} stacks, {resources} resources", problems)


def _reason(said: str) -> str:
    """The first line of what CloudFormation says that names a failure, else the last line of all."""
    lines = [" ".join(line.split()) for line in said.splitlines() if line.strip()]
    return next((line for line in lines if "_FAILED" in line), lines[-1] if lines else "")


def _ids(stage: Stage, assembly: Path) -> dict[str, str]:
    answers = stage.probe("statuses", str(assembly))
    return {f"{a['stack']} {id_}": found for a in answers for id_, found in a["ids"].items()}


def _moved(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield f"{name} was replaced: {before.get(name)} became {after.get(name)}"


def _break(stage: Stage, assembly: Path) -> str:
    """Put what cannot be made behind everything else of the first stack that the change touched.

    Only a stack that differs from what is deployed shows more than that nothing was begun.
    """
    changed = {file.name: file.read_bytes() for file in stage.changed.glob("*.template.json")}
    stack = next(s for s in stage.stacks() if s.file.read_bytes() != changed[s.file.name])
    file = assembly / stack.file.name
    text = file.read_text(encoding="utf-8")
    template = json.loads(text)
    others = sorted(template["Resources"])
    template["Resources"][_BROKEN_ID] = {**_BROKEN, "DependsOn": others}
    broken = json.dumps(template)
    file.write_text(broken, encoding="utf-8")
    _renamed(assembly, _hash(text), _hash(broken))
    return stack.name


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _renamed(assembly: Path, old: str, new: str) -> None:
    """Templates are uploaded under their hash; the CDK CLI uploads nothing under a name that exists."""
    for file in [assembly / "manifest.json", *assembly.glob("*.assets.json")]:
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
