"""Who is in which target group of a load balancer.

Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
("Target type": instances by id, addresses, Lambda functions, or another load balancer)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from baseline.reach.addresses import block, parse_block
from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import listed, mapping, unknown
from baseline.reach.intervals import intersection
from baseline.reach.model.places import Interface
from baseline.template.template import Resource
from baseline.template.value import Value

GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


@dataclass(frozen=True)
class Member:
    """One target.

    Attributes:
        key: Of what stands in the network.
        port: Its own, where it has one.
        certain: Whether it is in the group for certain.
    """

    key: str
    port: Value
    certain: bool = True


@dataclass
class Members:
    """The members of all target groups, by the group's key."""

    found: dict[str, list[Member]] = field(default_factory=dict)

    def of(self, group: str) -> list[Member]:
        """Those of one group."""
        return self.found.get(group, [])

    def join(self, reading: Reading, group: Value, member: Resource, port: Value) -> None:
        """A resource that says itself which group it is in."""
        key = reading.key_of(group, GROUP)
        if key is not None:
            self.found.setdefault(key, []).append(Member(str(member), port, member.present is True))


def read_members(reading: Reading, interfaces: tuple[Interface, ...]) -> Members:
    """All members: those that groups list, and those that join by their own properties."""
    members = Members()
    for group in reading.resources(GROUP):
        for target in listed(group.get("Targets")):
            written = mapping(target)
            for key, certain in _listed(reading, target, interfaces):
                members.found.setdefault(str(group), []).append(Member(key, written.get("Port"), certain))
    for service in reading.resources("AWS::ECS::Service", "AWS::ECS::TaskSet"):
        for each in listed(service.get("LoadBalancers")):
            one = mapping(each)
            members.join(reading, one.get("TargetGroupArn"), service, one.get("ContainerPort"))
    for scaling in reading.resources("AWS::AutoScaling::AutoScalingGroup"):
        sources = [mapping(each).get("Identifier") for each in listed(scaling.get("TrafficSources"))]
        for value in (*listed(scaling.get("TargetGroupARNs")), *sources):
            members.join(reading, value, scaling, None)
    return members


def _listed(reading: Reading, target: Value, interfaces: tuple[Interface, ...]) -> Iterator[tuple[str, bool]]:
    """By id or by address; an address is that of whoever has it, or could have it; unknown ones are
    anybody's.
    """
    value = target if unknown(target) else mapping(target).get("Id")
    key = reading.key_of(value)
    if key is not None:
        yield key, True
    elif unknown(value):
        yield from dict.fromkeys((each.key, False) for each in interfaces if each.key != each.subnet)
    elif isinstance(value, str) and (address := parse_block(value)) is not None:
        holders = [each for each in interfaces if intersection(each.addresses, block(address))]
        yield from dict.fromkeys((each.key, each.fixed) for each in holders)
