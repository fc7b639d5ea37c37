"""The ways through transit gateways.

Sources:
    https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html ("Routing")
    https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from baseline.reach.model.gateways import Attachment, Nat
from baseline.reach.model.places import Interface, Vpc
from baseline.reach.model.routes import Kind
from baseline.reach.traffic import Journey, Outside, Traffic, all_of, any_of, destinations

if TYPE_CHECKING:
    from baseline.reach.ways import Ways

_DEPTH = 8


class TransitWays:
    """What goes into transit gateways, between their attachments, and out again.

    Args:
        ways: Follows packets before and behind.
    """

    def __init__(self, ways: "Ways") -> None:
        self._ways = ways
        self._joined: dict[str, dict[str, None]] = {}

    @cached_property
    def attached(self) -> dict[str, list[Attachment]]:
        """The attachments by gateway."""
        found: dict[str, list[Attachment]] = {}
        for attachment in self._ways.network.attachments.values():
            found.setdefault(attachment.transit, []).append(attachment)
        return found

    def joined_to(self, vpc: str) -> list[str]:
        """The gateways that a VPC is attached to."""
        if not self._joined:
            for key, attachments in self.attached.items():
                for attachment in attachments:
                    self._joined.setdefault(attachment.vpc or "", {})[key] = None
        return list(self._joined.get(vpc, ()))

    def unseen(self, transit: str) -> bool:
        """Whether the gateway itself is no resource of these templates, so that more can hang on it."""
        return transit not in self._ways.network.transits

    def _zonal(self, subnet: str, attachment: Attachment) -> Sequence[str]:
        zone = self._ways.network.subnets[subnet].zone
        near = [
            s for s in attachment.subnets if zone is not None and self._ways.network.subnets[s].zone == zone
        ]
        return near or attachment.subnets

    def enter(
        self, vpc: Vpc, subnet: str, key: str, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """Into the gateway by an interface in one of the attachment's subnets, in the sender's zone if
        there is one.

        How network ACLs work with transit gateways: the ACL of that subnet checks the source inwards.
        """
        traffic = traffic.by("transit", key)
        if isinstance(journey.target, Outside) and journey.target.kind == "exit":
            yield traffic
            return
        mine = [a for a in self.attached.get(key, ()) if a.vpc == vpc.key]
        if not mine:
            if key not in self.attached or self.unseen(key):
                yield from self.beyond(key, journey, traffic)
            return
        for attachment in mine:
            entered = any_of(
                [self._ways.acl(one, traffic, egress=False) for one in self._zonal(subnet, attachment)]
            )
            if entered:
                yield from self.switched(attachment, journey, entered, seen)

    def switched(
        self, attachment: Attachment, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """By the route table that the attachment is associated with."""
        if attachment.key in seen or len(seen) > _DEPTH:
            return
        if attachment.table is None:
            yield from self.beyond(attachment.transit, journey, traffic)
            return
        for choice in self._ways.choices(attachment.table, destinations(traffic)):
            taken = traffic.towards(choice.must, choice.may)
            if not taken:
                continue
            if choice.route.target.kind is Kind.ATTACHMENT:
                onward = self._ways.network.attachments[choice.route.target.key]
                yield from self._leave(onward, journey, taken, seen | {attachment.key})
            elif choice.route.target.kind is Kind.UNKNOWN:
                yield from self.beyond(attachment.transit, journey, taken)

    def _leave(
        self, attachment: Attachment, journey: Journey, traffic: Traffic, seen: frozenset[str]
    ) -> Iterator[Traffic]:
        """Into a VPC: the ACL of the attachment's subnet checks the destination outwards, then its routes
        decide.
        """
        if attachment.vpc is None:
            if isinstance(journey.target, Outside) and journey.target.kind == "on-premises":
                yield traffic
            return
        if isinstance(journey.target, Outside) and journey.target.kind == "elsewhere":
            return
        found: list[list[Traffic]] = []
        for subnet in attachment.subnets:
            if isinstance(journey.target, Interface | Nat) and journey.target.subnet == subnet:
                # Same subnet: "Outbound rules are not evaluated. Inbound rules are not evaluated."
                local = self._ways.local(
                    self._ways.network.vpc_of(subnet), journey, traffic, came_from=subnet
                )
                found.append(list(local))
                continue
            passed = self._ways.acl(subnet, traffic, egress=True)
            found.append(list(self._ways.routed(subnet, journey, passed, seen)) if passed else [])
        merged = any_of([all_of(each) for each in found])
        if merged:
            yield replace(merged, doors=next(each[0].doors for each in found if each))

    def beyond(self, key: str, journey: Journey, traffic: Traffic) -> Iterator[Traffic]:
        """Behind a transit gateway whose routes no template shows anything may lie."""
        traffic = traffic.doubtful(f"the routes of {key} are not in the templates")
        if isinstance(journey.target, Outside):
            if journey.target.kind in ("on-premises", "elsewhere", "internet"):
                yield traffic
        elif any(
            self._ways.network.vpc_of(journey.target.subnet).key == a.vpc for a in self.attached.get(key, ())
        ):
            yield from self._ways.local(
                self._ways.network.vpc_of(journey.target.subnet), journey, traffic, came_from=None
            )
