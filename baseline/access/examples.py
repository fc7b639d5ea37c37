"""From a solution of the solver to requests, and from requests to what is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from ipaddress import IPv4Address, IPv6Address

import z3

from baseline.access.encoding import Encoding
from baseline.access.evaluator import Decision, Effect
from baseline.access.languages import Text
from baseline.access.request import Request
from baseline.access.scopes import Scope
from baseline.access.slots import Slot
from baseline.access.text import readable
from baseline.access.walk import witness
from baseline.verdict import Evidence, Example


@dataclass(frozen=True)
class Call:
    """A call that a formula has, and what the evaluator says on each of its resources."""

    requests: tuple[Request, ...]
    decisions: tuple[Decision, ...]

    @property
    def allowed(self) -> bool:
        """Whether every resource of the call is allowed."""
        return all(decision.allowed for decision in self.decisions)

    @property
    def doubt(self) -> Decision:
        """The first decision that is no yes."""
        return next(decision for decision in self.decisions if not decision.allowed)

    @property
    def is_modelled(self) -> bool:
        """Whether the evaluator could decide at all."""
        return all(decision.effect is not Effect.NOT_MODELLED for decision in self.decisions)

    def evidence(self) -> tuple[Evidence, ...]:
        """The statements that allow it."""
        statements = {id(s): s for decision in self.decisions for s in decision.statements}
        return tuple(Evidence(str(statement), statement.place) for statement in statements.values())

    def shown(self) -> Example:
        """The call as it is printed; keys that all resources have alike are told once."""
        first = self.requests[0]
        return {
            "principal": readable(first.caller.role or first.caller.arn) or "anonymous",
            "action": first.action,
            "resource": [readable(request.resource) for request in self.requests],
            "context": {
                key: [readable(value) for value in values]
                for request in self.requests
                for key, values in request.keys.items()
                if values
            },
        }


def requests_of(
    about: Encoding, call: Sequence[Scope], model: z3.ModelRef, texts: Mapping[Text, str]
) -> Iterator[Request]:
    """The requests that a solution stands for, one for each resource of the call."""
    for scope in call:
        keys: dict[str, list[str]] = {}
        for (where, key), slots in about.slots.all.items():
            if key in about.slots.constants:
                continue
            values = [
                _value(about, slot, model, texts)
                for slot in slots
                if where in ("", scope.name) and z3.is_true(model.eval(slot.present, model_completion=True))
            ]
            if values:
                keys[key] = values
                keys |= _other_name(about, scope, key, values)
        resource = texts.get(scope.text) or witness(frozenset((scope.text.domain,)), frozenset()) or "*"
        yield Request(about.caller, about.action.name, resource, keys)


def _other_name(about: Encoding, scope: Scope, key: str, values: list[str]) -> dict[str, list[str]]:
    """A resource's tag has a second name in services such as EC2."""
    service = about.action.name.partition(":")[0].lower()
    other = key.replace("aws:resourcetag/", f"{service}:resourcetag/")
    return {other: values} if other != key and about.action.has_key(other, scope.type) else {}


def _value(about: Encoding, slot: Slot, model: z3.ModelRef, texts: Mapping[Text, str]) -> str:
    families = about.compare.families.get(slot.text.name, set())
    if families & {"number", "date"}:
        value = model.eval(slot.number, model_completion=True)
        exact = Fraction(value.numerator_as_long(), value.denominator_as_long())
        return str(exact.numerator) if exact.denominator == 1 else str(float(exact))
    if "address" in families:
        address = model.eval(slot.address, model_completion=True).as_long()
        six = z3.is_true(model.eval(slot.six, model_completion=True))
        return str(IPv6Address(address) if six else IPv4Address(address))
    return texts.get(slot.text, "")
