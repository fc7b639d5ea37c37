"""Says who has access that nobody used for 90 days, and who has all of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

_UNUSED_DAYS = 90
_ALL = "AdministratorAccess"


def look(_events: dict[str, Any], _: object) -> dict[str, Any]:
    """Go through all roles and users, those of AWS's own services left out."""
    client = boto3.client("iam")
    since = datetime.now(UTC) - timedelta(days=_UNUSED_DAYS)
    unused = [*unused_roles(client, since), *unused_users(client, since)]
    powerful = administrators(client)
    return {
        "Message": f"Access: {len(unused)} roles and users were not used for {_UNUSED_DAYS} days, and "
        f"{len(powerful)} have AdministratorAccess.",
        "Details": [
            *(f"unused: {name}" for name in unused),
            *(f"administrator: {name}" for name in powerful),
        ],
    }


def unused_roles(client: Any, since: datetime) -> list[str]:
    """Roles that were there before and that nobody took since. Only GetRole tells when one was last taken."""
    pages = client.get_paginator("list_roles").paginate()
    old = [
        role["RoleName"]
        for page in pages
        for role in page["Roles"]
        if role["CreateDate"] < since and not role["Path"].startswith("/aws-service-role/")
    ]
    last = {
        name: client.get_role(RoleName=name)["Role"].get("RoleLastUsed", {}).get("LastUsedDate")
        for name in old
    }
    return [f"role {name}" for name, when in last.items() if when is None or when < since]


def unused_users(client: Any, since: datetime) -> list[str]:
    """Users who were there before and came since neither with a password nor with a key."""
    pages = client.get_paginator("list_users").paginate()
    old = [user for page in pages for user in page["Users"] if user["CreateDate"] < since]
    return [f"user {user['UserName']}" for user in old if last_seen(client, user) < since]


def last_seen(client: Any, user: dict[str, Any]) -> datetime:
    """When a user last came, or was made."""
    seen = [user["CreateDate"], user.get("PasswordLastUsed", user["CreateDate"])]
    for key in client.list_access_keys(UserName=user["UserName"])["AccessKeyMetadata"]:
        used = client.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
        seen.append(used.get("LastUsedDate", user["CreateDate"]))
    latest: datetime = max(seen)
    return latest


def administrators(client: Any) -> list[str]:
    """Everybody to whom AWS's policy for administrators is attached, in any partition."""
    policies = client.get_paginator("list_policies").paginate(Scope="AWS", OnlyAttached=True)
    arns = [policy["Arn"] for page in policies for policy in page["Policies"] if policy["PolicyName"] == _ALL]
    found = []
    for arn in arns:
        for page in client.get_paginator("list_entities_for_policy").paginate(PolicyArn=arn):
            found += [f"role {one['RoleName']}" for one in page["PolicyRoles"]]
            found += [f"user {one['UserName']}" for one in page["PolicyUsers"]]
            found += [f"group {one['GroupName']}" for one in page["PolicyGroups"]]
    return found
