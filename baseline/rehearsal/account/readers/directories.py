"""IAM Identity Center, Cognito, directories of Microsoft's."""

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, as_tags, only, picked


def _permission_set(api: Api, id_: str, wanted: Properties) -> Observed:
    sso, arn = api("sso-admin"), id_.rpartition("|")[2]
    here = {"InstanceArn": wanted["InstanceArn"], "PermissionSetArn": arn}
    found = sso.describe_permission_set(**here)["PermissionSet"]
    policy = sso.get_inline_policy_for_permission_set(**here)["InlinePolicy"]
    tags = sso.list_tags_for_resource(InstanceArn=here["InstanceArn"], ResourceArn=arn)["Tags"]
    bounded = "PermissionsBoundary" in wanted
    boundary = sso.get_permissions_boundary_for_permission_set(**here) if bounded else {}
    return Observed(
        {
            **picked(found, "Name", "SessionDuration"),
            **picked(boundary, "PermissionsBoundary"),
            "InstanceArn": here["InstanceArn"],
            "InlinePolicy": policy,
            "Tags": tags,
        },
        {"PermissionSetArn": found["PermissionSetArn"]},
    )


def _assignment(api: Api, id_: str, wanted: Properties) -> Observed:
    sso = api("sso-admin")
    found = sso.list_account_assignments(
        InstanceArn=wanted["InstanceArn"],
        AccountId=wanted["TargetId"],
        PermissionSetArn=wanted["PermissionSetArn"],
    )["AccountAssignments"]
    assigned = only([one for one in found if one["PrincipalId"] == wanted["PrincipalId"]], id_)
    where = {"TargetId": assigned["AccountId"], "InstanceArn": wanted["InstanceArn"]}
    return Observed({**where, **picked(assigned, "PermissionSetArn", "PrincipalId", "PrincipalType")})


def _pool(api: Api, id_: str, _: Properties) -> Observed:
    cognito = api("cognito-idp")
    pool = cognito.describe_user_pool(UserPoolId=id_)["UserPool"]
    factors = cognito.get_user_pool_mfa_config(UserPoolId=id_)
    enabled = (
        ["SOFTWARE_TOKEN_MFA"] if factors.get("SoftwareTokenMfaConfiguration", {}).get("Enabled") else []
    )
    provider = f"cognito-idp.{cognito.meta.region_name}.amazonaws.com/{id_}"
    told = {**pool, "UserPoolName": pool["Name"], "EnabledMfas": enabled}
    return Observed({**told, "MfaConfiguration": factors["MfaConfiguration"]}, {"ProviderName": provider})


def _client(api: Api, id_: str, wanted: Properties) -> Observed:
    cognito = api("cognito-idp")
    found = cognito.describe_user_pool_client(UserPoolId=wanted["UserPoolId"], ClientId=id_)
    return Observed(found["UserPoolClient"])


def _domain(api: Api, _: str, wanted: Properties) -> Observed:
    found = api("cognito-idp").describe_user_pool_domain(Domain=wanted["Domain"])
    return Observed(found["DomainDescription"])


def _pool_logs(api: Api, id_: str, _: Properties) -> Observed:
    return Observed(
        api("cognito-idp").get_log_delivery_configuration(UserPoolId=id_)["LogDeliveryConfiguration"]
    )


def _branding(api: Api, id_: str, wanted: Properties) -> Observed:
    pool, _, branding = id_.partition("|")
    found = api("cognito-idp").describe_managed_login_branding(
        UserPoolId=pool, ManagedLoginBrandingId=branding
    )
    return Observed({**found["ManagedLoginBranding"], **picked(wanted, "ClientId")})


def _risks(api: Api, _: str, wanted: Properties) -> Observed:
    found = api("cognito-idp").describe_risk_configuration(UserPoolId=wanted["UserPoolId"])
    return Observed({"ClientId": "ALL", **found["RiskConfiguration"]})


def _identities(api: Api, id_: str, _: Properties) -> Observed:
    found = api("cognito-identity").describe_identity_pool(IdentityPoolId=id_)
    tags = as_tags(found.get("IdentityPoolTags", {}))
    return Observed({**found, "IdentityPoolTags": tags})


def _identity_roles(api: Api, _: str, wanted: Properties) -> Observed:
    return Observed(api("cognito-identity").get_identity_pool_roles(IdentityPoolId=wanted["IdentityPoolId"]))


def _microsoft(api: Api, id_: str, _: Properties) -> Observed:
    found = only(api("ds").describe_directories(DirectoryIds=[id_])["DirectoryDescriptions"], id_)
    return Observed({**found, "EnableSso": found["SsoEnabled"]})


READERS: dict[str, Reader] = {
    "AWS::Cognito::IdentityPool": _identities,
    "AWS::Cognito::IdentityPoolRoleAttachment": _identity_roles,
    "AWS::Cognito::LogDeliveryConfiguration": _pool_logs,
    "AWS::Cognito::ManagedLoginBranding": _branding,
    "AWS::Cognito::UserPool": _pool,
    "AWS::Cognito::UserPoolClient": _client,
    "AWS::Cognito::UserPoolDomain": _domain,
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": _risks,
    "AWS::DirectoryService::MicrosoftAD": _microsoft,
    "AWS::SSO::Assignment": _assignment,
    "AWS::SSO::PermissionSet": _permission_set,
}
