"""Makes every attempt of the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError

from baseline.rehearsal.account.facts import Facts
from baseline.rehearsal.account.personas import Cast, Unavailable, refused
from baseline.rehearsal.attempts import ATTEMPTS, Attempt


@dataclass(frozen=True)
class Tried:
    """What came of one attempt.

    Attributes:
        persona: Who tried.
        does: What.
        allowed: Whether it must succeed.
        held: Whether it went as it must; None when it could not be made.
        said: The account's answer, or why the attempt could not be made.
    """

    persona: str
    does: str
    allowed: bool
    held: bool | None
    said: str


def try_all(cast: Cast) -> Iterator[Tried]:
    """Make the attempts one after the other, in the table's order."""
    for attempt in ATTEMPTS:
        held, said = _try(cast, attempt)
        yield Tried(attempt.persona, attempt.does, attempt.allowed, held, said)


def _try(cast: Cast, attempt: Attempt) -> tuple[bool | None, str]:
    service, _, operation = attempt.action.partition(":")
    try:
        parameters = _filled(attempt.parameters, cast.facts)
        client = cast.client(attempt.persona, service, attempt.region)
    except Unavailable as reason:
        return None, str(reason)
    try:
        getattr(client, xform_name(operation))(**parameters)
    except ClientError as error:
        # Any other failure proves nothing about permission.
        return refused(error, attempt.persona) and not attempt.allowed, str(error)
    return attempt.allowed, "done"


def _filled(value: Any, facts: Facts) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(inner, facts) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, facts) for inner in value]
    if not (isinstance(value, str) and value.startswith("<")):
        return value
    word = value.strip("<>")
    if word not in facts:
        raise Unavailable(f"this landing zone has no {word}")
    return facts[word]
