"""What the models of all sections have in common."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from baseline.settings.unreadable import Unreadable


class Section(BaseModel):
    """A mapping in the YAML file: frozen, typed without conversions, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    if not TYPE_CHECKING:  # else every misspelt attribute would be one of the type Any

        def __getattr__(self, name: str) -> Any:
            """Only `readable` makes a section that lacks a field."""
            if name in type(self).model_fields:
                raise Unreadable(name)
            return super().__getattr__(name)
