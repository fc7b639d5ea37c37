"""Statements about a network, each answered for all packets.

`unreachable` and `no_path_out` mean that no packet gets through, answered or not: one that arrives is
enough to do harm. `reaches` means that the packet arrives and its answer comes back. What is not known
counts as reachable for the first and as not shown for the second; the verdict is then undecided, and says
what is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from baseline.errors import InputError
from baseline.reach.addresses import ALL_4, ALL_6
from baseline.reach.ends import End
from baseline.reach.explain import closing, example, shown
from baseline.reach.model.network import Network
from baseline.reach.model.places import Interface
from baseline.reach.packets import EVERY, NONE, Box, PacketSet, packets
from baseline.reach.ports import port_text
from baseline.reach.prover import EPHEMERAL, EPHEMERAL_OF_INSTANCES, Flow, Prover, certainly, side_of
from baseline.reach.trace import Tracer, outcome
from baseline.reach.traffic import Outside, Site
from baseline.verdict import Evidence, Result, Verdict

_EXIT = Outside("exit", name="out")
_MANY = ("anything launched in it", "AWS::AutoScaling::AutoScalingGroup", "AWS::ECS::Service")
# Interfaces that are never instances, so their source ports are any above 1023.
_NO_INSTANCE = ("AWS::ElasticLoadBalancing", "AWS::Lambda::")


@dataclass(frozen=True)
class _Found:
    """A flow with the packets of it that count."""

    flow: Flow
    packets: PacketSet


class Statements:
    """Answers statements about one network.

    Args:
        network: The network.
        layers: See `Ways`; only tests ask for one layer alone.
    """

    def __init__(self, network: Network, *, layers: frozenset[str] = frozenset({"groups", "acls"})) -> None:
        self.network = network
        self.prover = Prover(network, layers=layers)
        self._layers = layers

    def flows(self, source: End, target: End, wanted: PacketSet = EVERY) -> Iterator[Flow]:
        """Every way from one end to the other."""
        for one, other in pairs(source, target):
            yield from self.prover.flows(one, other, _restricted(wanted, source, target))

    def unreachable(self, source: End, target: End, ports: PacketSet = EVERY) -> Verdict:
        """No packet gets from one end to the other.

        Args:
            source: Who sends.
            target: Who must not get it.
            ports: The packets that are meant; all by default.
        """
        flows = [*self.flows(source, target, ports)]
        return self._none_of(flows, f"no packet gets from {source.text} to {target.text}", source, target)

    def reaches(self, source: End, target: End, ports: PacketSet) -> Verdict:
        """Everybody at one end reaches everybody at the other on all of these ports, and is answered."""
        checked = 0
        for one, other in pairs(source, target):
            wanted = self.prover.packets(one, other, _restricted(ports, source, target))
            if not wanted:
                continue
            verdict = self._pair_reaches(one, other, wanted)
            checked += 1
            if not verdict.holds:
                return verdict
        if not checked:
            return Verdict(
                Result.REFUTED, f"{source.text} and {target.text} have no addresses of one IP version"
            )
        text = f"{source.text} reaches {target.text} on {port_text(ports)}, and is answered"
        return Verdict(
            Result.PROVED, f"{text} ({checked} pairs of places)", self._assumptions(source, target)
        )

    def reaches_only(self, source: End, target: End, ports: PacketSet) -> Verdict:
        """As `reaches`, and no packet to any other port gets through."""
        other = self.unreachable(source, target, EVERY - ports)
        if other.result is Result.REFUTED:
            return other
        verdict = self.reaches(source, target, ports)
        return other if verdict.holds and not other.holds else verdict

    def egress_only_via(self, source: End, via: Sequence[str]) -> Verdict:
        """What leaves the VPC of `source` leaves by these ways only.

        Args:
            source: Who sends.
            via: `internet`, `nat`, `egress_only`, `vpn`, `peering`, `transit`, `endpoint/<service>`,
            `endpoints`
                for every endpoint, `appliance`, or the logical id of a gateway. Interface endpoints count
                as ways out too: what goes to them leaves for the service.
        """
        self._check_ways(via)
        flows = [flow for flow in self._exits(source) if not _by(flow, via)]
        ways = " or ".join(via) if via else ""
        text = f"nothing leaves {source.text}" + (f" but by {ways}" if ways else "")
        return self._none_of(flows, text, source, None)

    def no_path_out(self, source: End) -> Verdict:
        """No packet leaves the VPC of `source`, not even to an AWS service by an endpoint."""
        return self.egress_only_via(source, ())

    def _check_ways(self, via: Sequence[str]) -> None:
        gateways = (
            *self.network.nats,
            *self.network.peerings,
            *self.network.endpoints,
            *self.network.appliances,
        )
        doors = [
            each for vpc in self.network.vpcs.values() for each in (vpc.internet_gateway, vpc.vpn_gateway)
        ]
        egress = [each for vpc in self.network.vpcs.values() for each in vpc.egress_only]
        keys = [*gateways, *filter(None, doors), *egress, *self.network.transits]
        keys += [each.key for each in self.network.interfaces if each.service]
        known = {*keys, *(key.rpartition("/")[2] for key in keys)}
        for way in via:
            if way not in _WAYS and way not in known and not way.startswith("endpoint/"):
                words = ", ".join((*_WAYS[:8], "endpoint/<service>"))
                raise InputError(f'"{way}" is no way out; write {words}, or a gateway\'s logical id')

    def _exits(self, source: End) -> Iterator[Flow]:
        for one in source.sites:
            if not isinstance(one, Interface):
                continue
            yield from self.prover.flows(one, _EXIT)
            for service in self.network.interfaces:
                if service.service and self.network.vpc_of(service.subnet) is self.network.vpc_of(one.subnet):
                    door = (f"endpoint/{service.service}", service.key)
                    for flow in self.prover.flows(one, service) if service is not one else ():
                        yield replace(flow, doors=(*flow.doors, door))

    def _none_of(self, flows: Sequence[Flow], text: str, source: End, target: End | None) -> Verdict:
        """Refuted by a packet that certainly passes; undecided while one could; else proved."""
        found = [each for flow in flows if (each := self._certain(flow)).packets]
        tracer = Tracer(self.network)
        for each in sorted(found, key=lambda each: (len(each.flow.relays), len(each.flow.doors))):
            shown_ = example(tracer, each.flow, each.packets)
            if self._layers != {"groups", "acls"} or each.flow.relays or outcome(shown_.trace) is True:
                change = closing(self, each.flow, source, target)
                return Verdict(Result.REFUTED, shown_.text, (*shown(shown_), *change), (shown_.example,))
        if found:
            why = "the proof found a packet that the evaluator of single packets does not confirm"
            return Verdict(Result.UNDECIDED, why, shown(example(tracer, found[0].flow, found[0].packets)))
        if flows:
            doubts = dict.fromkeys(doubt for flow in flows for doubt in flow.doubts)
            possible = example(tracer, flows[0], flows[0].may)
            why = next(iter(doubts), "rules or addresses on the way are not known exactly")
            return Verdict(
                Result.UNDECIDED, f"cannot be decided: {why}", (*shown(possible), *_as_evidence(doubts))
            )
        if self.network.blind_spots:
            spots = tuple(Evidence(spot) for spot in self.network.blind_spots)
            return Verdict(Result.UNDECIDED, f"cannot be decided: {self.network.blind_spots[0]}", spots)
        return Verdict(Result.PROVED, text, self._assumptions(source, target))

    def _certain(self, flow: Flow) -> _Found:
        if flow.relays:
            return _Found(flow, flow.must)
        whole = self.prover.packets(flow.source, flow.target)
        return _Found(flow, certainly(flow.must, whole, flow.source, flow.target))

    def _pair_reaches(self, one: Site, other: Site, wanted: PacketSet) -> Verdict:
        """In one IP version at least, from all source ports that a client could use."""
        flows = self.prover.flows(one, other, wanted)
        for family in (ALL_4, ALL_6):
            asked = wanted & PacketSet((Box(src=family),))
            for sports in _client_ports(one) if asked else ():
                clients = asked & PacketSet((Box(sport=sports),))
                if not clients - _union(flow.answered for flow in flows if not flow.relays):
                    return Verdict(Result.PROVED, "reaches")
                if any(_relays_all(flow, asked) for flow in flows if flow.relays):
                    return Verdict(Result.PROVED, "reaches by a load balancer")
        return self._missing(one, other, wanted, flows)

    def _missing(self, one: Site, other: Site, wanted: PacketSet, flows: Sequence[Flow]) -> Verdict:
        clients = wanted & PacketSet((Box(sport=_client_ports(one)[-1]),))
        direct = [flow for flow in flows if not flow.relays]
        tracer = Tracer(self.network)
        blocked = clients - _union(flow.may for flow in direct)
        silent = clients - _union(flow.perhaps_answered for flow in direct)
        relayed = any(flow.relays for flow in flows)
        for missing, text in (
            (blocked, "does not arrive"),
            (silent, "arrives, but its answer does not come back"),
        ):
            if missing and not relayed:
                probe = Flow(one, other, NONE, missing, NONE, NONE)
                failure = example(tracer, probe, missing, answered=text.startswith("arrives"))
                why = f"{failure.packet_text} {text}"
                return Verdict(Result.REFUTED, why, shown(failure), (failure.example,))
        unsure = clients - _union(flow.answered for flow in direct)
        possible = example(tracer, Flow(one, other, NONE, unsure, NONE, NONE), unsure)
        doubts = dict.fromkeys(doubt for flow in flows for doubt in flow.doubts)
        why = next(iter(doubts), "rules or addresses on the way are not known exactly")
        return Verdict(Result.UNDECIDED, f"not shown: {why}", (*shown(possible), *_as_evidence(doubts)))

    def _assumptions(self, *ends: End | None) -> tuple[Evidence, ...]:
        """What a proof takes for granted about subnets in which the templates place nothing."""
        found = []
        for end in ends:
            for site in end.sites if end else ():
                if isinstance(site, Interface) and site.kind == _MANY[0] and site.groups:
                    worn = ", ".join(self.network.groups[key].source.name for key in site.groups)
                    found.append(Evidence(f"{site.source.name} wears {worn}", site.source.place))
        return tuple(dict.fromkeys(found))


def pairs(source: End, target: End) -> Iterator[tuple[Site, Site]]:
    """One place with itself only where it stands for many."""
    for one in source.sites:
        for other in target.sites:
            same = one is other or (isinstance(one, Outside) and isinstance(other, Outside))
            if not same or (isinstance(one, Interface) and one.kind in _MANY):
                yield one, other


def _restricted(wanted: PacketSet, source: End, target: End) -> PacketSet:
    if source.addresses is not None:
        wanted = wanted & PacketSet((Box(src=source.addresses),))
    if target.addresses is not None:
        wanted = wanted & PacketSet((Box(dst=target.addresses),))
    return wanted


def _client_ports(source: Site) -> list[tuple[tuple[int, int], ...]]:
    """The source ports that clients use: those of instances are fewer (Network ACLs, "Ephemeral ports")."""
    instance = isinstance(source, Interface) and not source.kind.startswith(_NO_INSTANCE)
    return [EPHEMERAL, EPHEMERAL_OF_INSTANCES] if instance else [EPHEMERAL]


def _relays_all(flow: Flow, asked: PacketSet) -> bool:
    """Whether the balancer passes all of these ports on, from each of its addresses."""
    arriving = packets(
        Box(side_of(flow.answered, 0), box.dst, box.protocol, EPHEMERAL, box.dport) for box in asked.boxes
    )
    return bool(arriving) and not arriving - flow.answered


def _by(flow: Flow, via: Sequence[str]) -> bool:
    kind, key = flow.doors[0] if flow.doors else ("unknown", "")
    names = {kind, key, key.rpartition("/")[2]}
    if kind.startswith("endpoint/"):
        names |= {"endpoint", "endpoints", kind.removeprefix("endpoint/")}
    return bool(names & {_ALIASES.get(way, way) for way in via})


_WAYS = (
    "internet",
    "nat",
    "egress_only",
    "vpn",
    "peering",
    "transit",
    "appliance",
    "endpoints",
    "endpoint",
    "igw",
    "internet_gateway",
    "nat_gateway",
    "direct_connect",
    "on-premises",
    "transit_gateway",
    "tgw",
)
_ALIASES = {
    "igw": "internet",
    "internet_gateway": "internet",
    "nat_gateway": "nat",
    "direct_connect": "vpn",
    "on-premises": "vpn",
    "transit_gateway": "transit",
    "tgw": "transit",
}


def _union(sets: Iterator[PacketSet]) -> PacketSet:
    return packets(box for each in sets for box in each.boxes)


def _as_evidence(doubts: dict[str, None]) -> tuple[Evidence, ...]:
    return tuple(Evidence(doubt) for doubt in doubts)
