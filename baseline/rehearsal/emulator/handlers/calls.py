"""Handlers of types of which one call makes a resource and one takes it away."""

from collections.abc import Callable
from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, lowered

Parameters = dict[str, Any]


def by_calls(
    service: str,
    *,
    create: str,
    asks: Callable[[Properties, str], Parameters],
    id_: Callable[[Parameters, Properties], str],
    delete: str,
    names: Callable[[str, Properties], Parameters],
    gives: Callable[[Parameters], Attributes] = lambda _: {},
    update: str | None = None,
    changes: Callable[[str, Properties], Parameters] = lambda _, __: {},
    replaces: tuple[str, ...] = (),
) -> Handler:
    """A handler of one call for each thing that happens to a resource.

    Args:
        service: As boto3 names it.
        create: Makes a resource, or puts it in its place.
        asks: The parameters of `create`, from the properties and a name where the template gives none.
        id_: The physical id, from the answer of `create` and the parameters that it had.
        delete: Takes a resource away.
        names: The parameters of `delete`, from the physical id and the properties.
        gives: What `Fn::GetAtt` tells, from the answer of `create`.
        update: Changes a resource; None where every change replaces it.
        changes: The parameters of `update`, from the physical id and the properties.
        replaces: Properties whose change replaces the resource all the same.
    """

    def make(properties: Properties, name: str) -> tuple[str, Attributes]:
        parameters = asks(properties, name)
        answer = call(service, create, **parameters)
        return id_(answer, parameters), gives(answer)

    def take_away(resource: str, properties: Properties) -> None:
        call(service, delete, **names(resource, properties))

    def change(resource: str, _: Properties, properties: Properties) -> None:
        call(service, str(update), **changes(resource, properties))

    return Handler(make, take_away, change if update else None, replaces)


def renamed(properties: Properties, **names: str) -> Parameters:
    """Some of the properties as an API names them; those that a template leaves out stay out.

    Args:
        properties: From the template.
        names: The API's names, and CloudFormation's.
    """
    return {name: properties[own] for name, own in names.items() if own in properties}


def lowered_but_tags(properties: Properties) -> Parameters:
    """All properties in the spelling of an API that begins its names in lower case; tags as a mapping."""
    found = lowered({name: value for name, value in properties.items() if name != "Tags"})
    tags = properties.get("Tags", {})
    if isinstance(tags, list):
        tags = {tag["Key"]: tag["Value"] for tag in tags}
    return {**found, **({"tags": tags} if tags else {})}
