"""Network Firewall, with its endpoints in MiniStack's networks; and the logs of web application firewalls.

Source: API references of Network Firewall and WAFV2.
"""

from ministack.core.responses import get_account_id
from ministack.services import ec2

from baseline.rehearsal.emulator.kept.api import Kept, Members, Operation, Refused
from baseline.rehearsal.emulator.kept.shelf import Made, Shelf, arn, first, new_id


def _named(kind: str, name: str, path: str) -> Made:
    def made(asked: Members) -> Members:
        told = arn("network-firewall", f"{path}/{asked[name]}")
        # Lists call both by shorter names.
        return {
            "Arn": told,
            "Name": asked[name],
            f"{kind}Arn": told,
            f"{kind}Id": new_id(""),
            f"{kind}Status": "ACTIVE",
            "UpdateToken": new_id(""),
        }

    return made


_GROUPS = Shelf(
    "RuleGroupArn",
    made=_named("RuleGroup", "RuleGroupName", "stateful-rulegroup"),
    one="RuleGroupResponse",
    many="RuleGroups",
    named_by={"RuleGroupArn": "RuleGroupArn", "RuleGroupName": "RuleGroupName"},
)
_POLICIES = Shelf(
    "FirewallPolicyArn",
    made=_named("FirewallPolicy", "FirewallPolicyName", "firewall-policy"),
    one="FirewallPolicyResponse",
    many="FirewallPolicies",
    named_by={"FirewallPolicyArn": "FirewallPolicyArn", "FirewallPolicyName": "FirewallPolicyName"},
)
_FIREWALLS = Shelf(
    "FirewallArn",
    made=_named("Firewall", "FirewallName", "firewall"),
    one="Firewall",
    many="Firewalls",
    named_by={"FirewallArn": "FirewallArn", "FirewallName": "FirewallName"},
)
_LOGGING = Shelf("FirewallArn", many="LoggingConfigurations")
_ACL_LOGGING = Shelf(
    "ResourceArn",
    one="LoggingConfiguration",
    many="LoggingConfigurations",
    missing="WAFNonexistentItemException",
)


def _create_policy(asked: Members) -> Members:
    """Groups of AWS's own are taken on trust; others must be there."""
    for used in asked["FirewallPolicy"].get("StatefulRuleGroupReferences", []):
        if ":aws-managed:" not in used["ResourceArn"]:
            _GROUPS.found({"RuleGroupArn": used["ResourceArn"]})
    return _POLICIES.create(asked)


def _create_firewall(asked: Members) -> Members:
    _POLICIES.found({"FirewallPolicyArn": asked["FirewallPolicyArn"]})
    for mapping in asked["SubnetMappings"]:
        if mapping["SubnetId"] not in ec2._subnets:
            raise Refused("InvalidRequestException", f"{mapping['SubnetId']} is not there")
    told = _FIREWALLS.create(asked)
    record = _FIREWALLS.found({"FirewallArn": told["FirewallArn"]})
    record["endpoints"] = {
        each["SubnetId"]: _endpoint(record, each["SubnetId"]) for each in asked["SubnetMappings"]
    }
    return _described(record)


def _endpoint(firewall: Members, subnet: str) -> str:
    id_ = new_id("vpce-")
    ec2._vpc_endpoints[id_] = {
        "VpcEndpointId": id_,
        "VpcEndpointType": "GatewayLoadBalancer",
        "VpcId": firewall["VpcId"],
        "ServiceName": arn("network-firewall", firewall["FirewallName"]),
        "State": "available",
        "RouteTableIds": [],
        "SubnetIds": [subnet],
        "OwnerId": get_account_id(),
    }
    return id_


def _described(record: Members) -> Members:
    states = {
        ec2._subnets[subnet]["AvailabilityZone"]: {
            "Attachment": {"SubnetId": subnet, "EndpointId": endpoint, "Status": "READY"}
        }
        for subnet, endpoint in record["endpoints"].items()
    }
    status = {"Status": "READY", "ConfigurationSyncStateSummary": "IN_SYNC", "SyncStates": states}
    return {**record, "Firewall": record, "FirewallStatus": status}


