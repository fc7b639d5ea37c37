"""One thing to do by hand."""

from dataclasses import dataclass
from enum import StrEnum


class When(StrEnum):
    """At which moment of a landing zone's life."""

    BEFORE = "Before the first deployment"
    AFTER = "After it"
    REGULARLY = "Again and again"


@dataclass(frozen=True)
class Step:
    """Something that no template does.

    Attributes:
        when: When it is due.
        what: What to do, as an order.
        why: What happens otherwise, or why no template does it.
        key: The key of the settings that makes it necessary; "" where it always is.
    """

    when: When
    what: str
    why: str
    key: str = ""
