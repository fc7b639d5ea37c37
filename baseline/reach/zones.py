"""Whether places are in one Availability Zone."""

from collections.abc import Sequence

from baseline.reach.model.gateways import Attachment
from baseline.reach.model.network import Network
from baseline.template.value import Origin, Symbol


def in_reach(network: Network, subnet: str, attachment: Attachment) -> tuple[Sequence[str], bool]:
    """The subnets of a transit gateway's attachment by which a packet enters it, and whether it does for
    certain.

    VPC attachments: only from Availability Zones in which the attachment has a subnet.

    Args:
        network: Where the subnets are.
        subnet: The sender's.
        attachment: Of the sender's VPC.
    """
    zone = network.subnets[subnet].zone
    near = [each for each in attachment.subnets if _same(zone, network.subnets[each].zone) is True]
    if near:
        return near, attachment.subnets_known or zone is not None
    possible = [each for each in attachment.subnets if _same(zone, network.subnets[each].zone) is None]
    if not attachment.subnets_known:
        return (*possible, subnet), False
    told = zone is not None and all(network.subnets[each].zone is not None for each in attachment.subnets)
    return possible, not told


def _same(one: object, other: object) -> bool | None:
    """Two names of zones are two zones, as are two items of one list of zones; else nobody knows."""
    if one is None or other is None:
        return None
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return False
    if not isinstance(one, Symbol) or not isinstance(other, Symbol):
        return None
    return False if one.origin is Origin.FUNCTION and one.name == other.name else None
