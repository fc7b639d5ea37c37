"""Takes every rule out of one default security group."""

from typing import Any

import boto3


def mend(events: dict[str, Any], _: object) -> dict[str, Any]:
    """Revoke what is there; any other group is refused."""
    ec2, group = boto3.client("ec2"), events["ResourceId"]
    (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    if found["GroupName"] != "default":
        raise ValueError(f"{group} is no default security group")
    pages = ec2.get_paginator("describe_security_group_rules").paginate(
        Filters=[{"Name": "group-id", "Values": [group]}]
    )
    rules = [rule for page in pages for rule in page["SecurityGroupRules"]]
    into = [rule["SecurityGroupRuleId"] for rule in rules if not rule["IsEgress"]]
    out = [rule["SecurityGroupRuleId"] for rule in rules if rule["IsEgress"]]
    if into:
        ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=into)
    if out:
        ec2.revoke_security_group_egress(GroupId=group, SecurityGroupRuleIds=out)
    return {"Mended": [*into, *out]}
