"""Rules about endpoints and prefix lists: each is declared and used, or neither."""

from collections.abc import Iterator

from baseline.settings.address import Network as AnyRange
from baseline.settings.network.ends import EndpointsEnd, PrefixListEnd, ServiceEnd
from baseline.settings.network.layout import ENDPOINTS_TIER
from baseline.settings.network.model import Network
from baseline.settings.problem import Finding, closest, listed
from baseline.settings.services import GATEWAY_SERVICES, INTERFACE_SERVICES, missing_from
from baseline.settings.unreadable import where_readable

# A security-group rule that names a prefix list counts as many rules as the list has entries, of 60.
# https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
MAX_PREFIX_LIST = 60


@where_readable
def endpoint_findings(network: Network) -> Iterator[Finding]:
    """Endpoints that no rule leads to, and rules to endpoints that are not there."""
    ends, interface = _ends(network), network.interface_endpoints
    for index, service in enumerate(network.endpoints):
        if service in GATEWAY_SERVICES and service not in ends:
            text = f"no rule leads to it; add {{from: <tier>, to: {service}}} to network.allow, or remove it"
            yield Finding(("endpoints", index), text)
    if interface and ENDPOINTS_TIER not in ends:
        text = f"no rule leads to {listed(interface)}; add {{from: <tier>, to: endpoints}} to network.allow"
        yield Finding(("endpoints",), text)
    for index, rule in enumerate(network.allow):
        if isinstance(rule.to, EndpointsEnd) and not interface:
            text = (
                "there is no interface endpoint; name the services in network.endpoints, such as [ssm, kms]"
            )
            yield Finding(("allow", index, "to"), text)
        if isinstance(rule.to, ServiceEnd) and rule.to.service not in network.endpoints:
            yield Finding(
                ("allow", index, "to"), f"there is no endpoint {rule.to}; add it to network.endpoints"
            )


@where_readable
def endpoint_region_findings(network: Network, *, region: str) -> Iterator[Finding]:
    """Endpoints that the region does not have, as far as is known."""
    for index, service in enumerate(network.endpoints):
        if why := missing_from(region, service):
            plain = service.removesuffix("-fips")
            offered = plain in (*GATEWAY_SERVICES, *INTERFACE_SERVICES)
            mend = f"write {plain}" if offered and plain not in network.endpoints else "remove it"
            yield Finding(("endpoints", index), f"{region} has no {service}: {why}; {mend}")


def _ends(network: Network) -> frozenset[str]:
    """The ends of all rules; a misspelt one, told elsewhere, counts as what it most likely means."""
    words = network.end_words()
    ends = {str(end) for rule in network.allow for end in (rule.from_, rule.to)}
    return frozenset(end if end in words else closest(end, words) or end for end in ends)


@where_readable
def prefix_list_findings(network: Network) -> Iterator[Finding]:
    """Prefix lists that are empty, too long, unused, or that AWS would refuse."""
    used = _ends(network)
    for name, ranges in network.prefix_lists.items():
        findings = [*_list_findings(network, ranges)]
        if str(PrefixListEnd(name)) not in used:
            text = f"no rule names it; use prefix_list/{name} in network.allow, or remove it"
            findings.append(Finding((), text))
        yield from (finding.under("prefix_lists", name) for finding in findings)


@where_readable
def _list_findings(network: Network, ranges: tuple[AnyRange, ...]) -> Iterator[Finding]:
    if not 1 <= len(ranges) <= MAX_PREFIX_LIST:
        yield Finding((), f"{len(ranges)} ranges; a prefix list has 1 to {MAX_PREFIX_LIST}")
    if len({cidr.version for cidr in ranges}) > 1:
        yield Finding((), "IPv4 and IPv6 in one list, which AWS refuses; make two")
    if not network.ipv6 and any(cidr.version == 6 for cidr in ranges):
        yield Finding((), "IPv6 ranges, but the VPC has no IPv6; set ipv6: true or remove them")
    for index, cidr in enumerate(ranges):
        if cidr.prefixlen == 0:
            yield Finding((index,), f"{cidr} is every address; write internet in the rule")
        elif cidr.version == 4 and cidr.overlaps(network.cidr):
            yield Finding((index,), f"{cidr} overlaps the VPC's own range {network.cidr}; name tiers instead")
