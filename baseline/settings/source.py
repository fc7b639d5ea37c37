"""Reads a settings file into text, and refuses what cannot be one."""

import re
from pathlib import Path

from baseline.place import Place
from baseline.settings.problem import Problem, SettingsError, closest

MAX_BYTES = 1024 * 1024  # A landing zone takes a few kilobytes; more is a mistake or an attack.

# What YAML calls unprintable: https://yaml.org/spec/1.1/#nb-char
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def read(path: Path) -> str:
    """The text of a settings file, without a byte-order mark.

    Raises:
        SettingsError: No such file, a directory, unreadable, over 1 MiB, not UTF-8, unprintable, or empty.
    """
    text = _decoded(path, _bytes(path))
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        where = _place(path, text[: unprintable.start()])
        raise _refused(where, f"the control character U+{ord(unprintable[0]):04X} may not stand in YAML")
    if not text.strip():
        raise _refused(Place(path), "the file is empty; the smallest has name, region and notify")
    return text


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _refused(Place(path), f"no such file{_sibling(path)}") from None
    except IsADirectoryError:
        raise _refused(Place(path), "is a directory; name a YAML file in it") from None
    except OSError as error:
        raise _refused(Place(path), f"cannot be read: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise _refused(Place(path), "is larger than 1 MiB, which no settings file needs")
    return content


def _sibling(path: Path) -> str:
    """A remedy for a misspelt file name; the folder may be missing too."""
    try:
        names = [sibling.name for sibling in path.parent.iterdir() if sibling.suffix in (".yaml", ".yml")]
    except OSError:
        return ""
    near = closest(path.name, names)
    return f', did you mean "{near}"?' if near else ""


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        byte = f"0x{content[error.start]:02X} (byte {error.start + 1} of the file)"
        raise _refused(_place(path, before), f"{byte} is not UTF-8; save the file as UTF-8") from None


def _place(path: Path, before: str) -> Place:
    """The place that follows the text `before`."""
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _refused(place: Place, text: str) -> SettingsError:
    return SettingsError([Problem(place, (), text)])
