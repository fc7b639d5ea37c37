"""And, or and not that settle what is settled: most of a policy is, for one action."""

from collections.abc import Iterable

import z3

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


def both(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """All of them."""
    rest = []
    for part in parts:
        if part is FALSE:
            return FALSE
        if part is not TRUE:
            rest.append(part)
    return TRUE if not rest else rest[0] if len(rest) == 1 else z3.And(rest)


def either(parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
    """One of them at least."""
    rest = []
    for part in parts:
        if part is TRUE:
            return TRUE
        if part is not FALSE:
            rest.append(part)
    return FALSE if not rest else rest[0] if len(rest) == 1 else z3.Or(rest)


def opposite(part: z3.BoolRef) -> z3.BoolRef:
    """Not."""
    if part is TRUE:
        return FALSE
    return TRUE if part is FALSE else z3.Not(part)


def constant(truth: bool) -> z3.BoolRef:
    """A truth value as a formula."""
    return TRUE if truth else FALSE
