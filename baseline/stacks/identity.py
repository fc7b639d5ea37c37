"""The stack that says who may do what."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_cdk import Aws, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from baseline.settings.identity.model import Role
from baseline.settings.model import Settings
from baseline.settings.storage import RESERVED_BUCKETS
from baseline.stacks.blame import blame
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.federation import Federation, handing_role_arns
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.guarded import guarded_tags
from baseline.stacks.names import bucket_name, emergency_role_name, role_name, session_log_group_name
from baseline.stacks.network import NetworkStack
from baseline.stacks.permissions import Permissions, launched_role_arns, regions
from baseline_constructs.identity import arns
from baseline_constructs.identity.access_group import AccessGroup
from baseline_constructs.identity.emergency_role import EmergencyRole
from baseline_constructs.identity.guardrails import Guardrails
from baseline_constructs.identity.individual_user import IndividualUser
from baseline_constructs.identity.ordering import ordering
from baseline_constructs.identity.server_role import BucketAccess, Server, ServerRole
from baseline_constructs.sessions.preferences import document_arn
from baseline_constructs.sessions.server_rights import server_rights
from baseline_constructs.storage.encrypted_bucket import EncryptedBucket

if TYPE_CHECKING:
    from baseline.stacks.directories import DirectoriesStack
    from baseline.stacks.workload import WorkloadStack


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
        keys: DataKeys,
        buckets: Mapping[str, EncryptedBucket],
        directories: "DirectoriesStack | None",
        workload: "WorkloadStack | None",
        **stack: Any,
    ) -> None:
        super().__init__(scope, id_, description="Groups, users, roles and what bounds them", **stack)
        self._settings = settings
        self._foundation = foundation
        self._keys = keys
        self._network = network
        self._buckets = buckets
        self._workload = workload
        role = emergency_role_name(settings)
        with blame(settings, "identity"):
            self._guardrails = Guardrails(
                self,
                "Guardrails",
                prefix=settings.name,
                record_bucket_arns=[
                    f"arn:{Aws.PARTITION}:s3:::{bucket_name(settings, bucket)}" for bucket in RESERVED_BUCKETS
                ],
                guarded_tags=guarded_tags(settings),
                emergency_role_arns=[arns.iam(f"role/{role}")] if role else [],
                handing_role_arns=handing_role_arns(settings),
                watched=not settings.detection.is_empty,
                session_document_arn=document_arn("*") if settings.compute.sessions else None,
                server_role_arns=launched_role_arns(settings, *settings.identity.all_rights()),
            )
        self._permissions = Permissions(
            settings=settings, network=network, keys=keys, sessions_key=foundation.sessions_key
        )
        self._emergency_roles = self._make_roles()
        self._make_groups_and_users()
        self._identity_pools(directories)
        Federation(self, settings=settings, permissions=self._permissions, guardrails=self._guardrails).make()

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
            managed=role.managed,
            sessions=self._for_sessions(),
            uses=[
                statement
                for used in role.uses
                if self._workload
                for statement in self._workload.used(used, by=name)
            ],
        )

    def _for_sessions(self) -> list[iam.PolicyStatement]:
        key = self._foundation.sessions_key
        return (
            server_rights(session_key=key.key, log_group_name=session_log_group_name(self._settings))
            if key
            else []
        )

    def _access(self, name: str, *, read: bool, write: bool) -> BucketAccess:
        encrypted = self._settings.storage.buckets[name].encryption == "kms"
        return BucketAccess(
            bucket=self._buckets[name].bucket,
            key=self._keys.storage if encrypted else None,
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
                    permissions=[
                        *self._permissions.of(group),
                        *([ordering()] if name in self._settings.catalog.groups else ()),
                        *(self._emergency_roles[role].may_be_assumed() for role in group.assume_roles),
                    ],
                    regions=regions(group, self._settings.region),
                    guardrails=self._guardrails,
                )
        for name, user in self._settings.identity.users.items():
            IndividualUser(
                self,
                f"User-{name}",
                name=name,
                groups=[groups[group] for group in user.groups],
                guardrails=self._guardrails,
                tags=user.tags,
            )

    def _identity_pools(self, directories: "DirectoriesStack | None") -> None:
        for name, pool in self._settings.identity.user_pools.items():
            if pool.folder_in and directories:
                from baseline_constructs.directories.identity_pool import IdentityPool

                access = self._access(pool.folder_in, read=True, write=True)
                IdentityPool(
                    self,
                    f"IdentityPool-{name}",
                    name=role_name(self._settings, f"{name}-users"),
                    users=directories.user_pools[name],
                    bucket=access.bucket,
                    key=access.key,
                    guardrails=self._guardrails,
                )
