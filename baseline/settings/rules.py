"""The rules between keys: each section's own, and those between sections whose shape is right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from baseline.settings.backup import Backup, backup_findings, restorable_findings
from baseline.settings.chaos import Chaos, chaos_findings, chaos_place_findings
from baseline.settings.compute import Compute
from baseline.settings.detection import Detection, detection_findings
from baseline.settings.edge import Edge, edge_findings, edge_region_findings, site_bucket_findings
from baseline.settings.encryption import Encryption, hsm_findings, key_findings
from baseline.settings.guarantees import Guarantee, guarantee_findings
from baseline.settings.identity.findings import (
    deciding_tag_findings,
    directory_findings,
    identity_findings,
    name_findings,
    role_bucket_findings,
    role_use_findings,
)
from baseline.settings.identity.model import Identity
from baseline.settings.logon_rules import (
    server_role_findings,
    session_findings,
    session_place_findings,
    start_findings,
)
from baseline.settings.network.findings import network_findings, region_findings
from baseline.settings.network.guard_rules import unencrypted_type_findings
from baseline.settings.network.model import Network
from baseline.settings.patching import (
    Patching,
    managed_findings,
    patching_findings,
    patching_place_findings,
    source_findings,
)
from baseline.settings.problem import Finding
from baseline.settings.routine import Routine, routine_findings
from baseline.settings.spending import Spending, spending_findings
from baseline.settings.storage import Storage, bucket_name_findings, storage_findings, volume_zone_findings
from baseline.settings.tags import tag_findings
from baseline.settings.trail import Trail, bucket_findings
from baseline.settings.workload.findings import place_findings, workload_findings
from baseline.settings.workload.model import Workload


@dataclass(frozen=True)
class Draft:
    """Settings of which some sections may be missing, because something is wrong with them."""

    name: str | None
    region: str | None
    tags: Mapping[str, str]
    network: Network | None
    compute: Compute | None
    storage: Storage | None
    identity: Identity | None
    trail: Trail | None
    encryption: Encryption | None
    workload: Workload | None
    guarantees: Sequence[Guarantee]
    edge: Edge | None
    backup: Backup | None
    spending: Spending | None
    detection: Detection | None
    chaos: Chaos | None
    patching: Patching | None
    routine: Routine | None

    @classmethod
    def of(cls, valid: Mapping[str, Any]) -> "Draft":
        """From the top-level keys that have the right shape."""
        keys = [field.name for field in fields(cls) if field.name not in ("tags", "guarantees")]
        return cls(
            tags=valid.get("tags", {}),
            guarantees=tuple(map(Guarantee.model_validate, valid.get("guarantees", ()))),
            **{key: valid.get(key) for key in keys},
        )


def findings(draft: Draft) -> Iterator[Finding]:
    """Every broken rule, with the path from the top of the file."""
    yield from (finding.under("tags") for finding in tag_findings(draft.tags))
    yield from _what_runs(draft)
    if draft.identity:
        yield from (finding.under("identity") for finding in _identity(draft.identity, draft))
    if draft.trail and draft.storage:
        yield from (finding.under("trail") for finding in bucket_findings(draft.trail, draft.storage.buckets))
    yield from _what_watches(draft)
    found = guarantee_findings(draft.guarantees, draft.identity, draft.network)
    yield from (finding.under("guarantees") for finding in found)


def _what_runs(draft: Draft) -> Iterator[Finding]:
    if draft.network:
        yield from (finding.under("network") for finding in _network(draft.network, draft))
    if draft.compute:
        yield from (finding.under("compute") for finding in _compute(draft.compute, draft))
    if draft.encryption:
        yield from (finding.under("encryption") for finding in _encryption(draft.encryption, draft))
    if draft.storage:
        yield from (finding.under("storage") for finding in _storage(draft.storage, draft))
    if draft.workload:
        yield from (finding.under("workload") for finding in _workload(draft.workload, draft))
    if draft.edge:
        yield from (finding.under("edge") for finding in _edge(draft.edge, draft))


def _network(network: Network, draft: Draft) -> Iterator[Finding]:
    yield from network_findings(network)
    if draft.region:
        yield from region_findings(network, region=draft.region)
    if draft.identity:
        launching = {
            name: group.launch_instances.types
            for name, group in draft.identity.groups.items()
            if group.launch_instances
        }
        yield from unencrypted_type_findings(network, launching)


def _compute(compute: Compute, draft: Draft) -> Iterator[Finding]:
    if compute.sessions:
        yield from (finding.under("sessions") for finding in session_findings(compute.sessions))
    if draft.identity and draft.network:
        yield from server_role_findings(compute, draft.identity, draft.network)
        if compute.sessions:
            found = session_place_findings(draft.identity, draft.network)
            yield from (finding.under("sessions") for finding in found)


def _encryption(encryption: Encryption, draft: Draft) -> Iterator[Finding]:
    buckets = draft.storage.buckets.values() if draft.storage else ()
    yield from key_findings(
        encryption,
        kms_buckets=any(bucket.encryption == "kms" for bucket in buckets),
        workload=draft.workload is not None and not draft.workload.is_empty,
    )
    if encryption.cloudhsm and draft.network:
        for finding in hsm_findings(encryption.cloudhsm, draft.network):
            yield finding.under("cloudhsm")


def _storage(storage: Storage, draft: Draft) -> Iterator[Finding]:
    yield from storage_findings(storage)
    if draft.name and draft.region:
        yield from bucket_name_findings(storage, name=draft.name, region=draft.region)
    if draft.network:
        yield from volume_zone_findings(storage, zones=draft.network.zones)


def _workload(workload: Workload, draft: Draft) -> Iterator[Finding]:
    yield from workload_findings(workload)
    if draft.network:
        yield from place_findings(workload, draft.network)


def _edge(edge: Edge, draft: Draft) -> Iterator[Finding]:
    yield from edge_findings(edge)
    if draft.region:
        yield from edge_region_findings(edge, region=draft.region)
    if draft.name and draft.region:
        buckets = draft.storage.buckets if draft.storage else ()
        yield from site_bucket_findings(edge, name=draft.name, region=draft.region, buckets=buckets)


def _identity(identity: Identity, draft: Draft) -> Iterator[Finding]:
    yield from identity_findings(identity)
    yield from deciding_tag_findings(identity, draft.tags)
    if draft.storage:
        yield from role_bucket_findings(identity, draft.storage.buckets)
    if draft.compute:
        yield from start_findings(identity, draft.compute)
    if draft.workload:
        yield from role_use_findings(identity, draft.workload)
    if draft.network:
        yield from directory_findings(identity, draft.network)
    if draft.name:
        yield from name_findings(identity, name=draft.name)


def _what_watches(draft: Draft) -> Iterator[Finding]:
    if draft.detection:
        yield from (finding.under("detection") for finding in detection_findings(draft.detection))
    if draft.backup:
        yield from (finding.under("backup") for finding in _backup(draft.backup, draft))
    if draft.spending and draft.region:
        found = spending_findings(draft.spending, region=draft.region)
        yield from (finding.under("spending") for finding in found)
    if draft.chaos:
        yield from (finding.under("chaos") for finding in _chaos(draft.chaos, draft))
    if draft.patching:
        yield from (finding.under("patching") for finding in _patching(draft.patching, draft))
    if draft.routine and draft.backup:
        yield from (finding.under("routine") for finding in routine_findings(draft.routine, draft.backup))


def _backup(backup: Backup, draft: Draft) -> Iterator[Finding]:
    yield from backup_findings(backup)
    if draft.storage and draft.workload:
        yield from restorable_findings(backup, draft.storage, draft.workload)


def _patching(patching: Patching, draft: Draft) -> Iterator[Finding]:
    yield from patching_findings(patching)
    if draft.identity:
        yield from managed_findings(patching, draft.identity)
    if draft.identity and draft.storage:
        yield from source_findings(patching, draft.storage, draft.identity)
    if draft.network:
        yield from patching_place_findings(patching, draft.network)


def _chaos(chaos: Chaos, draft: Draft) -> Iterator[Finding]:
    yield from chaos_findings(chaos, draft.tags)
    if draft.network and draft.workload:
        yield from chaos_place_findings(chaos, draft.network, draft.workload)
