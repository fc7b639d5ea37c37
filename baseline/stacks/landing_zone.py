"""All stacks of a landing zone, in one account and region."""

from collections.abc import Mapping
from typing import Any

from aws_cdk import App, Environment, Tags

from baseline.settings.model import Settings
from baseline.stacks.account import AccountStack
from baseline.stacks.audit import AuditStack
from baseline.stacks.catalog import CatalogStack
from baseline.stacks.compliance import ComplianceStack
from baseline.stacks.compute import ComputeStack
from baseline.stacks.data_keys import DataKeys
from baseline.stacks.detection import DetectionStack
from baseline.stacks.directories import DirectoriesStack
from baseline.stacks.edge import CLOUDFRONT_REGION, EdgeGuardStack, EdgeLogsStack, EdgeStack
from baseline.stacks.fips import call_fips_endpoints
from baseline.stacks.foundation import FoundationStack
from baseline.stacks.identity import IdentityStack
from baseline.stacks.keys import HsmStack, KeysStack
from baseline.stacks.network import NetworkStack
from baseline.stacks.operations import OperationsStack
from baseline.stacks.recovery import RecoveryStack
from baseline.stacks.storage import StorageStack
from baseline.stacks.workload import WorkloadStack
from baseline_constructs.storage.encrypted_bucket import EncryptedBucket

# How the CDK builds and checks templates; here and not in cdk.json, so that every way to synthesise agrees.
CONTEXT: Mapping[str, object] = {
    # What the CDK's own validation finds is an error, also when `cdk synth` is typed by hand.
    "@aws-cdk/core:validateAgainstDefaultRules": True,
    "@aws-cdk/core:strictCfnValidateErrors": True,
    # The CDK command line asks for these two; asking ourselves keeps templates the same without it.
    "aws:cdk:enable-path-metadata": True,
    "aws:cdk:enable-asset-metadata": True,
    # Traces would carry the paths of the machine into the assembly.
    "aws:cdk:disable-stack-trace": True,
    # Stated, so that the CDK does not ask: a stack whose values others use cannot be deleted before them.
    "@aws-cdk/core:defaultCrossStackReferences": "strong",
    # Told with the settings' section instead, by `limits`.
    "@aws-cdk/core:stackResourceLimit": 0,
}


def build(app: App, settings: Settings) -> dict[str, str]:
    """Put the stacks of a landing zone into an app; a stack that would be empty is left out.

    Args:
        app: The app, made with `CONTEXT`.
        settings: What is wanted.

    Returns:
        The names of the stacks, each with the section of the settings that fills it.

    Raises:
        SettingsError: Something is wanted that AWS would refuse.
    """
    zone = _LandingZone(app, settings)
    if settings.fips:
        call_fips_endpoints(app)
    for key, value in settings.tags.items():
        Tags.of(app).add(key, value)
    return zone.sections


class _LandingZone:
    """The stacks in the order in which they need each other."""

    def __init__(self, app: App, settings: Settings) -> None:
        self.sections: dict[str, str] = {}
        self._settings = settings
        foundation = FoundationStack(app, self._name("foundation", "encryption"), **self._keeping())
        # Only a key store must come after the network and before the data.
        early = None if foundation.data_keys else self._network(app, foundation)
        keys = foundation.data_keys or self._stored_keys(app, foundation, early)
        buckets: Mapping[str, EncryptedBucket] = {}
        if settings.storage.buckets or settings.storage.volumes:
            storage = StorageStack(
                app, self._name("storage", "storage"), foundation=foundation, keys=keys, **self._keeping()
            )
            buckets = storage.buckets
        audit = AuditStack(
            app, self._name("audit", "trail"), foundation=foundation, buckets=buckets, **self._keeping()
        )
        self._watch(app, foundation, audit, keys)
        network = early or self._network(app, foundation)
        ComputeStack(app, self._name("compute", "network"), network=network, keys=keys, **self._replaceable())
        upper = {"foundation": foundation, "network": network, "keys": keys, **self._replaceable()}
        held = {"foundation": foundation, "network": network, **self._keeping()}
        workload = None
        if not settings.workload.is_empty:
            workload = WorkloadStack(app, self._name("workload", "workload"), keys=keys, **held)
        if settings.edge.sites:
            self._edge(app, foundation)
        people = settings.identity
        directories = None
        if people.microsoft_ad or people.user_pools:
            directories = DirectoriesStack(app, self._name("directories", "identity"), **held)
        if not people.bounds_nobody:
            name = self._name("identity", "identity")
            people_stack = IdentityStack(
                app, name, buckets=buckets, directories=directories, workload=workload, **upper
            )
            if not settings.catalog.is_off:
                catalog = CatalogStack(
                    app, self._name("catalog", "catalog"), keys=keys, **self._replaceable()
                )
                # The portfolio names groups, which no property of it refers to.
                catalog.add_stack_dependency(people_stack)
        self._recovery(app)
        if settings.operates:
            name = self._name("operations", _operations(settings))
            OperationsStack(app, name, workload=workload, **upper)

    def _recovery(self, app: App) -> None:
        backup, spending = self._settings.backup, self._settings.spending
        if not backup.is_off or not spending.is_off:
            section = "spending" if backup.is_off else "backup"
            RecoveryStack(app, self._name("recovery", section), **self._keeping())

    def _network(self, app: App, foundation: FoundationStack) -> NetworkStack:
        name = self._name("network", "network")
        return NetworkStack(app, name, foundation=foundation, **self._replaceable())

    def _stored_keys(self, app: App, foundation: FoundationStack, network: NetworkStack | None) -> DataKeys:
        """Keys in a key store of one's own; a cluster stands in the network."""
        hsm = None
        if network and (wish := self._settings.encryption.cloudhsm):
            name = self._name("hsm", "encryption")
            hsm = HsmStack(app, name, network=network, tier=wish.tier, **self._keeping())
        name = self._name("keys", "encryption")
        return KeysStack(app, name, foundation=foundation, hsm=hsm, **self._keeping()).data_keys

    def _edge(self, app: App, foundation: FoundationStack) -> None:
        """Two of them stand where CloudFront wants them."""
        there = {
            **self._keeping(),
            "env": Environment(account=self._settings.account, region=CLOUDFRONT_REGION),
        }
        guard = EdgeGuardStack(app, self._name("edge-guard", "edge"), **there)
        sites = EdgeStack(
            app, self._name("edge", "edge"), foundation=foundation, guard=guard, **self._keeping()
        )
        EdgeLogsStack(app, self._name("edge-logs", "edge"), guard=guard, sites=sites, **there)

    def _watch(self, app: App, foundation: FoundationStack, audit: AuditStack, keys: DataKeys) -> None:
        settings, account = self._settings, None
        if settings.account_settings or settings.detection.inspector:
            name = self._name("account", "account_settings")
            account = AccountStack(app, name, foundation=foundation, keys=keys, **self._keeping())
        if not settings.compliance.is_off:
            name = self._name("compliance", "compliance")
            ComplianceStack(app, name, audit=audit, **self._replaceable())
        if settings.mails_findings or not settings.detection.is_empty:
            name = self._name("detection", "detection")
            watching = DetectionStack(app, name, foundation=foundation, audit=audit, **self._keeping())
            # The registry takes Inspector's kind of scanning only once Inspector is there.
            if account and settings.detection.inspector:
                watching.add_stack_dependency(account)

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
