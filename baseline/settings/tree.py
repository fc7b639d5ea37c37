"""The content of a settings file as a tree in which every key and every value knows its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from baseline.place import Place
from baseline.settings.problem import KeyPath


@dataclass(frozen=True)
class OddNumber:
    """A number in a notation that two readers of YAML read differently: octal, base 60, 1_000, 0x1F.

    It is neither text nor number, so whatever a key wants, the user is asked to write it plainly.
    """

    raw: str


@dataclass(frozen=True)
class ScalarNode:
    """A single value; `raw` is how it was written, without quotes."""

    place: Place
    raw: str
    value: str | int | float | bool | OddNumber | None


@dataclass(frozen=True)
class ListNode:
    """A list."""

    place: Place
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Entry:
    """A key's place and its value."""

    key_place: Place
    node: "Node"

    @property
    def place(self) -> Place:
        """Where to point for this entry: at a short value itself, at the key of a long one."""
        return self.node.place if isinstance(self.node, ScalarNode) else self.key_place


@dataclass(frozen=True)
class MapNode:
    """A mapping, in the order of the file."""

    place: Place
    entries: Mapping[str, Entry]


Node: TypeAlias = ScalarNode | ListNode | MapNode


def plain(node: Node) -> object:
    """The tree as Python's own dicts, tuples and scalars, which is what the models take."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, ListNode):
        return tuple(plain(item) for item in node.items)
    return {key: plain(entry.node) for key, entry in node.entries.items()}


def walk(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Node]]:
    """Every node of the tree with its path, parents first."""
    yield path, node
    if isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            yield from walk(item, (*path, index))
    if isinstance(node, MapNode):
        for key, entry in node.entries.items():
            yield from walk(entry.node, (*path, key))


def place_of(root: Node, path: KeyPath) -> Place:
    """Where the value at `path` stands, or, for what isn't written, its nearest parent."""
    return _nearest(root, path)[0]


def key_place_of(root: Node, path: KeyPath) -> Place:
    """Where the last key of `path` itself stands, or, for what isn't written, its nearest parent."""
    place, node, rest = _nearest(root, path[:-1])
    if rest or not isinstance(node, MapNode) or path[-1] not in node.entries:
        return place
    return node.entries[str(path[-1])].key_place


def node_at(root: Node, path: KeyPath) -> Node | None:
    """The value at `path`, if it is written."""
    _, node, rest = _nearest(root, path)
    return None if rest else node


def _nearest(root: Node, path: KeyPath) -> tuple[Place, Node, KeyPath]:
    """Place and node as far down `path` as the tree goes, and what is left of the path."""
    place, node = root.place, root
    for depth, key in enumerate(path):
        if isinstance(node, MapNode) and key in node.entries:
            entry = node.entries[str(key)]
            place, node = entry.place, entry.node
        elif isinstance(node, ListNode) and isinstance(key, int) and key < len(node.items):
            node = node.items[key]
            place = node.place
        else:
            return place, node, path[depth:]
    return place, node, ()


def overlaid(base: MapNode, over: MapNode) -> MapNode:
    """`over` laid on `base`: mappings merge, everything else replaces; each value keeps its own place."""
    entries = dict(base.entries)
    for key, entry in over.entries.items():
        below = entries.get(key)
        if below and isinstance(below.node, MapNode) and isinstance(entry.node, MapNode):
            entry = replace(entry, node=overlaid(below.node, entry.node))
        entries[key] = entry
    return MapNode(over.place, entries)


def renamed(root: MapNode, path: KeyPath, key: str | None) -> MapNode:
    """The tree in which the last key of `path` is spelt `key`, or is left out if `key` is None.

    A `key` that is there already wins over the renamed one.
    """
    name, rest = str(path[0]), path[1:]
    if not rest:
        return replace(root, entries=_with_key_renamed(root.entries, name, key))
    entry = root.entries[name]
    deeper = replace(entry, node=_renamed_inside(entry.node, rest, key))
    return replace(root, entries={**root.entries, name: deeper})


def _renamed_inside(node: Node, path: KeyPath, key: str | None) -> Node:
    if isinstance(node, MapNode):
        return renamed(node, path, key)
    if isinstance(node, ListNode):
        items = (
            _renamed_inside(item, path[1:], key) if index == path[0] else item
            for index, item in enumerate(node.items)
        )
        return replace(node, items=tuple(items))
    return node


def _with_key_renamed(entries: Mapping[str, Entry], old: str, new: str | None) -> Mapping[str, Entry]:
    drop = new is None or new in entries
    return {
        (new if key == old and new else key): entry
        for key, entry in entries.items()
        if key != old or not drop
    }
