"""Policies as formulas over all requests of one action by one caller.

Whatever cannot be written exactly becomes a truth value of its own that may be either. So the formula has
every request that AWS could allow, and maybe more: that it has none is a proof, and what it has is confirmed
elsewhere.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

import z3

from baseline.access.access_points import AccessPoint
from baseline.access.caller import Caller
from baseline.access.catalogue import Action
from baseline.access.comparisons import Comparisons, Fit
from baseline.access.conditions import Condition, Over
from baseline.access.languages import AnyChar, Hole, Language, Text, literal
from baseline.access.logic import FALSE, TRUE, both, constant, either, opposite
from baseline.access.policy import Policy
from baseline.access.scopes import Scope, calls_of, scopes_of
from baseline.access.slots import Slot, Slots
from baseline.access.solver import Strings
from baseline.access.statement import Statement
from baseline.access.text import GAP
from baseline.access.truth import Truth, all_of


class Encoding:
    """Formulas about one action of one caller.

    Args:
        caller: Whose requests they are.
        action: What is asked.
        policies: All that have a say; they decide how many values a key may need.
        extra: Further conditions that the statement to prove is made of.
        anyone: Whether nothing is known of the caller but that it is not of the owner's account.
        owner: The account of the resources; "" for any, None for the caller's, or any where nothing is known.
    """

    def __init__(
        self,
        caller: Caller,
        action: Action,
        policies: Iterable[Policy],
        extra: Iterable[Condition] = (),
        *,
        anyone: bool = False,
        owner: str | None = None,
    ) -> None:
        self.caller, self.action, self.anyone = caller, action, anyone
        self.strings = Strings()
        named = [c.key for policy in policies for s in policy.statements for c in s.conditions]
        self.owner = owner if owner is not None else "" if anyone else caller.account
        self.slots = Slots(
            caller,
            action,
            (*named, *(condition.key for condition in extra)),
            anyone=anyone,
            not_of=self.owner if anyone else "",
            owner=self.owner,
            strings=self.strings,
        )
        if self.owner:
            self.slots.constants["aws:resourceaccount"] = (self.owner,)
        self.compare = Comparisons(self.slots, self.strings)
        self._effects: dict[tuple[Text, Policy, bool], z3.BoolRef] = {}

    @property
    def rules(self) -> list[z3.BoolRef]:
        """What holds of every request."""
        return self.slots.rules

    def scopes(self) -> list[Scope]:
        """The resources of a call: one of every type that the action knows."""
        return scopes_of(self.action, self.owner)

    def calls(self, keys: Iterable[str] = (), *, optional: bool = False) -> list[list[Scope]]:
        """The sets of resources on which one call is authorised, as `calls_of` has them."""
        return calls_of(self.action, self.scopes(), keys, optional=optional)

    def guards(self, scope: Scope, arn: str) -> z3.BoolRef:
        """Whether the resource is one that a policy of its own guards: it, or what is below it."""
        return either(self.strings.within(scope.text, each) for each in _guarded(arn))

    def behind(self, scope: Scope, point: AccessPoint) -> tuple[z3.BoolRef, Scope]:
        """That a resource is of an access point, and the resource of the bucket that it stands for."""
        there = Scope(scope.type, Text(f"{scope.text.name} behind {point.arn}"))
        objects, key = point.objects, Hole(Text(f"key in {scope.text.name} of {point.arn}"))
        same = [
            self.strings.within(each.text, Language((*begin, key)))
            for each, begin in zip((scope, there), objects, strict=True)
        ]
        itself = [
            self.strings.within(each.text, literal(arn))
            for each, arn in ((scope, point.arn), (there, point.bucket))
        ]
        through = [
            self.has_value(name, value, scope) for name, value in point.keys.items() if self.slots.asks(name)
        ]
        return both((either((both(same), both(itself))), *through)), there

    def has_value(self, key: str, value: str, scope: Scope) -> z3.BoolRef:
        """Whether a key has a value, among others perhaps."""
        slots = self.slots.of(key, scope)
        return either(both((each.present, self.strings.within(each.text, literal(value)))) for each in slots)

    def effect(
        self, scope: Scope, policy: Policy, *, allows: bool, names: Callable[[Statement], Truth] | None = None
    ) -> z3.BoolRef:
        """Whether a policy allows, or denies.

        Args:
            scope: The resource.
            policy: The policy.
            allows: Which of the two.
            names: Whether a statement names the caller; None for policies that name nobody.
        """
        if names is not None:
            return self._effect(scope, policy, allows, names)
        key = (scope.text, policy, allows)
        if key not in self._effects:
            self._effects[key] = self._effect(scope, policy, allows, None)
        return self._effects[key]

    def _effect(
        self, scope: Scope, policy: Policy, allows: bool, names: Callable[[Statement], Truth] | None
    ) -> z3.BoolRef:
        found = [self.compare.free("a policy not understood")] if policy.not_understood else []
        for statement, named in policy.about(self.action.name.lower()):
            applies = named if names is None else all_of((named, names(statement)))
            if statement.allows is allows and applies is not False:
                certain = TRUE if applies else self.compare.free("a principal")
                found.append(both((certain, self.matches(statement, scope))))
        return either(found)

    def matches(self, statement: Statement, scope: Scope) -> z3.BoolRef:
        """Whether resource and conditions of a statement fit."""
        resource = self._resource(statement, scope)
        if resource is FALSE:
            return FALSE
        return both((resource, *(self.condition(condition, scope) for condition in statement.conditions)))

    def _resource(self, statement: Statement, scope: Scope) -> z3.BoolRef:
        if statement.resources is None:
            return TRUE
        fits = [
            self.compare.resource(pattern, scope, variables=statement.variables)
            for pattern in statement.resources
        ]
        matches = either(fit.matches for fit in fits)
        if not statement.not_resources:
            return matches
        return both((opposite(matches), opposite(either(fit.void for fit in fits))))

    def condition(self, condition: Condition, scope: Scope) -> z3.BoolRef:
        """A condition over the values that the key may have."""
        constants = self.slots.constants
        if condition.key in constants and not any("${" in value for value in condition.values):
            truth = condition.holds(constants)
            return self.compare.free("a condition") if truth is None else constant(truth)
        slots = self.slots.of(condition.key, scope)
        if condition.operator is None:
            return self._null(condition, either(slot.present for slot in slots))
        fits = [
            [self.compare.value(condition, value, slot, scope) for value in condition.values]
            for slot in slots
        ]
        return self._over(condition, list(zip(slots, fits, strict=True)))

    def _null(self, condition: Condition, present: z3.BoolRef) -> z3.BoolRef:
        if any(GAP in value for value in condition.values):
            return self.compare.free("Null")
        wanted = {value.lower() for value in condition.values}
        return either([opposite(present)] * ("true" in wanted) + [present] * ("false" in wanted))

    def _over(self, condition: Condition, values: Sequence[tuple[Slot, list[Fit]]]) -> z3.BoolRef:
        """What a condition says of all values together."""
        negated = condition.operator is not None and condition.operator.negated
        void = either(fit.void for _, fits in values for fit in fits) if negated else FALSE
        present = either(slot.present for slot, _ in values)

        def some(wanted: bool) -> z3.BoolRef:
            return either(both((slot.present, _matched(fits, wanted))) for slot, fits in values)

        absent = opposite(present) if condition.if_exists else FALSE
        match condition.over:
            case Over.ALL:
                all_ = both((opposite(some(negated)), opposite(void)))
                return either((opposite(self._not_empty(values)), all_))
            case Over.ANY:
                return either((absent, both((some(not negated), opposite(void), self._not_empty(values)))))
            case Over.ONE if negated:
                return both((opposite(some(True)), opposite(both((present, void)))))
        return either((absent, some(True)))

    def _not_empty(self, values: Sequence[tuple[Slot, list[Fit]]]) -> z3.BoolRef:
        """Whether one value at least is more than an empty string."""
        return either(both((slot.present, self._more(slot))) for slot, _ in values)

    def _more(self, slot: Slot) -> z3.BoolRef:
        text = self.compare.families.get(slot.text.name, set()) <= {"text"}
        return opposite(self.strings.within(slot.text, literal(""))) if text else TRUE


@cache
def _guarded(arn: str) -> tuple[Language, Language]:
    return literal(arn), Language((*arn, "/", AnyChar(True)))


def _matched(fits: Iterable[Fit], wanted: bool) -> z3.BoolRef:
    matches = either(fit.matches for fit in fits)
    return matches if wanted else opposite(matches)
