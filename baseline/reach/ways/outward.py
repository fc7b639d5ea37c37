"""What becomes of packets that a route leads to a gateway.

Sources, section by section:
    https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
    https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
    https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html ("VPC peering limitations")
    https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
    https://docs.aws.amazon.com/network-firewall/latest/developerguide/how-it-works.html
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from baseline.reach.addresses import ALL_6
from baseline.reach.filters import Filter
from baseline.reach.model.firewall import Firewall
from baseline.reach.model.gateway_keys import same_gateway
from baseline.reach.model.gateways import Nat
from baseline.reach.model.places import Vpc
from baseline.reach.packets import Box, PacketSet
from baseline.reach.publicity import public, unblocked
from baseline.reach.traffic import Journey, Outside, Traffic
from baseline.reach.ways.inspection import Inspection, inspection

if TYPE_CHECKING:
    from baseline.reach.ways.ways import Ways

_V6 = PacketSet((Box(dst=ALL_6),))


class OutwardWays:
    """What goes out of a subnet by something else than the local route.

    Args:
        ways: Follows packets behind.
    """

    def __init__(self, ways: "Ways") -> None:
        self._ways = ways
        self._network = ways.network
        self._inspections: dict[str, Inspection] = {}

    def to_internet(self, vpc: Vpc, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Internet gateway basics: needs the gateway attached, and a public address at the sender.

        The gateway takes no packet from elsewhere than its own VPC.
        """
        source = journey.source
        same = same_gateway(vpc.internet_gateway, key)
        if not journey.to("internet", "exit") or same is False:
            return
        if isinstance(source, Outside) or self._network.vpc_of(source.subnet) is not vpc:
            return
        traffic = traffic.by("internet", vpc.internet_gateway or key)
        sure = (vpc.gateway_certain and same) or None
        traffic = traffic.unless(sure, f"whether the gateway is attached to {vpc.source} is not known")
        subnet = self._network.subnets[source.subnet]
        traffic = public(unblocked(subnet, traffic, nat=isinstance(source, Nat)), source, sent=True)
        if traffic:
            yield traffic

    def by_egress_only(self, subnet: str, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Egress-only internet gateways: IPv6 only, outwards only, and stateful; of their own VPC alone."""
        source = journey.source
        if isinstance(source, Outside) or not journey.to("internet", "exit"):
            return
        vpc = self._network.vpc_of(subnet)
        if key in vpc.egress_only and self._network.vpc_of(source.subnet) is vpc:
            v6 = traffic.through(Filter(_V6, _V6))
            home = self._network.subnets[source.subnet]
            yield unblocked(home, v6, nat=True).by("egress_only", key)

    def peered(self, vpc: Vpc, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """VPC peering limitations: not transitive, so only packets of one VPC to the other pass."""
        peering = self._network.peerings[key]
        if vpc.key not in peering.vpcs and not peering.in_doubt:
            return
        there = peering.vpcs[1] if peering.vpcs[0] == vpc.key else peering.vpcs[0]
        own = PacketSet((Box(src=vpc.addresses),))
        traffic = traffic.through(Filter(own, own)).by("peering", key)
        traffic = traffic.unless(peering.certain or None, f"{peering.source} may not exist")
        if peering.in_doubt:
            yield from self._to_either(
                vpc, journey, traffic.doubtful(f"whom {peering.source} joins is not known")
            )
        elif journey.to("exit") or (journey.to("elsewhere") and there is None):
            yield traffic
        elif there is not None:
            yield from self._ways.local(self._network.vpcs[there], journey, traffic, came_from=None)

    def _to_either(self, vpc: Vpc, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """To any other VPC."""
        target = journey.target
        if isinstance(target, Outside):
            if target.kind in ("exit", "elsewhere"):
                yield traffic
        elif self._network.vpc_of(target.subnet) is not vpc:
            yield from self._ways.arrive(target, journey, traffic, came_from=None)

    def to_premises(self, vpc: Vpc, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Virtual private gateways: to the VPN or Direct Connect, for packets of their own VPC.

        VPC peering limitations, "Edge to edge routing": what comes from another VPC does not pass.
        """
        source = journey.source
        if journey.to("on-premises", "exit") and not isinstance(source, Outside):
            same = same_gateway(vpc.vpn_gateway, key) if vpc.vpn_gateway else None
            sure = same and vpc.vpn_certain
            if self._network.vpc_of(source.subnet) is vpc and same is not False:
                why = "whether the VPN gateway is attached is not known"
                yield traffic.by("vpn", key).unless(sure or None, why)

    def to_service(self, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Gateway endpoints: a route to a service, for their own VPC alone ("cannot be extended out of a
        VPC").

        An endpoint policy that allows nothing lets nothing pass.
        """
        endpoint, source = self._network.endpoints[key], journey.source
        if isinstance(source, Outside) or self._network.subnets[source.subnet].vpc != endpoint.vpc:
            return
        if journey.to("exit") or (journey.to("service") and journey.target.key == key):
            passed = traffic.by(f"endpoint/{endpoint.service}", key)
            yield passed.unless(endpoint.policy.open, f"the policy of {endpoint.source} is not known")

    def by_appliance(self, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """An instance that forwards, or a Gateway Load Balancer: it may drop anything, or send it
        anywhere.
        """
        appliance = self._network.appliances[key]
        traffic = traffic.unless(appliance.passes, f"what {appliance.source} lets pass is not modelled")
        if traffic:
            yield from self.anywhere(journey, traffic.by("appliance", key))

    def by_firewall(
        self, key: str, journey: Journey, traffic: Traffic, came_from: str | None, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """Through the firewall, and on by the route table of the endpoint's subnet.

        Which of several endpoints a route names is not told apart, so all of their subnets have to let it
        pass.
        """
        if key in seen:
            return
        firewall = self._network.firewalls[key]
        passed = self._inspected(firewall, journey, traffic.by("firewall", key))
        if not firewall.subnets:
            unsure = passed.doubtful(f"where {firewall.source} stands is not known")
            yield from self.anywhere(journey, unsure.by("unknown", key))
        elif passed:
            found = [
                list(self._onward(subnet, journey, passed, came_from, seen | {key}))
                for subnet in firewall.subnets
            ]
            yield from found[0] if len(found) == 1 else self._ways.one_of(found)

    def _inspected(self, firewall: Firewall, journey: Journey, traffic: Traffic) -> Traffic:
        if firewall.key not in self._inspections:
            self._inspections[firewall.key] = inspection(firewall)
        found = self._inspections[firewall.key]
        passed = traffic.through(found.answers if journey.answer else found.requests)
        if passed.must == passed.may:
            return passed
        why = f"which packets {firewall.source} lets pass is not known, or depends on their content"
        return replace(passed, doubts=(*passed.doubts, why))

    def _onward(
        self, subnet: str, journey: Journey, traffic: Traffic, came_from: str | None, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """Whether the network ACL of an endpoint's subnet filters what passes the endpoint is not said, so
        what it denies is in doubt.
        """
        both = self._ways.acl(subnet, self._ways.acl(subnet, traffic, egress=False), egress=True)
        if came_from != subnet and both.must != traffic.must:
            why = f"the network ACL of {self._network.subnets[subnet].source} may stop it at the firewall"
            traffic = replace(traffic, must=both.must, doubts=(*traffic.doubts, why))
        yield from self._ways.routed(subnet, journey, traffic, seen)

    def anywhere(self, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Wherever the journey goes."""
        if isinstance(journey.target, Outside):
            yield traffic
        else:
            yield from self._ways.arrive(journey.target, journey, traffic, came_from=None)
