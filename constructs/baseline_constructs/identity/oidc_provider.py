"""An OpenID Connect provider that this account trusts."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct


class OidcProvider(Construct):
    """An issuer whose tokens open the roles made for them, each for one audience and subjects in full.

    Args:
        url: The issuer's URL, `https://` and no slash at the end.
        audience: The `aud` that tokens carry for this account.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
    """

    def __init__(self, scope: Construct, id_: str, *, url: str, audience: str) -> None:
        super().__init__(scope, id_)
        self._issuer = url.removeprefix("https://")
        self._audience = audience
        self.resource = iam.CfnOIDCProvider(self, "Resource", url=url, client_id_list=[audience])

    def trust(self, *, subjects: Sequence[str]) -> iam.PolicyStatement:
        """What a role says of whom it lets in: these subjects, in tokens that are meant for this account.

        Args:
            subjects: The `sub` of tokens, in full.

        Raises:
            ValueError: There is no subject, or one with a wildcard: others could then take the role.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
        """
        if not subjects or any(letter in subject for subject in subjects for letter in "*?"):
            raise ValueError(f"subjects are {list(subjects)}; name each in full, without * and ?")
        return iam.PolicyStatement(
            principals=[
                iam.FederatedPrincipal(
                    self.resource.attr_arn, assume_role_action="sts:AssumeRoleWithWebIdentity"
                )
            ],
            actions=["sts:AssumeRoleWithWebIdentity"],
            conditions={
                "StringEquals": {
                    f"{self._issuer}:aud": self._audience,
                    f"{self._issuer}:sub": list(subjects),
                }
            },
        )
