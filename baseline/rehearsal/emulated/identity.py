"""IAM."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::IAM::Group": emulated(Backing.ADDED, "GroupName ManagedPolicyArns"),
    "AWS::IAM::InstanceProfile": emulated(Backing.ADDED, "InstanceProfileName Roles"),
    "AWS::IAM::ManagedPolicy": emulated(
        Backing.ENGINE,
        "Description ManagedPolicyName Path PolicyDocument",
    ),
    "AWS::IAM::OIDCProvider": emulated(
        Backing.ADDED,
        "ClientIdList Tags Url",
        limit="nobody signs in",
    ),
    "AWS::IAM::Policy": emulated(Backing.ENGINE, "PolicyDocument PolicyName Roles"),
    "AWS::IAM::Role": emulated(
        Backing.ENGINE,
        "AssumeRolePolicyDocument Description ManagedPolicyArns MaxSessionDuration "
        "PermissionsBoundary Policies RoleName Tags",
        nested="PolicyDocument PolicyName",
    ),
    "AWS::IAM::RolePolicy": emulated(Backing.ADDED, "PolicyDocument PolicyName RoleName"),
    "AWS::IAM::SAMLProvider": emulated(
        Backing.ADDED,
        "Name SamlMetadataDocument Tags",
        limit="nobody signs in",
    ),
    "AWS::IAM::User": emulated(
        Backing.ENGINE,
        "Groups PermissionsBoundary Tags UserName",
    ),
}
