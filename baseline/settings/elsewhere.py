"""Where else in the settings a key is known: what somebody may have meant who wrote it too far up."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from baseline.settings.problem import KeyPath

# Stands for a key that the user chooses, and for an entry of a list.
_CHOSEN = "<name>"


def elsewhere(model: type[BaseModel], word: str, *, here: KeyPath) -> str | None:
    """The one place nearest below `here` where a key is known; None where there is none, or several as near.

    Args:
        model: The whole file's.
        word: The key.
        here: The mapping in which it is not known.
    """
    below = [path for path in _keys(model, ()) if path[-1] == word and _is_below(path, here)]
    depth = min(map(len, below), default=0)
    nearest = [path for path in below if len(path) == depth]
    return ".".join(nearest[0]) if len(nearest) == 1 else None


def _is_below(path: tuple[str, ...], here: KeyPath) -> bool:
    steps = zip(path, here, strict=False)
    return len(path) > len(here) and all(step in (_CHOSEN, str(key)) for step, key in steps)


def _keys(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The path of every key below a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            deeper = (*path, field.alias or name)
            yield deeper
            yield from _keys(field.annotation, deeper)
        return
    named = (_CHOSEN,) if get_origin(kind) in (Mapping, tuple) else ()
    for inner in get_args(kind):
        yield from _keys(inner, (*path, *named))
