"""A position in a file, as every report names it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """A position in a file.

    Args:
        file: The path as the user would type it.
        line: From 1; None where the file as a whole is meant.
        column: From 1, in characters.
    """

    file: Path
    line: int | None = None
    column: int = 1

    def __str__(self) -> str:
        return str(self.file) if self.line is None else f"{self.file}:{self.line}:{self.column}"
