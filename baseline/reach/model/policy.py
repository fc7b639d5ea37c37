"""What an endpoint lets requests do: packets pass it, its policy judges what they ask for."""

from dataclasses import dataclass

from baseline.reach.model.source import Source


@dataclass(frozen=True)
class EndpointPolicy:
    """The policy of a VPC endpoint, as far as it decides whether anything leaves by it.

    Attributes:
        open: Whether it lets any request pass; None where that cannot be read.
        says: The statements that narrow it, each with its place; none where it allows everything.
    """

    open: bool | None = True
    says: tuple[Source, ...] = ()


NO_POLICY = EndpointPolicy()
