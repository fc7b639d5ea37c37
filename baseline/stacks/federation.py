"""Roles and permission sets for people and machines whom somebody else knows."""

from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline.settings.identity.center import IdentityCenter
from baseline.settings.identity.federation import OidcRole, SamlRole
from baseline.settings.model import Settings
from baseline.stacks.blame import blame
from baseline.stacks.names import role_name
from baseline.stacks.permissions import Permissions, regions
from baseline_constructs.identity import arns
from baseline_constructs.identity.federated_role import FederatedRole
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.oidc_provider import OidcProvider
from baseline_constructs.identity.permission_set import PermissionSet
from baseline_constructs.identity.saml_provider import SamlProvider


class Federation:
    """Makes, in the identity stack, what the settings say of other identity providers.

    Args:
        scope: The stack.
        settings: What is wanted.
        permissions: Turns rights into permissions.
        guardrails: Whose boundary holds everybody.
    """

    def __init__(
        self, scope: Construct, *, settings: Settings, permissions: Permissions, guardrails: Guardrails
    ) -> None:
        self._scope = scope
        self._settings = settings
        self._permissions = permissions
        self._guardrails = guardrails

    def make(self) -> None:
        """All providers, roles and permission sets."""
        identity = self._settings.identity
        for name, saml in identity.saml.items():
            assertions = SamlProvider(self._scope, f"Saml-{name}", name=name, metadata=saml.metadata)
            audience = sign_in(self._settings.region)
            for role, people in saml.roles.items():
                trust = assertions.trust(audience=audience, session_tags=people.session_tags)
                self._role("saml", name, role, people, trust)
        for name, oidc in identity.oidc.items():
            tokens = OidcProvider(self._scope, f"Oidc-{name}", url=oidc.url, audience=oidc.audience)
            for role, machines in oidc.roles.items():
                self._role("oidc", name, role, machines, tokens.trust(subjects=machines.subjects))
        if identity.identity_center:
            self._permission_sets(identity.identity_center)

    def _role(
        self, kind: str, provider: str, name: str, wish: SamlRole | OidcRole, trust: iam.PolicyStatement
    ) -> None:
        with blame(self._settings, "identity", kind, provider, "roles", name):
            FederatedRole(
                self._scope,
                f"Role-{name}",
                name=role_name(self._settings, name),
                trust=trust,
                permissions=list(self._permissions.of(wish)),
                regions=regions(wish, self._settings.region),
                session_hours=wish.session_hours,
                guardrails=self._guardrails,
            )

    def _permission_sets(self, center: IdentityCenter) -> None:
        for name, wish in center.permission_sets.items():
            with blame(self._settings, "identity", "identity_center", "permission_sets", name):
                PermissionSet(
                    self._scope,
                    f"PermissionSet-{name}",
                    name=name,
                    instance_id=center.instance,
                    permissions=list(self._permissions.of(wish)),
                    regions=regions(wish, self._settings.region),
                    session_hours=wish.session_hours,
                    groups=wish.assigned_to,
                    guardrails=self._guardrails,
                )


def handing_role_arns(settings: Settings) -> list[str]:
    """The federated roles that statements of the file let take others, such as those of `cdk bootstrap`."""
    return [
        arns.iam(f"role/{role_name(settings, path[-1])}")
        for path, rights in settings.identity.all_rights_by_path()
        if path[0] in ("saml", "oidc")
        and any(
            each.effect == "allow" and "sts:AssumeRole" in (each.actions or ()) for each in rights.statements
        )
    ]


def sign_in(region: str) -> str:
    """Where a region's partition takes SAML assertions.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
    """
    if region.startswith("cn-"):
        return "https://signin.amazonaws.cn/saml"
    if region.startswith("us-gov-"):
        return "https://signin.amazonaws-us-gov.com/saml"
    return "https://signin.aws.amazon.com/saml"
