"""IAM Identity Center."""

import json

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties, keep, without

_BESIDE = ("InlinePolicy", "PermissionsBoundary")


def _create_set(properties: Properties, _: str) -> tuple[str, Attributes]:
    made = call("sso-admin", "create_permission_set", **without(properties, *_BESIDE, "Tags"))[
        "PermissionSet"
    ]
    _put_policy(made["PermissionSetArn"], properties)
    _bound(made["PermissionSetArn"], properties)
    _tag(made["PermissionSetArn"], properties)
    return f"{properties['InstanceArn']}|{made['PermissionSetArn']}", {
        "PermissionSetArn": made["PermissionSetArn"]
    }


def _put_policy(arn: str, properties: Properties) -> None:
    if "InlinePolicy" in properties:
        call(
            "sso-admin",
            "put_inline_policy_to_permission_set",
            InstanceArn=properties["InstanceArn"],
            PermissionSetArn=arn,
            InlinePolicy=json.dumps(properties["InlinePolicy"]),
        )


def _bound(arn: str, properties: Properties) -> None:
    where = {"InstanceArn": properties["InstanceArn"], "PermissionSetArn": arn}
    if "PermissionsBoundary" in properties:
        boundary = properties["PermissionsBoundary"]
        call("sso-admin", "put_permissions_boundary_to_permission_set", PermissionsBoundary=boundary, **where)


def _tag(arn: str, properties: Properties) -> None:
    if tags := properties.get("Tags"):
        instance = properties["InstanceArn"]
        call("sso-admin", "tag_resource", InstanceArn=instance, ResourceArn=arn, Tags=tags)


def _update_set(id_: str, old: Properties, new: Properties) -> None:
    if set(old) - set(new):
        keep(old, new, "InlinePolicy", "PermissionsBoundary")
    keep(old, new, "Tags")
    arn = id_.rpartition("|")[2]
    wanted = without(new, *_BESIDE, "Name", "Tags")
    call("sso-admin", "update_permission_set", PermissionSetArn=arn, **wanted)
    _put_policy(arn, new)
    _bound(arn, new)


def _delete_set(id_: str, properties: Properties) -> None:
    arn = id_.rpartition("|")[2]
    call("sso-admin", "delete_permission_set", InstanceArn=properties["InstanceArn"], PermissionSetArn=arn)


def _assign(properties: Properties, name: str) -> tuple[str, Attributes]:
    call("sso-admin", "create_account_assignment", **properties)
    return name, {}


def _unassign(_: str, properties: Properties) -> None:
    call("sso-admin", "delete_account_assignment", **properties)


HANDLERS = {
    "AWS::SSO::Assignment": Handler(_assign, _unassign),
    "AWS::SSO::PermissionSet": Handler(
        _create_set, _delete_set, _update_set, replaces=("Name", "InstanceArn")
    ),
}
