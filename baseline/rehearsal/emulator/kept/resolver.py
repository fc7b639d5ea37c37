"""The DNS firewall of Route 53 Resolver. Source: Route 53 Resolver API reference."""

from ministack.services import ec2

from baseline.rehearsal.emulator.kept.api import Kept, Members, Refused
from baseline.rehearsal.emulator.kept.shelf import Made, Shelf, arn, first, new_id


def _identified(prefix: str, kind: str) -> Made:
    def made(_: Members) -> Members:
        id_ = new_id(prefix)
        return {"Id": id_, "Arn": arn("route53resolver", f"{kind}/{id_}"), "Status": "COMPLETE"}

    return made


_LISTS = Shelf(
    "Id",
    made=_identified("rslvr-fdl-", "firewall-domain-list"),
    one="FirewallDomainList",
    many="FirewallDomainLists",
    named_by={"FirewallDomainListId": "Id"},
)
_GROUPS = Shelf(
    "Id",
    made=_identified("rslvr-frg-", "firewall-rule-group"),
    one="FirewallRuleGroup",
    many="FirewallRuleGroups",
    named_by={"FirewallRuleGroupId": "Id"},
)
_RULES = Shelf(
    "key",
    made=lambda asked: {
        "key": f"{asked['FirewallRuleGroupId']}/{asked['Priority']}",
        **({"FirewallThreatProtectionId": new_id("rslvr-ftp-")} if "DnsThreatProtection" in asked else {}),
    },
    one="FirewallRule",
    many="FirewallRules",
    named_by={
        name: name for name in ("FirewallRuleGroupId", "FirewallDomainListId", "FirewallThreatProtectionId")
    },
)
_ASSOCIATIONS = Shelf(
    "Id",
    made=_identified("rslvr-frgassoc-", "firewall-rule-group-association"),
    one="FirewallRuleGroupAssociation",
    many="FirewallRuleGroupAssociations",
    named_by={"FirewallRuleGroupAssociationId": "Id", "FirewallRuleGroupId": "FirewallRuleGroupId"},
)


def _domains(asked: Members) -> Members:
    found = _LISTS.found(asked)
    before = [] if asked["Operation"] == "REPLACE" else found.get("Domains", [])
    if asked["Operation"] == "REMOVE":
        found["Domains"] = [name for name in before if name not in asked["Domains"]]
    else:
        found["Domains"] = [*before, *asked["Domains"]]
    return found


def _create_rule(asked: Members) -> Members:
    _GROUPS.found({"FirewallRuleGroupId": asked["FirewallRuleGroupId"]})
    if "FirewallDomainListId" in asked:
        _LISTS.found({"FirewallDomainListId": asked["FirewallDomainListId"]})
    return _RULES.create(asked)


def _delete_list(asked: Members) -> Members:
    if _RULES.matching(asked):
        raise Refused("ConflictException", "a rule still needs the list")
    return _LISTS.delete(asked)


def _delete_group(asked: Members) -> Members:
    if _RULES.matching(asked) or _ASSOCIATIONS.matching(asked):
        raise Refused("ConflictException", "the group still has rules or networks")
    return _GROUPS.delete(asked)


def _associate(asked: Members) -> Members:
    _GROUPS.found({"FirewallRuleGroupId": asked["FirewallRuleGroupId"]})
    if asked["VpcId"] not in ec2._vpcs:
        raise Refused("ResourceNotFoundException", f"{asked['VpcId']} is not there")
    return _ASSOCIATIONS.create(asked)


KEPT = (
    Kept(
        "route53resolver",
        {
            "CreateFirewallDomainList": _LISTS.create,
            "UpdateFirewallDomains": _domains,
            "GetFirewallDomainList": _LISTS.read,
            "ListFirewallDomains": lambda asked: {"Domains": _LISTS.found(asked).get("Domains", [])},
            "ListFirewallDomainLists": _LISTS.tell_all,
            "DeleteFirewallDomainList": _delete_list,
            "CreateFirewallRuleGroup": _GROUPS.create,
            "GetFirewallRuleGroup": _GROUPS.read,
            "ListFirewallRuleGroups": _GROUPS.tell_all,
            "DeleteFirewallRuleGroup": _delete_group,
            "CreateFirewallRule": _create_rule,
            "ListFirewallRules": _RULES.tell_all,
            "DeleteFirewallRule": _RULES.delete,
            "AssociateFirewallRuleGroup": _associate,
            "GetFirewallRuleGroupAssociation": _ASSOCIATIONS.read,
            "ListFirewallRuleGroupAssociations": _ASSOCIATIONS.tell_all,
            "DisassociateFirewallRuleGroup": _ASSOCIATIONS.delete,
            "ListTagsForResource": first(
                *(shelf.tags("Tags", "Tags", arn="Arn") for shelf in (_LISTS, _GROUPS, _ASSOCIATIONS))
            ),
        },
    ),
)
