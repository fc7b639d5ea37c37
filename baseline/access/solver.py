"""Finds a request that meets a formula: Z3 for truth, numbers and addresses, automata for strings.

Z3 proposes which conditions hold; for each string the languages that it must be in and out of are then
checked. What cannot be is told to Z3, until it finds a request or there is none. Only the last is a proof.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import z3

from baseline.access.languages import EVERYTHING, Language, TooLarge, core, witness
from baseline.access.logic import FALSE, TRUE

_SECONDS = 5.0


class Undecided(Exception):
    """The solver gave up; carries why."""


@dataclass(frozen=True)
class Text:
    """A string of the request: the resource, or one value of a context key.

    Attributes:
        name: What it is, unique in the formula.
        domain: What it can be at all.
    """

    name: str
    domain: Language = EVERYTHING


@dataclass
class Strings:
    """The conditions on strings, as Z3 sees them: one truth value for each string and language."""

    atoms: dict[Text, dict[Language, z3.BoolRef]] = field(default_factory=dict)
    present: dict[Text, z3.BoolRef] = field(default_factory=dict)

    def within(self, text: Text, language: Language) -> z3.BoolRef:
        """The condition that a string is in a language; decided here where its domain decides it."""
        known = self.atoms.setdefault(text, {})
        if language not in known:
            known[language] = self._atom(text, language)
        return known[language]

    def _atom(self, text: Text, language: Language) -> z3.BoolRef:
        try:
            if witness(frozenset((text.domain,)), frozenset((language,))) is None:
                return TRUE
            if witness(frozenset((text.domain, language)), frozenset()) is None:
                return FALSE
        except TooLarge:
            pass
        return z3.Bool(f"{text.name}#{len(self.atoms)}.{len(self.atoms[text])}")


def solve(formula: z3.BoolRef, strings: Strings) -> tuple[z3.ModelRef, Mapping[Text, str]] | None:
    """Truth values and strings that meet a formula; None if there are none.

    Raises:
        Undecided: No answer in five seconds, or Z3 or an automaton gave up.
    """
    canaries()
    solver = z3.Solver()
    solver.set("timeout", int(_SECONDS * 1000))
    solver.add(formula)
    end = time.monotonic() + _SECONDS
    while True:
        model = _model(solver)
        if model is None:
            return None
        found, conflicts = _texts(model, strings)
        if not conflicts:
            return model, found
        solver.add(*conflicts)
        if time.monotonic() > end:
            raise Undecided(f"no answer within {_SECONDS:.0f} s")


def _model(solver: z3.Solver) -> z3.ModelRef | None:
    try:
        result = solver.check()
    except z3.Z3Exception as error:
        raise Undecided(f"Z3 failed: {error}") from error
    if result == z3.unsat:
        return None
    if result != z3.sat:
        raise Undecided(f"Z3 gave up: {solver.reason_unknown()}")
    return solver.model()


def _texts(model: z3.ModelRef, strings: Strings) -> tuple[dict[Text, str], list[z3.BoolRef]]:
    """A value for every string that exists in the model, and what cannot be about those that have none."""
    found: dict[Text, str] = {}
    conflicts: list[z3.BoolRef] = []
    for text, atoms in strings.atoms.items():
        present = strings.present.get(text)
        if present is not None and not z3.is_true(model.eval(present, model_completion=True)):
            continue
        chosen = dict(_chosen(model, atoms))
        inside = frozenset(language for language, holds in chosen.items() if holds)
        outside = frozenset(chosen) - inside
        try:
            value = witness(inside | {text.domain}, outside)
            if value is not None:
                found[text] = value
                continue
            within, without = core(inside | {text.domain}, outside)
        except TooLarge as error:
            raise Undecided("the patterns on one string are too many") from error
        clause = [z3.Not(atoms[each]) for each in within if each in chosen]
        clause += [atoms[each] for each in without]
        conflicts.append(z3.Or(*clause, *([z3.Not(present)] if present is not None else [])))
    return found, conflicts


def _chosen(model: z3.ModelRef, atoms: Mapping[Language, z3.BoolRef]) -> Iterator[tuple[Language, bool]]:
    """What the model says on each condition; what it leaves open is left out."""
    for language, atom in atoms.items():
        if z3.is_true(atom) or z3.is_false(atom):
            continue
        value = model.eval(atom)
        if z3.is_true(value) or z3.is_false(value):
            yield language, z3.is_true(value)


@cache
def canaries() -> None:
    """Ask questions with known answers, once a process: a solver that proves everything must not be believed.

    Raises:
        Undecided: An answer is wrong.
    """
    flag, number = z3.Bool("canary"), z3.Int("canary number")
    asked = (
        (flag, z3.sat),
        (z3.And(flag, z3.Not(flag)), z3.unsat),
        (z3.And(number > 1, number < 3), z3.sat),
        (z3.And(number > 1, number < 2), z3.unsat),
    )
    for question, answer in asked:
        solver = z3.Solver()
        solver.add(question)
        if solver.check() != answer:
            raise Undecided("the solver gives wrong answers to questions with known ones")
