"""Rules about how servers are logged on to: between `compute`, `identity` and `network`."""

from collections.abc import Iterator

from baseline.settings.compute import Compute, Sessions
from baseline.settings.identity.model import Identity
from baseline.settings.network.layout import ENDPOINTS_TIER
from baseline.settings.network.model import Network
from baseline.settings.network.service_ways import reaches_services, way_to_services
from baseline.settings.problem import Finding, quoted, remedy

# Session Manager's own, the key that encrypts sessions, and the log group that records them.
# https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-privatelink.html
_SERVICES = ("ssm", "ssmmessages", "ec2messages", "kms", "logs")


def session_findings(compute: Compute) -> Iterator[Finding]:
    """Times of sessions that contradict each other, and a user who hides who it was."""
    if compute.sessions:
        yield from (finding.under("sessions") for finding in _own_findings(compute.sessions))


def _own_findings(sessions: Sessions) -> Iterator[Finding]:
    if sessions.idle_minutes > sessions.max_minutes:
        text = f"a session is over after max_minutes: {sessions.max_minutes}; take no more than that"
        yield Finding(("idle_minutes",), text)
    if sessions.run_as == "root":
        text = "sessions of root leave no trace of who it was; take another user, and let that one use sudo"
        yield Finding(("run_as",), text)


def server_role_findings(compute: Compute, identity: Identity, network: Network) -> Iterator[Finding]:
    """Launch templates of tiers that are not there, with roles that no instance can have."""
    tiers = [name for name in network.subnets if name != ENDPOINTS_TIER]
    able = [name for name, role in identity.roles.items() if role.trusted_by == "ec2"]
    for tier, role in compute.server_roles.items():
        if tier not in tiers:
            yield Finding(("server_roles", tier), f"unknown tier {quoted(tier)}{remedy(tier, tiers)}")
        if role not in able:
            text = f"{quoted(role)} is no role of identity.roles with trusted_by: ec2{remedy(role, able)}"
            yield Finding(("server_roles", tier), text)


def session_place_findings(compute: Compute, identity: Identity, network: Network) -> Iterator[Finding]:
    """Sessions that no server could take part in."""
    if compute.sessions:
        yield from (finding.under("sessions") for finding in _place_findings(identity, network))


def _place_findings(identity: Identity, network: Network) -> Iterator[Finding]:
    if not any(role.managed for role in identity.roles.values()):
        yield Finding((), "no role lets Systems Manager in; add managed: true to the servers' role")
    tiers = [name for name in network.subnets if name != ENDPOINTS_TIER]
    if not any(reaches_services(network, tier, _SERVICES) for tier in tiers):
        yield Finding((), f"no tier reaches Session Manager; {way_to_services('<tier>', _SERVICES)}")


def start_findings(identity: Identity, compute: Compute) -> Iterator[Finding]:
    """Rights to start sessions where there are none, with the path from `identity`."""
    if compute.sessions is None:
        for path, rights in identity.all_rights_by_path():
            if rights.start_sessions:
                text = "there are no sessions to start; add compute: {sessions: {}}, or remove it"
                yield Finding((*path, "start_sessions"), text)
