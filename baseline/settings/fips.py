"""What `fips` asks of the rest of the file."""

from collections.abc import Iterator, Sequence

from baseline.settings.detection import Detection
from baseline.settings.network.model import Network
from baseline.settings.problem import Finding
from baseline.settings.services import INTERFACE_SERVICES, missing_from
from baseline.settings.unreadable import where_readable

# botocore 1.43.106 knows FIPS endpoints of these two here. The landing zone's functions call them.
_IN_THE_US = ("us-east-1", "us-east-2", "us-west-1", "us-west-2")
_INSPECTOR_REGIONS = (*_IN_THE_US, "us-gov-east-1", "us-gov-west-1")


@where_readable
def fips_region_findings(fips: bool, *, region: str, detection: Detection) -> Iterator[Finding]:
    """A Region without FIPS endpoints, or without those that the landing zone's functions would call."""
    if not fips:
        return
    if why := missing_from(region, "kms-fips"):
        yield Finding(("fips",), f"not in {region}: {why}")
    else:
        yield from _uncallable(region, detection)


@where_readable
def fips_endpoint_findings(fips: bool, network: Network) -> Iterator[Finding]:
    """Endpoints that would be there twice."""
    for index, service in enumerate(network.endpoints if fips else ()):
        plain = service.removesuffix("-fips")
        if plain != service and plain in network.endpoints:
            text = f"with fips, {plain} is {service}; remove one of them"
            yield Finding(("network", "endpoints", index), text)


@where_readable
def _uncallable(region: str, detection: Detection) -> Iterator[Finding]:
    """Services that a function of the landing zone would call at an endpoint that is not there."""
    if detection.inspector and region not in _INSPECTOR_REGIONS:
        yield Finding(("detection", "inspector"), f"Inspector has no FIPS endpoint in {region}; remove it")
    if detection.macie and detection.macie.buckets and region not in _IN_THE_US:
        text = f"Macie has no FIPS endpoint in {region} that could be told of buckets; remove them"
        yield Finding(("detection", "macie", "buckets"), text)


def fips_endpoints(services: Sequence[str]) -> tuple[str, ...]:
    """The services of endpoints, each by its FIPS endpoint where it has one."""
    return tuple(fips_endpoint(service) or service for service in services)


def fips_endpoint(service: str) -> str | None:
    """The FIPS endpoint of a service, if AWS has one in VPCs; gateways to S3 and DynamoDB lead to both."""
    name = f"{service.removesuffix('-fips')}-fips"
    return name if name in INTERFACE_SERVICES else None
