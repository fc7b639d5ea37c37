"""IAM Identity Center."""

from baseline.rehearsal.account.observed import Api, Observed, Properties, Reader, only, picked


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


READERS: dict[str, Reader] = {
    "AWS::SSO::Assignment": _assignment,
    "AWS::SSO::PermissionSet": _permission_set,
}
