"""Network Firewall, the DNS firewall, and the logs of web application firewalls."""

from typing import Any

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, picked


def _rule_group(api: Api, id_: str, _: Properties) -> Observed:
    firewalls = api("network-firewall")
    found = firewalls.describe_rule_group(RuleGroupArn=id_)
    group = found["RuleGroupResponse"]
    told = {**picked(group, "Capacity", "RuleGroupName", "Type", "Tags"), "RuleGroup": found["RuleGroup"]}
    return Observed(told, {"RuleGroupArn": group["RuleGroupArn"]})


def _policy(api: Api, id_: str, _: Properties) -> Observed:
    found = api("network-firewall").describe_firewall_policy(FirewallPolicyArn=id_)
    policy = found["FirewallPolicyResponse"]
    told = {**picked(policy, "FirewallPolicyName", "Tags"), "FirewallPolicy": found["FirewallPolicy"]}
    return Observed(told, {"FirewallPolicyArn": policy["FirewallPolicyArn"]})


def _firewall(api: Api, id_: str, _: Properties) -> Observed:
    found = api("network-firewall").describe_firewall(FirewallArn=id_)
    states = found["FirewallStatus"]["SyncStates"]
    endpoints: Any = [f"{zone}:{state['Attachment']['EndpointId']}" for zone, state in states.items()]
    return Observed(
        found["Firewall"], {"FirewallArn": found["Firewall"]["FirewallArn"], "EndpointIds": endpoints}
    )


def _logging(api: Api, id_: str, _: Properties) -> Observed:
    return Observed(api("network-firewall").describe_logging_configuration(FirewallArn=id_))


def _acl_logging(api: Api, id_: str, _: Properties) -> Observed:
    return Observed(api("wafv2").get_logging_configuration(ResourceArn=id_)["LoggingConfiguration"])


def _domains(api: Api, id_: str, _: Properties) -> Observed:
    resolver = api("route53resolver")
    found = resolver.get_firewall_domain_list(FirewallDomainListId=id_)["FirewallDomainList"]
    domains = resolver.list_firewall_domains(FirewallDomainListId=id_)["Domains"]
    tags = resolver.list_tags_for_resource(ResourceArn=found["Arn"])["Tags"]
    return Observed(
        {"Name": found["Name"], "Domains": domains, "Tags": tags}, {"Id": id_, "Arn": found["Arn"]}
    )


def _domain_rules(api: Api, id_: str, _: Properties) -> Observed:
    resolver = api("route53resolver")
    found = resolver.get_firewall_rule_group(FirewallRuleGroupId=id_)["FirewallRuleGroup"]
    rules = resolver.list_firewall_rules(FirewallRuleGroupId=id_)["FirewallRules"]
    tags = resolver.list_tags_for_resource(ResourceArn=found["Arn"])["Tags"]
    return Observed(
        {"Name": found["Name"], "FirewallRules": rules, "Tags": tags}, {"Id": id_, "Arn": found["Arn"]}
    )


def _domain_association(api: Api, id_: str, _: Properties) -> Observed:
    resolver = api("route53resolver")
    found = resolver.get_firewall_rule_group_association(FirewallRuleGroupAssociationId=id_)
    association = found["FirewallRuleGroupAssociation"]
    tags = resolver.list_tags_for_resource(ResourceArn=association["Arn"])["Tags"]
    return Observed({**association, "Tags": tags}, {"Id": id_})


READERS: dict[str, Reader] = {
    "AWS::NetworkFirewall::Firewall": _firewall,
    "AWS::NetworkFirewall::FirewallPolicy": _policy,
    "AWS::NetworkFirewall::LoggingConfiguration": _logging,
    "AWS::NetworkFirewall::RuleGroup": _rule_group,
    "AWS::Route53Resolver::FirewallDomainList": _domains,
    "AWS::Route53Resolver::FirewallRuleGroup": _domain_rules,
    "AWS::Route53Resolver::FirewallRuleGroupAssociation": _domain_association,
    "AWS::WAFv2::LoggingConfiguration": _acl_logging,
}
