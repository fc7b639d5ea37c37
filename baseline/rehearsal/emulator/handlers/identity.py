"""IAM resource types that MiniStack's API has and its CloudFormation lacks."""

import json
from typing import Any

from baseline.rehearsal.emulator.client import call
from baseline.rehearsal.emulator.handler import Attributes, Handler, Properties


def _create_group(properties: Properties, name: str) -> tuple[str, Attributes]:
    chosen = properties.get("GroupName", name)
    answer = call("iam", "create_group", GroupName=chosen, Path=properties.get("Path", "/"))
    for arn in properties.get("ManagedPolicyArns", ()):
        call("iam", "attach_group_policy", GroupName=chosen, PolicyArn=arn)
    return chosen, {"Arn": answer["Group"]["Arn"]}


def _update_group(id_: str, old: Properties, new: Properties) -> None:
    before, after = set(old.get("ManagedPolicyArns", ())), set(new.get("ManagedPolicyArns", ()))
    for arn in sorted(after - before):
        call("iam", "attach_group_policy", GroupName=id_, PolicyArn=arn)
    for arn in sorted(before - after):
        call("iam", "detach_group_policy", GroupName=id_, PolicyArn=arn)


def _delete_group(id_: str, properties: Properties) -> None:
    _update_group(id_, properties, {})
    call("iam", "delete_group", GroupName=id_)


def _put_role_policy(properties: Properties, name: str) -> tuple[str, Attributes]:
    call(
        "iam",
        "put_role_policy",
        RoleName=properties["RoleName"],
        PolicyName=properties["PolicyName"],
        PolicyDocument=json.dumps(properties["PolicyDocument"]),
    )
    return f"{properties['PolicyName']}|{properties['RoleName']}", {}


def _change_role_policy(_: str, __: Properties, properties: Properties) -> None:
    _put_role_policy(properties, "")


def _delete_role_policy(_: str, properties: Properties) -> None:
    call(
        "iam",
        "delete_role_policy",
        RoleName=properties["RoleName"],
        PolicyName=properties["PolicyName"],
    )


def _create_profile(properties: Properties, name: str) -> tuple[str, Attributes]:
    """MiniStack has a handler, but its `Ref` answers the ARN where AWS answers the name."""
    chosen = properties.get("InstanceProfileName", name)
    made = call("iam", "create_instance_profile", InstanceProfileName=chosen)["InstanceProfile"]
    for role in properties["Roles"]:
        call("iam", "add_role_to_instance_profile", InstanceProfileName=chosen, RoleName=role)
    return chosen, {"Arn": made["Arn"]}


def _delete_profile(id_: str, properties: Properties) -> None:
    for role in properties["Roles"]:
        call("iam", "remove_role_from_instance_profile", InstanceProfileName=id_, RoleName=role)
    call("iam", "delete_instance_profile", InstanceProfileName=id_)


def _create_oidc(properties: Properties, _: str) -> tuple[str, Attributes]:
    made = call("iam", "create_open_id_connect_provider", **_named_by_iam(properties))
    arn = made["OpenIDConnectProviderArn"]
    return arn, {"Arn": arn}


def _delete_oidc(id_: str, _: Properties) -> None:
    call("iam", "delete_open_id_connect_provider", OpenIDConnectProviderArn=id_)


def _create_saml(properties: Properties, _: str) -> tuple[str, Attributes]:
    arn = call("iam", "create_saml_provider", **_named_by_iam(properties))["SAMLProviderArn"]
    return arn, {"Arn": arn}


def _named_by_iam(properties: Properties) -> dict[str, Any]:
    renamed = {"SamlMetadataDocument": "SAMLMetadataDocument", "ClientIdList": "ClientIDList"}
    return {renamed.get(name, name): value for name, value in properties.items()}


def _delete_saml(id_: str, _: Properties) -> None:
    call("iam", "delete_saml_provider", SAMLProviderArn=id_)


HANDLERS = {
    "AWS::IAM::OIDCProvider": Handler(_create_oidc, _delete_oidc),
    "AWS::IAM::SAMLProvider": Handler(_create_saml, _delete_saml),
    "AWS::IAM::InstanceProfile": Handler(_create_profile, _delete_profile),
    "AWS::IAM::Group": Handler(_create_group, _delete_group, _update_group, replaces=("GroupName",)),
    "AWS::IAM::RolePolicy": Handler(
        _put_role_policy, _delete_role_policy, _change_role_policy, replaces=("PolicyName", "RoleName")
    ),
}
