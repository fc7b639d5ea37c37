"""Takes out of one security group what lets the world in to FTP, SSH, MySQL or RDP."""

from typing import Any

import boto3

_EVERYBODY = ("0.0.0.0/0", "::/0")
_PORTS = (20, 21, 22, 3306, 3389)


def mend(events: dict[str, Any], _: object) -> dict[str, Any]:
    """Revoke whole rules: what else a rule lets in from everywhere is closed with it."""
    ec2, group = boto3.client("ec2"), events["ResourceId"]
    pages = ec2.get_paginator("describe_security_group_rules").paginate(
        Filters=[{"Name": "group-id", "Values": [group]}]
    )
    rules = [rule for page in pages for rule in page["SecurityGroupRules"]]
    wrong = [rule["SecurityGroupRuleId"] for rule in rules if too_open(rule)]
    if wrong:
        ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=wrong)
    return {"Mended": wrong}


def too_open(rule: dict[str, Any]) -> bool:
    """Whether a rule lets everybody in to one of the ports."""
    if rule["IsEgress"] or not {rule.get("CidrIpv4"), rule.get("CidrIpv6")} & {*_EVERYBODY}:
        return False
    if rule["IpProtocol"] == "-1":
        return True
    return rule["IpProtocol"] == "tcp" and any(rule["FromPort"] <= port <= rule["ToPort"] for port in _PORTS)
