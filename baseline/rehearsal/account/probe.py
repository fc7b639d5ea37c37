"""What the rehearsal asks an account; `python -m` this, and it answers in one JSON document a line."""

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from baseline.rehearsal.account import inventory, meddling, removal
from baseline.rehearsal.account.facts import prepared, released
from baseline.rehearsal.account.personas import Cast
from baseline.rehearsal.account.readback import read_back
from baseline.rehearsal.account.stack_view import StackView, views
from baseline.rehearsal.account.trying import try_all

Answers = Iterator[dict[str, Any]]


@functools.cache
def administrator(service: str) -> Any:
    """A client with the credentials of the environment."""
    return boto3.client(service, config=Config(retries={"max_attempts": 2}))


def _read_back(assembly: str) -> Answers:
    yield from (asdict(found) for found in read_back(administrator, Path(assembly)))


def _attempts(assembly: str) -> Answers:
    deployed = views(administrator, Path(assembly))
    facts = prepared(administrator, deployed)
    cast = Cast(administrator, os.environ.get("AWS_ENDPOINT_URL"), facts)
    try:
        yield from (asdict(tried) for tried in try_all(cast))
    finally:
        cast.leave()
        released(administrator, facts)


def _standing(assembly: str) -> list[tuple[StackView, str]]:
    """The stacks that exist, each with its status: a deployment that broke off has not made them all."""
    pages = administrator("cloudformation").get_paginator("describe_stacks").paginate()
    found = {stack["StackName"]: stack["StackStatus"] for page in pages for stack in page["Stacks"]}
    gone = "DELETE_COMPLETE"
    views_ = views(administrator, Path(assembly))
    return [(view, found[view.stack.name]) for view in views_ if found.get(view.stack.name, gone) != gone]


def _statuses(assembly: str) -> Answers:
    for view, status in _standing(assembly):
        yield {"stack": view.stack.name, "status": status, "ids": view.ids}


def _meddle(assembly: str) -> Answers:
    yield from ({"resource": id_} for id_ in meddling.meddle(views(administrator, Path(assembly))))


def _undo(assembly: str) -> Answers:
    meddling.undo(views(administrator, Path(assembly)))
    yield from ()


def _protected(assembly: str) -> Answers:
    yield {"stacks": [name for view, _ in _standing(assembly) for name in view.protected()]}


def _unprotect(assembly: str) -> Answers:
    deployed = [view for view, _ in _standing(assembly)]
    yield from removal.retained(deployed)
    removal.unlock(administrator, deployed)
    for view in deployed:
        administrator("cloudformation").update_termination_protection(
            StackName=view.stack.name, EnableTerminationProtection=False
        )


def _gone(retained: str) -> Answers:
    yield from removal.gone(administrator, json.loads(Path(retained).read_text(encoding="utf-8")))


def _remove(retained: str) -> Answers:
    for one in json.loads(Path(retained).read_text(encoding="utf-8")):
        removal.remove(administrator, one)
    yield from ()


def _remove_toolkit(stack: str) -> Answers:
    removal.remove_toolkit(administrator, stack)
    yield from ()


def _inventory() -> Answers:
    yield inventory.taken(administrator)


_QUESTIONS: dict[str, Callable[..., Answers]] = {
    "read-back": _read_back,
    "attempts": _attempts,
    "statuses": _statuses,
    "meddle": _meddle,
    "undo": _undo,
    "protected": _protected,
    "unprotect": _unprotect,
    "gone": _gone,
    "remove": _remove,
    "remove-toolkit": _remove_toolkit,
    "inventory": _inventory,
}

if __name__ == "__main__":
    for answer in _QUESTIONS[sys.argv[1]](*sys.argv[2:]):
        print(json.dumps(answer, default=str), flush=True)
