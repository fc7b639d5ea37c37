"""The section `encryption`."""

from pydantic import Field

from baseline.settings.section import Section


class Encryption(Section):
    """How the keys of the landing zone are kept."""

    rotation_days: int = Field(
        default=365, ge=90, le=2560, description="Days between rotations of each customer-managed key."
    )
