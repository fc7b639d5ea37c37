"""One stack's template with its intrinsic functions resolved: resources, outputs and exports, typed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from baseline.place import Place
from baseline.template.conditions import Truth
from baseline.template.deployment import Deployment
from baseline.template.document import LocatedMap, place_of
from baseline.template.nested import file_of, stacks_in
from baseline.template.resolver import Note, Resolver
from baseline.template.value import Unknown, Value


@dataclass(frozen=True)
class Resource:
    """A resource as CloudFormation will make it, as far as that is known.

    Attributes:
        stack: The stack's name.
        logical_id: Its key in the template.
        type: Its CloudFormation type.
        place: Where it stands.
        properties: Resolved; see `baseline.template.value` for what may stand in them.
        present: True, or Unknown where a condition decides that nobody knows. Absent ones are not listed.
        arn: The ARN that policies name it by; None where the type does not say.
        metadata: The section Metadata, unresolved.
    """

    stack: str
    logical_id: str
    type: str
    place: Place
    properties: Mapping[str, Value] = field(compare=False, repr=False)
    present: Truth = field(default=True, compare=False, repr=False)
    arn: Value = field(default=None, compare=False, repr=False)
    metadata: Mapping[str, Value] = field(default_factory=dict, compare=False, repr=False)

    def get(self, *path: str | int) -> Value:
        """The value at a path of keys and indices, None where nothing stands there, Unknown where that is."""
        value: Value = self.properties
        for key in path:
            if isinstance(value, Unknown):
                return value
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def __str__(self) -> str:
        return f"{self.stack}/{self.logical_id}"


class Template:
    """A template; reading it raises nothing, whatever it holds.

    Args:
        name: The stack's name.
        file: Where the template lies.
        document: Its content.
        deployment: Account, region, partition and parameters; its account is the attribute `account`.
        imported: Gives the value of an export of another stack; None where there is none.
        given: For a nested stack gives what the one above passes for a parameter; None where it passes none.
        present: Whether the stack is there at all, as far as the one above says.
    """

    def __init__(
        self,
        *,
        name: str,
        file: Path,
        document: LocatedMap,
        deployment: Deployment,
        imported: Callable[[Value], Value | None],
        given: Callable[[str], Value | None] | None = None,
        present: Truth = True,
    ) -> None:
        self.name = name
        self.file = file
        self.account: Value = deployment.pseudo("AWS::AccountId", name)
        self.deployment = deployment
        self._document = document
        self.is_nested = given is not None
        self._resolver = Resolver(name, document, deployment, imported, given, self._output_of)
        self._stack_present = present
        self._nested: dict[str, Template] = {}
        self._exporting: set[str] = set()

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """The resources by logical id, without those that a condition leaves out."""
        return {resource.logical_id: resource for resource in self._resources()}

    @property
    def notes(self) -> list[Note]:
        """What is not modelled, or is wrong, in the order in which it was met."""
        _ = self.resources
        return list(self._resolver.notes)

    def attribute(self, logical_id: str, attribute: str) -> Value:
        """What Ref ("Ref") or Fn::GetAtt gives for a resource of this template."""
        return self._resolver.attribute(logical_id, attribute)

    def exports(self) -> Iterator[tuple[Value, str]]:
        """The name of every export with the output that carries it."""
        for id_, output in self._section("Outputs"):
            name = output.get("Export")
            if isinstance(name, dict) and "Name" in name:
                yield self._resolver.value(name["Name"], output.place), id_

    def output(self, id_: str) -> Value:
        """The value of an output; Unknown where stacks export to each other in a circle, or there is none."""
        raw = self._document.get("Outputs", {}).get(id_)
        if not isinstance(raw, LocatedMap) or id_ in self._exporting:
            return Unknown(f"the output {id_} of {self.name} is missing or depends on itself")
        self._exporting.add(id_)
        try:
            return self._resolver.value(raw.get("Value"), raw.place)
        finally:
            self._exporting.discard(id_)

    def nested(self) -> Iterator[tuple[str, Path, Truth]]:
        """The nested stacks whose template is at hand: logical id, file, and whether they are there."""
        for logical_id, raw in stacks_in(self._document):
            url = self._resolver.value(_properties(raw).get("TemplateURL"), raw.place)
            file, present = file_of(raw, url, self.file.parent), self._present(raw)
            if file is not None and present is not False:
                yield logical_id, file, present

    def nest(self, logical_id: str, template: "Template") -> None:
        """Say which template a nested stack has."""
        self._nested[logical_id] = template

    def passes(self, logical_id: str, parameter: str) -> Value | None:
        """What a nested stack is given for a parameter; None where it is given none."""
        raw = next(raw for id_, raw in stacks_in(self._document) if id_ == logical_id)
        parameters = _properties(raw).get("Parameters")
        if not isinstance(parameters, dict) or parameter not in parameters:
            return None
        return self._resolver.value(parameters[parameter], place_of(parameters, raw.place))

    @property
    def unread(self) -> frozenset[str]:
        """The nested stacks whose template was not read."""
        return frozenset(id_ for id_, _ in stacks_in(self._document)) - set(self._nested)

    def _output_of(self, logical_id: str, output: str) -> Value | None:
        nested = self._nested.get(logical_id)
        return nested.output(output) if nested else None

    def _resources(self) -> Iterator[Resource]:
        if self._document.get("Transform"):
            self._resolver.note(self._document.place, "Transform: what macros add or change is not modelled")
        for logical_id, raw in self._section("Resources", report=True):
            present = self._present(raw)
            if present is not False:
                yield self._resource(logical_id, raw, present)

    def _present(self, raw: LocatedMap) -> Truth:
        condition = raw.get("Condition")
        here = True if condition is None else self._resolver.conditions.holds(str(condition))
        return self._stack_present if here is True else here

    def _resource(self, logical_id: str, raw: LocatedMap, present: Truth) -> Resource:
        properties = self._resolver.value(raw.get("Properties", LocatedMap(raw.place)), raw.place)
        if not isinstance(properties, dict):
            self._resolver.note(raw.place, f"the properties of {logical_id} are not a mapping; taken as none")
            properties = LocatedMap(raw.place)
        type_ = str(raw.get("Type", ""))
        if logical_id in self.unread:
            self._resolver.note(raw.place, f"{logical_id}: what a nested stack makes is not modelled")
        metadata = raw.get("Metadata")
        return Resource(
            stack=self.name,
            logical_id=logical_id,
            type=type_,
            place=raw.place,
            properties=properties,
            present=present,
            arn=self._resolver.arn(logical_id),
            metadata=metadata if isinstance(metadata, dict) else {},
        )

    def _section(self, name: str, *, report: bool = False) -> Iterator[tuple[str, LocatedMap]]:
        section = self._document.get(name)
        if not isinstance(section, LocatedMap):
            return
        for id_, entry in section.items():
            if isinstance(entry, LocatedMap):
                yield id_, entry
            elif report:
                self._resolver.note(place_of(entry, section.place), f"{name}.{id_} is not modelled")


def _properties(raw: LocatedMap) -> Mapping[str, Value]:
    properties = raw.get("Properties")
    return properties if isinstance(properties, dict) else {}
