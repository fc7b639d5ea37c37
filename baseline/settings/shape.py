"""Whether a tree has the shape of the model, and what is wrong if not: all of it at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from baseline.settings.complaint import complaint, missing
from baseline.settings.elsewhere import elsewhere
from baseline.settings.problem import KeyPath, Problem, closest, remedy
from baseline.settings.readable import readable
from baseline.settings.section import Section
from baseline.settings.tree import (
    ListNode,
    MapNode,
    ScalarNode,
    key_place_of,
    node_at,
    place_of,
    plain,
    renamed,
    walk,
)

S = TypeVar("S", bound=Section)

_KEY = "[key]"  # pydantic's last step on the path to a mapping's key, as opposed to its value


@dataclass(frozen=True)
class Shape(Generic[S]):
    """What came of it.

    Args:
        tree: The tree, in which misspelt keys are spelt as what they most likely mean.
        problems: What is wrong.
        readable: What of the tree has the right shape; see `readable`.
    """

    tree: MapNode
    problems: tuple[Problem, ...]
    readable: S


def shape(tree: MapNode, model: type[S]) -> Shape[S]:
    """`tree` against `model`.

    Args:
        tree: A settings file's, bases laid underneath.
        model: What it should be.
    """
    misspelt: list[Problem] = []
    while strange := [error["loc"] for error in _errors(tree, model) if error["type"] == "extra_forbidden"]:
        for path in strange:
            known = known_keys(model, path[:-1])
            misspelt.append(Problem(key_place_of(tree, path), path, _unknown(path, known, model)))
            # Read as what it most likely means, so that nothing else is wrong only because of the spelling.
            tree = renamed(tree, path, closest(str(path[-1]), known))
    empty = [*_empty(tree)]
    told = {problem.path for problem in empty}
    wrong = empty + [
        _problem(error, tree, model) for error in _errors(tree, model) if error["loc"] not in told
    ]
    there = readable(model, plain(tree), [problem.path for problem in wrong])
    return Shape(tree, (*misspelt, *wrong, *_repeated(tree)), there)


def _unknown(path: KeyPath, known: tuple[str, ...], model: type[BaseModel]) -> str:
    word = str(path[-1])
    if not closest(word, known) and (place := elsewhere(model, word, here=path[:-1])):
        return f'unknown key, did you mean "{place}"?'
    return f"unknown key{remedy(word, known)}"


def _errors(tree: MapNode, model: type[BaseModel]) -> list[ErrorDetails]:
    try:
        model.model_validate(plain(tree))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        # pydantic counts only the entries that are right; how many there are is known once all are.
        return [one for one in errors if one["type"] != "too_short" or not _deeper(one["loc"], errors)]
    return []


def _deeper(path: KeyPath, errors: list[ErrorDetails]) -> bool:
    return any(len(other["loc"]) > len(path) and other["loc"][: len(path)] == path for other in errors)


def _empty(tree: MapNode) -> Iterator[Problem]:
    """Keys without a value: none of them means anything."""
    for path, node in walk(tree):
        if isinstance(node, ScalarNode) and node.value is None:
            read = f"YAML reads {node.raw} as nothing" if node.raw else "is empty"
            yield Problem(
                place_of(tree, path), path, f"{read}; write a value, {{}} or [], or leave the key out"
            )


def _repeated(tree: MapNode) -> Iterator[Problem]:
    """Entries that stand twice in a list: in no list does that mean more."""
    for path, node in walk(tree):
        seen: set[str] = set()
        for index, item in enumerate(node.items if isinstance(node, ListNode) else ()):
            if isinstance(item, ScalarNode) and item.value is not None:
                if item.raw in seen:
                    yield Problem(item.place, (*path, index), f"{item.raw} is there twice; remove one")
                seen.add(item.raw)


def _problem(error: ErrorDetails, tree: MapNode, model: type[BaseModel]) -> Problem:
    path = error["loc"]
    if path[-1] == _KEY:
        return Problem(key_place_of(tree, path[:-1]), path[:-1], complaint(error, None))
    if error["type"] == "missing":
        return Problem(place_of(tree, path), path, missing(str(path[-1]), _model_at(model, path[:-1])))
    return Problem(place_of(tree, path), path, complaint(error, node_at(tree, path)))


def known_keys(model: type[BaseModel], path: KeyPath) -> tuple[str, ...]:
    """The keys that the mapping at `path` may have."""
    return tuple(field.alias or name for name, field in _model_at(model, path).model_fields.items())


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel]:
    kind: Any = model
    for key in path:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = next(
                field.annotation for name, field in kind.model_fields.items() if key in (name, field.alias)
            )
        else:  # a mapping's value or a list's item
            kind = [inner for inner in get_args(kind) if inner is not Ellipsis][-1]
        if type(None) in get_args(kind):
            kind = next(inner for inner in get_args(kind) if inner is not type(None))
    return cast(type[BaseModel], kind)
