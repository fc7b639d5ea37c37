"""Finds a request that meets a formula: Z3 for truth, numbers and addresses, automata for strings.

Z3 proposes which conditions hold; for each string the languages that it must be in and out of are then
checked. What cannot be is told to Z3, until it finds a request or there is none. Only the last is a proof.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import z3

from baseline.access.demands import Conflict, Demand, contradiction, sorted_by_name
from baseline.access.filling import fill
from baseline.access.languages import Hole, Language, Text
from baseline.access.logic import FALSE, TRUE
from baseline.access.walk import TooLarge, witness

_SECONDS = 5.0


class Undecided(Exception):
    """The solver gave up; carries why."""


@dataclass
class Strings:
    """The conditions on strings, as Z3 sees them: one truth value for each string and language."""

    atoms: dict[Text, dict[Language, z3.BoolRef]] = field(default_factory=dict)
    present: dict[Text, z3.BoolRef] = field(default_factory=dict)

    def within(self, text: Text, language: Language) -> z3.BoolRef:
        """The condition that a string is in a language; decided here where its domain decides it."""
        if len(language.items) == 1 and not language.ignore_case:
            (item,) = language.items
            if (
                isinstance(item, Hole) and item.of.name < text.name
            ):  # that one equals the other is one condition
                text, language = item.of, Language((Hole(text),))
        known = self.atoms.setdefault(text, {})
        if language not in known:
            known[language] = self._atom(text, language)
        return known[language]

    def _atom(self, text: Text, language: Language) -> z3.BoolRef:
        if text.domain.parts_from(language):
            return FALSE
        try:
            if not language.holes and witness(frozenset((text.domain,)), frozenset((language,))) is None:
                return TRUE
            if witness(frozenset((text.domain, language.widened)), frozenset()) is None:
                return FALSE
        except TooLarge:
            pass
        return z3.Bool(f"{text.name}#{len(self.atoms)}.{len(self.atoms[text])}")


def solve(formula: z3.BoolRef, strings: Strings) -> tuple[z3.ModelRef, Mapping[Text, str]] | None:
    """Truth values and strings that meet a formula; None if there are none.

    Raises:
        Undecided: No answer in five seconds, or Z3 or an automaton gave up, or what policy variables stand
            for could not be settled.
    """
    canaries()
    solver = z3.Solver()
    solver.set("timeout", int(_SECONDS * 1000))
    solver.add(formula)
    end = time.monotonic() + _SECONDS
    proved = True
    while True:
        model = _model(solver)
        if model is None:
            if proved:
                return None
            raise Undecided("what the policy variables stand for could not be settled")
        found = _texts(model, strings)
        if isinstance(found, dict):
            return model, found
        proved = proved and all(conflict.proved for conflict in found)
        solver.add(*(_clause(conflict, strings) for conflict in found))
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


def _texts(model: z3.ModelRef, strings: Strings) -> dict[Text, str] | list[Conflict]:
    """A value for every string that exists in the model, or what contradicts each other."""
    demands = list(_demands(model, strings))
    try:
        conflicts = [conflict for each in demands if (conflict := contradiction(each)) is not None]
        if conflicts:
            return conflicts
        found = fill(demands)
    except TooLarge as error:
        raise Undecided("the patterns on one string are too many") from error
    return [found] if isinstance(found, Conflict) else found


def _demands(model: z3.ModelRef, strings: Strings) -> Iterator[Demand]:
    """What the model says about each string that exists in it, and leaves not open."""

    def exists(text: Text) -> bool:
        present = strings.present.get(text)
        return present is None or z3.is_true(model.eval(present, model_completion=True))

    held: dict[Text, dict[Language, bool]] = {}
    for text, atoms in strings.atoms.items():
        if exists(text):
            chosen = _chosen(model, atoms)
            held[text] = {each: truth for each, truth in chosen if all(map(exists, each.holes))}
    holes = {hole for each in held.values() for language in each for hole in language.holes}
    for text in (*held, *sorted_by_name(holes - set(held))):
        asked = held.get(text, {})
        inside = frozenset(language for language, holds in asked.items() if holds)
        yield Demand(text, inside | {text.domain}, frozenset(asked) - inside)


def _chosen(model: z3.ModelRef, atoms: Mapping[Language, z3.BoolRef]) -> Iterator[tuple[Language, bool]]:
    """What the model says on each condition; what it leaves open is left out."""
    for language, atom in atoms.items():
        if z3.is_true(atom) or z3.is_false(atom):
            continue
        value = model.eval(atom)
        if z3.is_true(value) or z3.is_false(value):
            yield language, z3.is_true(value)


def _clause(conflict: Conflict, strings: Strings) -> z3.BoolRef:
    """That not all of the conflict holds."""
    parts: list[z3.BoolRef] = []
    for demand in conflict.demands:
        atoms = strings.atoms.get(demand.text, {})
        parts += [z3.Not(atoms[each]) for each in demand.inside if each in atoms]
        parts += [atoms[each] for each in demand.outside if each in atoms]
        present = strings.present.get(demand.text)
        parts += [] if present is None else [z3.Not(present)]
    return z3.Or(*parts)


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
