"""Network Firewall, the DNS firewall, and the logs of web application firewalls."""

from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties
from baseline.rehearsal.emulator.handlers.calls import by_calls


def _group_of(answer: dict[str, Any], _: Any = None) -> str:
    return str(answer["RuleGroupResponse"]["RuleGroupArn"])


def _policy_of(answer: dict[str, Any], _: Any = None) -> str:
    return str(answer["FirewallPolicyResponse"]["FirewallPolicyArn"])


def _firewall_of(answer: dict[str, Any], _: Any = None) -> str:
    return str(answer["Firewall"]["FirewallArn"])


def _created_firewall(answer: dict[str, Any]) -> Attributes:
    """An endpoint in each zone, told with its zone."""
    states = answer["FirewallStatus"]["SyncStates"]
    endpoints: Any = [f"{zone}:{state['Attachment']['EndpointId']}" for zone, state in states.items()]
    return {"FirewallArn": _firewall_of(answer), "EndpointIds": endpoints}


def _create_list(properties: Properties, name: str) -> tuple[str, Attributes]:
    wanted = {"CreatorRequestId": name, "Name": properties.get("Name", name)}
    made = call("route53resolver", "create_firewall_domain_list", Tags=properties.get("Tags", []), **wanted)[
        "FirewallDomainList"
    ]
    call(
        "route53resolver",
        "update_firewall_domains",
        FirewallDomainListId=made["Id"],
        Operation="ADD",
        Domains=properties["Domains"],
    )
    return made["Id"], {"Id": made["Id"], "Arn": made["Arn"]}


def _delete_list(id_: str, _: Properties) -> None:
    call("route53resolver", "delete_firewall_domain_list", FirewallDomainListId=id_)


def _create_group(properties: Properties, name: str) -> tuple[str, Attributes]:
    wanted = {"CreatorRequestId": name, "Name": properties.get("Name", name)}
    made = call("route53resolver", "create_firewall_rule_group", Tags=properties.get("Tags", []), **wanted)[
        "FirewallRuleGroup"
    ]
    for rule in properties["FirewallRules"]:
        named = {"CreatorRequestId": f"{name}{rule['Priority']}", "Name": f"rule-{rule['Priority']}"}
        call("route53resolver", "create_firewall_rule", FirewallRuleGroupId=made["Id"], **named, **rule)
    return made["Id"], {"Id": made["Id"], "Arn": made["Arn"]}


def _delete_group(id_: str, _: Properties) -> None:
    for rule in call("route53resolver", "list_firewall_rules", FirewallRuleGroupId=id_)["FirewallRules"]:
        members = ("FirewallDomainListId", "FirewallThreatProtectionId")
        named = {member: rule[member] for member in members if rule.get(member)}
        call("route53resolver", "delete_firewall_rule", FirewallRuleGroupId=id_, **named)
    call("route53resolver", "delete_firewall_rule_group", FirewallRuleGroupId=id_)


HANDLERS = {
    "AWS::NetworkFirewall::Firewall": by_calls(
        "network-firewall",
        create="create_firewall",
        asks=lambda properties, _: dict(properties),
        id_=_firewall_of,
        delete="delete_firewall",
        names=lambda id_, _: {"FirewallArn": id_},
        gives=_created_firewall,
    ),
    "AWS::NetworkFirewall::FirewallPolicy": by_calls(
        "network-firewall",
        create="create_firewall_policy",
        asks=lambda properties, _: dict(properties),
        id_=_policy_of,
        delete="delete_firewall_policy",
        names=lambda id_, _: {"FirewallPolicyArn": id_},
        gives=lambda answer: {"FirewallPolicyArn": _policy_of(answer)},
    ),
    "AWS::NetworkFirewall::LoggingConfiguration": by_calls(
        "network-firewall",
        create="update_logging_configuration",
        asks=lambda properties, _: dict(properties),
        id_=lambda answer, _: str(answer["FirewallArn"]),
        delete="update_logging_configuration",
        names=lambda id_, _: {"FirewallArn": id_},
        update="update_logging_configuration",
        changes=lambda _, properties: dict(properties),
        replaces=("FirewallArn",),
    ),
    "AWS::NetworkFirewall::RuleGroup": by_calls(
        "network-firewall",
        create="create_rule_group",
        asks=lambda properties, _: dict(properties),
        id_=_group_of,
        delete="delete_rule_group",
        names=lambda id_, _: {"RuleGroupArn": id_},
        gives=lambda answer: {"RuleGroupArn": _group_of(answer)},
    ),
    "AWS::Route53Resolver::FirewallDomainList": Handler(_create_list, _delete_list),
    "AWS::Route53Resolver::FirewallRuleGroup": Handler(_create_group, _delete_group),
    "AWS::Route53Resolver::FirewallRuleGroupAssociation": by_calls(
        "route53resolver",
        create="associate_firewall_rule_group",
        asks=lambda properties, name: {"CreatorRequestId": name, "Name": name, **properties},
        id_=lambda answer, _: str(answer["FirewallRuleGroupAssociation"]["Id"]),
        delete="disassociate_firewall_rule_group",
        names=lambda id_, _: {"FirewallRuleGroupAssociationId": id_},
    ),
    "AWS::WAFv2::LoggingConfiguration": by_calls(
        "wafv2",
        create="put_logging_configuration",
        asks=lambda properties, _: {"LoggingConfiguration": dict(properties)},
        id_=lambda _, asked: str(asked["LoggingConfiguration"]["ResourceArn"]),
        delete="delete_logging_configuration",
        names=lambda id_, _: {"ResourceArn": id_},
        update="put_logging_configuration",
        changes=lambda _, properties: {"LoggingConfiguration": dict(properties)},
        replaces=("ResourceArn",),
    ),
}
