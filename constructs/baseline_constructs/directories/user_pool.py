"""A Cognito user pool."""

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_kms as kms
from constructs import Construct

from baseline_constructs.log_groups import EncryptedLogGroup

_PASSWORD_CHARACTERS = 14
_OLD_PASSWORDS = 24
_INVITED_DAYS = 3
_TOKEN_MINUTES = 60
_REFRESH_DAYS = 1


class UserPool(Construct):
    """Users of an application: a second factor for everybody, and threats are answered, not only counted.

    Passwords have 14 characters of all kinds and are not used again; a leaked one is refused, and a risky
    sign-in is blocked or asked for more. Nobody signs up unless asked for. An answer never tells whether a
    user exists. The pool cannot be deleted before its protection is lifted, and outlives its stack. Sign-ins
    and their risks are recorded under the logs key.

    Its client takes codes with PKCE only, for the named https URLs: no secret, no implicit grant, no password
    in the clear. Tokens last an hour; a refresh token a day, and works once.

    Args:
        name: The pool's name.
        callback_urls: Where codes may be sent; https only.
        self_sign_up: Whether anybody may make an account.
        retain_log_days: Days that records are kept, 1 to 3653.
        domain: Begins the domain of the sign-in pages, unique in the Region; it may hold tokens.
        logs_key: A key that CloudWatch Logs may use.

    Raises:
        ValueError: A callback URL is not https.

    Source: Security Hub Cognito.1, .2; https://docs.aws.amazon.com/cognito/latest/developerguide/managing-security.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        callback_urls: Sequence[str],
        self_sign_up: bool,
        retain_log_days: int,
        domain: str,
        logs_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id_)
        plain = [url for url in callback_urls if not url.startswith("https://")]
        if plain or not callback_urls:
            raise ValueError(f"callback URLs must be https: {', '.join(plain) or 'there is none'}")
        self.resource = cognito.CfnUserPool(
            self,
            "Resource",
            user_pool_name=name,
            user_pool_tier="PLUS",
            user_pool_add_ons=cognito.CfnUserPool.UserPoolAddOnsProperty(advanced_security_mode="ENFORCED"),
            mfa_configuration="ON",
            enabled_mfas=["SOFTWARE_TOKEN_MFA"],
            admin_create_user_config=cognito.CfnUserPool.AdminCreateUserConfigProperty(
                allow_admin_create_user_only=not self_sign_up
            ),
            policies=cognito.CfnUserPool.PoliciesProperty(password_policy=_passwords()),
            account_recovery_setting=_recovery(),
            auto_verified_attributes=["email"],
            username_attributes=["email"],
            username_configuration=cognito.CfnUserPool.UsernameConfigurationProperty(case_sensitive=False),
            user_attribute_update_settings=cognito.CfnUserPool.UserAttributeUpdateSettingsProperty(
                attributes_require_verification_before_update=["email"]
            ),
            deletion_protection="ACTIVE",
        )
        self.resource.apply_removal_policy(RemovalPolicy.RETAIN)
        self.client = _client(self, self.resource, callback_urls)
        self._sign_in_page(domain)
        self._answer_threats()
        self._record(name, logs_key, retain_log_days)

    def _sign_in_page(self, domain: str) -> None:
        pages = cognito.CfnUserPoolDomain(
            self, "Domain", user_pool_id=self.resource.ref, domain=domain, managed_login_version=2
        )
        style = cognito.CfnManagedLoginBranding(
            self,
            "Style",
            user_pool_id=self.resource.ref,
            client_id=self.client.ref,
            use_cognito_provided_values=True,
        )
        style.add_resource_dependency(pages)

    def _answer_threats(self) -> None:
        """Leaked passwords are refused; a risky sign-in needs the second factor, a very risky one fails."""
        risk = cognito.CfnUserPoolRiskConfigurationAttachment
        block = risk.AccountTakeoverActionTypeProperty(event_action="BLOCK", notify=False)
        ask = risk.AccountTakeoverActionTypeProperty(event_action="MFA_REQUIRED", notify=False)
        leaked = risk.CompromisedCredentialsRiskConfigurationTypeProperty(
            actions=risk.CompromisedCredentialsActionsTypeProperty(event_action="BLOCK")
        )
        risk(
            self,
            "Threats",
            user_pool_id=self.resource.ref,
            client_id="ALL",
            compromised_credentials_risk_configuration=leaked,
            account_takeover_risk_configuration=risk.AccountTakeoverRiskConfigurationTypeProperty(
                actions=risk.AccountTakeoverActionsTypeProperty(
                    high_action=block, medium_action=ask, low_action=ask
                )
            ),
        )

    def _record(self, name: str, key: kms.IKey, days: int) -> None:
        # AWS's resource policy speaks of all groups with this prefix at once, so it never grows too long.
        group = EncryptedLogGroup(
            self, "Log", name=f"/aws/vendedlogs/cognito/{name}", key=key, retain_days=days
        )
        delivery = cognito.CfnLogDeliveryConfiguration
        delivery(
            self,
            "Delivery",
            user_pool_id=self.resource.ref,
            log_configurations=[
                delivery.LogConfigurationProperty(
                    event_source="userAuthEvents",
                    log_level="INFO",
                    cloud_watch_logs_configuration=delivery.CloudWatchLogsConfigurationProperty(
                        log_group_arn=group.resource.attr_arn
                    ),
                )
            ],
        )


def _passwords() -> cognito.CfnUserPool.PasswordPolicyProperty:
    return cognito.CfnUserPool.PasswordPolicyProperty(
        minimum_length=_PASSWORD_CHARACTERS,
        password_history_size=_OLD_PASSWORDS,
        require_lowercase=True,
        require_numbers=True,
        require_symbols=True,
        require_uppercase=True,
        temporary_password_validity_days=_INVITED_DAYS,
    )


def _recovery() -> cognito.CfnUserPool.AccountRecoverySettingProperty:
    by_email = cognito.CfnUserPool.RecoveryOptionProperty(name="verified_email", priority=1)
    return cognito.CfnUserPool.AccountRecoverySettingProperty(recovery_mechanisms=[by_email])


def _client(
    scope: Construct, pool: cognito.CfnUserPool, callback_urls: Sequence[str]
) -> cognito.CfnUserPoolClient:
    return cognito.CfnUserPoolClient(
        scope,
        "Client",
        user_pool_id=pool.ref,
        supported_identity_providers=["COGNITO"],
        allowed_o_auth_flows_user_pool_client=True,
        allowed_o_auth_flows=["code"],
        allowed_o_auth_scopes=["email", "openid"],
        callback_ur_ls=list(callback_urls),
        explicit_auth_flows=["ALLOW_USER_SRP_AUTH"],
        prevent_user_existence_errors="ENABLED",
        enable_token_revocation=True,
        refresh_token_rotation=cognito.CfnUserPoolClient.RefreshTokenRotationProperty(
            feature="ENABLED", retry_grace_period_seconds=0
        ),
        access_token_validity=_TOKEN_MINUTES,
        id_token_validity=_TOKEN_MINUTES,
        refresh_token_validity=_REFRESH_DAYS,
        token_validity_units=cognito.CfnUserPoolClient.TokenValidityUnitsProperty(
            access_token="minutes",  # noqa: S106  a unit of time
            id_token="minutes",  # noqa: S106  a unit of time
            refresh_token="days",  # noqa: S106  a unit of time
        ),
    )
