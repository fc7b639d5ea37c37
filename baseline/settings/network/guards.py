"""The models of what watches the network beside its rules."""

from typing import Annotated

from pydantic import Field

from baseline.settings.section import Section
from baseline.settings.text import spelt

# https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_UpdateFirewallDomains.html
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
DomainName = Annotated[
    str,
    spelt(rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})+", "a name in lower case such as example.com or *.example.com"),
]


class DnsFirewall(Section):
    """Which names the VPC's resolver answers. What is refused does not exist for whoever asks."""

    block: tuple[DomainName, ...] = Field(
        default=(), description="Names that are never answered; `*.example.com` is everything below."
    )
    allow_only: tuple[DomainName, ...] = Field(
        default=(),
        description="The only names that are answered, the names that they point to included; all if absent.",
    )
    stop_threats: bool = Field(
        default=True,
        description="Refuses queries that carry data out in names, and names made up by malware; charged by "
        "query.",
    )
