"""What a server's role uses of a workload, as YAML texts: `queue/jobs`, `database/orders`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.text import Parsed
from baseline.settings.unreadable import where_readable
from baseline.settings.workload.model import Workload

# The word in a role, and the key of `workload` that holds what it names.
KINDS: Mapping[str, str] = {
    "database": "databases",
    "file_system": "file_systems",
    "log_group": "log_groups",
    "queue": "queues",
    "secret": "secrets",
    "table": "tables",
    "topic": "topics",
}


@dataclass(frozen=True)
class Used:
    """One thing of a workload.

    Attributes:
        kind: One of `KINDS`.
        name: Its name in `workload`; whether it is there is checked later.
    """

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


def parse_use(text: str) -> Used:
    """`text` as one thing of a workload; raises ValueError for a kind that roles cannot use."""
    kind, slash, name = text.partition("/")
    if kind not in KINDS:
        raise ValueError(f"{quoted(text)} begins with no kind of thing{remedy(kind, [*KINDS])}")
    if not slash or not name:
        raise ValueError(f"{quoted(text)} lacks a name; write {kind}/<name>")
    return Used(kind, name)


Use = Annotated[Used, Parsed(parse_use, {"pattern": f"^({'|'.join(KINDS)})/.+$", "examples": ["queue/jobs"]})]


@where_readable
def use_findings(used: Used, workload: Workload) -> Iterator[Finding]:
    """Something that the workload does not have."""
    there = getattr(workload, KINDS[used.kind])
    if used.name not in there:
        text = f"unknown {used.kind.replace('_', ' ')} {quoted(used.name)}{remedy(used.name, [*there])}"
        yield Finding((), text)
