"""What the models of all sections have in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A mapping in the YAML file: frozen, typed without conversions, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
