"""The quotas of a VPC, found out here and not at deploy."""

from collections.abc import Iterable, Sequence

from baseline_constructs.network.acl_entries import AclEntry
from baseline_constructs.network.addresses import version
from baseline_constructs.network.group_rules import GroupRule
from baseline_constructs.network.stable_numbers import IPV6_BLOCKS
from baseline_constructs.network.topology import Topology

# AWS's quota is 20 in each direction and IP version, and its own rule "*" counts.
ACL_ENTRIES_LIMIT = 19
GROUP_RULES_LIMIT = 60
PREFIX_LIST_ENTRIES_LIMIT = 100
SUBNETS_LIMIT = 200
# The rule to 127.0.0.1 with which each group replaces the one that lets everything out.
_OWN_EGRESS_RULES = {4: 1, 6: 0}


class NetworkLimit(ValueError):
    """The network needs more of something than AWS gives without a request to raise the quota.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
    """


def check_topology(topology: Topology) -> None:
    """Raise NetworkLimit for more subnets, or more tiers with IPv6, than a VPC holds."""
    subnets = len(topology.tiers) * topology.zones
    if subnets > SUBNETS_LIMIT:
        raise NetworkLimit(f"{len(topology.tiers)} tiers make {subnets} subnets; a VPC holds {SUBNETS_LIMIT}")
    if topology.ipv6 and len(topology.tiers) > len(IPV6_BLOCKS):
        raise NetworkLimit(
            f"there are {len(topology.tiers)} tiers; with IPv6 a VPC holds {len(IPV6_BLOCKS)}, a /61 for each"
        )


def check_acl(tier: str, entries: Sequence[AclEntry]) -> None:
    """Raise NetworkLimit where one direction of the tier's network ACL has too many entries."""
    for direction, ip, egress in _directions():
        count = sum(entry.egress is egress and version(entry.peer) == ip for entry in entries)
        if count > ACL_ENTRIES_LIMIT:
            raise NetworkLimit(
                f"tier {tier} needs {count} {direction} IPv{ip} entries in its network ACL; AWS allows "
                f"{ACL_ENTRIES_LIMIT}. Allow wider ranges of addresses or ports, or split the tier"
            )


def check_group(tier: str, rules: Sequence[GroupRule]) -> None:
    """Raise NetworkLimit where one direction of the tier's security group has too many rules."""
    for direction, ip, egress in _directions():
        count = sum(rule.weight for rule in rules if rule.egress is egress and ip in rule.versions)
        count += _OWN_EGRESS_RULES[ip] if egress else 0
        if count > GROUP_RULES_LIMIT:
            raise NetworkLimit(
                f"tier {tier} needs {count} {direction} IPv{ip} rules in its group, counting "
                f"all ranges of prefix lists; AWS allows {GROUP_RULES_LIMIT}. Widen ranges, or split the tier"
            )


def check_prefix_list(name: str, ranges: int) -> None:
    """Raise NetworkLimit where a prefix list has more ranges than CloudFormation takes."""
    if ranges > PREFIX_LIST_ENTRIES_LIMIT:
        raise NetworkLimit(
            f"prefix list {name} has {ranges} ranges; CloudFormation takes {PREFIX_LIST_ENTRIES_LIMIT}"
        )


def _directions() -> Iterable[tuple[str, int, bool]]:
    return [(word, ip, egress) for word, egress in (("inbound", False), ("outbound", True)) for ip in (4, 6)]
