"""Load balancers: which listener passes connections on to what.

Sources:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
        ("Client IP preservation": on for instances, and for UDP; off for TCP and TLS to IP addresses)
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from baseline.reach.addresses import Extent
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.target_groups import GROUP, Member, Members, read_members
from baseline.reach.facts.values import flag, listed, mapping, number, unknown
from baseline.reach.intervals import EMPTY, Intervals
from baseline.reach.model.gateways import Relay
from baseline.reach.model.places import Interface
from baseline.reach.packets import ALL_PORTS, TCP, UDP
from baseline.template.template import Resource
from baseline.template.value import Value

_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_CLASSIC = "AWS::ElasticLoadBalancing::LoadBalancer"
_TCP: Intervals = ((TCP, TCP),)
_UDP: Intervals = ((UDP, UDP),)
_BOTH: Intervals = ((TCP, TCP), (UDP, UDP))


def read_relays(reading: Reading, interfaces: tuple[Interface, ...]) -> tuple[Relay, ...]:
    """Every pair of a listener and something behind it."""
    members = read_members(reading, interfaces)
    listeners = {str(each): each for each in reading.resources("AWS::ElasticLoadBalancingV2::Listener")}
    relays: list[Relay] = []
    for listener in listeners.values():
        relays += _relays(reading, listener, listener, listener.get("DefaultActions"), members)
    for rule in reading.resources("AWS::ElasticLoadBalancingV2::ListenerRule"):
        owner = listeners.get(reading.key_of(rule.get("ListenerArn")) or "")
        doubt = owner is None and unknown(rule.get("ListenerArn"))
        for listener in [owner] if owner is not None else [*listeners.values()] if doubt else []:
            found = _relays(reading, listener, rule, rule.get("Actions"), members)
            relays += (replace(each, certain=False) if doubt else each for each in found)
    for balancer in reading.resources(_CLASSIC):
        relays += _classic(reading, balancer)
    return tuple(dict.fromkeys(relays))


def _relays(
    reading: Reading, listener: Resource, at: Resource, actions: Value, members: Members
) -> Iterator[Relay]:
    """What a listener, or one of its rules, forwards to; what nobody can read could be any target group."""
    balancers, sure = _meant(reading, listener.get("LoadBalancerArn"), _BALANCER)
    for value in _forwarded(actions):
        groups, known = _meant(reading, value, GROUP)
        for group in groups:
            for balancer in balancers:
                way = _Way(reading, balancer, listener, at, group, certain=sure and known)
                yield from (way.to(member) for member in members.of(str(group)))


def _meant(reading: Reading, value: Value, type_: str) -> tuple[list[Resource], bool]:
    """The resource of a type that a value names; all of them, not for certain, where nobody knows."""
    found = reading.refers(value, type_)
    if found is not None:
        return [found], True
    return ([*reading.resources(type_)] if unknown(value) else []), False


def _forwarded(actions: Value) -> Iterator[Value]:
    for action in listed(actions):
        if unknown(action):
            yield action
            continue
        yield mapping(action).get("TargetGroupArn")
        for each in listed(mapping(mapping(action).get("ForwardConfig")).get("TargetGroups")):
            yield mapping(each).get("TargetGroupArn")


@dataclass(frozen=True)
class _Way:
    """From a listener to a target group."""

    reading: Reading
    balancer: Resource
    listener: Resource
    at: Resource
    group: Resource
    certain: bool

    def to(self, member: Member) -> Relay:
        """To one target."""
        exists = (each.present is True for each in (self.balancer, self.listener, self.at, self.group))
        own = member.port if member.port is not None else self.group.get("Port")
        spoken = self.group.get("Protocol")
        return Relay(
            balancer=str(self.balancer),
            source=self.reading.source(self.at),
            protocol=_protocol(self.listener.get("Protocol")),
            listens=_port(self.listener.get("Port")),
            target=member.key,
            target_protocol=_protocol(spoken if spoken is not None else self.listener.get("Protocol")),
            target_ports=_port(own),
            keeps_client=_keeps_client(self.balancer, self.group),
            certain=all(exists) and self.certain and member.certain,
        )


def _protocol(value: Value) -> Intervals:
    """HTTP, HTTPS and TLS are TCP."""
    if value in ("UDP", "QUIC"):
        return _UDP
    return _BOTH if not isinstance(value, str) or "UDP" in value else _TCP


def _port(value: Value) -> Extent:
    port = number(value)
    return Extent(EMPTY, ALL_PORTS) if port is None else Extent.exactly(((port, port),))


def _keeps_client(balancer: Resource, group: Resource) -> bool | None:
    """Application Load Balancers never do; of the others the attribute decides, else the type of target."""
    kind = balancer.get("Type")
    if unknown(kind):
        return None
    if kind not in ("network", "gateway"):
        return False
    attributes = group.get("TargetGroupAttributes")
    if unknown(attributes):
        return None
    for each in listed(attributes):
        if unknown(each) or unknown(mapping(each).get("Key")):
            return None
        if mapping(each).get("Key") == "preserve_client_ip.enabled":
            return flag(mapping(each).get("Value"), otherwise=None)
    by_address = group.get("TargetType")
    if unknown(by_address) or unknown(group.get("Protocol")):
        return None
    return not (by_address in ("ip", "alb") and group.get("Protocol") in ("TCP", "TLS"))


def _classic(reading: Reading, balancer: Resource) -> Iterator[Relay]:
    """Classic Load Balancers name instances, or are named by Auto Scaling groups."""
    named = listed(balancer.get("Instances"))
    targets = {key: True for value in named if (key := reading.key_of(value)) is not None}
    if any(unknown(value) and reading.key_of(value) is None for value in named):
        targets |= {
            str(each): False for each in reading.resources("AWS::EC2::Instance") if str(each) not in targets
        }
    for scaling in reading.resources("AWS::AutoScaling::AutoScalingGroup"):
        names = [reading.key_of(each) for each in listed(scaling.get("LoadBalancerNames"))]
        if str(balancer) in names:
            targets[str(scaling)] = scaling.present is True
    for listener in listed(balancer.get("Listeners")):
        for target, certain in targets.items():
            yield Relay(
                balancer=str(balancer),
                source=reading.source(balancer, "listener", listener),
                protocol=_TCP,
                listens=_port(mapping(listener).get("LoadBalancerPort")),
                target=target,
                target_protocol=_TCP,
                target_ports=_port(mapping(listener).get("InstancePort")),
                certain=certain and balancer.present is True,
            )
