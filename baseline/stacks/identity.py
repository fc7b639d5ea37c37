"""The stack that says who may do what."""

from collections.abc import Iterator, Mapping
from typing import Any

from aws_cdk import Aws, Stack
from constructs import Construct

from baseline.settings.identity.model import Group, Role
from baseline.settings.model import Settings
from baseline.stacks.blame import blame
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.guarded import guarded_tags
from baseline.stacks.names import role_name
from baseline.stacks.network import NetworkStack
from baseline.stacks.written import written
from baseline_constructs.identity.access_group import AccessGroup
from baseline_constructs.identity.emergency_role import EmergencyRole
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.individual_user import IndividualUser
from baseline_constructs.identity.launching import launching
from baseline_constructs.identity.permission import Permission
from baseline_constructs.identity.reading import reading
from baseline_constructs.identity.server_role import BucketAccess, Server, ServerRole
from baseline_constructs.identity.terminating import terminating
from baseline_constructs.storage.encrypted_bucket import EncryptedBucket


class IdentityStack(Stack):
    """Guardrails, groups, users and roles: last, because their policies name what the other stacks made."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Settings,
        foundation: FoundationStack,
        network: NetworkStack,
        buckets: Mapping[str, EncryptedBucket],
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Groups, users, roles and what bounds them", **stack)
        self._settings = settings
        self._foundation = foundation
        self._network = network
        self._buckets = buckets
        with blame(settings, "identity"):
            self._guardrails = Guardrails(
                self,
                "Guardrails",
                prefix=settings.name,
                archives=[foundation.archive.bucket, foundation.configuration_bucket.bucket],
                guarded_tags=guarded_tags(settings.identity),
            )
        self._emergency_roles = self._make_roles()
        self._make_groups_and_users()

    def _make_roles(self) -> dict[str, EmergencyRole]:
        emergency: dict[str, EmergencyRole] = {}
        for name, role in self._settings.identity.roles.items():
            with blame(self._settings, "identity", "roles", name):
                if role.emergency:
                    emergency[name] = EmergencyRole(
                        self, f"Role-{name}", name=role_name(self._settings, name)
                    )
                else:
                    self._make_server_role(name, role)
        return emergency

    def _make_server_role(self, name: str, role: Role) -> None:
        ServerRole(
            self,
            f"Role-{name}",
            name=role_name(self._settings, name),
            trusted_by=Server(str(role.trusted_by)),
            buckets=[
                self._access(bucket, read=bucket in role.read, write=bucket in role.write)
                for bucket in dict.fromkeys((*role.read, *role.write))
            ],
            guardrails=self._guardrails,
        )

    def _access(self, name: str, *, read: bool, write: bool) -> BucketAccess:
        key = self._foundation.storage_key
        encrypted = self._settings.storage.buckets[name].encryption == "kms"
        return BucketAccess(
            bucket=self._buckets[name].bucket,
            key=key.key if key and encrypted else None,
            read=read,
            write=write,
        )

    def _make_groups_and_users(self) -> None:
        groups: dict[str, AccessGroup] = {}
        for name, group in self._settings.identity.groups.items():
            with blame(self._settings, "identity", "groups", name):
                groups[name] = AccessGroup(
                    self,
                    f"Group-{name}",
                    name=name,
                    permissions=list(self._permissions(group)),
                    # The file's own region is left to a pseudo-parameter, so that the template fits any.
                    regions=_regions(group, self._settings.region),
                    guardrails=self._guardrails,
                )
        for name, user in self._settings.identity.users.items():
            IndividualUser(
                self,
                f"User-{name}",
                name=name,
                groups=[groups[group] for group in user.groups],
                guardrails=self._guardrails,
            )

    def _permissions(self, group: Group) -> Iterator[Permission]:
        if group.launch_instances:
            yield launching(
                types=group.launch_instances.types,
                vpc=self._network.vpc.vpc,
                volumes_key=self._foundation.volumes_key.key,
            )
        if group.terminate_instances:
            yield terminating(tags=group.terminate_instances.tags)
        if group.read_only:
            yield reading(services=group.read_only)
        for role in group.assume_roles:
            yield self._emergency_roles[role].may_be_assumed()
        for statement in group.statements:
            yield written(statement)


def _regions(group: Group, own: str) -> list[str]:
    return [Aws.REGION if region == own else region for region in group.regions or (own,)]
