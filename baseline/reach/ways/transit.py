"""The ways through transit gateways.

Sources:
    https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html ("Routing")
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html (Availability Zones)
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from baseline.reach.model.gateway_keys import same_gateway
from baseline.reach.model.gateways import Attachment, Hangs, Nat
from baseline.reach.model.places import Interface, Vpc
from baseline.reach.model.routes import Kind
from baseline.reach.traffic import Journey, Outside, Traffic, any_of, destinations
from baseline.reach.zones import in_reach

if TYPE_CHECKING:
    from baseline.reach.ways.ways import Ways

_DEPTH = 8


class TransitWays:
    """What goes into transit gateways, between their attachments, and out again.

    Args:
        ways: Follows packets before and behind.
    """

    def __init__(self, ways: "Ways") -> None:
        self._ways = ways
        self._joined: dict[str, dict[str, None]] = {}
        self._own: dict[str, list[Attachment]] = {}

    @cached_property
    def attached(self) -> dict[str, list[Attachment]]:
        """The attachments by gateway."""
        found: dict[str, list[Attachment]] = {}
        for attachment in self._ways.network.attachments.values():
            found.setdefault(attachment.transit, []).append(attachment)
        return found

    def _of(self, vpc: Vpc) -> list[Attachment]:
        """The attachments of a VPC, and those of which nobody knows the VPC."""
        if not self._own:
            for attachment in self._ways.network.attachments.values():
                self._own.setdefault(attachment.vpc or attachment.kind, []).append(attachment)
        return self._own.get(vpc.key, [])

    def joined_to(self, vpc: str) -> list[str]:
        """The gateways that a VPC is attached to."""
        if not self._joined:
            for key, attachments in self.attached.items():
                for attachment in attachments:
                    self._joined.setdefault(attachment.vpc or "", {})[key] = None
        return list(self._joined.get(vpc, ()))

    def heard_by(self, vpc: str) -> list[str]:
        """The gateways that a VPC is attached to, and all that these are peers of, near or far."""
        found = self.joined_to(vpc)
        found += [
            key for key in self.attached if key not in found and any(_could_be(key, one) for one in found)
        ]
        for key in found:
            found += [other for one, other in self._peers if one == key and other not in found]
        return found

    @cached_property
    def _peers(self) -> list[tuple[str, str]]:
        peers = [a for a in self._ways.network.attachments.values() if a.kind is Hangs.PEER]
        return [pair for a in peers for pair in ((a.transit, a.peer), (a.peer, a.transit))]

    def unseen(self, transit: str) -> bool:
        """Whether the gateway itself is no resource of these templates, so that more can hang on it."""
        return transit not in self._ways.network.transits

    def enter(
        self, vpc: Vpc, subnet: str, key: str, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """Into the gateway by an interface in one of the attachment's subnets, in the sender's zone.

        VPC attachments: zones without a subnet of the attachment cannot reach the gateway. How network ACLs
        work with transit gateways: the ACL of that subnet checks the source inwards.
        """
        traffic = traffic.by("transit", key)
        if journey.to("exit"):
            yield traffic
            return
        mine = [(a, same) for a in self._of(vpc) if (same := same_gateway(a.transit, key)) is not False]
        if not mine and self.unseen(key):
            yield from self.beyond(key, journey, traffic)
        for attachment, same in mine:
            homes, sure = in_reach(self._ways.network, subnet, attachment)
            entered = any_of([self._ways.acl(one, traffic, egress=False) for one in homes])
            entered = entered.unless(
                sure or None, f"whether {attachment.source} is in the sender's zone is not known"
            )
            exists = (attachment.certain and same) or None
            entered = entered.unless(exists, f"whether {attachment.source} is of {key} is not known")
            if entered:
                yield from self.switched(attachment, attachment.table, journey, entered, seen)

    def switched(
        self,
        attachment: Attachment,
        table: str | None,
        journey: Journey,
        traffic: Traffic,
        seen: frozenset[str],
    ) -> Iterator[Traffic]:
        """By the route table that the attachment is associated with."""
        mark = f"{attachment.key} by {table}"
        if mark in seen or len(seen) > _DEPTH:
            return
        if table is None:
            yield from self.beyond(attachment.transit, journey, traffic)
            return
        for choice in self._ways.choices(table, destinations(traffic)):
            taken = traffic.towards(choice.must, choice.may)
            if not taken:
                continue
            if choice.route.target.kind is Kind.ATTACHMENT:
                onward = self._ways.network.attachments[choice.route.target.key]
                yield from self._leave(onward, table, journey, taken, seen | {mark})
            elif choice.route.target.kind is Kind.UNKNOWN:
                yield from self.beyond(attachment.transit, journey, taken)

    def _leave(
        self, attachment: Attachment, table: str, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        traffic = traffic.unless(attachment.certain or None, f"{attachment.source} may not exist")
        match attachment.kind:
            case Hangs.PREMISES:
                if journey.to("on-premises"):
                    yield traffic
            case Hangs.ELSEWHERE:
                yield from self._elsewhere(attachment, journey, traffic)
            case Hangs.PEER:
                yield from self._to_peer(attachment, table, journey, traffic, seen)
            case Hangs.VPC:
                yield from self._into_vpc(attachment, journey, traffic, seen)

    def _elsewhere(self, attachment: Attachment, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """A VPC that nobody knows could be one of these too."""
        if journey.to("elsewhere"):
            yield traffic
        elif not isinstance(journey.target, Outside):
            unsure = traffic.doubtful(f"which VPC {attachment.source} joins is not known")
            yield from self._ways.arrive(journey.target, journey, unsure, came_from=None)

    def _to_peer(
        self, attachment: Attachment, table: str, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """Peering attachments: the other gateway routes by the table that it associates the attachment
        with.
        """
        there, onward = attachment.peer, attachment.peer_table
        if self._owner(table) == attachment.peer:
            there, onward = attachment.transit, attachment.table
        if self.unseen(there):
            yield from self.beyond(there, journey, traffic)
        else:
            yield from self.switched(attachment, onward, journey, traffic, seen)

    def _owner(self, table: str) -> str:
        return self._ways.network.tables[table].owner

    def _into_vpc(
        self, attachment: Attachment, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """The ACL of the attachment's subnet checks the destination outwards, then its routes decide.

        In a target's own subnet: "Outbound rules are not evaluated. Inbound rules are not evaluated."
        """
        if journey.to("elsewhere"):
            return
        found: list[list[Traffic]] = []
        for subnet in attachment.subnets:
            if isinstance(journey.target, Interface | Nat) and journey.target.subnet == subnet:
                vpc = self._ways.network.vpc_of(subnet)
                found.append(list(self._ways.local(vpc, journey, traffic, came_from=subnet)))
                continue
            passed = self._ways.acl(subnet, traffic, egress=True)
            found.append(list(self._ways.routed(subnet, journey, passed, seen)) if passed else [])
        yield from self._ways.one_of(found)
        target = journey.target
        if not attachment.subnets_known and not isinstance(target, Outside):
            unsure = traffic.doubtful(f"where {attachment.source} stands is not known")
            yield from self._ways.local(
                self._ways.network.vpcs[attachment.vpc or ""], journey, unsure, came_from=None
            )

    def beyond(self, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Behind a transit gateway whose routes no template shows anything may lie."""
        traffic = traffic.doubtful(f"the routes of {key} are not in the templates").by("unknown", key)
        if isinstance(journey.target, Outside):
            if journey.target.kind in ("on-premises", "elsewhere", "internet"):
                yield traffic
            return
        vpc = self._ways.network.vpc_of(journey.target.subnet)
        if any(same_gateway(attachment.transit, key) is not False for attachment in self._of(vpc)):
            yield from self._ways.local(vpc, journey, traffic, came_from=None)


def _could_be(one: str, other: str) -> bool:
    return same_gateway(one, other) is None
