"""What came of synthesis: templates on disk, and what the engines say about them."""

from dataclasses import dataclass
from pathlib import Path

from baseline.lint.finding import Finding
from baseline.template.assembly import StackTemplate


@dataclass(frozen=True)
class Outcome:
    """A cloud assembly that every engine has examined.

    Attributes:
        out: Where the assembly lies.
        stacks: Its stacks, in the order in which they are deployed.
        engines: Who examined every template, as name and version.
        regions: For which Regions they did, each template for the one of its stack.
        findings: What they object to.
    """

    out: Path
    stacks: list[StackTemplate]
    engines: list[str]
    regions: list[str]
    findings: list[Finding]
