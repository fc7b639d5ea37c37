"""IAM Identity Center, what stands beside Cognito's user pools, and directories of Microsoft's."""

import json

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import (
    Attributes,
    Handler,
    Properties,
    keep,
    take_nothing_away,
    without,
)
from baseline.rehearsal.emulator.handlers.calls import by_calls
from baseline.rehearsal.manifest import NotEmulated

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
    take_nothing_away(old, new)
    keep(old, new, "Tags")
    arn = id_.rpartition("|")[2]
    wanted = without(new, *_BESIDE, "Name", "Tags")
    call("sso-admin", "update_permission_set", PermissionSetArn=arn, **wanted)
    _put_policy(arn, new)
    _bound(arn, new)


def _delete_set(id_: str, properties: Properties) -> None:
    arn = id_.rpartition("|")[2]
    call("sso-admin", "delete_permission_set", InstanceArn=properties["InstanceArn"], PermissionSetArn=arn)


def _of_all(properties: Properties) -> dict[str, object]:
    """Cognito names all clients by naming none."""
    return {name: value for name, value in properties.items() if (name, value) != ("ClientId", "ALL")}


def _assign(properties: Properties, name: str) -> tuple[str, Attributes]:
    call("sso-admin", "create_account_assignment", **properties)
    return name, {}


def _unassign(_: str, properties: Properties) -> None:
    call("sso-admin", "delete_account_assignment", **properties)


def _join(properties: Properties, _: str) -> dict[str, object]:
    if str(properties.get("EnableSso", False)).lower() == "true":
        raise NotEmulated("the rehearsal's emulator has no single sign-on of directories")
    return without(properties, "EnableSso")


HANDLERS = {
    "AWS::Cognito::LogDeliveryConfiguration": by_calls(
        "cognito-idp",
        create="set_log_delivery_configuration",
        asks=lambda properties, _: dict(properties),
        id_=lambda _, asked: str(asked["UserPoolId"]),
        delete="set_log_delivery_configuration",
        names=lambda id_, _: {"UserPoolId": id_, "LogConfigurations": []},
    ),
    "AWS::Cognito::ManagedLoginBranding": by_calls(
        "cognito-idp",
        create="create_managed_login_branding",
        asks=lambda properties, _: dict(properties),
        id_=lambda answer, asked: (
            f"{asked['UserPoolId']}|{answer['ManagedLoginBranding']['ManagedLoginBrandingId']}"
        ),
        delete="delete_managed_login_branding",
        names=lambda id_, _: {
            "UserPoolId": id_.partition("|")[0],
            "ManagedLoginBrandingId": id_.partition("|")[2],
        },
    ),
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": by_calls(
        "cognito-idp",
        create="set_risk_configuration",
        asks=lambda properties, _: _of_all(properties),
        id_=lambda _, asked: f"UserPoolRiskConfiguration|{asked['UserPoolId']}",
        delete="set_risk_configuration",
        names=lambda _, properties: _of_all({name: properties[name] for name in ("UserPoolId", "ClientId")}),
    ),
    "AWS::DirectoryService::MicrosoftAD": by_calls(
        "ds",
        create="create_microsoft_ad",
        asks=_join,
        id_=lambda answer, _: str(answer["DirectoryId"]),
        delete="delete_directory",
        names=lambda id_, _: {"DirectoryId": id_},
    ),
    "AWS::SSO::Assignment": Handler(_assign, _unassign),
    "AWS::SSO::PermissionSet": Handler(
        _create_set, _delete_set, _update_set, replaces=("Name", "InstanceArn")
    ),
}
