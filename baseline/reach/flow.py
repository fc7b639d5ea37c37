"""Packets that get from one place to another by one way, and whether they are answered."""

from dataclasses import dataclass

from baseline.reach.model.gateways import Relay
from baseline.reach.packets import PacketSet
from baseline.reach.traffic import Site


@dataclass(frozen=True)
class Flow:
    """The packets that get from one place to another by one way.

    Attributes:
        source: Who sends.
        target: Who gets them.
        must: Those that arrive for certain, as the sender sends them; for a relay as the balancer sends them.
        may: Those that could arrive.
        answered: Those of `must` whose answer comes back for certain.
        perhaps_answered: Those of `may` whose answer could come back.
        doors: The gateways on the way, as (kind, key).
        doubts: Why `may` is more than `must`.
        relays: The load balancers between, in order.
        legs: The conversations before this one, from the client to the first balancer and on.
        sender: Who sends the packets of this conversation, where that is a balancer and not the source.
    """

    source: Site
    target: Site
    must: PacketSet
    may: PacketSet
    answered: PacketSet
    perhaps_answered: PacketSet
    doors: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    relays: tuple[Relay, ...] = ()
    legs: tuple["Flow", ...] = ()
    sender: Site | None = None

    def __bool__(self) -> bool:
        return bool(self.may)

    @property
    def stages(self) -> tuple["Flow", ...]:
        """All conversations, this one last."""
        return (*self.legs, self)
