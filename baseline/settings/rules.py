"""The rules between keys: each section's own, and those between sections."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from baseline.settings.backup import backup_findings, restorable_findings
from baseline.settings.catalog import catalog_findings, catalog_key_findings
from baseline.settings.chaos import chaos_findings, chaos_place_findings
from baseline.settings.detection import detection_findings, scanned_bucket_findings
from baseline.settings.edge import edge_findings, edge_region_findings, site_bucket_findings
from baseline.settings.encryption import CloudHsm, external_key_findings, hsm_findings, key_findings
from baseline.settings.fips import fips_endpoint_findings, fips_region_findings
from baseline.settings.guarantees import guarantee_findings
from baseline.settings.identity.findings import (
    deciding_tag_findings,
    directory_findings,
    identity_findings,
    name_findings,
    role_bucket_findings,
    role_use_findings,
    user_region_findings,
)
from baseline.settings.identity.model import Identity
from baseline.settings.logon_rules import (
    server_role_findings,
    session_findings,
    session_place_findings,
    start_findings,
)
from baseline.settings.model import Settings
from baseline.settings.network.findings import network_findings, region_findings
from baseline.settings.network.guard_rules import shared_type_findings, unencrypted_type_findings
from baseline.settings.network.model import Network
from baseline.settings.patching import (
    managed_findings,
    patching_findings,
    patching_place_findings,
    source_findings,
)
from baseline.settings.problem import Finding
from baseline.settings.routine import routine_findings
from baseline.settings.spending import spending_findings
from baseline.settings.storage import bucket_name_findings, storage_findings, volume_zone_findings
from baseline.settings.tags import tag_findings
from baseline.settings.trail import bucket_findings
from baseline.settings.unreadable import where_readable
from baseline.settings.workload.findings import place_findings, workload_findings


def _launching(identity: Identity) -> dict[str, tuple[str, ...]]:
    return {
        name: group.launch_instances.types
        for name, group in identity.groups.items()
        if group.launch_instances
    }


def _hsm_findings(hsm: CloudHsm | None, network: Network) -> Iterator[Finding]:
    found = hsm_findings(hsm, network) if hsm else ()
    return (finding.under("cloudhsm") for finding in found)


Judge: TypeAlias = Callable[[Settings], Iterator[Finding]]

# Each stands for itself: where a value that one needs is unreadable, the others still speak.
_RULES: tuple[tuple[str, Judge], ...] = (
    ("tags", lambda s: tag_findings(s.tags)),
    ("network", lambda s: network_findings(s.network)),
    ("network", lambda s: region_findings(s.network, region=s.region)),
    ("network", lambda s: unencrypted_type_findings(s.network, _launching(s.identity))),
    ("network", lambda s: shared_type_findings(s.network, _launching(s.identity))),
    ("compute", lambda s: server_role_findings(s.compute, s.identity, s.network)),
    ("compute", lambda s: session_findings(s.compute)),
    ("compute", lambda s: session_place_findings(s.compute, s.identity, s.network)),
    ("encryption", lambda s: key_findings(s.encryption)),
    ("encryption", lambda s: external_key_findings(s.encryption, s.storage, s.workload)),
    ("encryption", lambda s: _hsm_findings(s.encryption.cloudhsm, s.network)),
    ("storage", lambda s: storage_findings(s.storage)),
    ("storage", lambda s: bucket_name_findings(s.storage, name=s.name, region=s.region)),
    ("storage", lambda s: volume_zone_findings(s.storage, zones=s.network.zones)),
    ("workload", lambda s: workload_findings(s.workload)),
    ("workload", lambda s: place_findings(s.workload, s.network)),
    ("edge", lambda s: edge_findings(s.edge)),
    ("edge", lambda s: edge_region_findings(s.edge, region=s.region)),
    (
        "edge",
        lambda s: site_bucket_findings(s.edge, name=s.name, region=s.region, buckets=s.storage.buckets),
    ),
    ("identity", lambda s: identity_findings(s.identity, ordering=s.catalog.groups)),
    ("identity", lambda s: deciding_tag_findings(s.identity, s.tags)),
    ("identity", lambda s: user_region_findings(s.identity, region=s.region)),
    ("identity", lambda s: role_bucket_findings(s.identity, s.storage.buckets)),
    ("identity", lambda s: role_use_findings(s.identity, s.workload)),
    ("identity", lambda s: start_findings(s.identity, s.compute)),
    ("identity", lambda s: directory_findings(s.identity, s.network)),
    ("identity", lambda s: name_findings(s.identity, name=s.name)),
    ("catalog", lambda s: catalog_findings(s.catalog, groups=s.identity.groups)),
    ("catalog", lambda s: catalog_key_findings(s.catalog, s.encryption)),
    ("trail", lambda s: bucket_findings(s.trail, s.storage.buckets)),
    ("detection", lambda s: detection_findings(s.detection)),
    ("detection", lambda s: scanned_bucket_findings(s.detection, s.storage.buckets)),
    ("backup", lambda s: backup_findings(s.backup)),
    ("backup", lambda s: restorable_findings(s.backup, s.storage, s.workload)),
    ("spending", lambda s: spending_findings(s.spending, region=s.region)),
    ("chaos", lambda s: chaos_findings(s.chaos, s.tags)),
    ("chaos", lambda s: chaos_place_findings(s.chaos, s.network, s.workload)),
    ("patching", lambda s: patching_findings(s.patching)),
    ("patching", lambda s: managed_findings(s.patching, s.identity)),
    ("patching", lambda s: source_findings(s.patching, s.storage, s.identity)),
    ("patching", lambda s: patching_place_findings(s.patching, s.network)),
    ("routine", lambda s: routine_findings(s.routine, s.backup)),
    ("guarantees", lambda s: guarantee_findings(s.guarantees, s.identity, s.network)),
)
_ACROSS: tuple[Judge, ...] = (
    lambda s: fips_region_findings(s.fips, region=s.region, detection=s.detection),
    lambda s: fips_endpoint_findings(s.fips, s.network),
)


def findings(settings: Settings) -> Iterator[Finding]:
    """Every broken rule, with the path from the top of the file.

    Args:
        settings: All of a file, or what of it is readable.
    """
    for section, judge in _RULES:
        yield from (finding.under(section) for finding in _judged(judge, settings))
    for judge in _ACROSS:
        yield from _judged(judge, settings)


@where_readable
def _judged(judge: Judge, settings: Settings) -> Iterator[Finding]:
    yield from judge(settings)
