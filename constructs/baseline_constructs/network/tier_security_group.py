"""The security group of one tier, and its rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from baseline_constructs.acknowledge import acknowledge
from baseline_constructs.network.addresses import EVERYWHERE_4, EVERYWHERE_6
from baseline_constructs.network.flows import PrefixListEnd, TierEnd
from baseline_constructs.network.group_rules import GroupRule, Peer

# EC2 gives a group a rule that lets everything out unless the template names another; this leads nowhere.
_NOWHERE = ec2.CfnSecurityGroup.EgressProperty(
    cidr_ip="127.0.0.1/32", ip_protocol="-1", description="Replaces the rule that lets everything out"
)


class TierSecurityGroup(Construct):
    """Lets in and out nothing until `add` says so.

    Args:
        vpc_id: The VPC.
        tier: The tier's name.
        name: Value of the Name tag.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
    """

    def __init__(self, scope: Construct, id_: str, *, vpc_id: str, tier: str, name: str) -> None:
        super().__init__(scope, id_)
        self._tier = tier
        self.resource = ec2.CfnSecurityGroup(
            self,
            "Resource",
            vpc_id=vpc_id,
            group_description=f"Tier {tier}",
            security_group_egress=[_NOWHERE],
            tags=[CfnTag(key="Name", value=name)],
        )

    def add(
        self,
        rules: Sequence[GroupRule],
        *,
        groups: Mapping[str, ec2.CfnSecurityGroup],
        prefix_lists: Mapping[str, ec2.CfnPrefixList],
    ) -> None:
        """Add rules, each a resource of its own, so that groups may name each other.

        Args:
            rules: What to allow.
            groups: The group of each tier.
            prefix_lists: The prefix lists by name.
        """
        for rule in rules:
            peer = _target(rule.peer, groups, prefix_lists)
            if rule.egress:
                self._add_egress(rule, peer)
            else:
                self._add_ingress(rule, peer)

    def _add_egress(self, rule: GroupRule, target: "_Target") -> None:
        ec2.CfnSecurityGroupEgress(
            self,
            str(rule),
            group_id=self.resource.attr_group_id,
            description=f"{self._tier} to {rule.peer} on {rule.ports}",
            ip_protocol=rule.ports.protocol,
            from_port=rule.ports.first,
            to_port=rule.ports.last,
            cidr_ip=target.cidr_ip,
            cidr_ipv6=target.cidr_ipv6,
            destination_prefix_list_id=target.prefix_list_id,
            destination_security_group_id=target.group_id,
        )

    def _add_ingress(self, rule: GroupRule, source: "_Target") -> None:
        resource = ec2.CfnSecurityGroupIngress(
            self,
            str(rule),
            group_id=self.resource.attr_group_id,
            description=f"{rule.peer} to {self._tier} on {rule.ports}",
            ip_protocol=rule.ports.protocol,
            from_port=rule.ports.first,
            to_port=rule.ports.last,
            cidr_ip=source.cidr_ip,
            cidr_ipv6=source.cidr_ipv6,
            source_prefix_list_id=source.prefix_list_id,
            source_security_group_id=source.group_id,
        )
        if rule.peer in (EVERYWHERE_4, EVERYWHERE_6):
            _acknowledge_internet(resource)


@dataclass(frozen=True)
class _Target:
    """One of four ways to say who the other side is."""

    cidr_ip: str | None = None
    cidr_ipv6: str | None = None
    prefix_list_id: str | None = None
    group_id: str | None = None


def _target(
    peer: Peer, groups: Mapping[str, ec2.CfnSecurityGroup], prefix_lists: Mapping[str, ec2.CfnPrefixList]
) -> _Target:
    match peer:
        case TierEnd(name):
            return _Target(group_id=groups[name].attr_group_id)
        case PrefixListEnd(name):
            return _Target(prefix_list_id=prefix_lists[name].attr_prefix_list_id)
        case IPv4Network():
            return _Target(cidr_ip=str(peer))
        case IPv6Network():
            return _Target(cidr_ipv6=str(peer))


def _acknowledge_internet(rule: ec2.CfnSecurityGroupIngress) -> None:
    reason = "The tier was asked to take this traffic from the internet; nothing else opens it."
    rules = (
        "EC2RestrictedCommonPorts",
        "EC2RestrictedSSH",
        "AwsSolutions-EC23",
        "CloudFormation-Validate::W2508",
    )
    acknowledge(rule, dict.fromkeys(rules, reason))
