"""As much of a file as can be read, for the rules: each value that has the wrong shape is left out."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from baseline.settings.problem import KeyPath
from baseline.settings.section import Section

S = TypeVar("S", bound=Section)

_LEFT_OUT: Literal["left out"] = "left out"


def readable(model: type[S], written: object, wrong: Sequence[KeyPath]) -> S:
    """A section whose rightly shaped values are there; to ask for another one raises `Unreadable`.

    Entries of mappings and lists stay, so that their names are known, even where nothing in them is readable.

    Args:
        model: Which section.
        written: What stands in the file in its place.
        wrong: The paths, from the section, to everything that has the wrong shape.
    """
    values = written if isinstance(written, Mapping) else {}
    nothing = () in wrong or not isinstance(written, Mapping)
    found = {
        name: _LEFT_OUT if nothing else _field(field, values, field.alias or name, wrong)
        for name, field in model.model_fields.items()
    }
    made = cast(S, model.model_construct())
    vars(made).clear()  # of the defaults, which are not what is written
    vars(made).update({name: value for name, value in found.items() if value is not _LEFT_OUT})
    return made


def _field(field: FieldInfo, values: Mapping[str, Any], key: str, wrong: Sequence[KeyPath]) -> Any:
    within = _under(key, wrong)
    if key not in values:
        return _LEFT_OUT if field.is_required() or within else field.get_default(call_default_factory=True)
    kind: Any = field.annotation
    return _value(Annotated[kind, *field.metadata] if field.metadata else kind, values[key], within)


def _value(kind: Any, written: Any, wrong: Sequence[KeyPath]) -> Any:
    if not wrong:
        return TypeAdapter(kind).validate_python(written)
    kind = _without_none(get_args(kind)[0] if get_origin(kind) is Annotated else kind)
    if _is_section(kind):
        return readable(kind, written, wrong)
    inner = [each for each in get_args(kind) if each is not Ellipsis][-1:]
    if () in wrong or not inner or not _is_section(inner[0]):
        return _LEFT_OUT
    if isinstance(written, Mapping):
        return {key: _value(inner[0], value, _under(key, wrong)) for key, value in written.items()}
    return tuple(_value(inner[0], value, _under(index, wrong)) for index, value in enumerate(written))


def _under(key: str | int, wrong: Sequence[KeyPath]) -> list[KeyPath]:
    return [path[1:] for path in wrong if path[:1] == (key,)]


def _without_none(kind: Any) -> Any:
    """`X` of `X | None`."""
    kinds = get_args(kind)
    return kinds[0] if type(None) in kinds else kind


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)
