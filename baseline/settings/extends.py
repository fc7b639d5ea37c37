"""`extends:`: one settings file laid over others."""

import os
from pathlib import Path

from baseline.settings.compose import compose
from baseline.settings.problem import KeyPath, Problem, SettingsError, quoted
from baseline.settings.source import read
from baseline.settings.tree import ListNode, MapNode, Node, ScalarNode, overlaid

MAX_CHAIN = 10  # files, each extending the next; a base of a base of a base is already hard to read

_KEY = "extends"


def extended(path: Path) -> tuple[MapNode, list[Problem]]:
    """The tree of a settings file, all that it extends laid underneath, and what was refused in them.

    Of several bases the later lies over the earlier. Mappings merge, everything else replaces.

    Raises:
        SettingsError: A file cannot be read or is not YAML, is missing, or extends itself.
    """
    chain = _Chain()
    try:
        return chain.tree(path, ()), chain.problems
    except SettingsError as error:
        raise SettingsError({*chain.problems, *error.problems}) from None


class _Chain:
    """Reads each file once, however many others extend it."""

    def __init__(self) -> None:
        self._trees: dict[Path, MapNode] = {}
        self.problems: list[Problem] = []

    def tree(self, path: Path, above: tuple[Path, ...]) -> MapNode:
        """The merged tree of `path`, which the files `above` extend, directly or not."""
        real = _real(path)
        if real not in self._trees:
            own = compose(read(path), path, self.problems)
            self._trees[real] = self._over_bases(own, path, (*above, real))
        return self._trees[real]

    def _over_bases(self, own: MapNode, path: Path, chain: tuple[Path, ...]) -> MapNode:
        problems: list[Problem] = []
        below: MapNode | None = None
        for key_path, node in _bases(own):
            try:
                base = self._base(path, key_path, node, chain)
            except SettingsError as error:
                problems.extend(error.problems)
                continue
            below = overlaid(below, base) if below else base
        if problems:
            raise SettingsError(problems)
        rest = MapNode(own.place, {key: entry for key, entry in own.entries.items() if key != _KEY})
        return overlaid(below, rest) if below else rest

    def _base(self, path: Path, key_path: KeyPath, node: Node, chain: tuple[Path, ...]) -> MapNode:
        if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
            text = "must be the path of a settings file, or a list of such paths"
            raise SettingsError([Problem(node.place, key_path, text)])
        # normpath, so that places read config/base.yaml and not config/prod/../base.yaml.
        base = Path(os.path.normpath(path.parent / node.value))
        fault = _fault(base, chain)
        if fault:
            raise SettingsError([Problem(node.place, key_path, fault)])
        return self.tree(base, chain)


def _bases(own: MapNode) -> list[tuple[KeyPath, Node]]:
    entry = own.entries.get(_KEY)
    if entry is None:
        return []
    if isinstance(entry.node, ListNode):
        return [((_KEY, index), item) for index, item in enumerate(entry.node.items)]
    return [((_KEY,), entry.node)]


def _fault(base: Path, chain: tuple[Path, ...]) -> str | None:
    """What makes `base` no file to extend, told at the key that names it and not at the file."""
    if not _is_there(base):
        return f"there is no file {quoted(base)}; the path is relative to this file"
    if _real(base) in chain:
        return f"{base} extends itself, by way of this file"
    if len(chain) >= MAX_CHAIN:
        return f"more than {MAX_CHAIN} files extend one another"
    return None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that is too long, or holds a NUL
        return False


def _real(path: Path) -> Path:
    """The file itself, without symbolic links; Path.resolve would raise for a loop of them."""
    return Path(os.path.realpath(path))
