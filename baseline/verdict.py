"""What every proof returns: one of four results, with the evidence for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from baseline.place import Place

# A request or a packet as it is printed: names and values, in order, ready for JSON.
Example: TypeAlias = Mapping[str, object]


class Result(StrEnum):
    """How a statement about all requests, or all packets, ended.

    Only PROVED means that it holds. UNDECIDED and NOT_MODELLED are never a pass: they say that nobody knows.
    """

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    NOT_MODELLED = "not modelled"


@dataclass(frozen=True)
class Evidence:
    """Something a verdict rests on.

    Attributes:
        text: What it is or does, in one line.
        place: Where it stands in a template; None for facts about no one line.
    """

    text: str
    place: Place | None = None

    def __str__(self) -> str:
        return self.text if self.place is None else f"{self.place}  {self.text}"


@dataclass(frozen=True)
class Verdict:
    """The answer to one statement.

    Attributes:
        result: One of four.
        why: One or two sentences. What was checked on nothing says so here.
        evidence: What the answer rests on.
        examples: For REFUTED what breaks the statement, in the order in which it happens, confirmed by an
            evaluator that shares no code with the proof; for a PROVED "can" the request that is allowed.
    """

    result: Result
    why: str
    evidence: tuple[Evidence, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def holds(self) -> bool:
        """Only a proof counts."""
        return self.result is Result.PROVED
