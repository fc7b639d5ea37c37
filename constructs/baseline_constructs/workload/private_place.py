"""Where in the VPC something of a workload stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_ec2 as ec2


@dataclass(frozen=True)
class PrivatePlace:
    """A tier: its subnets, and the one security group that its rules go into.

    What stands there gets no security group of its own: the group of the tier and its network ACL are made
    from one list of flows, so they agree, and nothing opens a port beside them.

    Args:
        tier: The tier's name.
        subnets: One in each zone, none of which leads to an internet gateway.
        group: The tier's security group.
    """

    tier: str
    subnets: Sequence[ec2.CfnSubnet]
    group: ec2.CfnSecurityGroup

    @property
    def subnet_ids(self) -> list[str]:
        """The subnets' ids."""
        return [subnet.ref for subnet in self.subnets]

    @property
    def group_ids(self) -> list[str]:
        """The group's id, in a list, as resources want it."""
        return [self.group.attr_group_id]
