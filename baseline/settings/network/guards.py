"""The models of what watches the network beside its rules."""

import re
from typing import Annotated

from pydantic import Field

from baseline.settings.problem import quoted
from baseline.settings.section import Section
from baseline.settings.text import Parsed, spelt

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


# https://docs.suricata.io/en/latest/rules/intro.html; what Network Firewall leaves out of it is told by AWS.
_SURICATA = re.compile(
    r"(pass|drop|reject|alert) [a-z0-9-]+ \S+ \S+ (->|<>) \S+ \S+ "
    r"\(.*\bsid:\s*[1-9][0-9]{0,8}\s*;.*\)"
)


def parse_suricata(text: str) -> str:
    """One rule of Suricata's on one line; raises ValueError for what Network Firewall would refuse."""
    if not _SURICATA.fullmatch(text.strip()):
        raise ValueError(
            f"{quoted(text)} must be one rule of Suricata's with a sid, such as "
            'drop tls $HOME_NET any -> $EXTERNAL_NET any (tls.sni; content:"bad.example"; sid:1;)'
        )
    return text.strip()


SuricataRule = Annotated[str, Parsed(parse_suricata)]


class Firewall(Section):
    """AWS Network Firewall: what comes or goes by a gateway passes it, both ways, in each zone.

    What `allow` says may pass, and nothing else. Charged by zone and hour. Once there, it is deleted only
    after `aws network-firewall update-firewall-delete-protection`.
    """

    allow_domains: tuple[DomainName, ...] = Field(
        default=(),
        max_length=200,
        description="The only names that rules `to: internet` reach by TCP, as HTTP or TLS tells them; all "
        "if absent. `*.example.com` is example.com and everything below.",
    )
    stop_threats: bool = Field(
        default=True, description="Drops what leads to hosts of malware and botnets, as AWS lists them."
    )
    rules: tuple[SuricataRule, ...] = Field(
        default=(),
        max_length=200,
        description="Further rules in Suricata's language, each with its own `sid`; read before `allow`.",
    )
