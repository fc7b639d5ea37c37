"""Results of engines, kept by the content of the template and the version of the engine."""

import json
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from baseline.lint.finding import Engine, Finding

KEPT_IN = Path(".cache/lint")


class Results:
    """What engines found in templates they have seen before, on disk.

    A result counts only for the same bytes and the same engine version, so a template is never left
    unexamined: what is not here is examined. Anything unreadable counts as not here.

    Args:
        folder: Where the results lie; made when first needed.
    """

    def __init__(self, folder: Path = KEPT_IN) -> None:
        self._folder = folder

    def recall(self, engine: Engine, template: Path) -> list[Finding] | None:
        """What the engine found in this template, or None where it has not examined these bytes."""
        try:
            rows = json.loads(self._file(engine, template).read_text(encoding="utf-8"))
            return [Finding(**row, template=template.name) for row in rows]
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, engine: Engine, template: Path, findings: list[Finding]) -> None:
        """Remember what the engine found, where that can be written; a reader never sees half a file."""
        rows = [{key: value for key, value in asdict(f).items() if key != "template"} for f in findings]
        file = self._file(engine, template)
        fresh = file.with_suffix(".new")
        with suppress(OSError):  # what cannot be kept is examined again
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(rows), encoding="utf-8")
            fresh.replace(file)

    def remember_input(self, config: Path) -> None:
        """Note that what comes of this settings file has been examined."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._input(config).touch()

    def knows_input(self, config: Path) -> bool:
        """Whether templates will probably be known; a guess that saves time and decides nothing.

        A file that cannot be read counts as known: nothing will come of it.
        """
        try:
            return self._input(config).exists()
        except OSError:
            return True

    def _input(self, config: Path) -> Path:
        return self._folder / f"{sha256(config.read_bytes()).hexdigest()}.seen"

    def _file(self, engine: Engine, template: Path) -> Path:
        content = sha256(f"{engine.name} {engine.version} {engine.region}\n".encode() + template.read_bytes())
        return self._folder / f"{content.hexdigest()}.json"
