"""The section `trail`."""

from collections.abc import Collection, Iterator
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.unreadable import where_readable


def _parse_data_events(value: object) -> tuple[str, ...] | Literal["all"]:
    if value == "all":
        return "all"
    if isinstance(value, tuple) and all(isinstance(name, str) for name in value):
        return value
    raise ValueError("must be a list of names of buckets, or the word all")


DataEvents = Annotated[
    tuple[str, ...] | Literal["all"],
    PlainValidator(_parse_data_events),
    WithJsonSchema({"anyOf": [{"const": "all"}, {"type": "array", "items": {"type": "string"}}]}),
]


class Trail(Section):
    """The record of every call to AWS, and how long nobody can delete it."""

    retain_days: int = Field(
        default=365,
        ge=90,
        le=3653,
        description="Days for which the log archive keeps, and locks, every record.",
    )
    lock: Literal["governance", "compliance"] = Field(
        default="governance",
        description="Object Lock of the archive: `governance` can be lifted by a role with that very "
        "permission, "
        "`compliance` by nobody, not even the account's root.",
    )
    data_events: DataEvents = Field(
        default=(),
        description="Buckets of `storage.buckets` whose every object-level call is recorded too, or the word "
        "`all`; charged by the event.",
    )
    insights: bool = Field(
        default=False,
        description="Looks for unusual numbers of calls and errors (CloudTrail Insights), and mails "
        "them; charged by the event.",
    )


@where_readable
def bucket_findings(trail: Trail, buckets: Collection[str]) -> Iterator[Finding]:
    """Data events of buckets that aren't there."""
    if trail.data_events == "all":
        return
    for index, bucket in enumerate(trail.data_events):
        if bucket not in buckets:
            yield Finding(
                ("data_events", index), f"unknown bucket {quoted(bucket)}{remedy(bucket, [*buckets])}"
            )
