"""Makes every attempt of the table."""

from collections.abc import Iterator
from dataclasses import dataclass

from botocore import xform_name
from botocore.exceptions import ClientError

from baseline.rehearsal.account.personas import Cast, Unavailable, refused
from baseline.rehearsal.attempts import ATTEMPTS, Attempt
from baseline.rehearsal.words import Absent, filled


@dataclass(frozen=True)
class Tried:
    """What came of one attempt.

    Attributes:
        persona: Who tried.
        does: What.
        allowed: Whether it must succeed.
        came: Whether the account let it through; None when it was not made, or failed for another reason than
            permission.
        held: Whether it went as it must; None when it could not be made.
        said: The account's answer, or why the attempt could not be made.
    """

    persona: str
    does: str
    allowed: bool
    came: bool | None
    held: bool | None
    said: str


def try_all(cast: Cast) -> Iterator[Tried]:
    """Make the attempts one after the other, in the table's order."""
    for attempt in ATTEMPTS:
        yield _tried(cast, attempt)


def _tried(cast: Cast, attempt: Attempt) -> Tried:
    try:
        came, said = _try(cast, attempt)
    except (Absent, Unavailable) as reason:
        return Tried(attempt.persona, attempt.does, attempt.allowed, None, None, str(reason))
    return Tried(attempt.persona, attempt.does, attempt.allowed, came, came is attempt.allowed, said)


def _try(cast: Cast, attempt: Attempt) -> tuple[bool | None, str]:
    service, _, operation = attempt.action.partition(":")
    parameters = filled(attempt.parameters, cast.facts)
    client = cast.client(attempt.persona, service, attempt.region)
    try:
        getattr(client, xform_name(operation))(**parameters)
    except ClientError as error:
        # Any other failure proves nothing about permission.
        return False if refused(error, attempt.persona) else None, str(error)
    return True, "done"
