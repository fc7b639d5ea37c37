"""YAML text to a tree; everything in YAML that surprises people is refused with its place.

PyYAML's composer silently lets the last of two equal keys win and expands aliases without bound, and its C
implementation crashes the process on deep nesting. So depth is measured on the events before composing, and
the composed nodes are checked while they are turned into our own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from baseline.place import Place
from baseline.settings.problem import KeyPath, Problem, SettingsError, quoted
from baseline.settings.scalar import SCALAR_TAGS, not_text, scalar_value
from baseline.settings.tree import Entry, ListNode, MapNode, Node, ScalarNode

# libyaml's loader is about ten times as fast; every wheel of PyYAML has it, a build from source may not.
LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 30
MAX_NODES = 50_000
_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"

_MAP, _SEQ, _MERGE = (f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "merge"))


def compose(text: str, file: Path, problems: list[Problem]) -> MapNode:
    """The tree of a settings file, without what is refused in it.

    Args:
        text: The file's content.
        file: Its path, for places.
        problems: Takes what is refused: tags, equal keys and the like.

    Raises:
        SettingsError: It is no YAML, no mapping, or without bounds, so that nothing else can be said of it.
    """
    try:
        _check_depth(text, file)
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        raise SettingsError([_syntax_problem(error, text, file)]) from None
    composer = _Composer(file, problems)
    if not isinstance(root, yaml.MappingNode):
        place = Place(file, 1)
        raise SettingsError([Problem(place, (), "must be a mapping of keys such as name and region")])
    tree = composer.node(root, ())
    if not isinstance(tree, MapNode):
        raise SettingsError(problems)  # the whole file has a tag
    return tree


def _check_depth(text: str, file: Path) -> None:
    """Refuse deep nesting before PyYAML recurses into it."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            place = _place(event.start_mark, file)
            raise SettingsError([Problem(place, (), _TOO_DEEP)])


def _place(mark: Any, file: Path) -> Place:
    return Place(file, mark.line + 1, mark.column + 1)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, file: Path) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = _place(mark, file) if mark else Place(file)
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    said = f"not valid YAML: {error.problem}"
    if line[place.column - 1 : place.column] == "\t":
        said = "a tab; YAML is indented with spaces"
    elif "another document" in (error.problem or ""):
        said = 'a second document ("---"); a settings file holds one'
    elif error.context and "another" not in said:
        said += f" ({error.context})"
    return Problem(place, (), said)


class _Composer:
    """Turns PyYAML's nodes into ours and collects what is wrong with them."""

    def __init__(self, file: Path, problems: list[Problem]) -> None:
        self._problems = problems
        self._file = file
        self._open: set[int] = set()  # nodes being expanded, so that an alias to one of them is a loop
        self._count = 0

    def node(self, node: yaml.Node, path: KeyPath) -> Node:
        """The node as ours; where it is refused, an empty scalar, of which nothing else is said."""
        place = _place(node.start_mark, self._file)
        self._count += 1
        if self._count > MAX_NODES:
            raise SettingsError(
                [Problem(place, path, f"more than {MAX_NODES:,} values once aliases are expanded")]
            )
        if id(node) in self._open:
            return self._refuse(place, path, "an alias that contains itself")
        if len(path) > MAX_DEPTH:  # aliases of aliases go deeper than the text does
            raise SettingsError([Problem(place, path[:3], _TOO_DEEP)])
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place, path)
        self._open.add(id(node))
        built = self._collection(node, place, path)
        self._open.discard(id(node))
        return built

    def _refuse(self, place: Place, path: KeyPath, text: str) -> Node:
        self._problems.append(Problem(place, path, text))
        return ScalarNode(place, "", None)

    def _scalar(self, node: yaml.ScalarNode, place: Place, path: KeyPath) -> Node:
        if node.tag == _MERGE:
            return ScalarNode(place, node.value, str(node.value))  # "<<" as a value is just text
        if node.tag not in SCALAR_TAGS:
            return self._refuse(place, path, _tag_refusal(node.tag))
        return ScalarNode(place, node.value, scalar_value(node))

    def _collection(self, node: yaml.Node, place: Place, path: KeyPath) -> Node:
        if node.tag not in (_MAP, _SEQ):
            return self._refuse(place, path, _tag_refusal(node.tag))
        if isinstance(node, yaml.SequenceNode):
            items = (self.node(item, (*path, index)) for index, item in enumerate(node.value))
            return ListNode(place, tuple(items))
        return MapNode(place, dict(self._entries(node.value, path)))

    def _entries(
        self, pairs: list[tuple[yaml.Node, yaml.Node]], path: KeyPath
    ) -> Iterator[tuple[str, Entry]]:
        first: dict[str, Place] = {}
        for key_node, value_node in pairs:
            key = self._key(key_node, path)
            place = _place(key_node.start_mark, self._file)
            if key is None:
                continue
            if key in first:
                again = f"the key is there twice, first in line {first[key].line}; remove one"
                self._refuse(place, (*path, key), again)
                continue
            first[key] = place
            yield key, Entry(place, self.node(value_node, (*path, key)))

    def _key(self, node: yaml.Node, path: KeyPath) -> str | None:
        place = _place(node.start_mark, self._file)
        if node.tag == _MERGE:
            self._refuse(place, path, 'merge keys ("<<") are not read; use extends: for what files share')
        elif not isinstance(node, yaml.ScalarNode) or node.tag not in SCALAR_TAGS:
            self._refuse(place, path, "a key must be plain text")
        else:
            key = ScalarNode(place, node.value, scalar_value(node))
            if isinstance(key.value, str):
                return key.value
            self._refuse(place, path, f"a key must be text: {not_text(key)}")
        return None


def _tag_refusal(tag: str) -> str:
    shown = tag.replace("tag:yaml.org,2002:", "!!")
    return f"the tag {quoted(shown)} is not read here; write plain values"
