"""The section `edge`."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from baseline.settings.problem import Finding, quoted
from baseline.settings.section import Section
from baseline.settings.text import Parsed, spelt
from baseline.settings.unreadable import where_readable
from baseline.settings.workload.model import CertificateId

# A site's bucket is called "<name>-site-<site>-<account>-<region>", and S3 takes 63 characters.
_LONGEST_BUCKET_NAME = 63
_ACCOUNT_DIGITS = 12
_OTHER_PARTITIONS = ("cn-", "us-gov-", "us-iso", "eu-isoe", "eusc-")

DEFAULT_POLICY = "default-src 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'"

SiteName = Annotated[
    str,
    spelt(r"[a-z0-9](?:-?[a-z0-9]){0,14}", "1 to 15 lower-case letters, digits and single hyphens inside"),
]
IndexFile = Annotated[str, spelt(r"[A-Za-z0-9._-]{1,100}", "a file's name such as index.html")]


def parse_domain(text: str) -> str:
    """A host name in full; raises ValueError for wildcards, by which a forgotten name could be taken over."""
    if text.startswith("*"):
        raise ValueError(f"{quoted(text)} has a wildcard; name each host, so that none is served by accident")
    if not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", text):
        raise ValueError(f"{quoted(text)} must be a host name in lower case, such as www.example.com")
    return text


def parse_policy(text: str) -> str:
    """A content security policy; raises ValueError for what cannot stand in a header."""
    if not re.fullmatch(r"[\x20-\x7e]{5,2000}", text):
        raise ValueError("must be one line of 5 to 2000 characters, as it stands in the header")
    return text


Domain = Annotated[str, Parsed(parse_domain, {"format": "hostname"})]
ContentSecurityPolicy = Annotated[str, Parsed(parse_policy, {"minLength": 5, "maxLength": 2000})]


class Site(Section):
    """Files in a private bucket, served by CloudFront over TLS 1.2 or newer, behind a firewall."""

    domains: tuple[Domain, ...] = Field(
        min_length=1, description="The site's host names.", examples=["[www.example.com]"]
    )
    certificate: CertificateId = Field(
        description="Id of a certificate of AWS Certificate Manager in us-east-1 that covers `domains`: what "
        "stands behind `certificate/` in its ARN.",
        examples=["0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10"],
    )
    index: IndexFile = Field(default="index.html", description="The file that is served for the site's root.")
    content_security_policy: ContentSecurityPolicy = Field(
        default=DEFAULT_POLICY, description="What browsers may load and run for a page of the site."
    )


class Edge(Section):
    """What CloudFront serves to the world. Part of it stands in us-east-1: CloudFront wants it there."""

    sites: Mapping[SiteName, Site] = Field(
        default_factory=dict,
        description="Sites by name; each has a bucket called `<name>-site-<site>-<account>-<region>`.",
    )
    retain_log_days: int = Field(
        default=365, ge=1, le=3653, description="Days that access logs and the firewall's are kept."
    )


@where_readable
def edge_findings(edge: Edge) -> Iterator[Finding]:
    """Host names that two sites claim, of which CloudFront takes one."""
    first: dict[str, str] = {}
    for name, site in edge.sites.items():
        for index, domain in enumerate(site.domains):
            earlier = first.setdefault(domain, name)
            if earlier != name:
                text = f"{domain} is served by {earlier} already; a host has one site"
                yield Finding(("sites", name, "domains", index), text)


@where_readable
def edge_region_findings(edge: Edge, *, region: str) -> Iterator[Finding]:
    """Sites in partitions whose CloudFront is another, or none."""
    if edge.sites and region.startswith(_OTHER_PARTITIONS):
        yield Finding(("sites",), f"the firewall of sites stands in us-east-1, which {region} is apart from")


@where_readable
def site_bucket_findings(
    edge: Edge, *, name: str, region: str, buckets: Collection[str]
) -> Iterator[Finding]:
    """Sites whose bucket's name is too long, or taken."""
    for site in edge.sites:
        length = len(f"{name}-site-{site}--{region}") + _ACCOUNT_DIGITS
        if length > _LONGEST_BUCKET_NAME:
            text = (
                f"its bucket {name}-site-{site}-<account>-{region} would have {length} characters; Amazon S3 "
                f"allows {_LONGEST_BUCKET_NAME}, so take {length - _LONGEST_BUCKET_NAME} off"
            )
            yield Finding(("sites", site), text)
        if f"site-{site}" in buckets:
            yield Finding(("sites", site), f"its bucket would be called like storage.buckets.site-{site}")
