"""Policies as formulas over all requests of one action by one caller.

Whatever cannot be written exactly becomes a truth value of its own that may be either. So the formula has
every request that AWS could allow, and maybe more: that it has none is a proof, and what it has is confirmed
elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import z3

from baseline.access.caller import Caller
from baseline.access.catalogue import Action, ResourceType, is_multivalued
from baseline.access.conditions import Condition, Over
from baseline.access.evaluator import Policies
from baseline.access.languages import (
    EVERYTHING,
    AnyChar,
    Item,
    Language,
    arn_language,
    language,
    literal,
)
from baseline.access.logic import FALSE, TRUE, both, constant, either, opposite
from baseline.access.operators import NUMBERS, network_of
from baseline.access.policy import Policy, Statement
from baseline.access.principals import Grant
from baseline.access.solver import Strings, Text
from baseline.access.targets import with_targets
from baseline.access.text import GAP, Token, Variable, Wildcard, arn_segments, tokens


@dataclass(frozen=True)
class Scope:
    """One resource on which a call is authorised.

    Attributes:
        type: Its type; None for "*", and for actions that the table does not have.
        text: The string that it is.
    """

    type: ResourceType | None
    text: Text

    @property
    def name(self) -> str:
        """Short and unique within a call."""
        return self.type.name if self.type else "*"


@dataclass(frozen=True)
class Slot:
    """One value of a context key that a request may have.

    Attributes:
        present: Whether it is there.
        text: The value as a string.
        number: The value as a number, a date (seconds) or an address, where conditions ask for that.
        six: Whether the address is one of IPv6.
    """

    present: z3.BoolRef
    text: Text
    number: z3.ArithRef
    address: z3.ArithRef
    six: z3.BoolRef


class Encoding:
    """Formulas about one action of one caller.

    Args:
        caller: Whose requests they are.
        action: What is asked.
        policies: All that have a say; they decide how many values a key may need.
        extra: Further conditions that the statement to prove is made of.
        anyone: Whether nothing is known of the caller, not even its account.
    """

    def __init__(
        self,
        caller: Caller,
        action: Action,
        policies: Iterable[Policy],
        extra: Iterable[Condition] = (),
        *,
        anyone: bool = False,
    ) -> None:
        self.caller = caller
        self.action = action
        self.strings = Strings()
        self.slots: dict[tuple[str, str], tuple[Slot, ...]] = {}
        self.families: dict[str, set[str]] = {}
        self.anyone = anyone
        self._constants = {} if anyone else dict(caller.context)
        if caller.account and not anyone:
            self._constants["aws:resourceaccount"] = (caller.account,)
        self._open = 0
        named = [c for policy in policies for s in policy.statements for c in s.conditions]
        self._asked = Counter(condition.key for condition in (*named, *extra))
        self.rules: list[z3.BoolRef] = []

    def scopes(self) -> list[Scope]:
        """The resources of a call: one of every type that the action needs.

        Where it needs none in particular, each stands for a call of its own; `calls` puts them together.
        """
        types = self.action.resource_types
        if not types:
            return [Scope(None, Text("resource", EVERYTHING if not self.action.known else literal("*")))]
        return [Scope(each, Text(f"resource {each.name}", self._format(each.arn))) for each in types]

    def calls(self, keys: Iterable[str] = (), *, optional: bool = False) -> list[list[Scope]]:
        """The sets of resources on which one call is authorised.

        A call may be about more than it needs, such as volumes. That can only close what was open, so it
        counts where somebody asks about it: each further type once, in a call of its own.

        Args:
            keys: Context keys that are asked about; types of resource that have one count.
            optional: Whether all types count.
        """
        scopes = self.scopes()
        needed = [scope for scope in scopes if scope.type and scope.type.required]
        if not needed:
            anything = [] if scopes[0].type is None else [Scope(None, Text("resource", literal("*")))]
            return with_targets(self.action.name, (*scopes, *anything))
        asked = tuple(keys)
        more = [
            [*needed, scope]
            for scope in scopes
            if scope not in needed
            and (optional or any(self.action.of_resource(key, scope.type) for key in asked))
        ]
        return [needed, *more]

    def _format(self, arn: str) -> Language:
        """An ARN format as a language; placeholders stand for anything but nothing."""
        own = {"Partition": "aws", "Account": "" if self.anyone else self.caller.account}
        items: list[Item] = []
        for index, segment in enumerate(arn.split(":", 5)):
            items += [":"] if index else []
            for number, piece in enumerate(segment.split("${")):
                name, brace, rest = piece.partition("}")
                if not number or not brace:
                    items += piece
                elif own.get(name):
                    items += own[name] + rest
                else:
                    items += [AnyChar(False, index == 5), AnyChar(True, index == 5), *rest]
        return Language(tuple(items))

    def guards(self, scope: Scope, arn: str) -> z3.BoolRef:
        """Whether the resource is one that a policy of its own guards: it, or what is below it."""
        below = Language((*arn, "/", AnyChar(True)))
        return either((self._within(scope.text, literal(arn)), self._within(scope.text, below)))

    def allowed(self, scope: Scope, policies: Policies) -> z3.BoolRef:
        """Whether a request on this resource is allowed, as within one account."""
        flat = [*(policies.identity or ()), policies.boundary, policies.resource]
        denied = either(
            self._effect(scope, policy, policy is policies.resource, False) for policy in flat if policy
        )
        if denied is TRUE:
            return FALSE
        identity = either(self._effect(scope, policy, False, True) for policy in policies.identity or ())
        granted = {
            grant: self._effect(scope, policies.resource, True, True, grant) if policies.resource else FALSE
            for grant in (Grant.ACCOUNT, Grant.ENTITY, Grant.DIRECT)
        }
        own = TRUE if policies.identity is None else either((identity, granted[Grant.ENTITY]))
        if policies.boundary:
            own = both((own, self._effect(scope, policies.boundary, False, True)))
        if policies.identity is None or (policies.resource and self.policy_is_needed(scope)):
            own = both((own, either(granted.values())))
        return both((opposite(denied), either((granted[Grant.DIRECT], own))))

    def policy_is_needed(self, scope: Scope) -> bool:
        """Whether nothing is allowed on the resource unless its own policy says so."""
        name = self.action.name.lower()
        return (name.startswith("kms:") and scope.name == "key") or name.startswith("sts:assumerole")

    def _effect(
        self, scope: Scope, policy: Policy, of_resource: bool, allows: bool, grant: Grant | None = None
    ) -> z3.BoolRef:
        """Whether a policy allows, or denies; of a resource's policy only Allows that grant so closely."""
        found = [self._free("a policy not understood")] if policy.not_understood else []
        for statement, named in policy.about(self.action.name.lower()):
            if statement.allows is not allows:
                continue
            applies = self._names_caller(statement, grant) if of_resource else True
            if applies is False:
                continue
            certain = named is True and applies is True
            found.append(
                both((TRUE if certain else self._free("a principal"), self.matches(statement, scope)))
            )
        return either(found)

    def _names_caller(self, statement: Statement, grant: Grant | None) -> bool | None:
        principals = statement.principals
        if principals is None:
            return False
        if principals.unknown:
            return None
        if statement.not_principals:
            # An Allow for everybody else is as direct as one for everybody; a Deny spares few for certain.
            spared = principals.grant(self.caller) is not Grant.NONE
            return None if not statement.allows else not spared and grant in (None, Grant.DIRECT)
        held = principals.grant(self.caller)
        return held is grant if grant is not None else held is not Grant.NONE

    def matches(self, statement: Statement, scope: Scope) -> z3.BoolRef:
        """Whether resource and conditions of a statement fit."""
        resource = self._resource(statement, scope)
        if resource is FALSE:
            return FALSE
        return both((resource, *(self.condition(condition, scope) for condition in statement.conditions)))

    def _resource(self, statement: Statement, scope: Scope) -> z3.BoolRef:
        if statement.resources is None:
            return TRUE
        fits = [self._pattern(pattern, statement, scope) for pattern in statement.resources]
        if statement.not_resources:
            void = any(fit is None for fit in fits)
            return FALSE if void else opposite(either(fit for fit in fits if fit is not None))
        return either(fit for fit in fits if fit is not None)

    def _pattern(self, pattern: str, statement: Statement, scope: Scope) -> z3.BoolRef | None:
        """Whether the resource matches; None if a variable can have no value."""
        if pattern == "*":
            return TRUE
        parts = self._resolved(tokens(pattern, variables=statement.variables))
        if parts is None and GAP not in pattern:
            return None
        segments = arn_segments(_widened(parts or []))
        if GAP in pattern or any(isinstance(part, Variable) for part in _before_last(parts or [])):
            return self._same(f"{scope.text.name} {pattern}")
        if len(segments) != 6:
            return FALSE
        fits = self._within(scope.text, arn_language(segments))
        open_ = any(isinstance(part, Variable) for part in parts or [])
        return both((fits, self._same(f"{scope.text.name} {pattern}"))) if open_ else fits

    def _resolved(self, parts: Sequence[Token]) -> list[Token] | None:
        """A pattern with the caller's own values put in; None if a variable can have no value."""
        found: list[Token] = []
        for part in parts:
            if not isinstance(part, Variable):
                found.append(part)
            elif len(self._constants.get(part.key, ())) == 1:
                found.append(self._constants[part.key][0])
            elif self._can_have(part.key, None):
                found.append(part)
            elif part.default is None:
                return None
            else:
                found.append(part.default)
        return found

    def _can_have(self, key: str, scope: Scope | None) -> bool:
        if key == "aws:username" and not self.anyone:  # users only, and those are known
            return False
        if scope is not None:
            return self.action.has_key(key, scope.type)
        types = self.action.resource_types or (None,)
        return any(self.action.has_key(key, each) for each in types)

    def condition(self, condition: Condition, scope: Scope) -> z3.BoolRef:
        """A condition over the values that the key may have."""
        if condition.key in self._constants and not any("${" in value for value in condition.values):
            truth = condition.holds(self._constants)
            return self._free("a condition") if truth is None else constant(truth)
        slots = self.values_of(condition.key, scope)
        present = either(slot.present for slot in slots)
        if condition.operator is None:
            return self._null(condition, present)
        fits = [self._fits(condition, slot, scope) for slot in slots]
        if any(fit is None for fit in fits):
            return FALSE  # a variable that can have no value makes the statement void
        return self._over(condition, slots, [fit for fit in fits if fit is not None], present)

    def _null(self, condition: Condition, present: z3.BoolRef) -> z3.BoolRef:
        if any(GAP in value for value in condition.values):
            return self._free("Null")
        wanted = {value.lower() for value in condition.values}
        absent = opposite(present)
        return either([absent] * ("true" in wanted) + [present] * ("false" in wanted))

    def _over(
        self, condition: Condition, slots: Sequence[Slot], fits: Sequence[z3.BoolRef], present: z3.BoolRef
    ) -> z3.BoolRef:
        negated = condition.operator is not None and condition.operator.negated
        pairs = list(zip(slots, fits, strict=True))

        def some(wanted: bool) -> z3.BoolRef:
            return either(both((slot.present, fit if wanted else opposite(fit))) for slot, fit in pairs)

        match condition.over:
            case Over.ALL:
                return opposite(some(negated))
            case Over.ANY:
                return some(not negated)
            case Over.ONE:
                if negated:
                    return opposite(some(True))
                return either((some(True), opposite(present))) if condition.if_exists else some(True)

    def values_of(self, key: str, scope: Scope) -> tuple[Slot, ...]:
        """The values that a key may have in a request on this resource; none where it does not exist.

        A key with several values needs one for each condition that may ask for a certain one.
        """
        if not self._can_have(key, scope):
            return ()
        key = self._same_tag(key, scope)
        where = scope.name if self.action.of_resource(key, scope.type) or not self.action.known else ""
        if (where, key) not in self.slots:
            count = self._asked[key] + self._tag_keys(key) if is_multivalued(key) else 1
            self.slots[where, key] = tuple(self._slot(where, key, index) for index in range(count))
            self._tie_tags(where, key, scope)
        return self.slots[where, key]

    def _same_tag(self, key: str, scope: Scope) -> str:
        """`ec2:ResourceTag/x` is the same tag as `aws:ResourceTag/x`, where both exist."""
        family, slash, tag = key.partition("/")
        general = f"aws:resourcetag/{tag}"
        same = slash and family.endswith(":resourcetag") and self.action.has_key(general, scope.type)
        return general if same else key

    def _tag_keys(self, key: str) -> int:
        asked = sum(1 for each in self._asked if each.startswith("aws:requesttag/"))
        return asked if key == "aws:tagkeys" else 0

    def _slot(self, where: str, key: str, index: int) -> Slot:
        name = f"{where}|{key}|{index}"
        slot = Slot(
            present=z3.Bool(f"{name} present"),
            text=Text(name),
            number=z3.Real(f"{name} number"),
            address=z3.Int(f"{name} address"),
            six=z3.Bool(f"{name} six"),
        )
        self.strings.present[slot.text] = slot.present
        self.rules.append(slot.address >= 0)
        self.rules.append(slot.address < z3.If(slot.six, z3.IntVal(2**128), z3.IntVal(2**32)))
        return slot

    def _tie_tags(self, where: str, key: str, scope: Scope) -> None:
        """A tag of the request is there if and only if aws:TagKeys names it."""
        prefix = "aws:requesttag/"
        if not key.startswith(prefix):
            return
        tag = self.slots[where, key][0]
        named = language([key.removeprefix(prefix)], ignore_case=True)
        listed = [
            both((slot.present, self._within(slot.text, named)))
            for slot in self.values_of("aws:tagkeys", scope)
        ]
        self.rules.append(tag.present == either(listed))

    def _fits(self, condition: Condition, slot: Slot, scope: Scope) -> z3.BoolRef | None:
        """Whether one value matches one of the policy's; None if the statement is void."""
        operator = condition.operator
        assert_negated = operator is not None and operator.negated
        fits: list[z3.BoolRef] = []
        for value in condition.values:
            fit = self._value(condition, value, slot)
            if fit is None and assert_negated:
                return None
            fits.append(FALSE if fit is None else fit)
        return either(fits)

    def _value(self, condition: Condition, value: str, slot: Slot) -> z3.BoolRef | None:
        operator = condition.operator
        family = operator.family if operator else "text"
        families = self.families.setdefault(slot.text.name, set())
        families.add("text" if family == "boolean" else family)
        if GAP in value or len(families) > 1 or operator is None:
            return self._free("a value not known, or a key that is text here and a number there")
        match family:
            case "number" | "date":
                return self._number(operator.name, value, slot)
            case "address":
                return self._address(value, slot)
            case "boolean":
                return self._boolean(value, slot)
            case "binary":
                return self._within(slot.text, literal(value))
        return self._text(condition, value, slot)

    def _text(self, condition: Condition, value: str, slot: Slot) -> z3.BoolRef | None:
        name = condition.operator.name if condition.operator else ""
        wild = "Like" in name or name.startswith("Arn")
        parts = self._resolved(tokens(value, variables=condition.variables, wildcards=wild))
        if parts is None:
            return None
        if any(isinstance(part, Variable) for part in parts):
            return self._same(f"{slot.text.name} {name} {value}")
        if not name.startswith("Arn"):
            return self._within(slot.text, language(parts, ignore_case="IgnoreCase" in name))
        if value == "*":
            return self._within(slot.text, _ANY_ARN)
        segments = arn_segments(parts)
        if len(segments) != 6:
            return FALSE
        arn = self._within(slot.text, _ANY_ARN)
        return both((arn, self._within(slot.text, arn_language(segments))))

    def _number(self, name: str, value: str, slot: Slot) -> z3.BoolRef:
        read, compare = NUMBERS[name]
        number = read(value)
        if number is None:
            return FALSE
        return compare(slot.number, z3.RealVal(str(number)))

    def _address(self, value: str, slot: Slot) -> z3.BoolRef:
        network = network_of(value)
        if network is None:
            return FALSE
        low, high = int(network.network_address), int(network.broadcast_address)
        version = slot.six if network.version == 6 else z3.Not(slot.six)
        return z3.And(version, slot.address >= z3.IntVal(low), slot.address <= z3.IntVal(high))

    def _boolean(self, value: str, slot: Slot) -> z3.BoolRef:
        """AWS sends true or false, and nothing else."""
        self.rules.append(
            z3.Implies(
                slot.present,
                either(self._within(slot.text, literal(word)) for word in ("true", "false")),
            )
        )
        word = value.strip().lower()
        return self._within(slot.text, literal(word)) if word in ("true", "false") else FALSE

    def _within(self, text: Text, found: Language | None) -> z3.BoolRef:
        return self._free(text.name) if found is None else self.strings.within(text, found)

    def _same(self, what: str) -> z3.BoolRef:
        """A truth value that may be either, and is the same wherever the same is asked."""
        return z3.Bool(f"either: {what}")

    def _free(self, what: str) -> z3.BoolRef:
        self._open += 1
        return z3.Bool(f"either {self._open}: {what}")


_SEGMENT: tuple[Item, ...] = (AnyChar(True, False), ":")
_ANY_ARN = Language(("a", "r", "n", ":", *(_SEGMENT * 4), AnyChar(True)))


def _widened(parts: Sequence[Token]) -> list[Token]:
    """A pattern in which variables match anything: it matches whatever the pattern may match."""
    return [Wildcard(True) if isinstance(part, Variable) else part for part in parts]


def _before_last(parts: Sequence[Token]) -> list[Token]:
    """The tokens before the last segment of an ARN, in which a variable's colons would count."""
    segments = arn_segments(parts)
    return [token for segment in segments[:5] for token in segment]
