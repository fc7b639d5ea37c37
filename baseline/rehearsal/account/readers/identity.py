"""IAM and KMS."""

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, only, picked


def _group(api: Api, id_: str, _: Properties) -> Observed:
    iam = api("iam")
    group = iam.get_group(GroupName=id_)["Group"]
    attached = iam.list_attached_group_policies(GroupName=id_)["AttachedPolicies"]
    found = {"GroupName": group["GroupName"], "ManagedPolicyArns": [p["PolicyArn"] for p in attached]}
    found["Policies"] = iam.list_group_policies(GroupName=id_)["PolicyNames"]
    return Observed(found, {"Arn": group["Arn"]})


def _profile(api: Api, id_: str, _: Properties) -> Observed:
    profile = api("iam").get_instance_profile(InstanceProfileName=id_)["InstanceProfile"]
    roles = [role["RoleName"] for role in profile["Roles"]]
    name = profile["InstanceProfileName"]
    return Observed({"InstanceProfileName": name, "Roles": roles}, {"Arn": profile["Arn"]})


def _managed_policy(api: Api, id_: str, _: Properties) -> Observed:
    iam = api("iam")
    policy = iam.get_policy(PolicyArn=id_)["Policy"]
    version = iam.get_policy_version(PolicyArn=id_, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    found = picked(policy, "Description", "Path")
    return Observed(
        {**found, "ManagedPolicyName": policy["PolicyName"], "PolicyDocument": version["Document"]},
        {"PolicyArn": id_},
    )


def _role(api: Api, id_: str, _: Properties) -> Observed:
    iam = api("iam")
    role = iam.get_role(RoleName=id_)["Role"]
    names = ("AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "Path", "RoleName", "Tags")
    found = picked(role, *names)
    if "PermissionsBoundary" in role:
        found["PermissionsBoundary"] = role["PermissionsBoundary"]["PermissionsBoundaryArn"]
    attached = iam.list_attached_role_policies(RoleName=id_)["AttachedPolicies"]
    found["ManagedPolicyArns"] = [policy["PolicyArn"] for policy in attached]
    found["Policies"] = [
        {
            "PolicyName": name,
            "PolicyDocument": iam.get_role_policy(RoleName=id_, PolicyName=name)["PolicyDocument"],
        }
        for name in iam.list_role_policies(RoleName=id_)["PolicyNames"]
    ]
    return Observed(found, {"Arn": role["Arn"], "RoleId": role["RoleId"]})


def _role_policy(api: Api, _: str, wanted: Properties) -> Observed:
    names = {name: wanted[name] for name in ("RoleName", "PolicyName")}
    return Observed(picked(api("iam").get_role_policy(**names), *names, "PolicyDocument"))


def _user(api: Api, id_: str, _: Properties) -> Observed:
    iam = api("iam")
    user = iam.get_user(UserName=id_)["User"]
    found = picked(user, "UserName", "Tags")
    if "PermissionsBoundary" in user:
        found["PermissionsBoundary"] = user["PermissionsBoundary"]["PermissionsBoundaryArn"]
    found["Groups"] = [g["GroupName"] for g in iam.list_groups_for_user(UserName=id_)["Groups"]]
    return Observed(found, {"Arn": user["Arn"]})


def _oidc(api: Api, id_: str, _: Properties) -> Observed:
    found = api("iam").get_open_id_connect_provider(OpenIDConnectProviderArn=id_)
    # IAM keeps the address without its scheme, which is always this one.
    url = f"https://{found['Url'].removeprefix('https://')}"
    return Observed(
        {**picked(found, "Tags"), "ClientIdList": found["ClientIDList"], "Url": url}, {"Arn": id_}
    )


def _saml(api: Api, id_: str, _: Properties) -> Observed:
    found = api("iam").get_saml_provider(SAMLProviderArn=id_)
    return Observed(
        {
            **picked(found, "Tags"),
            "Name": id_.rpartition("/")[2],
            "SamlMetadataDocument": found["SAMLMetadataDocument"],
        },
        {"Arn": id_},
    )


def _key(api: Api, id_: str, _: Properties) -> Observed:
    kms = api("kms")
    key = kms.describe_key(KeyId=id_)["KeyMetadata"]
    rotation = kms.get_key_rotation_status(KeyId=id_)
    tags = kms.list_resource_tags(KeyId=id_)["Tags"]
    found = {
        "Description": key["Description"],
        "Enabled": key["Enabled"],
        "EnableKeyRotation": rotation["KeyRotationEnabled"],
        "KeyPolicy": kms.get_key_policy(KeyId=id_, PolicyName="default")["Policy"],
        "Tags": [{"Key": tag["TagKey"], "Value": tag["TagValue"]} for tag in tags],
    }
    if "RotationPeriodInDays" in rotation:
        found["RotationPeriodInDays"] = rotation["RotationPeriodInDays"]
    return Observed(found, {"Arn": key["Arn"], "KeyId": id_})


def _alias(api: Api, id_: str, _: Properties) -> Observed:
    pages = api("kms").get_paginator("list_aliases").paginate()
    alias = only([a for page in pages for a in page["Aliases"] if a["AliasName"] == id_], id_)
    return Observed({"AliasName": id_, "TargetKeyId": alias["TargetKeyId"]})


READERS: dict[str, Reader] = {
    "AWS::IAM::Group": _group,
    "AWS::IAM::InstanceProfile": _profile,
    "AWS::IAM::ManagedPolicy": _managed_policy,
    "AWS::IAM::OIDCProvider": _oidc,
    "AWS::IAM::Role": _role,
    "AWS::IAM::SAMLProvider": _saml,
    "AWS::IAM::RolePolicy": _role_policy,
    "AWS::IAM::User": _user,
    "AWS::KMS::Key": _key,
    "AWS::KMS::Alias": _alias,
}
