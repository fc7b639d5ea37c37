"""The VPC's own addresses, also those that Amazon chooses at deploy."""

from collections.abc import Sequence

from aws_cdk import CfnResource, Fn
from aws_cdk import aws_ec2 as ec2

from baseline_constructs.network.addresses import Address, TierBlock, VpcBlock
from baseline_constructs.network.stable_numbers import IPV6_BLOCKS, stable_numbers

_SUBNET_HOST_BITS = "64"
_TIER_HOST_BITS = "67"
_SUBNETS_PER_TIER = 8


class VpcAddresses:
    """Turns an address of the plan into what a resource takes.

    In the /56 that Amazon gives a VPC, each tier has a /61, found by its name, and each of its subnets a /64.

    Args:
        vpc: The VPC.
        ipv6: The association of its IPv6 range, if it has one.
        tier_names: The names of all tiers.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
    """

    def __init__(
        self, vpc: ec2.CfnVPC, *, ipv6: ec2.CfnVPCCidrBlock | None, tier_names: Sequence[str]
    ) -> None:
        self.id = vpc.ref
        self.has_ipv6 = ipv6 is not None
        self._association = ipv6
        self._range = Fn.select(0, vpc.attr_ipv6_cidr_blocks)
        self._blocks = stable_numbers(tier_names, IPV6_BLOCKS) if self.has_ipv6 else {}

    def before(self, resource: CfnResource) -> None:
        """Have the IPv6 range, if there is one, in place before a resource that names it."""
        if self._association is not None:
            resource.add_resource_dependency(self._association)

    def ipv6_of_subnet(self, tier: str, zone: int) -> str:
        """The /64 of a tier's subnet in a zone, counted from 0."""
        index = self._blocks[tier] * _SUBNETS_PER_TIER + zone
        return Fn.select(index, Fn.cidr(self._range, len(IPV6_BLOCKS) * _SUBNETS_PER_TIER, _SUBNET_HOST_BITS))

    def text(self, address: Address) -> str:
        """The address as a template says it."""
        match address:
            case TierBlock(name):
                return Fn.select(self._blocks[name], Fn.cidr(self._range, len(IPV6_BLOCKS), _TIER_HOST_BITS))
            case VpcBlock():
                return self._range
            case network:
                return str(network)
