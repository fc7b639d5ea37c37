"""Marks a cloud assembly with the settings that it was made from."""

from hashlib import sha256
from pathlib import Path

from baseline.settings.model import Settings

_NAME = "settings.sha256"


def stamp(settings: Settings, assembly: Path) -> None:
    """Write into an assembly what settings it was made from, as a hash: they may be secret.

    Args:
        settings: What it was made from.
        assembly: Its folder.
    """
    (assembly / _NAME).write_text(f"{_hash(settings)}\n", encoding="utf-8")


def is_of(settings: Settings, assembly: Path) -> bool | None:
    """Whether an assembly was made from these settings; None where it does not say."""
    file = assembly / _NAME
    return file.read_text(encoding="utf-8").strip() == _hash(settings) if file.is_file() else None


def _hash(settings: Settings) -> str:
    """Of what becomes templates; what is proved about them may change."""
    return sha256(repr(settings.model_copy(update={"guarantees": ()})).encode()).hexdigest()
