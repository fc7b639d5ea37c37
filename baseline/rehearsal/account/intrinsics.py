"""Resolves a template's intrinsic functions against what the account has."""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_VARIABLE = re.compile(r"\$\{([^!}]+)\}")


@dataclass(frozen=True)
class Scope:
    """What a stack's template may refer to.

    Attributes:
        references: What `Ref` answers: physical ids, parameters and pseudo parameters.
        attribute: Logical id and attribute to what `Fn::GetAtt` answers.
        exports: What `Fn::ImportValue` answers.
        zones: The availability zones of the region.
    """

    references: Mapping[str, str]
    attribute: Callable[[str, str], str]
    exports: Mapping[str, str]
    zones: list[str]


def resolved(value: Any, scope: Scope) -> Any:
    """A value without intrinsic functions; AWS::NoValue and what it stood for is left out.

    Raises:
        KeyError: Something refers to what does not exist, or uses a function that is not known here.
    """
    if isinstance(value, list):
        return [resolved(inner, scope) for inner in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, argument),) = value.items()
        if name == "Ref" or name.startswith("Fn::"):
            return _FUNCTIONS[name](argument, scope)
    return {name: resolved(inner, scope) for name, inner in value.items() if inner != {"Ref": "AWS::NoValue"}}


def _join(argument: Any, scope: Scope) -> str:
    separator, parts = argument
    return str(separator).join(str(part) for part in resolved(parts, scope))


def _sub(argument: Any, scope: Scope) -> str:
    text, own = (argument, {}) if isinstance(argument, str) else argument
    values = resolved(own, scope)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in values:
            return str(values[name])
        logical_id, dot, attribute = name.partition(".")
        return scope.attribute(logical_id, attribute) if dot else scope.references[name]

    return _VARIABLE.sub(value, text)


def _select(argument: Any, scope: Scope) -> Any:
    """What is made up for a list is one text."""
    index, values = argument
    found = resolved(values, scope)
    return (found.split(",") if isinstance(found, str) else found)[int(index)]


def _split(argument: Any, scope: Scope) -> list[str]:
    separator, text = argument
    return str(resolved(text, scope)).split(separator)


_FUNCTIONS: dict[str, Callable[[Any, Scope], Any]] = {
    "Ref": lambda argument, scope: scope.references[argument],
    "Fn::GetAtt": lambda argument, scope: scope.attribute(argument[0], argument[1]),
    "Fn::ImportValue": lambda argument, scope: scope.exports[resolved(argument, scope)],
    "Fn::GetAZs": lambda _, scope: scope.zones,
    "Fn::Base64": lambda argument, scope: base64.b64encode(str(resolved(argument, scope)).encode()).decode(),
    "Fn::Join": _join,
    "Fn::Sub": _sub,
    "Fn::Select": _select,
    "Fn::Split": _split,
}
