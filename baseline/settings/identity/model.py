"""The models of the section `identity`."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from baseline.settings.identity.center import IdentityCenter
from baseline.settings.identity.directories import MicrosoftAd, PoolName, UserPool
from baseline.settings.identity.federation import OidcProvider, ProviderName, SamlProvider
from baseline.settings.identity.rights import Rights
from baseline.settings.identity.uses import KINDS, Use
from baseline.settings.naming import GroupName, RoleName, UserName
from baseline.settings.section import Section
from baseline.settings.tags import TagKey, TagValue


class Group(Rights):
    """A group of users and what they may do. Without MFA they may change nothing."""

    assume_roles: tuple[str, ...] = Field(
        default=(), description="Emergency roles of `identity.roles` that the group may assume."
    )


class User(Section):
    """A person; what a user may do comes from groups only."""

    groups: tuple[str, ...] = Field(
        min_length=1,
        max_length=10,
        description="Groups of `identity.groups`, at least one.",
        examples=["[newbies]"],
    )
    tags: Mapping[TagKey, TagValue] = Field(
        default_factory=dict, description="Tags of the user, for the right `same_tag`; at most 40."
    )


class Role(Section):
    """A role of a server, or for an emergency: either `trusted_by` or `emergency`."""

    trusted_by: Literal["ec2", "lambda", "ecs-tasks"] | None = Field(
        default=None, description="The service that runs as this role."
    )
    emergency: bool = Field(
        default=False, description="`true` makes it the way out when all else fails: it may do everything."
    )
    read: tuple[str, ...] = Field(default=(), description="Buckets of `storage.buckets` that it may read.")
    write: tuple[str, ...] = Field(default=(), description="Buckets of `storage.buckets` that it may write.")
    managed: bool = Field(
        default=False,
        description="`true` lets Systems Manager look after servers of EC2 with this role: patches, "
        "playbooks, sessions. It opens no parameters.",
    )
    uses: tuple[Use, ...] = Field(
        default=(),
        description="What it uses of `workload`, such as `queue/jobs`: "
        + ", ".join(f"`{kind}/<name>`" for kind in KINDS)
        + ". In a database it is the user that is called like the role.",
    )


class Identity(Section):
    """Who may do what."""

    guarded_tags: tuple[TagKey, ...] = Field(
        default=(),
        description="Tag keys that nobody may set, change or remove; those of `terminate_instances` "
        "always are.",
    )
    groups: Mapping[GroupName, Group] = Field(default_factory=dict, description="Groups by name.")
    users: Mapping[UserName, User] = Field(default_factory=dict, description="Users by name.")
    roles: Mapping[RoleName, Role] = Field(
        default_factory=dict, description="Roles by name; in AWS each is called `<name>-<role>`."
    )
    saml: Mapping[ProviderName, SamlProvider] = Field(
        default_factory=dict, description="SAML 2.0 identity providers by name, with the roles they open."
    )
    oidc: Mapping[ProviderName, OidcProvider] = Field(
        default_factory=dict, description="OpenID Connect providers by name, with the roles they open."
    )
    identity_center: IdentityCenter | None = Field(
        default=None, description="Permission sets of IAM Identity Center; none if absent."
    )
    microsoft_ad: MicrosoftAd | None = Field(
        default=None, description="AWS Managed Microsoft AD; none if absent."
    )
    user_pools: Mapping[PoolName, UserPool] = Field(
        default_factory=dict, description="Cognito user pools by name; in AWS each is called `<name>-<pool>`."
    )

    @property
    def bounds_nobody(self) -> bool:
        """Whether there is nobody and nothing that guardrails would hold."""
        held = (self.groups, self.users, self.roles, self.saml, self.oidc, self.identity_center)
        return not any(held) and not any(pool.folder_in for pool in self.user_pools.values())

    def all_rights(self) -> tuple[Rights, ...]:
        """The rights of groups, federated roles and permission sets."""
        return tuple(rights for _, rights in self.all_rights_by_path())

    def all_rights_by_path(self) -> tuple[tuple[tuple[str, ...], Rights], ...]:
        """The same, each with where it stands."""
        sets = self.identity_center.permission_sets if self.identity_center else {}
        return (
            *((("groups", name), group) for name, group in self.groups.items()),
            *(
                (("saml", name, "roles", role), rights)
                for name, saml in self.saml.items()
                for role, rights in saml.roles.items()
            ),
            *(
                (("oidc", name, "roles", role), rights)
                for name, oidc in self.oidc.items()
                for role, rights in oidc.roles.items()
            ),
            *((("identity_center", "permission_sets", name), rights) for name, rights in sets.items()),
        )

    def role_names(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Where each role of the section stands, and what it is called."""
        federated = (path for path, _ in self.all_rights_by_path() if path[0] in ("saml", "oidc"))
        return (*((("roles", role), role) for role in self.roles), *((path, path[-1]) for path in federated))
