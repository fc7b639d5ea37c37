"""How all reports write to the terminal."""

from shutil import get_terminal_size
from textwrap import wrap

from rich.console import Console

_WIDEST = 110


def terminal() -> Console:
    """A console that neither colours values nor takes `:x:`, which is in many an ARN, for a picture."""
    return Console(highlight=False, emoji=False)


def say(text: str, *, indent: int = 0) -> None:
    """Print plain text, wrapped so that it stays behind its indent.

    Names and places, such as logical ids and paths, are never broken.

    Args:
        text: A paragraph.
        indent: Columns before it; what is wrapped stands two further in.
    """
    lines = wrap(
        text,
        min(get_terminal_size().columns, _WIDEST) - 1,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
    print("\n".join(lines))
