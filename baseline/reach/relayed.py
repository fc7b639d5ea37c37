"""Load balancers: who reaches a listener reaches its targets, in a conversation that the balancer opens.

Sources:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from baseline.reach.addresses import ALL
from baseline.reach.client_ports import EPHEMERAL
from baseline.reach.flow import Flow
from baseline.reach.model.gateways import Relay
from baseline.reach.model.places import Interface
from baseline.reach.packets import NONE, Box, PacketSet, packets
from baseline.reach.quantified import any_source, side_of
from baseline.reach.traffic import Site

if TYPE_CHECKING:
    from baseline.reach.prover import Prover

_MOST = 3


class Relayed:
    """The flows over load balancers, one behind another up to three.

    Args:
        prover: Knows the flows between.
    """

    def __init__(self, prover: "Prover") -> None:
        self._prover = prover

    @cached_property
    def _by_target(self) -> dict[str, list[Relay]]:
        found: dict[str, list[Relay]] = {}
        for relay in self._prover.network.relays:
            found.setdefault(relay.target, []).append(relay)
        return found

    @cached_property
    def _by_key(self) -> dict[str, list[Interface]]:
        found: dict[str, list[Interface]] = {}
        for interface in self._prover.network.interfaces:
            found.setdefault(interface.key, []).append(interface)
        return found

    def flows(
        self, source: Site, target: Interface, wanted: PacketSet | None, depth: int = _MOST
    ) -> Iterator[Flow]:
        """From a client to a target by every balancer that passes connections on to it."""
        for relay in self._by_target.get(target.key, ()) if depth else ():
            for listener in self._by_key.get(relay.balancer, ()):
                if listener is source:
                    continue
                for first in self._to_listener(source, listener, relay, wanted, depth):
                    for sender in self._senders(relay, listener):
                        yield from self._onward(first, sender, target, relay, wanted)

    def _senders(self, relay: Relay, listener: Interface) -> list[Interface]:
        """The balancer's own interface; behind an endpoint of PrivateLink those of the service's balancer."""
        return self._by_key.get(relay.sender, []) if relay.sender else [listener]

    def _to_listener(
        self, source: Site, listener: Interface, relay: Relay, wanted: PacketSet | None, depth: int
    ) -> Iterator[Flow]:
        clients = ALL if wanted is None else side_of(wanted, 0)
        listens = packets([Box(clients, protocol=relay.protocol, dport=relay.listens.may)])
        found = [
            *self._prover.direct(source, listener, listens),
            *self.flows(source, listener, listens, depth - 1),
        ]
        yield from (flow for flow in found if flow)

    def _onward(
        self, first: Flow, sender: Interface, target: Interface, relay: Relay, wanted: PacketSet | None
    ) -> Iterator[Flow]:
        ports = PacketSet(
            (Box(protocol=relay.target_protocol, sport=EPHEMERAL, dport=relay.target_ports.may),)
        )
        ports = ports if wanted is None else ports & any_source(wanted)
        sure = relay.certain and relay.listens.certain and relay.target_ports.certain and bool(first.answered)
        for second in self._second_half(first, sender, target, relay, ports):
            doubts = (*first.doubts, *second.doubts)
            if not sure:
                doubts = (*doubts, f"what {relay.source} passes on is not certain")
            yield replace(
                second,
                source=first.source,
                must=second.must if sure else NONE,
                answered=second.answered if sure else NONE,
                doors=(*first.doors, *second.doors),
                doubts=doubts,
                relays=(*first.relays, relay),
                legs=first.stages,
                sender=second.source,
            )

    def _second_half(
        self, first: Flow, sender: Interface, target: Interface, relay: Relay, ports: PacketSet
    ) -> Iterator[Flow]:
        """From the balancer's address; where it keeps the client's, as the client, let in by either's
        rules.
        """
        plain = self._prover.straight(sender, target, ports)
        if relay.keeps_client is False:
            yield from plain
            return
        kept = self._as_client(first, sender, target, ports)
        if relay.keeps_client:
            yield from kept
        else:
            yield from (replace(flow, must=NONE, answered=NONE) for flow in (*plain, *kept))

    def _as_client(
        self, first: Flow, sender: Interface, target: Interface, ports: PacketSet
    ) -> Iterator[Flow]:
        """Client IP preservation: the balancer's interface sends with the client's address, in its IP
        version.

        Answers go back to it, whatever routes the target's subnet has; only network ACLs see them.
        """
        clients = side_of(first.may, 0)
        masked = replace(sender, addresses=clients)
        for flow in self._prover.straight(masked, target, ports):
            back = self._prover.returned(flow, target.subnet, sender.subnet)
            yield replace(
                flow,
                answered=flow.must.answered_by(back.must),
                perhaps_answered=flow.may.answered_by(back.may),
            )
