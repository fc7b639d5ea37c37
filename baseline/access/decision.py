"""What becomes of one request."""

from dataclasses import dataclass
from enum import StrEnum

from baseline.access.statement import Statement


class Effect(StrEnum):
    """What becomes of a request."""

    ALLOWED = "allowed"
    IMPLICITLY_DENIED = "implicitly denied"
    EXPLICITLY_DENIED = "explicitly denied"
    NOT_MODELLED = "not modelled"


@dataclass(frozen=True)
class Decision:
    """The answer to one request.

    Attributes:
        effect: What becomes of it.
        why: In one sentence.
        statements: Those that decided: the denying ones, or those whose allowing was needed.
    """

    effect: Effect
    why: str
    statements: tuple[Statement, ...] = ()

    @property
    def allowed(self) -> bool:
        """Only a certain yes is one."""
        return self.effect is Effect.ALLOWED


def yes(by: tuple[Statement, ...]) -> Decision:
    """Allowed, by these statements."""
    return Decision(Effect.ALLOWED, str(by[0]) if by else "nothing limits the caller", by)


def no(why: str) -> Decision:
    """Denied since nothing allows it."""
    return Decision(Effect.IMPLICITLY_DENIED, why)
