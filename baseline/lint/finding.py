"""What a lint engine says about a template."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that an engine objects to.

    Attributes:
        template: File name of the template.
        resource: Logical id of the resource, or "" where the finding is about the whole template.
        rule: The engine's own id for the rule.
        severity: "error" or "warning".
        message: What is wrong, in the engine's words.
        engine: Who says so.
    """

    template: str
    resource: str
    rule: str
    severity: str
    message: str
    engine: str


class Engine(Protocol):
    """Something that examines templates.

    Attributes:
        name: How findings name it.
        version: Of its package; changes whenever the same template could be judged differently.
        region: The Region for which it judges.
    """

    name: str
    version: str
    region: str

    def examine(self, templates: list[Path]) -> list[Finding]:
        """All findings in these templates; raises when it cannot examine one, rather than pass it over."""
