"""When something happens by itself."""

from typing import Literal

from pydantic import Field

from baseline.settings.section import Section

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Weekly(Section):
    """A day of the week and an hour in UTC."""

    day: Day = Field(description="Day of the week.", examples=["tuesday"])
    hour: int = Field(ge=0, le=23, description="Hour of the day, in UTC.", examples=[10])
