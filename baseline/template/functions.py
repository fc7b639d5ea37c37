"""The intrinsic functions that depend on their arguments only.

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

import ipaddress
import json
import re
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from baseline.place import Place
from baseline.template.document import LocatedList, place_of
from baseline.template.value import Origin, Symbol, Text, Unknown, Value, concatenated, is_known

_REFERENCE = re.compile(r"(\{\{resolve:[^{}]*\}\})")
_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")


def join(argument: Value) -> Value:
    """Fn::Join: [delimiter, list]."""
    match argument:
        case [str(delimiter), list(items)]:
            parts: list[Value] = []
            for item in items:
                parts += [delimiter, item] if parts else [item]
            return concatenated(parts)
        case [_, (Symbol() | Unknown()) as items]:
            return Unknown(f"Fn::Join of {items}")
    return Unknown("Fn::Join of something else than [delimiter, list]")


def select(argument: Value) -> Value:
    """Fn::Select: [index, list]; of a list that the region decides, a symbol that says which item."""
    match argument:
        case [(str() | int()) as index, list(items)] if str(index).isdecimal() and int(index) < len(items):
            return items[int(index)]
        case [(str() | int()) as index, Symbol() as items] if str(index).isdecimal():
            return Symbol(items.origin, items.stack, items.name, f"{items.attribute}[{index}]")
    return Unknown("Fn::Select of an index that is not there")


def split(argument: Value, place: Place) -> Value:
    """Fn::Split: [delimiter, string]; symbols never hold the delimiter as far as anyone can know.

    But for the endpoints of a Network Firewall, which are "zone:endpoint": a symbol stands for their parts.
    """
    match argument:
        case [str(delimiter), str(text)] if delimiter:
            return LocatedList(place, text.split(delimiter))
        case [":", Symbol(origin=Origin.RESOURCE) as text] if text.attribute.startswith("EndpointIds["):
            return text
        case [str(delimiter), (Text() | Symbol()) as text] if delimiter:
            return Unknown(f"Fn::Split of {text}")
    return Unknown("Fn::Split of something else than [delimiter, string]")


def listed(value: Value, place: Place) -> Value:
    """A parameter that is a list, from text with commas; ids and ARNs that AWS makes hold none."""
    match value:
        case list():
            return LocatedList(place, value)
        case Symbol(origin=Origin.RESOURCE | Origin.PSEUDO):
            return LocatedList(place, [value])
        case Text() if all(p.origin in _WITHOUT_COMMA for p in value.parts if isinstance(p, Symbol)):
            rows: list[list[str | Symbol]] = [[]]
            for part in value.parts:
                pieces = part.split(",") if isinstance(part, str) else [part]
                rows[-1].append(pieces[0])
                rows += [[piece] for piece in pieces[1:]]
            return LocatedList(place, [concatenated(row) for row in rows])
        case Symbol() | Text() | Unknown():
            return Unknown(f"the items of {value}")
    return LocatedList(place, [item.strip() for item in str(value).split(",")])


_WITHOUT_COMMA = (Origin.RESOURCE, Origin.PSEUDO)


def substitute(pattern: str, value_of: Callable[[str], Value]) -> Value:
    """Fn::Sub; `${!x}` is the literal `${x}`, as policies need it for their own variables."""
    pieces: list[Value] = []
    end = 0
    for match in _VARIABLE.finditer(pattern):
        pieces.append(pattern[end : match.start()])
        end = match.end()
        pieces.append(f"${{{match[2]}}}" if match[1] else value_of(match[2].strip()))
    return concatenated([*pieces, pattern[end:]])


def find_in_map(argument: Value, mappings: Value) -> Value:
    """Fn::FindInMap: [map, key, second key], and {"DefaultValue": …} as the language extension has it."""
    default: Value = Unknown("Fn::FindInMap of a key that is not there")
    match argument:
        case [*_, {"DefaultValue": given}]:
            default = given
    match argument:
        case [str(name), (str() | int()) as first, (str() | int()) as second, *_]:
            try:
                return mappings[name][str(first)][str(second)]
            except (KeyError, TypeError):
                return default
    return Unknown("Fn::FindInMap by a key that is not known")


def cidr(argument: Value, place: Place) -> Value:
    """Fn::Cidr: [block, count, bits of the host part]; 4 to 128 bits for IPv6, by default 8."""
    match argument:
        case [str(block), (str() | int()) as count, *rest]:
            try:
                network = ipaddress.ip_network(block)
                bits = int(str(rest[0])) if rest else 8
                subnets = network.subnets(new_prefix=network.max_prefixlen - bits)
                return LocatedList(
                    place, [str(net) for net, _ in zip(subnets, range(int(count)), strict=False)]
                )
            except ValueError as error:
                return Unknown(f"Fn::Cidr: {error}")
        case [Symbol() | Text() as block, (str() | int()) as count, *rest]:
            bits = rest[0] if rest else 8
            return Symbol(Origin.FUNCTION, "", f"Fn::Cidr {block} {count} {bits}")
    return Unknown("Fn::Cidr of something else than [block, count, bits]")


def to_json_string(argument: Value) -> Value:
    """Fn::ToJsonString, of what is known."""
    return (
        json.dumps(argument) if is_known(argument) else Unknown("Fn::ToJsonString of a value not known yet")
    )


def base64(argument: Value) -> Value:
    """Fn::Base64, of what is known."""
    if isinstance(argument, str):
        return b64encode(argument.encode()).decode()
    return Unknown("Fn::Base64 of a value not known yet")


def with_references(text: str) -> Value:
    """A string whose dynamic references, such as `{{resolve:ssm:/name}}`, are symbols.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """
    if "{{resolve:" not in text:
        return text
    parts = _REFERENCE.split(text)
    return concatenated(
        Symbol(Origin.PARAMETER, "", part) if _REFERENCE.fullmatch(part) else part for part in parts
    )


def length(argument: Value) -> Value:
    """Fn::Length of a list."""
    return len(argument) if isinstance(argument, list) else Unknown("Fn::Length of a list not known yet")


def without_absent(items: list[Any], absent: object, place: Place) -> LocatedList:
    """A list without what AWS::NoValue takes out of it."""
    return LocatedList(place_of(items, place), (item for item in items if item is not absent))
