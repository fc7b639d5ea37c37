"""Whether a resource or a value of a context key matches one pattern of a policy, as a formula.

Whatever cannot be written exactly becomes a truth value of its own that may be either.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import z3

from baseline.access.conditions import Condition
from baseline.access.languages import (
    AnyChar,
    Hole,
    Item,
    Language,
    Piece,
    Text,
    arn_language,
    language,
    literal,
)
from baseline.access.logic import FALSE, TRUE, both, either, opposite
from baseline.access.operators import NUMBERS, bytes_of, network_of
from baseline.access.scopes import Scope
from baseline.access.slots import Slot, Slots
from baseline.access.solver import Strings
from baseline.access.text import GAP, Token, Variable, arn_segments, is_symbol, tokens


@dataclass(frozen=True)
class Fit:
    """Whether a value matches a pattern.

    Attributes:
        matches: That it does.
        void: That a policy variable in the pattern has no value.
    """

    matches: z3.BoolRef
    void: z3.BoolRef = FALSE


class Comparisons:
    """Formulas about single values.

    Args:
        slots: The values of the context keys.
        strings: Where conditions on strings are kept.
    """

    def __init__(self, slots: Slots, strings: Strings) -> None:
        self.families: dict[str, set[str]] = {}
        self._slots, self._strings = slots, strings
        self._open = 0

    def resource(self, pattern: str, scope: Scope, *, variables: bool) -> Fit:
        """Whether the resource matches a pattern of Resource or NotResource."""
        if pattern == "*":
            return Fit(TRUE)
        if GAP in pattern or is_symbol(pattern):
            return Fit(self.same(f"{scope.text.name} {pattern}"))

        def read(pieces: Sequence[Piece]) -> Language | None:
            return arn_language(arn_segments(pieces), open_end=True)

        return self._pattern(scope.text, tokens(pattern, variables=variables), scope, read)

    def value(self, condition: Condition, value: str, slot: Slot, scope: Scope) -> Fit:
        """Whether a value of the request matches one of the condition's."""
        operator = condition.operator
        family = operator.family if operator else "text"
        families = self.families.setdefault(slot.text.name, set())
        families.add("text" if family == "boolean" else family)
        if GAP in value or len(families) > 1 or operator is None:
            return Fit(self.free("a value not known, or a key that is text here and a number there"))
        match family:
            case "number" | "date":
                return Fit(_number(operator.name, value, slot))
            case "address":
                return Fit(_address(value, slot))
            case "boolean":
                return Fit(self._boolean(value, slot))
            case "binary":
                known = bytes_of(value) is not None
                return Fit(self.within(slot.text, literal(value)) if known else FALSE)
        return self._string(operator.name, value, slot, scope, variables=condition.variables)

    def _string(self, name: str, value: str, slot: Slot, scope: Scope, *, variables: bool) -> Fit:
        if not name.startswith("Arn"):
            parts = tokens(value, variables=variables, wildcards="Like" in name)
            any_case = "IgnoreCase" in name
            return self._pattern(
                slot.text, parts, scope, lambda pieces: language(pieces, ignore_case=any_case)
            )
        is_arn = self.within(slot.text, _ANY_ARN)
        if value == "*":
            return Fit(is_arn)
        parts = tokens(value, variables=variables)
        fit = self._pattern(slot.text, parts, scope, lambda pieces: arn_language(arn_segments(pieces)))
        return Fit(both((is_arn, fit.matches)), fit.void)

    def _pattern(
        self,
        text: Text,
        parts: Sequence[Token],
        scope: Scope,
        read: Callable[[Sequence[Piece]], Language | None],
    ) -> Fit:
        """Whether a string matches a pattern, for each way in which its variables may have values or none."""
        readings = self._readings(parts, scope)
        if readings is None:
            return Fit(self.same(f"{text.name} {parts}"), self.same(f"no value {parts}"))
        matches, voids = [], []
        for when, pieces in readings:
            if pieces is None:
                voids.append(when)
                continue
            found = read(pieces)
            matches.append(FALSE if found is None else both((when, self.within(text, found))))
        return Fit(either(matches), either(voids))

    def _readings(
        self, parts: Sequence[Token], scope: Scope
    ) -> list[tuple[z3.BoolRef, list[Piece] | None]] | None:
        """A pattern with the values of variables in it: when that is so, and None for no value.

        None altogether where a variable may have several values, of which AWS takes none.
        """
        found: list[tuple[z3.BoolRef, list[Piece] | None]] = [(TRUE, [])]
        for part in parts:
            choices: list[tuple[z3.BoolRef, Piece | None]] = []
            if isinstance(part, Variable):
                slots = self._slots.of(part.key, scope)
                if len(slots) > 1:
                    return None
                choices += [(slot.present, _value(slot)) for slot in slots]
                absent = opposite(either(slot.present for slot in slots))
                choices.append((absent, part.default))
            else:
                choices.append((TRUE, part))
            found = [
                (both((when, also)), None if pieces is None or piece is None else [*pieces, piece])
                for when, pieces in found
                for also, piece in choices
                if also is not FALSE
            ]
        return found

    def _boolean(self, value: str, slot: Slot) -> z3.BoolRef:
        """AWS sends true or false, and nothing else."""
        self._slots.hold(
            z3.Implies(
                slot.present, either(self.within(slot.text, literal(word)) for word in ("true", "false"))
            )
        )
        word = value.strip().lower()
        return self.within(slot.text, literal(word)) if word in ("true", "false") else FALSE

    def within(self, text: Text, found: Language) -> z3.BoolRef:
        """That a string is in a language."""
        return self._strings.within(text, found)

    def same(self, what: str) -> z3.BoolRef:
        """A truth value that may be either, and is the same wherever the same is asked."""
        return z3.Bool(f"either: {what}")

    def free(self, what: str) -> z3.BoolRef:
        """A truth value that may be either, each time anew."""
        self._open += 1
        return z3.Bool(f"either {self._open}: {what}")


def _value(slot: Slot) -> Piece:
    known = slot.text.domain.one
    return Hole(slot.text) if known is None else known


def _number(name: str, value: str, slot: Slot) -> z3.BoolRef:
    read, compare = NUMBERS[name]
    number = read(value)
    return FALSE if number is None else compare(slot.number, z3.RealVal(str(number)))


def _address(value: str, slot: Slot) -> z3.BoolRef:
    network = network_of(value)
    if network is None:
        return FALSE
    low, high = int(network.network_address), int(network.broadcast_address)
    version = slot.six if network.version == 6 else z3.Not(slot.six)
    return z3.And(version, slot.address >= z3.IntVal(low), slot.address <= z3.IntVal(high))


_SEGMENT: tuple[Item, ...] = (AnyChar(True, False), ":")
_ANY_ARN = Language(("a", "r", "n", ":", *(_SEGMENT * 4), AnyChar(True)))
