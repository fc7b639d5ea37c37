"""The reference page of the settings file, as Markdown, from its JSON Schema."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from baseline.settings.schema import schema

_INTRODUCTION = """\
# Settings reference

Generated from the models in `baseline/settings/` by `make generated`; do not edit.

A settings file is YAML. Keys that are not listed here are refused. `<name>` stands for a name of your choice,
`[]` for each entry of a list.
"""
_LISTED = 25
_Schema = Mapping[str, Any]


def reference() -> str:
    """The whole page: a table for the keys at the top of the file, and one for each section."""
    whole = schema()
    definitions = whole["$defs"]
    sections = {key: value for key, value in whole["properties"].items() if "$ref" in value}
    top = {key: value for key, value in whole["properties"].items() if key not in sections}
    required = whole["anyOf"][1]["required"]
    parts = [
        _INTRODUCTION,
        _table("Top of the file", "", {"properties": top, "required": required}, definitions),
    ]
    for key, value in sections.items():
        section = definitions[value["$ref"].rpartition("/")[2]]
        parts.append(_table(f"`{key}`", section["description"], section, definitions))
    return "\n".join(parts)


def _table(title: str, text: str, mapping: _Schema, definitions: _Schema) -> str:
    head = ["| key | allowed | default | meaning |", "| --- | --- | --- | --- |"]
    rows = [f"| {' | '.join(row)} |" for row in _rows("", mapping, definitions)]
    return "\n".join([f"## {title}", "", *([text, ""] if text else []), *head, *rows, ""])


def _rows(prefix: str, mapping: _Schema, definitions: _Schema) -> Iterator[tuple[str, str, str, str]]:
    """A row for each key of `mapping`, each followed by the rows of what is inside it."""
    for key, written in mapping["properties"].items():
        value = _resolved(written, definitions)
        meaning = written.get("description") or value.get("description", "")
        default = "required" if key in mapping.get("required", ()) else _default(value)
        yield f"`{prefix}{key}`", _allowed(value), default, meaning.replace("|", "\\|")
        inner, step = _inside(value, definitions)
        if "properties" in inner:
            yield from _rows(f"{prefix}{key}{step}.", inner, definitions)


def _resolved(value: _Schema, definitions: _Schema) -> _Schema:
    if "$ref" not in value:
        return value
    return {**definitions[value["$ref"].rpartition("/")[2]], **value}


def _inside(value: _Schema, definitions: _Schema) -> tuple[_Schema, str]:
    """What the values inside `value` look like, and how a step to them is written."""
    if value.get("type") == "array":
        return _resolved(value["items"], definitions), "[]"
    for values in (value.get("additionalProperties"), *value.get("patternProperties", {}).values()):
        if isinstance(values, dict):
            return _resolved(values, definitions), ".<name>"
    return value, ""


def _default(value: _Schema) -> str:
    default = value.get("default")
    return (
        ""
        if default is None or default == []
        else f"`{default if isinstance(default, str) else json.dumps(default)}`"
    )


def _allowed(value: _Schema) -> str:
    """The values that `value` allows, in words."""
    if "anyOf" in value:
        return " or ".join(_allowed(choice) for choice in value["anyOf"])
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        words = value["enum"]
        return (
            ", ".join(f"`{word}`" for word in words)
            if len(words) <= _LISTED
            else f"one of {len(words)} names"
        )
    if value.get("type") == "array":
        items = value["items"]
        return "list of mappings" if "$ref" in items else f"list of {_allowed(items)}"
    if value.get("type") == "object":
        return "mapping"
    return _bounded(value)


def _bounded(value: _Schema) -> str:
    kind = {"integer": "whole number", "string": "text", "boolean": "`true` or `false`"}.get(
        value.get("type", ""), "text"
    )
    low, high = value.get("minimum"), value.get("maximum")
    if low is None:
        return kind
    return f"{low} to {high}" if high is not None else f"{low} or more"
