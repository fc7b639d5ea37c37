"""Directories of people."""

from collections.abc import Mapping

from baseline.rehearsal.emulated.kind import Backing, Emulated, emulated

TYPES: Mapping[str, Emulated] = {
    "AWS::Cognito::IdentityPool": emulated(
        Backing.ENGINE,
        "AllowClassicFlow AllowUnauthenticatedIdentities CognitoIdentityProviders IdentityPoolTags",
        nested="ClientId ProviderName ServerSideTokenCheck",
        limit="nobody signs in",
    ),
    "AWS::Cognito::IdentityPoolRoleAttachment": emulated(
        Backing.ENGINE, "IdentityPoolId Roles", nested="authenticated", limit="nobody signs in"
    ),
    "AWS::Cognito::LogDeliveryConfiguration": emulated(
        Backing.KEPT,
        "LogConfigurations UserPoolId",
        nested="CloudWatchLogsConfiguration EventSource LogGroupArn LogLevel",
        limit="nobody signs in",
    ),
    "AWS::Cognito::ManagedLoginBranding": emulated(
        Backing.KEPT, "ClientId UseCognitoProvidedValues UserPoolId", limit="nobody signs in"
    ),
    "AWS::Cognito::UserPool": emulated(
        Backing.ENGINE,
        "AccountRecoverySetting AdminCreateUserConfig AutoVerifiedAttributes DeletionProtection "
        "EnabledMfas MfaConfiguration Policies UserAttributeUpdateSettings UserPoolAddOns UserPoolName "
        "UserPoolTags UserPoolTier UsernameAttributes UsernameConfiguration",
        nested="AdvancedSecurityMode AllowAdminCreateUserOnly AttributesRequireVerificationBeforeUpdate "
        "CaseSensitive MinimumLength Name PasswordHistorySize PasswordPolicy Priority "
        "RecoveryMechanisms RequireLowercase RequireNumbers RequireSymbols RequireUppercase "
        "TemporaryPasswordValidityDays",
        limit="nobody signs in",
    ),
    "AWS::Cognito::UserPoolClient": emulated(
        Backing.ENGINE,
        "AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes "
        "CallbackURLs EnableTokenRevocation ExplicitAuthFlows IdTokenValidity PreventUserExistenceErrors "
        "RefreshTokenRotation RefreshTokenValidity SupportedIdentityProviders TokenValidityUnits "
        "UserPoolId",
        nested="AccessToken Feature IdToken RefreshToken RetryGracePeriodSeconds",
        limit="nobody signs in",
    ),
    "AWS::Cognito::UserPoolDomain": emulated(
        Backing.ENGINE, "Domain ManagedLoginVersion UserPoolId", limit="nobody signs in"
    ),
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": emulated(
        Backing.KEPT,
        "AccountTakeoverRiskConfiguration ClientId CompromisedCredentialsRiskConfiguration UserPoolId",
        nested="Actions",
        limit="nobody signs in",
    ),
    "AWS::DirectoryService::MicrosoftAD": emulated(
        Backing.KEPT,
        "Edition EnableSso Name Password VpcSettings",
        nested="SubnetIds VpcId",
        unreadable={"Password": "Directory Service tells it nowhere"},
        limit="nobody signs in",
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
