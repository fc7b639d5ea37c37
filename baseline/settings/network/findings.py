"""Every rule that the section `network` can break by itself, and with the region."""

from collections.abc import Iterator

from baseline.settings.network.allow_rules import allow_findings
from baseline.settings.network.endpoint_rules import (
    endpoint_findings,
    endpoint_region_findings,
    prefix_list_findings,
)
from baseline.settings.network.firewall_rules import firewall_findings
from baseline.settings.network.gateway_rules import gateway_findings
from baseline.settings.network.guard_rules import guard_findings
from baseline.settings.network.model import Network
from baseline.settings.network.space_rules import space_findings
from baseline.settings.problem import Finding
from baseline.settings.regions import ZONES_BY_REGION
from baseline.settings.unreadable import where_readable


@where_readable
def network_findings(network: Network) -> Iterator[Finding]:
    """All broken rules of the section."""
    yield from space_findings(network)
    yield from gateway_findings(network)
    yield from endpoint_findings(network)
    yield from prefix_list_findings(network)
    yield from allow_findings(network)
    yield from guard_findings(network)
    yield from firewall_findings(network)


@where_readable
def region_findings(network: Network, *, region: str) -> Iterator[Finding]:
    """More zones, or other endpoints, than the region has."""
    there = ZONES_BY_REGION[region]
    if network.zones > there:
        yield Finding(("zones",), f"{network.zones} zones, but {region} has {there}; use at most {there}")
    yield from endpoint_region_findings(network, region=region)
