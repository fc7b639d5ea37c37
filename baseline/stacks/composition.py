"""Which stacks a landing zone has, and in what order they are made.

Stacks that not every landing zone has are imported where they are made: the CDK's modules for their services
are large, and importing all of them takes as long as the other stacks take to synthesise.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_cdk import App, Environment, Stack

from baseline.settings.model import Settings
from baseline.stacks.audit import AuditStack
from baseline.stacks.compute import ComputeStack
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.network import NetworkStack
from baseline_constructs.storage.encrypted_bucket import EncryptedBucket

if TYPE_CHECKING:
    from baseline.stacks.directories import DirectoriesStack
    from baseline.stacks.workload import WorkloadStack


class Composition:
    """The stacks in the order in which they need each other.

    Attributes:
        sections: The names of the stacks, each with the section of the settings that fills it.
    """

    def __init__(self, app: App, settings: Settings) -> None:
        self.sections: dict[str, str] = {}
        self._app = app
        self._settings = settings
        foundation = FoundationStack(app, self._name("foundation", "encryption"), **self._keeping())
        # Only a key store must come after the network and before the data.
        early = None if foundation.data_keys else self._network(foundation)
        keys = foundation.data_keys or self._stored_keys(foundation, early)
        buckets = self._storage(foundation, keys)
        audit = AuditStack(
            app, self._name("audit", "trail"), foundation=foundation, buckets=buckets, **self._keeping()
        )
        self._watch(foundation, audit, keys)
        network = early or self._network(foundation)
        ComputeStack(app, self._name("compute", "network"), network=network, keys=keys, **self._replaceable())
        upper = {"foundation": foundation, "network": network, "keys": keys, **self._replaceable()}
        held = {"foundation": foundation, "network": network, **self._keeping()}
        workload = self._workload(keys=keys, **held)
        self._edge(foundation)
        directories = self._directories(**held)
        self._people(buckets=buckets, directories=directories, workload=workload, **upper)
        self._recovery()
        self._operations(workload=workload, **upper)

    def _network(self, foundation: FoundationStack) -> NetworkStack:
        name = self._name("network", "network")
        return NetworkStack(self._app, name, foundation=foundation, **self._replaceable())

    def _stored_keys(self, foundation: FoundationStack, network: NetworkStack | None) -> DataKeys:
        """Keys in a key store of one's own; a cluster stands in the network."""
        from baseline.stacks.keys import HsmStack, KeysStack

        hsm = None
        if network and (wish := self._settings.encryption.cloudhsm):
            name = self._name("hsm", "encryption")
            hsm = HsmStack(self._app, name, network=network, tier=wish.tier, **self._keeping())
        name = self._name("keys", "encryption")
        return KeysStack(self._app, name, foundation=foundation, hsm=hsm, **self._keeping()).data_keys

    def _storage(self, foundation: FoundationStack, keys: DataKeys) -> Mapping[str, EncryptedBucket]:
        if not self._settings.storage.buckets and not self._settings.storage.volumes:
            return {}
        from baseline.stacks.storage import StorageStack

        name = self._name("storage", "storage")
        return StorageStack(self._app, name, foundation=foundation, keys=keys, **self._keeping()).buckets

    def _watch(self, foundation: FoundationStack, audit: AuditStack, keys: DataKeys) -> None:
        account = self._account(foundation, keys)
        if not self._settings.compliance.is_off:
            from baseline.stacks.compliance import ComplianceStack

            name = self._name("compliance", "compliance")
            ComplianceStack(self._app, name, audit=audit, **self._replaceable())
        if self._settings.mails_findings or not self._settings.detection.is_empty:
            from baseline.stacks.detection import DetectionStack

            name = self._name("detection", "detection")
            watching = DetectionStack(self._app, name, foundation=foundation, audit=audit, **self._keeping())
            # The registry takes Inspector's kind of scanning only once Inspector is there.
            if account and self._settings.detection.inspector:
                watching.add_stack_dependency(account)

    def _account(self, foundation: FoundationStack, keys: DataKeys) -> Stack | None:
        if not self._settings.account_settings and not self._settings.detection.inspector:
            return None
        from baseline.stacks.account import AccountStack

        name = self._name("account", "account_settings")
        return AccountStack(self._app, name, foundation=foundation, keys=keys, **self._keeping())

    def _workload(self, **needed: Any) -> "WorkloadStack | None":
        if self._settings.workload.is_empty:
            return None
        from baseline.stacks.workload import WorkloadStack

        return WorkloadStack(self._app, self._name("workload", "workload"), **needed)

    def _edge(self, foundation: FoundationStack) -> None:
        """Two of them stand where CloudFront wants them."""
        if not self._settings.edge.sites:
            return
        from baseline.stacks.edge import CLOUDFRONT_REGION, EdgeGuardStack, EdgeLogsStack, EdgeStack

        there = {
            **self._keeping(),
            "env": Environment(account=self._settings.account, region=CLOUDFRONT_REGION),
        }
        guard = EdgeGuardStack(self._app, self._name("edge-guard", "edge"), **there)
        sites = EdgeStack(
            self._app, self._name("edge", "edge"), foundation=foundation, guard=guard, **self._keeping()
        )
        EdgeLogsStack(self._app, self._name("edge-logs", "edge"), guard=guard, sites=sites, **there)

    def _directories(self, **needed: Any) -> "DirectoriesStack | None":
        if not self._settings.identity.microsoft_ad and not self._settings.identity.user_pools:
            return None
        from baseline.stacks.directories import DirectoriesStack

        return DirectoriesStack(self._app, self._name("directories", "identity"), **needed)

    def _people(self, *, keys: DataKeys, **needed: Any) -> None:
        if self._settings.identity.bounds_nobody:
            return
        from baseline.stacks.identity import IdentityStack

        people = IdentityStack(self._app, self._name("identity", "identity"), keys=keys, **needed)
        if not self._settings.catalog.is_off:
            from baseline.stacks.catalog import CatalogStack

            catalog = CatalogStack(
                self._app, self._name("catalog", "catalog"), keys=keys, **self._replaceable()
            )
            # The portfolio names groups, which no property of it refers to.
            catalog.add_stack_dependency(people)

    def _recovery(self) -> None:
        backup, spending = self._settings.backup, self._settings.spending
        if backup.is_off and spending.is_off:
            return
        from baseline.stacks.recovery import RecoveryStack

        section = "spending" if backup.is_off else "backup"
        RecoveryStack(self._app, self._name("recovery", section), **self._keeping())

    def _operations(self, **needed: Any) -> None:
        if not self._settings.operates:
            return
        from baseline.stacks.operations import OperationsStack

        name = self._name("operations", _operations(self._settings))
        OperationsStack(self._app, name, **needed)

    def _name(self, part: str, section: str) -> str:
        name = f"{self._settings.name}-{part}"
        self.sections[name] = section
        return name

    def _replaceable(self) -> dict[str, Any]:
        settings = self._settings
        return {
            "settings": settings,
            "env": Environment(account=settings.account, region=settings.region),
        }

    def _keeping(self) -> dict[str, Any]:
        """What holds data or records: CloudFormation deletes it only once somebody has said so twice."""
        return {**self._replaceable(), "termination_protection": True}


def _operations(settings: Settings) -> str:
    """The section that fills the stack of operations most."""
    if settings.routine.checks:
        return "routine"
    return "chaos" if not settings.chaos.is_off else "patching"
