"""The section `routine`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from baseline.settings.backup import Backup
from baseline.settings.problem import Finding
from baseline.settings.section import Section
from baseline.settings.unreadable import where_readable
from baseline.settings.weekly import Day

CheckName = Literal["drift", "patches", "access", "credentials", "keys", "restores"]
EVERY_MONTH: tuple[CheckName, ...] = ("credentials", "keys", "restores")


class Routine(Section):
    """Looks that somebody ought to take every week or month, each ending in a mail to `notify`."""

    checks: tuple[CheckName, ...] = Field(
        default=(),
        description="Every week: `drift` (what differs from its template), `patches` (servers that lack "
        "some), `access` (users and roles that nobody needs any more). Every month: `credentials` "
        "(passwords, keys and second factors), `keys` (keys and secrets that do not rotate), `restores` "
        "(backups and restore tests that failed). None if empty; a look costs cents.",
        examples=["[drift, access]"],
    )
    day: Day = Field(default="monday", description="Day of the weekly looks.")
    hour: int = Field(
        default=6,
        ge=0,
        le=23,
        description="Hour of the looks, in UTC; the monthly ones on the first of the month.",
    )


@where_readable
def routine_findings(routine: Routine, backup: Backup) -> Iterator[Finding]:
    """A look at backups that nobody makes."""
    for index, check in enumerate(routine.checks):
        if check == "restores" and backup.is_off:
            yield Finding(
                ("checks", index), "nothing is backed up; add backup: {tags: {ENV: PROD}}, or leave it out"
            )
