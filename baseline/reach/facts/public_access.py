"""VPC Block Public Access: one setting for an account and Region, with exclusions.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
"""

from collections.abc import Iterator
from dataclasses import dataclass

from baseline.reach.facts.reading import Reading
from baseline.reach.facts.values import unknown
from baseline.reach.model.places import Block
from baseline.template.template import Resource

_MODES = {"off": Block.OFF, "block-ingress": Block.INGRESS, "block-bidirectional": Block.BOTH}


@dataclass(frozen=True)
class Blocking:
    """What blocks a subnet, and whether an exclusion is why nothing does."""

    block: Block
    excluded: bool = False


def blocking(reading: Reading, subnet: Resource, vpc: str) -> Blocking:
    """What holds for a subnet.

    VPC BPA, "Exclusions": of a subnet or of its whole VPC. A bidirectional one frees it; an egress-only one
    means something only where the account's mode is bidirectional, and leaves what ingress-only leaves.
    """
    mode = _mode(reading, subnet)
    if mode is Block.OFF:
        return Blocking(mode)
    found = set(_exclusions(reading, subnet, vpc))
    if "allow-bidirectional" in found:
        return Blocking(Block.OFF, excluded=True)
    if found - {"allow-egress"}:
        return Blocking(Block.UNKNOWN)
    if found and mode is Block.BOTH:
        return Blocking(Block.INGRESS, excluded=True)
    return Blocking(mode)


def _mode(reading: Reading, subnet: Resource) -> Block:
    """The setting counts for the Region in which its stack is; where stacks name different ones, only
    there.
    """
    for each in reading.resources("AWS::EC2::VPCBlockPublicAccessOptions"):
        if not reading.same_environment(each, subnet):
            continue
        mode = each.get("InternetGatewayBlockMode")
        if each.present is not True:
            return Block.UNKNOWN
        return _MODES.get(mode if isinstance(mode, str) else "", Block.UNKNOWN)
    return Block.OFF


def _exclusions(reading: Reading, subnet: Resource, vpc: str) -> Iterator[str]:
    """The modes of the exclusions that are, or could be, the subnet's; "unknown" where one is in doubt."""
    for each in reading.resources("AWS::EC2::VPCBlockPublicAccessExclusion"):
        named = {reading.key_of(each.get(name)) for name in ("SubnetId", "VpcId")}
        doubt = any(unknown(each.get(name)) and reading.key_of(each.get(name)) is None for name in _NAMES)
        if named & {str(subnet), vpc}:
            mode = each.get("InternetGatewayExclusionMode")
            yield mode if isinstance(mode, str) and each.present is True else "unknown"
        elif doubt:
            yield "unknown"


_NAMES = ("SubnetId", "VpcId")
