"""Directories of people."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated, not_emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::Cognito::IdentityPool": not_emulated(
        "AllowClassicFlow AllowUnauthenticatedIdentities CognitoIdentityProviders IdentityPoolTags",
    ),
    "AWS::Cognito::IdentityPoolRoleAttachment": not_emulated(
        "IdentityPoolId Roles",
    ),
    "AWS::Cognito::LogDeliveryConfiguration": not_emulated(
        "LogConfigurations UserPoolId",
    ),
    "AWS::Cognito::ManagedLoginBranding": not_emulated(
        "ClientId UseCognitoProvidedValues UserPoolId",
    ),
    "AWS::Cognito::UserPool": not_emulated(
        "AccountRecoverySetting AdminCreateUserConfig AutoVerifiedAttributes "
        "DeletionProtection EnabledMfas MfaConfiguration Policies "
        "UserAttributeUpdateSettings UserPoolAddOns UserPoolName UserPoolTags "
        "UserPoolTier UsernameAttributes UsernameConfiguration",
        "ProviderName",
    ),
    "AWS::Cognito::UserPoolClient": not_emulated(
        "AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient "
        "AllowedOAuthScopes CallbackURLs EnableTokenRevocation ExplicitAuthFlows "
        "IdTokenValidity PreventUserExistenceErrors RefreshTokenRotation "
        "RefreshTokenValidity SupportedIdentityProviders TokenValidityUnits UserPoolId",
    ),
    "AWS::Cognito::UserPoolDomain": not_emulated(
        "Domain ManagedLoginVersion UserPoolId",
    ),
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": not_emulated(
        "AccountTakeoverRiskConfiguration ClientId CompromisedCredentialsRiskConfiguration UserPoolId",
    ),
    "AWS::DirectoryService::MicrosoftAD": not_emulated(
        "Edition EnableSso Name Password VpcSettings",
    ),
    "AWS::SSO::Assignment": emulated(
        Backing.MOTO,
        "InstanceArn PermissionSetArn PrincipalId PrincipalType TargetId TargetType",
        unreadable={"TargetType": "Identity Center knows accounts only, and tells it nowhere"},
        limit="nobody signs in",
    ),
    "AWS::SSO::PermissionSet": emulated(
        Backing.MOTO,
        "InlinePolicy InstanceArn Name PermissionsBoundary SessionDuration Tags",
        nested="CustomerManagedPolicyReference Name Path",
        limit="nobody signs in",
    ),
}
