"""A SAML 2.0 identity provider that this account trusts."""

from collections.abc import Sequence
from typing import Any

from aws_cdk import aws_iam as iam
from constructs import Construct


class SamlProvider(Construct):
    """An identity provider whose signed assertions, meant for AWS's sign-in, open the roles made for them.

    Which people get which role is the provider's to say, in each assertion; that they showed a second factor
    too. Who can sign for the provider can take its roles.

    Args:
        name: The provider's name in IAM.
        metadata: Its SAML 2.0 metadata document; public, no private key.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_saml.html
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, metadata: str) -> None:
        super().__init__(scope, id_)
        self.resource = iam.CfnSAMLProvider(self, "Resource", name=name, saml_metadata_document=metadata)

    def trust(self, *, audience: str, session_tags: Sequence[str]) -> iam.PolicyStatement:
        """What a role says of whom it lets in: this provider's people, by AWS's sign-in, with known tags.

        Args:
            audience: Where the assertion must be sent to, such as `https://signin.aws.amazon.com/saml`.
            session_tags: Tag keys that an assertion may set; with none, it may set none.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
        """
        conditions: dict[str, dict[str, Any]] = {"StringEquals": {"SAML:aud": audience}}
        actions = ["sts:AssumeRoleWithSAML"]
        if session_tags:
            actions.append("sts:TagSession")
            conditions["ForAllValues:StringEquals"] = {"aws:TagKeys": list(session_tags)}
        return iam.PolicyStatement(
            principals=[iam.FederatedPrincipal(self.resource.attr_arn, assume_role_action=actions[0])],
            actions=actions,
            conditions=conditions,
        )
