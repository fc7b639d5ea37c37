"""Which names the VPC's resolver answers."""

from collections.abc import Sequence
from itertools import count

from aws_cdk import aws_route53resolver as resolver
from constructs import Construct

# AWS keeps 100 and 9900, and those around them, for Firewall Manager.
_ASSOCIATION_PRIORITY = 101
_STEP = 10
_THREATS = ("DNS_TUNNELING", "DGA", "DICTIONARY_DGA")

Rule = resolver.CfnFirewallRuleGroup.FirewallRuleProperty


class DnsFirewall(Construct):
    """A resolver that answers no blocked name, no tunnel, and, where names are listed, nothing else.

    Rules are read in this order: `block` is refused; queries that look like data carried out in names, or
    like names made up by malware, are refused; `allow_only`, unless empty, is answered and all the rest
    refused. A refused name does not exist (NXDOMAIN). Where an allowed name points to another, that must be
    allowed too. The firewall fails closed, as AWS sets it up. What it does is in the DNS query logs.

    Args:
        vpc_id: The VPC.
        name: Begins the names of the rule group and its lists; letters, digits and hyphens.
        block: Names that are never answered; `*.` may begin one and stands for everything below.
        allow_only: The only names that are answered; all names if empty.
        stop_threats: Whether DNS Firewall Advanced refuses tunnels and generated names, charged by query.

    Source:
        https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-groups.html
        https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/firewall-advanced.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        vpc_id: str,
        name: str,
        block: Sequence[str] = (),
        allow_only: Sequence[str] = (),
        stop_threats: bool = True,
    ) -> None:
        super().__init__(scope, id_)
        self._name = name
        self._priorities = count(_STEP, _STEP)
        rules: list[Rule] = []
        if block:
            rules.append(self._refuse(firewall_domain_list_id=self._names("Blocked", block)))
        if stop_threats:
            rules += [
                self._refuse(dns_threat_protection=threat, confidence_threshold="HIGH") for threat in _THREATS
            ]
        if allow_only:
            rules.append(self._answer(self._names("Allowed", allow_only)))
            rules.append(self._refuse(firewall_domain_list_id=self._names("Everything", ["*"])))
        self.resource = resolver.CfnFirewallRuleGroup(self, "Resource", name=name, firewall_rules=rules)
        resolver.CfnFirewallRuleGroupAssociation(
            self,
            "OfVpc",
            name=name,
            vpc_id=vpc_id,
            firewall_rule_group_id=self.resource.attr_id,
            priority=_ASSOCIATION_PRIORITY,
        )

    def _names(self, id_: str, names: Sequence[str]) -> str:
        domains = resolver.CfnFirewallDomainList(
            self, id_, name=f"{self._name}-{id_.lower()}", domains=list(names)
        )
        return domains.attr_id

    def _refuse(
        self,
        *,
        firewall_domain_list_id: str | None = None,
        dns_threat_protection: str | None = None,
        confidence_threshold: str | None = None,
    ) -> Rule:
        return Rule(
            action="BLOCK",
            block_response="NXDOMAIN",
            priority=next(self._priorities),
            firewall_domain_list_id=firewall_domain_list_id,
            dns_threat_protection=dns_threat_protection,
            confidence_threshold=confidence_threshold,
        )

    def _answer(self, names: str) -> Rule:
        return Rule(
            action="ALLOW",
            priority=next(self._priorities),
            firewall_domain_list_id=names,
            firewall_domain_redirection_action="INSPECT_REDIRECTION_DOMAIN",
        )
