"""Resolves the intrinsic functions of one template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from baseline.place import Place
from baseline.template import functions
from baseline.template.conditions import Conditions
from baseline.template.deployment import Deployment
from baseline.template.document import LocatedMap, place_of
from baseline.template.identity import Subject, arn_of, attribute_of
from baseline.template.value import Origin, Symbol, Unknown, Value

_ABSENT = object()
_LISTS = ("CommaDelimitedList", "List<")


@dataclass(frozen=True)
class Note:
    """Something in a template that is not modelled, or is wrong there.

    Attributes:
        place: Where.
        text: What, and what follows from it.
    """

    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place}  {self.text}"


class Resolver:
    """Gives values to what stands in a template.

    Args:
        stack: The stack's name.
        document: The template.
        deployment: Account, region, partition and parameters.
        imported: Gives the value of an export, None where no loaded stack has it.
        given: Gives what the stack above passes for a parameter; None where it passes none.
        output: Gives an output of a nested stack by its logical id; None where that was not read.
    """

    def __init__(
        self,
        stack: str,
        document: LocatedMap,
        deployment: Deployment,
        imported: Callable[[Value], Value | None],
        given: Callable[[str], Value | None] | None,
        output: Callable[[str, str], Value | None],
    ) -> None:
        self._given, self._output = given, output
        self.notes: dict[Note, None] = {}
        self._stack = stack
        self._place = document.place
        self._deployment = deployment
        self._imported = imported
        self._parameters = _section(document, "Parameters")
        self._resources = _section(document, "Resources")
        self._mappings = _section(document, "Mappings")
        self.conditions = Conditions(
            _section(document, "Conditions"), lambda raw: self.value(raw, self._place)
        )
        self._open: set[tuple[str, str]] = set()
        self._functions: dict[str, Callable[[Any, Place], Value]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::If": self._if,
            "Fn::Sub": self._sub,
            "Fn::ImportValue": self._import,
            "Fn::Join": lambda raw, at: functions.join(self.value(raw, at)),
            "Fn::Select": lambda raw, at: functions.select(self.value(raw, at)),
            "Fn::Split": lambda raw, at: functions.split(self.value(raw, at), at),
            "Fn::FindInMap": lambda raw, at: functions.find_in_map(self.value(raw, at), self._mappings),
            "Fn::Cidr": lambda raw, at: functions.cidr(self.value(raw, at), at),
            "Fn::Length": lambda raw, at: functions.length(self.value(raw, at)),
            "Fn::ToJsonString": lambda raw, at: functions.to_json_string(self.value(raw, at)),
            "Fn::GetAZs": self._zones,
            "Fn::Base64": lambda raw, at: functions.base64(self.value(raw, at)),
        }

    def value(self, raw: Value, place: Place) -> Value:
        """A value without intrinsic functions; None where AWS::NoValue takes it away."""
        found = self._value(raw, place)
        return None if found is _ABSENT else found

    def arn(self, logical_id: str) -> Value:
        """The ARN that policies name a resource by; None where its type is not known by name."""
        return arn_of(self._subject(logical_id))

    def attribute(self, logical_id: str, attribute: str) -> Value:
        """What Ref ("Ref") or Fn::GetAtt gives."""
        of_nested, _, name = attribute.partition(".")
        found = self._output(logical_id, name) if of_nested == "Outputs" else None
        return found if found is not None else attribute_of(self._subject(logical_id), attribute)

    def _value(self, raw: Value, place: Place) -> Value:
        if isinstance(raw, dict):
            return self._mapping(raw, place_of(raw, place))
        if isinstance(raw, list):
            items = [self._value(item, place_of(raw, place)) for item in raw]
            return functions.without_absent(items, _ABSENT, place_of(raw, place))
        return functions.with_references(raw) if isinstance(raw, str) else raw

    def _mapping(self, raw: Mapping[str, Any], place: Place) -> Value:
        if len(raw) == 1:
            name, argument = next(iter(raw.items()))
            if name in self._functions:
                return self._call(name, argument, place)
            if name.startswith("Fn::"):
                return self._unknown(place, f"{name} is not modelled")
        pairs = ((key, self._value(item, place)) for key, item in raw.items())
        return LocatedMap(place, ((key, item) for key, item in pairs if item is not _ABSENT))

    def _call(self, name: str, argument: Any, place: Place) -> Value:
        try:
            found = self._functions[name](argument, place)
        except (TypeError, ValueError, AttributeError, KeyError, IndexError):
            return self._unknown(place, f"{name} with arguments that it does not take")
        if isinstance(found, Unknown):
            self.note(place, found.why)
        return functions.with_references(found) if isinstance(found, str) else found

    def _ref(self, name: str, place: Place) -> Value:
        if name == "AWS::NoValue":
            return _ABSENT
        pseudo = self._deployment.pseudo(name, self._stack)
        if pseudo is not None:
            return pseudo
        if name in self._parameters:
            return self._parameter(name, place)
        if name in self._resources:
            return self.attribute(name, "Ref")
        return Unknown(f"Ref to {name}, which the template does not hold")

    def _get_att(self, argument: Any, place: Place) -> Value:
        logical_id, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        if logical_id not in self._resources:
            return Unknown(f"Fn::GetAtt of {logical_id}, which the template does not hold")
        attribute = self.value(attribute, place)
        return self.attribute(logical_id, attribute) if isinstance(attribute, str) else Unknown("Fn::GetAtt")

    def _parameter(self, name: str, place: Place) -> Value:
        raw = self._parameters[name]
        type_ = str(raw.get("Type", "String"))
        given = self._deployment.parameters
        value = self._given(name) if self._given else None
        if value is None:
            value = given.get(f"{self._stack}:{name}", given.get(name, raw.get("Default")))
        if value is None or type_.startswith("AWS::SSM::Parameter"):
            return Symbol(Origin.PARAMETER, self._stack, name)
        if type_ == "CommaDelimitedList" or type_.startswith(_LISTS):
            return functions.listed(value, place_of(raw, place))
        return value

    def _if(self, argument: Any, place: Place) -> Value:
        name, then, otherwise = argument
        truth = self.conditions.holds(name)
        if not isinstance(truth, Unknown):
            return self._value(then if truth else otherwise, place)
        first, second = self._value(then, place), self._value(otherwise, place)
        return first if first == second else truth

    def _sub(self, argument: Any, place: Place) -> Value:
        pattern, given = (argument, {}) if isinstance(argument, str) else argument

        def value_of(name: str) -> Value:
            if name in given:
                return self.value(given[name], place)
            logical_id, dot, attribute = name.partition(".")
            return self._get_att([logical_id, attribute], place) if dot else self._ref(name, place)

        return functions.substitute(pattern, value_of)

    def _import(self, argument: Any, place: Place) -> Value:
        name = self.value(argument, place)
        found = self._imported(name)
        if found is not None:
            return found
        return name if isinstance(name, Unknown) else Symbol(Origin.IMPORT, "", str(name))

    def _zones(self, argument: Any, place: Place) -> Value:
        region = self.value(argument, place) or self._deployment.pseudo("AWS::Region", self._stack)
        return Symbol(Origin.FUNCTION, "", f"zones of {region}")

    def _subject(self, logical_id: str) -> Subject:
        raw = self._resources[logical_id]
        place = place_of(raw, self._place)

        def property_(name: str) -> Value:
            key = (logical_id, name)
            if key in self._open:
                return Unknown(f"{logical_id}.{name} depends on itself")
            self._open.add(key)
            try:
                return self.value(_section(raw, "Properties").get(name), place)
            finally:
                self._open.discard(key)

        return Subject(
            stack=self._stack,
            logical_id=logical_id,
            type=str(raw.get("Type", "")),
            property=property_,
            pseudo=lambda name: self._deployment.pseudo(name, self._stack),
        )

    def _unknown(self, place: Place, why: str) -> Unknown:
        self.note(place, why)
        return Unknown(why)

    def note(self, place: Place, text: str) -> None:
        """Remember something that is not modelled or wrong; the same is told once."""
        self.notes[Note(place, text)] = None


def _section(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A section of a template: a mapping of mappings or values, empty where something else stands there."""
    section = document.get(name) if isinstance(document, dict) else None
    return section if isinstance(section, dict) else {}
