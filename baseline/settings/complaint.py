"""What pydantic found, said to the author of a YAML file."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from baseline.settings.problem import quoted, remedy
from baseline.settings.scalar import kind_of, not_text, not_whole_number
from baseline.settings.tree import MapNode, Node

_Saying = Callable[[Mapping[str, Any], Node | None], str]


def complaint(error: ErrorDetails, node: Node | None) -> str:
    """The sentence for one of pydantic's errors.

    Args:
        error: As pydantic tells it.
        node: What is written there; None for the key of a mapping.
    """
    say = _SAYINGS.get(error["type"])
    return say(error.get("ctx", {}), node) if say else error["msg"]


def missing(key: str, model: type[BaseModel]) -> str:
    """The sentence for a `key` of `model` that has to be there, with an example if it has one."""
    field = next(field for name, field in model.model_fields.items() if key in (name, field.alias))
    return "is missing" + (f"; add for instance {key}: {field.examples[0]}" if field.examples else "")


def _wanted_list(_: Mapping[str, Any], node: Node | None) -> str:
    return f"must be a list such as [a, b], not {kind_of(node)}"


def _wanted_mapping(_: Mapping[str, Any], node: Node | None) -> str:
    return f"must be a mapping of keys to values, not {kind_of(node)}"


def _wanted_word(context: Mapping[str, Any], node: Node | None) -> str:
    words = re.findall(r"'([^']+)'", context["expected"])
    word = getattr(node, "value", None)
    if not isinstance(word, str):
        return f"{not_text(node)}; must be one of {', '.join(words)}" if node else "must be text"
    return f"unknown word {quoted(word)}{remedy(word, words)}"


def _size(node: Node | None) -> int:
    """How many entries a mapping has, which pydantic does not count."""
    return len(node.entries) if isinstance(node, MapNode) else 0


_SAYINGS: Mapping[str, _Saying] = {
    "value_error": lambda context, _: str(context["error"]),
    "string_type": lambda _, node: not_text(node),
    "int_type": lambda _, node: not_whole_number(node),
    "bool_type": lambda _, node: f"must be true or false, not {kind_of(node)}",
    "literal_error": _wanted_word,
    "tuple_type": _wanted_list,
    "model_type": _wanted_mapping,
    "dict_type": _wanted_mapping,
    "mapping_type": _wanted_mapping,
    "greater_than_equal": lambda context, node: (
        f"must be at least {context['ge']}, not {getattr(node, 'raw', '')}"
    ),
    "less_than_equal": lambda context, node: (
        f"must be at most {context['le']}, not {getattr(node, 'raw', '')}"
    ),
    "string_too_short": lambda context, _: f"needs at least {context['min_length']} characters",
    "too_short": lambda context, _: (
        f"needs at least {context['min_length']}, it has {context['actual_length']}"
    ),
    "too_long": lambda context, node: (
        f"may have at most {context['max_length']}, it has {context['actual_length'] or _size(node)}"
    ),
}