def _delete_firewall(asked: Members) -> Members:
    record = _FIREWALLS.found(asked)
    if record.get("DeleteProtection"):
        raise Refused("InvalidOperationException", f"{record['FirewallName']} is protected")
    if _LOGGING.matching({"FirewallArn": record["FirewallArn"]}):
        raise Refused("InvalidOperationException", f"{record['FirewallName']} still keeps logs")
    for endpoint in record["endpoints"].values():
        ec2._vpc_endpoints.pop(endpoint, None)
    return _FIREWALLS.delete(asked)


def _delete_policy(asked: Members) -> Members:
    policy = _POLICIES.found(asked)
    if any(one["FirewallPolicyArn"] == policy["FirewallPolicyArn"] for one in _FIREWALLS.matching({})):
        raise Refused("InvalidOperationException", f"{policy['FirewallPolicyName']} is in use")
    return _POLICIES.delete(asked)


def _delete_group(asked: Members) -> Members:
    group = _GROUPS.found(asked)
    for policy in _POLICIES.matching({}):
        used = policy["FirewallPolicy"].get("StatefulRuleGroupReferences", [])
        if any(one["ResourceArn"] == group["RuleGroupArn"] for one in used):
            raise Refused("InvalidOperationException", f"{group['RuleGroupName']} is in use")
    return _GROUPS.delete(asked)


def _log(asked: Members) -> Members:
    firewall = _FIREWALLS.found({"FirewallArn": asked["FirewallArn"]})
    if asked.get("LoggingConfiguration"):
        return _LOGGING.put(asked)
    return _LOGGING.delete({"FirewallArn": firewall["FirewallArn"]})


def _unwrapped(asked: Members) -> Members:
    return _ACL_LOGGING.put(asked["LoggingConfiguration"])


def _protect(member: str) -> Operation:
    def operation(asked: Members) -> Members:
        _FIREWALLS.found(asked)[member] = asked[member]
        return asked

    return operation


KEPT = (
    Kept(
        "network-firewall",
        {
            "CreateRuleGroup": _GROUPS.create,
            "DescribeRuleGroup": _GROUPS.read,
            "ListRuleGroups": _GROUPS.tell_all,
            "UpdateRuleGroup": _GROUPS.update,
            "DeleteRuleGroup": _delete_group,
            "CreateFirewallPolicy": _create_policy,
            "DescribeFirewallPolicy": _POLICIES.read,
            "ListFirewallPolicies": _POLICIES.tell_all,
            "UpdateFirewallPolicy": _POLICIES.update,
            "DeleteFirewallPolicy": _delete_policy,
            "CreateFirewall": _create_firewall,
            "DescribeFirewall": lambda asked: _described(_FIREWALLS.found(asked)),
            "ListFirewalls": _FIREWALLS.tell_all,
            "UpdateFirewallDeleteProtection": _protect("DeleteProtection"),
            "DeleteFirewall": _delete_firewall,
            "UpdateLoggingConfiguration": _log,
            "DescribeLoggingConfiguration": _LOGGING.read,
            "ListTagsForResource": first(
                _GROUPS.tags("Tags", "Tags", arn="RuleGroupArn"),
                _POLICIES.tags("Tags", "Tags", arn="FirewallPolicyArn"),
                _FIREWALLS.tags("Tags", "Tags", arn="FirewallArn"),
            ),
        },
        target="NetworkFirewall_20201112",
    ),
    Kept(
        "wafv2",
        {
            "PutLoggingConfiguration": _unwrapped,
            "GetLoggingConfiguration": _ACL_LOGGING.read,
            "ListLoggingConfigurations": _ACL_LOGGING.tell_all,
            "DeleteLoggingConfiguration": _ACL_LOGGING.delete,
        },
    ),
)
