"""Load balancers: which listener passes connections on to what.

Sources:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
        ("Client IP preservation": on for instances, and for UDP; off for TCP and TLS to IP addresses)
"""

from collections.abc import Iterator

from baseline.reach.addresses import Extent
from baseline.reach.facts.reading import Reading, flag, listed, mapping, number
from baseline.reach.intervals import EMPTY, Intervals
from baseline.reach.model.gateways import Relay
from baseline.reach.packets import ALL_PORTS, TCP, UDP
from baseline.template.template import Resource
from baseline.template.value import Value

_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_CLASSIC = "AWS::ElasticLoadBalancing::LoadBalancer"
_TCP: Intervals = ((TCP, TCP),)
_UDP: Intervals = ((UDP, UDP),)
_BOTH: Intervals = ((TCP, TCP), (UDP, UDP))


def read_relays(reading: Reading) -> tuple[Relay, ...]:
    """Every pair of a listener and something behind it."""
    members = _members(reading)
    listeners = {str(each): each for each in reading.resources("AWS::ElasticLoadBalancingV2::Listener")}
    relays: list[Relay] = []
    for listener in listeners.values():
        relays += _relays(reading, listener, listener, listener.get("DefaultActions"), members)
    for rule in reading.resources("AWS::ElasticLoadBalancingV2::ListenerRule"):
        owner = listeners.get(reading.key_of(rule.get("ListenerArn")) or "")
        if owner is not None:
            relays += _relays(reading, owner, rule, rule.get("Actions"), members)
    for balancer in reading.resources(_CLASSIC):
        relays += _classic(reading, balancer)
    return tuple(dict.fromkeys(relays))


def _members(reading: Reading) -> dict[str, list[tuple[str, Value]]]:
    """By target group: the resources in it, with the port where it is their own."""
    found: dict[str, list[tuple[str, Value]]] = {}
    for group in reading.resources(_GROUP):
        for target in listed(group.get("Targets")):
            key = reading.key_of(mapping(target).get("Id"))
            if key is not None:
                found.setdefault(str(group), []).append((key, mapping(target).get("Port")))
    for service in reading.resources("AWS::ECS::Service"):
        for each in listed(service.get("LoadBalancers")):
            _join(
                reading,
                found,
                mapping(each).get("TargetGroupArn"),
                service,
                mapping(each).get("ContainerPort"),
            )
    for scaling in reading.resources("AWS::AutoScaling::AutoScalingGroup"):
        for each in listed(scaling.get("TargetGroupARNs")):
            _join(reading, found, each, scaling, None)
    return found


def _join(
    reading: Reading, found: dict[str, list[tuple[str, Value]]], group: Value, member: Resource, port: Value
) -> None:
    key = reading.key_of(group, _GROUP)
    if key is not None:
        found.setdefault(key, []).append((str(member), port))


def _relays(
    reading: Reading,
    listener: Resource,
    at: Resource,
    actions: Value,
    members: dict[str, list[tuple[str, Value]]],
) -> Iterator[Relay]:
    balancer = reading.refers(listener.get("LoadBalancerArn"), _BALANCER)
    if balancer is None:
        return
    for value in _forwarded(actions):
        group = reading.refers(value, _GROUP)
        for key, port in members.get(str(group), ()) if group else ():
            yield _relay(reading, balancer, listener, at, group, key, port)


def _forwarded(actions: Value) -> Iterator[Value]:
    for action in listed(actions):
        yield mapping(action).get("TargetGroupArn")
        for each in listed(mapping(mapping(action).get("ForwardConfig")).get("TargetGroups")):
            yield mapping(each).get("TargetGroupArn")


def _relay(
    reading: Reading,
    balancer: Resource,
    listener: Resource,
    at: Resource,
    group: Resource | None,
    target: str,
    port: Value,
) -> Relay:
    protocol = _protocol(listener.get("Protocol"))
    assert group is not None  # noqa: S101 - the caller has looked
    own = port if port is not None else group.get("Port")
    return Relay(
        balancer=str(balancer),
        source=reading.source(at),
        protocol=protocol,
        listens=_port(listener.get("Port")),
        target=target,
        target_protocol=_protocol(group.get("Protocol") or listener.get("Protocol")),
        target_ports=_port(own),
        keeps_client=_keeps_client(balancer, group),
        certain=all(each.present is True for each in (balancer, listener, at, group)),
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
    if balancer.get("Type") not in ("network", "gateway"):
        return False
    for each in listed(group.get("TargetGroupAttributes")):
        if mapping(each).get("Key") == "preserve_client_ip.enabled":
            return flag(mapping(each).get("Value"), otherwise=None)
    by_address = group.get("TargetType") in ("ip", "alb")
    return not (by_address and group.get("Protocol") in ("TCP", "TLS"))


def _classic(reading: Reading, balancer: Resource) -> Iterator[Relay]:
    """Classic Load Balancers name instances, or are named by Auto Scaling groups."""
    targets = [
        key for value in listed(balancer.get("Instances")) if (key := reading.key_of(value)) is not None
    ]
    for scaling in reading.resources("AWS::AutoScaling::AutoScalingGroup"):
        names = [reading.key_of(each) for each in listed(scaling.get("LoadBalancerNames"))]
        targets += [str(scaling)] if str(balancer) in names else []
    for listener in listed(balancer.get("Listeners")):
        for target in targets:
            yield Relay(
                balancer=str(balancer),
                source=reading.source(balancer, "listener", listener),
                protocol=_TCP,
                listens=_port(mapping(listener).get("LoadBalancerPort")),
                target=target,
                target_protocol=_TCP,
                target_ports=_port(mapping(listener).get("InstancePort")),
                certain=balancer.present is True,
            )
