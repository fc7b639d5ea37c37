"""Reads every property of every resource back through boto3: a green deployment proves nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from baseline.rehearsal import manifest
from baseline.rehearsal.account.compare import differences
from baseline.rehearsal.account.observed import Api, Missing
from baseline.rehearsal.account.readers.table import READERS
from baseline.rehearsal.account.stack_view import StackView, views


@dataclass(frozen=True)
class ReadBack:
    """What became of one resource.

    Attributes:
        stack: The stack's name.
        resource: The logical id.
        type: The CloudFormation type.
        compared: How many properties were found in the account and compared.
        unreadable: Properties that cannot be read back, each with the reason.
        differences: Where the account has something else than the template wants.
        looked: Whether there was anything to look at; the manifest says of some types that nothing is made.
    """

    stack: str
    resource: str
    type: str
    compared: int
    unreadable: dict[str, str]
    differences: list[str]
    looked: bool = True


def read_back(api: Api, assembly: Path) -> Iterator[ReadBack]:
    """Compare an account with an assembly, resource by resource."""
    for view in views(api, assembly):
        for logical_id in view.resources:
            yield _resource(view, logical_id)


def _resource(view: StackView, logical_id: str) -> ReadBack:
    type_ = view.resources[logical_id]["Type"]
    unreadable = manifest.unreadable(type_)
    if manifest.stands_for_nothing(type_) and type_ not in READERS:
        return ReadBack(view.stack.name, logical_id, type_, 0, {}, [], looked=False)
    try:
        wanted = view.wanted(logical_id)
        found = view.observed(logical_id).properties
    except (Missing, ClientError, BotoCoreError, KeyError) as error:
        said = [f"{type_}: {type(error).__name__} {error}"]
        return ReadBack(view.stack.name, logical_id, type_, 0, {}, said)
    readable = {name: value for name, value in wanted.items() if name not in unreadable}
    return ReadBack(
        view.stack.name,
        logical_id,
        type_,
        len(readable),
        {name: reason for name, reason in unreadable.items() if name in wanted},
        [said for name, value in readable.items() for said in _property(name, value, found)],
    )


def _property(name: str, wanted: object, found: dict[str, object]) -> Iterator[str]:
    if name in found:
        yield from differences(wanted, found[name], name)
    else:
        yield f"{name}: wanted {wanted!r:.200}, found nothing"
