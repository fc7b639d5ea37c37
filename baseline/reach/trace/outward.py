"""One packet at a gateway.

Sources:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from baseline.reach.addresses import ALL_4, ALL_6, NAT64
from baseline.reach.intervals import contains
from baseline.reach.model.gateway_keys import same_gateway
from baseline.reach.model.gateways import Nat
from baseline.reach.model.places import Block, Interface, Vpc
from baseline.reach.model.routes import Kind, Route
from baseline.reach.packets import ICMP, ICMPV6, TCP, UDP
from baseline.reach.trace.hop import Errand, Hop, Trace
from baseline.reach.trace.inspect import inspected
from baseline.reach.traffic import Outside

if TYPE_CHECKING:
    from baseline.reach.trace.tracer import Tracer

_BPA = "VPC Block Public Access"


class OutwardTracer:
    """Follows single packets out by gateways.

    Args:
        tracer: Follows them behind.
    """

    def __init__(self, tracer: "Tracer") -> None:
        self._tracer = tracer
        self._network = tracer.network

    def by(self, errand: Errand, route: Route, vpc: Vpc, subnet: str) -> Iterator[Trace]:
        """By what a route leads to."""
        key = route.target.key
        match route.target.kind:
            case Kind.NAT:
                yield from self._nat(errand, key, subnet)
            case Kind.INTERNET_GATEWAY:
                yield self._internet(errand, vpc, key)
            case Kind.EGRESS_ONLY:
                yield self._egress_only(errand, route, vpc)
            case Kind.PEERING:
                yield self._peering(errand, vpc, key)
            case Kind.VPN:
                yield (self._vpn(errand, route, vpc),)
            case Kind.ENDPOINT:
                yield (self._endpoint(errand, key),)
            case Kind.FIREWALL:
                yield from self.firewall(errand, key)
            case _:
                yield self._dark(errand, route)

    def blocked(self, errand: Errand, subnet: str, *, nat: bool) -> Hop:
        """VPC Block Public Access."""
        home = self._network.subnets[subnet]
        free: bool | None = home.block is Block.OFF or (home.block is Block.INGRESS and nat)
        free = None if home.block is Block.UNKNOWN or (free and home.excluded and errand.middle) else free
        opens = "" if free else "an exclusion from VPC Block Public Access"
        return Hop(_BPA, home.source, free, str(home.block), opens)

    def public(self, address: int, owner: Interface | Nat) -> Hop:
        """Whether somebody has a public address; every IPv6 address is one."""
        public = True if contains(ALL_6, address) else owner.public
        text = {
            True: "has a public address",
            False: "has no public address",
            None: "may have a public address",
        }[public]
        opens = "" if public else f"a public address of {owner.source}"
        return Hop("public address", owner.source, public, text, opens)

    def _dark(self, errand: Errand, route: Route) -> Trace:
        appliance = self._network.appliances.get(route.target.key)
        passes = None if appliance is None else appliance.passes
        if route.target.kind is Kind.BLACKHOLE:
            passes = False
        hop = Hop("way", route.source, passes, f"{route.target.kind}: what it lets pass is not known")
        return (hop, *self._tracer.into(errand, None, near=False))

    def firewall(self, errand: Errand, key: str) -> Iterator[Trace]:
        """Through a firewall, and on from each subnet in which it has an endpoint."""
        firewall = self._network.firewalls[key]
        hop = inspected(firewall, errand.packet, answer=errand.answer)
        if key in errand.passed:
            yield (Hop("firewall", firewall.source, False, "leads to itself again"),)
            return
        onward = replace(errand, passed=errand.passed | {key}, middle=True)
        if not firewall.subnets:
            unknown = Hop("way", firewall.source, None, "where its endpoints stand is not known")
            yield (hop, unknown, *self._tracer.into(onward, None, near=False))
        for subnet in firewall.subnets:
            acls = [self._at_endpoint(errand, subnet, egress=egress) for egress in (False, True)]
            yield from ((hop, *filter(None, acls), *rest) for rest in self._tracer.routed(onward, subnet))

    def _at_endpoint(self, errand: Errand, subnet: str, *, egress: bool) -> Hop | None:
        """AWS does not say whether the ACL of an endpoint's subnet counts."""
        hop = self._tracer.guards.acl(errand.packet, subnet, egress=egress)
        return None if hop.passes else replace(hop, passes=None, text="may stop it at the firewall", opens="")

    def _internet(self, errand: Errand, vpc: Vpc, key: str) -> Trace:
        source = errand.source
        if isinstance(source, Outside):
            text = "takes nothing that does not come from its VPC"
            return (Hop("internet gateway", vpc.source, False, text),)
        same = same_gateway(vpc.internet_gateway, key)
        attached = same is not False and self._network.vpc_of(source.subnet) is vpc
        gateway = Hop(
            "internet gateway",
            vpc.source,
            ((vpc.gateway_certain and same) or None) if attached and errand.to("internet", "exit") else False,
            "attached" if attached else "not attached to this VPC",
        )
        blocked = self.blocked(errand, source.subnet, nat=isinstance(source, Nat))
        return (blocked, gateway, self.public(errand.packet.src, source))

    def _egress_only(self, errand: Errand, route: Route, vpc: Vpc) -> Trace:
        source = errand.source
        own = not isinstance(source, Outside) and self._network.vpc_of(source.subnet) is vpc
        passes = (
            own
            and errand.to("internet", "exit")
            and contains(ALL_6, errand.packet.dst)
            and route.target.key in vpc.egress_only
        )
        hop = Hop("egress-only gateway", route.source, passes, "IPv6 of its own VPC, outwards")
        return (hop,) if isinstance(source, Outside) else (self.blocked(errand, source.subnet, nat=True), hop)

    def _vpn(self, errand: Errand, route: Route, vpc: Vpc) -> Hop:
        source = errand.source
        own = not isinstance(source, Outside) and self._network.vpc_of(source.subnet) is vpc
        passes: bool | None = own and errand.to("on-premises", "exit")
        same = same_gateway(vpc.vpn_gateway, route.target.key) if vpc.vpn_gateway else None
        if not same or not vpc.vpn_certain:
            passes = None if passes and same is not False else False
        return Hop("virtual private gateway", route.source, passes, "to the VPN")

    def _endpoint(self, errand: Errand, key: str) -> Hop:
        endpoint, source = self._network.endpoints[key], errand.source
        own = not isinstance(source, Outside) and self._network.subnets[source.subnet].vpc == endpoint.vpc
        meant = errand.to("exit") or (errand.to("service") and errand.target.key == key)
        return Hop(
            "gateway endpoint",
            endpoint.source,
            endpoint.policy.open if own and meant else False,
            endpoint.service,
        )

    def _nat(self, errand: Errand, key: str, subnet: str) -> Iterator[Trace]:
        nat, packet = self._network.nats[key], errand.packet
        entry = () if subnet == nat.subnet else (self._tracer.guards.acl(packet, nat.subnet, egress=False),)
        here = (Hop("NAT gateway", nat.source, True, "changes the source"),)
        if errand.target is nat:
            yield (*entry, *here)
            return
        dst = packet.dst - NAT64[0][0] if contains(NAT64, packet.dst) else packet.dst
        if not contains(ALL_4, dst):
            yield (*entry, Hop("NAT gateway", nat.source, False, "takes IPv4 only"))
            return
        if packet.protocol not in (ICMP, TCP, UDP):
            surely = None if packet.protocol == ICMPV6 and dst != packet.dst else False
            yield (*entry, Hop("NAT gateway", nat.source, surely, "takes TCP, UDP and ICMP only"))
            return
        changed = packet._replace(src=nat.addresses[0][0], dst=dst, sport=max(packet.sport, 1024))
        for rest in self._tracer.traces(changed, nat, errand.target):
            yield (*entry, *here, *rest)

    def _peering(self, errand: Errand, vpc: Vpc, key: str) -> Trace:
        peering = self._network.peerings[key]
        own = contains(vpc.addresses, errand.packet.src) and (vpc.key in peering.vpcs or peering.in_doubt)
        there = peering.vpcs[1] if peering.vpcs[0] == vpc.key else peering.vpcs[0]
        sure = peering.certain and not peering.in_doubt
        text = "to the other VPC" if own else "not transitive"
        hop = Hop("peering connection", peering.source, (sure or None) if own else False, text)
        if isinstance(errand.target, Outside):
            hit = errand.to("exit") or (errand.to("elsewhere") and there is None)
            return (hop, Hop("delivery", peering.source, hit, "to a VPC that no template describes"))
        if peering.in_doubt:
            return (hop, *self._tracer.into(errand, None, near=True))
        if there is None:
            return (hop, Hop("delivery", peering.source, False, "leads to another VPC"))
        return (hop, *self._tracer.local(errand, self._network.vpcs[there], None))
