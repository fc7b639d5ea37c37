"""Whether a tier reaches services of AWS."""

from collections.abc import Sequence

from baseline.settings.network.ends import End, InternetEnd, TierEnd, parse_end
from baseline.settings.network.layout import ENDPOINTS_TIER
from baseline.settings.network.model import Network
from baseline.settings.problem import listed
from baseline.settings.services import GATEWAY_SERVICES


def reaches_services(network: Network, tier: str, services: Sequence[str]) -> bool:
    """Whether the tier reaches all of `services`: through endpoints, or through a NAT gateway.

    Args:
        network: The section.
        tier: One of its tiers.
        services: Names of endpoints, such as "ssm" or "s3".
    """
    to = {rule.to for rule in network.allow if rule.from_ == TierEnd(tier)}
    privately: set[End] = {_end(service) for service in services}
    if set(services) <= set(network.endpoints) and privately <= to:
        return True
    return "nat" in network.subnets[tier].routes and InternetEnd() in to


def way_to_services(tier: str, services: Sequence[str]) -> str:
    """What to do where a tier does not reach them."""
    ends = sorted({str(_end(service)) for service in services})
    rules = " and ".join(f"{{from: {tier}, to: {end}}}" for end in ends)
    return (
        f"name {listed(services)} in network.endpoints and allow {rules}, or give it the route nat and a "
        "rule to the internet"
    )


def _end(service: str) -> End:
    return parse_end(service if service in GATEWAY_SERVICES else ENDPOINTS_TIER)
