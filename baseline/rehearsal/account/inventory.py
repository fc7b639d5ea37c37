"""All that there is in an account, so that what is left behind shows."""

import functools
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from baseline.rehearsal.account.lists import LISTS
from baseline.rehearsal.account.observed import Api
from baseline.rehearsal.account.refusals import REFUSALS, UNKNOWN_CALLER
from baseline.rehearsal.words import BORN_WITH

# By kind; None where the endpoint does not have the service.
Inventory = dict[str, list[str] | None]
Look = Callable[[Api], list[str]]


def taken(api: Api) -> Inventory:
    """The ids of everything, by kind.

    Raises:
        ClientError: The caller may not ask.
        BotoCoreError: Nobody answers, not even for CloudFormation.
    """
    stacks = sorted(_stacks(api))
    kinds: dict[str, Look] = {
        f"{service} {operation}": functools.partial(_listed, service, operation, list_, member)
        for service, operation, list_, member in LISTS
    }
    others = {kind: _answered(look, api) for kind, look in {**kinds, **_SPECIAL}.items()}
    return {**others, "stacks": stacks}


def _answered(look: Look, api: Api) -> list[str] | None:
    try:
        return sorted(look(api))
    except ClientError as error:
        # A refusal must not pass for a service that is not there.
        if error.response["Error"]["Code"] in REFUSALS | UNKNOWN_CALLER:
            raise
    except (BotoCoreError, KeyError):
        # An emulator that lacks a service answers with whatever it has.
        pass
    return None


def _listed(service: str, operation: str, list_: str, member: str, api: Api) -> list[str]:
    return [_id(one, member) for one in _all(api(service), operation, list_)]


def _all(client: Any, operation: str, list_: str) -> list[Any]:
    if client.can_paginate(operation):
        return [one for page in client.get_paginator(operation).paginate() for one in page.get(list_, [])]
    return list(getattr(client, operation)().get(list_, []))


def _id(one: Any, member: str) -> str:
    return str(one[member] if member else one)


def _instances(api: Api) -> list[str]:
    reservations = _all(api("ec2"), "describe_instances", "Reservations")
    instances = [instance for reservation in reservations for instance in reservation["Instances"]]
    return [i["InstanceId"] for i in instances if i["State"]["Name"] not in ("shutting-down", "terminated")]


def _keys(api: Api) -> list[str]:
    kms = api("kms")
    keys = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in _all(kms, "list_keys", "Keys")]
    return [key["KeyId"] for key in keys if key["KeyState"] != "PendingDeletion"]


def _policies(api: Api) -> list[str]:
    pages = api("iam").get_paginator("list_policies").paginate(Scope="Local")
    return [policy["Arn"] for page in pages for policy in page["Policies"]]


def _snapshots(api: Api) -> list[str]:
    """Every account sees the public ones of Amazon's images too."""
    pages = api("ec2").get_paginator("describe_snapshots").paginate(OwnerIds=["self"])
    return [snapshot["SnapshotId"] for page in pages for snapshot in page["Snapshots"]]


def _stacks(api: Api) -> list[str]:
    stacks = _all(api("cloudformation"), "describe_stacks", "Stacks")
    return [stack["StackName"] for stack in stacks if stack["StackStatus"] != "DELETE_COMPLETE"]


def _nat_gateways(api: Api) -> list[str]:
    found = _all(api("ec2"), "describe_nat_gateways", "NatGateways")
    return [gateway["NatGatewayId"] for gateway in found if gateway["State"] not in ("deleting", "deleted")]


def _vpn_gateways(api: Api) -> list[str]:
    found = _all(api("ec2"), "describe_vpn_gateways", "VpnGateways")
    return [gateway["VpnGatewayId"] for gateway in found if gateway["State"] not in ("deleting", "deleted")]


def _firewalls(api: Api) -> list[str]:
    return [acl["ARN"] for acl in api("wafv2").list_web_acls(Scope="REGIONAL")["WebACLs"]]


def _born_with(api: Api) -> list[str]:
    """The network that an account is born with, and what is in it."""
    default = [{"Name": "is-default", "Values": ["true"]}]
    ids = []
    for vpc in (one["VpcId"] for one in api("ec2").describe_vpcs(Filters=default)["Vpcs"]):
        ids.append(vpc)
        for operation, list_, member in _IN_A_NETWORK:
            found = _all(api("ec2"), operation, list_)
            ids += [one[member] for one in found if vpc in (one.get("VpcId"), *_attached_to(one))]
    return ids


def _attached_to(gateway: Any) -> list[str]:
    return [each.get("VpcId", "") for each in gateway.get("Attachments", [])]


_IN_A_NETWORK = (
    ("describe_internet_gateways", "InternetGateways", "InternetGatewayId"),
    ("describe_network_acls", "NetworkAcls", "NetworkAclId"),
    ("describe_route_tables", "RouteTables", "RouteTableId"),
    ("describe_security_groups", "SecurityGroups", "GroupId"),
    ("describe_subnets", "Subnets", "SubnetId"),
)


def _budgets(api: Api) -> list[str]:
    account = api("sts").get_caller_identity()["Account"]
    pages = api("budgets").get_paginator("describe_budgets").paginate(AccountId=account)
    return [budget["BudgetName"] for page in pages for budget in page.get("Budgets", [])]


def _user_pools(api: Api) -> list[str]:
    pages = api("cognito-idp").get_paginator("list_user_pools").paginate(MaxResults=60)
    return [pool["Id"] for page in pages for pool in page["UserPools"]]


def _identity_pools(api: Api) -> list[str]:
    found = api("cognito-identity").list_identity_pools(MaxResults=60)["IdentityPools"]
    return [pool["IdentityPoolId"] for pool in found]


_SPECIAL: dict[str, Look] = {
    BORN_WITH: _born_with,
    "budgets": _budgets,
    "servers": _instances,
    "firewalls": _firewalls,
    "identity pools": _identity_pools,
    "keys": _keys,
    "NAT gateways": _nat_gateways,
    "policies": _policies,
    "snapshots": _snapshots,
    "user pools": _user_pools,
    "VPN gateways": _vpn_gateways,
}
