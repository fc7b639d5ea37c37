"""Resolved values of templates as policies hold them: text, with marks for what only AWS will know."""

from baseline.access.policy import Policy, read_policy
from baseline.access.text import GAP, SYMBOL_END, SYMBOL_START
from baseline.template.document import LocatedList, LocatedMap
from baseline.template.template import Resource
from baseline.template.value import Origin, Symbol, Text, Unknown, Value


def plain(value: Value) -> Value:
    """A resolved value as a policy holds it: symbols and gaps as marked text, places kept."""
    match value:
        case dict():
            place = getattr(value, "place", None)
            pairs = ((key, plain(item)) for key, item in value.items())
            return LocatedMap(place, pairs) if place else dict(pairs)
        case list():
            place = getattr(value, "place", None)
            items = (plain(item) for item in value)
            return LocatedList(place, items) if place else list(items)
        case Text():
            return "".join(_mark(part) if isinstance(part, Symbol) else part for part in value.parts)
        case Symbol():
            return _mark(value)
        case Unknown():
            return f"{GAP}{value.why}"
    return value


def text(value: Value) -> str:
    """A resolved value as one string."""
    return str(plain(value))


def listed(value: Value) -> list[Value]:
    """A property that should be a list; one value where it is none, since nothing may be lost."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _mark(symbol: Symbol) -> str:
    """A symbol without the characters that part ARNs; what is chosen at deployment could be anything."""
    name = str(symbol)[1:-1].replace("::", ".").replace(":", ".").replace("/", ".")
    if symbol.origin in (Origin.RESOURCE, Origin.PSEUDO):
        return f"{SYMBOL_START}{name}{SYMBOL_END}"
    return f"{GAP}{name}"


def policy_of(resource: Resource, *path: str | int, name: str = "") -> Policy:
    """The policy at a path of a resource's properties."""
    name = name or resource.logical_id
    if resource.present is not True:
        return Policy(name, (), (f"whether {resource.logical_id} is deployed is not known",))
    return read_policy(plain(resource.get(*path)), name=name, place=resource.place)
