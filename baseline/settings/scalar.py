"""How YAML reads a single value, and how to explain that to somebody who meant something else."""

import re

import yaml

from baseline.settings.problem import quoted
from baseline.settings.tree import ListNode, Node, OddNumber, ScalarNode

_CORE = "tag:yaml.org,2002:"
_TRUE = ("yes", "true", "on")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DIGITS_ALONE = re.compile(r"-?[1-9][0-9]*")
_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+")
_DIGITS = re.compile(r"[-+]?[0-9][0-9_]*")

# What may stand on a scalar. Nothing here is a date, so what PyYAML takes for a timestamp stays text.
SCALAR_TAGS = frozenset(
    _CORE + name for name in ("str", "int", "float", "bool", "null", "timestamp", "value")
)


def scalar_value(node: yaml.ScalarNode) -> str | int | float | bool | OddNumber | None:
    """The value of a scalar whose tag is one of `SCALAR_TAGS`."""
    raw, kind = str(node.value), node.tag.removeprefix(_CORE)
    if kind == "null":
        return None
    if kind == "bool":
        return raw.lower() in _TRUE
    if kind == "int":
        return int(raw) if _DECIMAL.fullmatch(raw) else OddNumber(raw)
    if kind == "float":
        return float(raw) if _FLOAT.fullmatch(raw) else OddNumber(raw)
    # PyYAML keeps 089 as text, YAML 1.2 and editors read 89: only quotes make it the same for everybody.
    unquoted_digits = not node.style and _DIGITS.fullmatch(raw)
    return OddNumber(raw) if unquoted_digits else raw


def kind_of(node: Node | None) -> str:
    """What the user wrote, for "must be ..., not ...": the kind of value, and the value if it's short."""
    if node is None:
        return "nothing"
    if isinstance(node, ScalarNode):
        return _scalar_kind(node)
    return "a list" if isinstance(node, ListNode) else "a mapping"


def _scalar_kind(node: ScalarNode) -> str:
    if isinstance(node.value, bool):
        return f"{str(node.value).lower()}"
    if isinstance(node.value, str):
        return f"the text {quoted(node.value)}"
    return f"the number {node.raw}"


def not_text(node: Node | None) -> str:
    """Why a value isn't text although its author thinks so, and the remedy."""
    if not isinstance(node, ScalarNode):
        return f"must be text, not {kind_of(node)}"
    if node.value is None:
        return f'YAML reads {node.raw or "an empty key"} as nothing; quote it: "{node.raw}"'
    if isinstance(node.value, bool):
        return f'YAML reads {node.raw} as {str(node.value).lower()}; quote it: "{node.raw}"'
    return f'YAML reads {node.raw} as a number{_notation(node.raw)}; quote it: "{node.raw}"'


def not_whole_number(node: Node | None) -> str:
    """Why a value isn't a whole number although its author thinks so, and the remedy."""
    if isinstance(node, ScalarNode) and isinstance(node.value, OddNumber):
        if _DIGITS_ALONE.fullmatch(node.raw):
            return "is too large"
        return f"readers of YAML disagree about {node.raw}{_notation(node.raw)}; write plain decimal digits"
    return f"must be a whole number, not {kind_of(node)}"


def _notation(raw: str) -> str:
    """The trap that an unusual notation of a number is, in brackets."""
    if re.fullmatch(r"[-+]?0[0-9_]+", raw):
        return " (octal, because of the leading zero)"
    if ":" in raw:
        return " (of base 60, because of the colon)"
    return ""
