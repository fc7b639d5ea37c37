"""Reads a template's text, JSON or YAML, into plain values whose mappings and lists know their line.

YAML's short forms (`!Ref`, `!GetAtt`, `!Sub`) become the long ones, so that nothing behind this knows of two.
Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from baseline.errors import InputError
from baseline.place import Place


class LocatedMap(dict[str, Any]):
    """A mapping that knows where it stands; otherwise a dict."""

    __slots__ = ("place",)

    def __init__(self, place: Place, *items: Any) -> None:
        super().__init__(*items)
        self.place = place


class LocatedList(list[Any]):
    """A list that knows where it stands; otherwise a list."""

    __slots__ = ("place",)

    def __init__(self, place: Place, *items: Any) -> None:
        super().__init__(*items)
        self.place = place


def place_of(value: object, otherwise: Place) -> Place:
    """Where a value stands; scalars do not know, so the place of what holds them is passed along."""
    return value.place if isinstance(value, LocatedMap | LocatedList) else otherwise


def read_document(file: Path) -> LocatedMap:
    """The template in a file.

    Raises:
        InputError: It cannot be read, is neither JSON nor YAML, or is not a mapping.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({error})") from error
    try:
        document = _json(text, file) if text.lstrip().startswith("{") else _yaml(text, file)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{file}: neither JSON nor YAML that a template can be ({error})") from error
    if not isinstance(document, LocatedMap):
        raise InputError(f"{file}: not a template, which is a mapping with Resources")
    return document


_TOKEN = re.compile(r'[ \t\r\n]*(?:([{}\[\],:])|"((?:[^"\\\x00-\x1f]|\\.)*)"|([^\s{}\[\],:"]+))')
_NEWLINE = re.compile("\n")


def _json(text: str, file: Path) -> Any:
    """JSON with places; a text that only looks like JSON (a YAML flow mapping) is read as YAML."""
    try:
        json.loads(text)
    except ValueError:
        return _yaml(text, file)
    return _JsonReader(text, file).value()


class _JsonReader:
    """Builds located values from JSON that is known to be well-formed."""

    def __init__(self, text: str, file: Path) -> None:
        self._tokens = _TOKEN.finditer(text)
        self._starts = [0, *(newline.end() for newline in _NEWLINE.finditer(text))]
        self._file = file
        self._line = 0

    def value(self) -> Any:
        return self._of(next(self._tokens))

    def _of(self, token: re.Match[str]) -> Any:
        mark, string, word = token.groups()
        if mark == "{":
            return self._map(self._place(token))
        if mark == "[":
            return self._list(self._place(token))
        if string is not None:
            return json.loads(f'"{string}"') if "\\" in string else string
        return json.loads(word)

    def _map(self, place: Place) -> LocatedMap:
        result = LocatedMap(place)
        for token in self._tokens:
            mark = token[1]
            if mark == "}":
                return result
            if mark != ",":
                key = self._of(token)
                next(self._tokens)
                result[key] = self.value()
        return result

    def _list(self, place: Place) -> LocatedList:
        result = LocatedList(place)
        for token in self._tokens:
            mark = token[1]
            if mark == "]":
                return result
            if mark != ",":
                result.append(self._of(token))
        return result

    def _place(self, token: re.Match[str]) -> Place:
        """Tokens come in order, so the line only ever grows."""
        at = token.start(1)
        while self._line + 1 < len(self._starts) and self._starts[self._line + 1] <= at:
            self._line += 1
        return Place(self._file, self._line + 1, at - self._starts[self._line] + 1)


def _yaml(text: str, file: Path) -> Any:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return _Yaml(file, loader.construct_object).value(node) if node else None
    finally:
        loader.dispose()


class _Loader(yaml.CSafeLoader):
    """YAML without dates: `Version: 2012-10-17` is a string to CloudFormation."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


_OPEN = object()


class _Yaml:
    """Located values from YAML nodes."""

    def __init__(self, file: Path, scalar: Callable[[yaml.Node], Any]) -> None:
        self._file = file
        self._scalar = scalar
        # What an alias points to is built once, however often it is used, and never inside itself.
        self._built: dict[int, Any] = {}

    def value(self, node: yaml.Node) -> Any:
        if id(node) not in self._built:
            self._built[id(node)] = _OPEN
            self._built[id(node)] = self._short_form(node) if node.tag.startswith("!") else self._plain(node)
        if self._built[id(node)] is _OPEN:
            raise ValueError(f"{self._place(node)}: an anchor that holds itself")
        return self._built[id(node)]

    def _plain(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            pairs = ((str(key.value), self.value(value)) for key, value in node.value)
            return LocatedMap(self._place(node), pairs)
        if isinstance(node, yaml.SequenceNode):
            return LocatedList(self._place(node), (self.value(item) for item in node.value))
        return self._scalar(node)

    def _short_form(self, node: yaml.Node) -> LocatedMap:
        name = node.tag[1:]
        if isinstance(node, yaml.ScalarNode):
            value: Any = node.value
            if name == "GetAtt":
                value = LocatedList(self._place(node), value.split(".", 1))
        else:
            plain = "map" if isinstance(node, yaml.MappingNode) else "seq"
            node.tag = f"tag:yaml.org,2002:{plain}"
            value = self._plain(node)
            node.tag = f"!{name}"
        key = name if name in ("Ref", "Condition") else f"Fn::{name}"
        return LocatedMap(self._place(node), {key: value})

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._file, node.start_mark.line + 1, node.start_mark.column + 1)
