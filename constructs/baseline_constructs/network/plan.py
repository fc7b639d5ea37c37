"""A network on paper: checked as a whole, before anything of it is built."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from baseline_constructs.network.acl_entries import AclEntry, acl_entries
from baseline_constructs.network.flows import Flow, IpNetwork, PrefixListEnd, TierEnd
from baseline_constructs.network.group_rules import GroupRule, group_rules
from baseline_constructs.network.limits import check_acl, check_group, check_prefix_list, check_topology
from baseline_constructs.network.soundness import problems
from baseline_constructs.network.topology import Topology


class NetworkPlan:
    """A sound network within AWS's quotas; no aws_cdk is needed to make one.

    Args:
        topology: The VPC's addresses, tiers and gateways.
        flows: All traffic that is allowed; everything else is denied by security group and network ACL alike.
        endpoints: Services with an endpoint, by short name: "s3" and "dynamodb" are gateway endpoints, which
            need a flow to them; others are interface endpoints, which need a tier "endpoints".

    Raises:
        ValueError: The plan contradicts itself, or a flow would open more than it says; all problems at once.
        NetworkLimit: It needs more than AWS's default quotas; a ValueError too.
    """

    def __init__(self, *, topology: Topology, flows: Sequence[Flow], endpoints: Sequence[str] = ()) -> None:
        found = list(dict.fromkeys(problems(topology, flows, endpoints)))
        if found:
            raise ValueError("; ".join(found))
        self.topology = topology
        self.flows = tuple(dict.fromkeys(flows))
        self.endpoints = tuple(sorted(set(endpoints)))
        check_topology(topology)
        for name, networks in self.prefix_lists.items():
            check_prefix_list(name, len(networks))
        for tier in topology.tiers:
            check_acl(tier.name, self.acl_entries[tier.name])
            check_group(tier.name, self.group_rules[tier.name])

    @cached_property
    def acl_entries(self) -> Mapping[str, tuple[AclEntry, ...]]:
        """By tier: the entries of its network ACL."""
        return {tier.name: acl_entries(tier, self.topology, self.flows) for tier in self.topology.tiers}

    @cached_property
    def group_rules(self) -> Mapping[str, tuple[GroupRule, ...]]:
        """By tier: the rules of its security group."""
        return {tier.name: group_rules(tier, self.topology, self.flows) for tier in self.topology.tiers}

    @cached_property
    def prefix_lists(self) -> Mapping[str, tuple[IpNetwork, ...]]:
        """By name: the ranges of each prefix list that a flow uses."""
        ends = {
            end for flow in self.flows for end in (flow.source, flow.target) if isinstance(end, PrefixListEnd)
        }
        return {end.name: end.networks for end in sorted(ends, key=lambda end: end.name)}

    def tiers_to(self, service: str) -> list[str]:
        """Names of the tiers with a flow to the gateway endpoint of a service."""
        names = {
            flow.source.name
            for flow in self.flows
            if isinstance(flow.source, TierEnd) and str(flow.target) == service
        }
        return sorted(names)
