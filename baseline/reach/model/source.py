"""Where what a network is made of stands in the templates."""

from dataclasses import dataclass

from baseline.place import Place


@dataclass(frozen=True)
class Source:
    """Where something stands in a template.

    Attributes:
        name: The logical id, or what AWS makes without being told ("default network ACL of Vpc").
        place: File and line; None for what AWS makes.
        detail: What tells it from others of the same resource, such as "SecurityGroupIngress[0]".
    """

    name: str
    place: Place | None = None
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.detail}".strip()
