"""Conditions: true, false, or unknown with the reason.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from baseline.template.value import Origin, Symbol, Text, Unknown, Value, is_known

Truth: TypeAlias = bool | Unknown


class Conditions:
    """The conditions of one template.

    Args:
        raw: The section `Conditions`, unresolved.
        resolve: Resolves what is compared.
    """

    def __init__(self, raw: Mapping[str, Value], resolve: Callable[[Value], Value]) -> None:
        self._raw = raw
        self._resolve = resolve
        self._known: dict[str, Truth] = {}

    def holds(self, name: str) -> Truth:
        """Whether a condition is true in this deployment."""
        if name not in self._raw:
            return Unknown(f"there is no condition {name}")
        if name not in self._known:
            self._known[name] = Unknown(f"the condition {name} depends on itself")
            truth = self._of(self._raw[name])
            self._known[name] = (
                Unknown(f"condition {name}: {truth.why}") if isinstance(truth, Unknown) else truth
            )
        return self._known[name]

    def _of(self, raw: Value) -> Truth:
        match raw:
            case {"Condition": str(name)}:
                return self.holds(name)
            case {"Fn::Equals": [left, right]}:
                return equal(self._resolve(left), self._resolve(right))
            case {"Fn::Not": [inner]}:
                truth = self._of(inner)
                return truth if isinstance(truth, Unknown) else not truth
            case {"Fn::And": list(parts)}:
                return _first_decided(map(self._of, parts), decides=False)
            case {"Fn::Or": list(parts)}:
                return _first_decided(map(self._of, parts), decides=True)
        return Unknown("a function that is not modelled")


def equal(left: Value, right: Value) -> Truth:
    """Fn::Equals; parameters nobody has given could be anything, a value equals itself."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return left if isinstance(left, Unknown) else right
    if is_known(left) and is_known(right):
        return bool(_text(left) == _text(right))
    if left == right:
        return True
    if left == "" or right == "":
        # No resource, account or region has an empty name; a parameter may be empty.
        other = right if left == "" else left
        parts = other.parts if isinstance(other, Text) else (other,)
        if any(isinstance(part, str) or part.origin is not Origin.PARAMETER for part in parts):
            return False
    symbol = left if isinstance(left, Symbol | Text) else right
    return Unknown(f"{symbol} is not known before deployment")


def _text(value: Value) -> Value:
    """CloudFormation compares what it holds as text: a parameter `true` equals the literal true."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, list | dict) else str(value)


def _first_decided(truths: Iterable[Truth], *, decides: bool) -> Truth:
    unknown: Unknown | None = None
    for truth in truths:
        if isinstance(truth, Unknown):
            unknown = unknown or truth
        elif truth is decides:
            return decides
    return unknown or not decides
