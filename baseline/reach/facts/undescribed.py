"""Subnets that resources name and no template describes, such as those that a parameter gives.

Nobody knows how packets get there, so only security groups count for what stands in them.
"""

from baseline.reach.facts.reading import Reading
from baseline.reach.facts.vpcs import default_acl, main_table
from baseline.reach.intervals import union
from baseline.reach.model.places import Block, Subnet, Vpc
from baseline.reach.model.source import Source
from baseline.template.value import Value

_KEY = "a VPC that no template describes"


class Undescribed:
    """Makes a stand-in for each of them, all in one VPC.

    Args:
        reading: Gives them addresses of their own.
    """

    def __init__(self, reading: Reading) -> None:
        self._book = reading.book
        self.subnets: dict[str, Subnet] = {}

    def subnet(self, value: Value) -> Subnet:
        """The stand-in for what a value names; the same for equal values."""
        key = f"the subnet {value}"
        if key not in self.subnets:
            v4 = self._book.symbolic((key, 4), f"IPv4 range of {key}", version=4, host_bits=8)
            v6 = self._book.symbolic((key, 6), f"IPv6 range of {key}", version=6, host_bits=64)
            self.subnets[key] = Subnet(
                key=key,
                source=Source(key),
                vpc=_KEY,
                addresses=union(v4, v6),
                zone=None,
                table=main_table(_KEY),
                acl=default_acl(_KEY),
                public_on_launch=None,
                v6_on_launch=None,
                block=Block.UNKNOWN,
                tier=str(value).strip("<>"),
                described=False,
            )
        return self.subnets[key]

    def vpcs(self) -> dict[str, Vpc]:
        """The VPC in which they all are; none if there are none."""
        if not self.subnets:
            return {}
        addresses = union(*(subnet.addresses for subnet in self.subnets.values()))
        return {_KEY: Vpc(_KEY, Source(_KEY), "not in the templates", addresses, gateway_certain=False)}
