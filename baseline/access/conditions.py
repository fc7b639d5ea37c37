"""Conditions: operators with IfExists, ForAllValues, ForAnyValue and Null, on keys that may be absent.

Source: IAM user guide, "IAM JSON policy elements: Condition operators", "Set operators for multivalued
context keys", "Conditions with multiple context keys or values".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from baseline.access.matching import Matcher
from baseline.access.operators import OPERATORS, Operator
from baseline.access.text import GAP, Context, Unresolved
from baseline.access.truth import Truth, all_of, any_of, negation


class Over(StrEnum):
    """Which of a key's values an operator is about."""

    ONE = ""
    ALL = "ForAllValues"
    ANY = "ForAnyValue"


@dataclass(frozen=True)
class Condition:
    """One key under one operator; all conditions of a statement must hold.

    Attributes:
        over: The set operator in front.
        operator: None stands for Null.
        if_exists: Whether the name ends in IfExists.
        key: In lower case.
        values: Of which one must match, or none for negated operators.
        variables: Whether policy variables mean something in this document.
        written: The operator as the policy spells it, and the key likewise.
    """

    over: Over
    operator: Operator | None
    if_exists: bool
    key: str
    values: tuple[str, ...]
    variables: bool
    written: tuple[str, str]

    @cached_property
    def _matcher(self) -> Matcher:
        operator = self.operator or OPERATORS["bool"]
        return operator.matcher(self.values, variables=self.variables)

    def holds(self, context: Context) -> Truth:
        """Whether the request meets the condition.

        A key without values counts as absent. Absent keys fail a condition, except that they pass IfExists,
        ForAllValues, and negated operators that have no set operator in front.

        A policy variable without a value matches nothing; behind a negated operator it makes the statement
        void ("Variables and tags": any attempt to match it fails and causes the statement to be invalid).
        """
        actual = context.get(self.key, ())
        if self.operator is None:
            return self._null(bool(actual))
        if not actual:
            return self._absent(self.operator)
        if self.over is not Over.ONE and not any(actual):
            return self.over is Over.ALL  # an empty data set, such as an empty string
        try:
            return self._present(actual, context, negated=self.operator.negated)
        except Unresolved:
            return False

    def _null(self, present: bool) -> Truth:
        """Condition operator to check existence of condition keys (Null)."""
        if any(GAP in value for value in self.values):
            return None
        return ("false" if present else "true") in {value.lower() for value in self.values}

    def _absent(self, operator: Operator) -> bool:
        if self.over is Over.ONE:
            return self.if_exists or operator.negated
        return self.if_exists or self.over is Over.ALL

    def _present(self, actual: Sequence[str], context: Context, *, negated: bool) -> Truth:
        found = [self._matcher(value, context) for value in actual]
        match self.over:
            case Over.ALL:
                return all_of(map(negation, found) if negated else found)
            case Over.ANY:
                return any_of(map(negation, found) if negated else found)
            case Over.ONE:
                return negation(any_of(found)) if negated else any_of(found)


class NotUnderstood(Exception):
    """Something in a policy that the policy language does not have; carries what."""


def conditions_of(block: Any, *, variables: bool) -> tuple[Condition, ...]:
    """The conditions in the element Condition.

    Raises:
        NotUnderstood: An operator that does not exist, or another form than operator, key, values.
    """
    if not isinstance(block, Mapping):
        raise NotUnderstood("Condition is not a mapping")
    return tuple(
        _condition(name, key, values, variables=variables)
        for name, keys in block.items()
        for key, values in _mapping(name, keys).items()
    )


def _mapping(name: Any, keys: Any) -> Mapping[str, Any]:
    if not isinstance(keys, Mapping) or not all(isinstance(each, str) for each in (name, *keys)):
        raise NotUnderstood(f"{name} is not a mapping of keys to values")
    return keys


def _condition(name: str, key: str, values: Any, *, variables: bool) -> Condition:
    prefix, colon, rest = name.rpartition(":")
    base = rest.lower()
    over = {"": Over.ONE, "forallvalues": Over.ALL, "foranyvalue": Over.ANY}.get(prefix.lower())
    if_exists = base.endswith("ifexists")
    base = base.removesuffix("ifexists")
    if over is None or (base not in OPERATORS and (base != "null" or if_exists or colon)):
        raise NotUnderstood(f"there is no condition operator {name}")
    return Condition(
        over=over,
        operator=OPERATORS.get(base),
        if_exists=if_exists,
        key=key.lower(),
        values=texts(values),
        variables=variables,
        written=(name, key),
    )


def texts(values: Any) -> tuple[str, ...]:
    """One value or a list of them as strings; JSON's numbers and booleans as JSON writes them.

    Raises:
        NotUnderstood: A mapping, a list in a list, or null.
    """
    listed = values if isinstance(values, list | tuple) else [values]
    return tuple(_text(value) for value in listed)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise NotUnderstood(f"{value!r} is no string")
