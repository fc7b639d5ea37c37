"""Where people outside IAM are kept: Microsoft Active Directory, and Cognito's user pools."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.network.model import Network
from baseline.settings.network.ports import Ports, parse_ports
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.text import Parsed, spelt
from baseline.settings.unreadable import where_readable
from baseline.settings.workload.ways import opens, private_findings, tier_findings, zones_findings

# What domain controllers say to each other: replication, logon, names, time.
# https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_getting_started_prereqs.html
DIRECTORY_PORTS: tuple[str, ...] = (
    *("tcp/53", "tcp/88", "tcp/135", "tcp/389", "tcp/445", "tcp/464", "tcp/636", "tcp/1024-65535"),
    *("udp/53", "udp/88", "udp/123", "udp/389", "udp/464"),
)

# https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
_RESERVED_IN_DOMAINS = ("aws", "amazon", "cognito")

DomainName = Annotated[
    str,
    spelt(
        r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
        "a domain name in lower case, such as corp.example.com",
    ),
]
ShortName = Annotated[str, spelt(r"[A-Z0-9][A-Z0-9-]{0,14}", "1 to 15 capitals, digits and hyphens")]
PoolName = Annotated[
    str,
    spelt(r"[a-z][a-z0-9-]{0,29}", "1 to 30 lower-case letters, digits and hyphens, beginning with a letter"),
]


def parse_callback(text: str) -> str:
    """Where a browser may be sent with a code; raises ValueError for what an attacker could read."""
    if not re.fullmatch(r"https://[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", text):
        raise ValueError(f"{quoted(text)} must be a URL with https://, without query, fragment and wildcard")
    return text


CallbackUrl = Annotated[str, Parsed(parse_callback, {"format": "uri"})]


class MicrosoftAd(Section):
    """AWS Managed Microsoft AD, in two zones; its administrator's password is in Secrets Manager."""

    domain: DomainName = Field(
        description="Full name of the domain.",
        examples=["corp.example.com"],
    )
    short_name: ShortName | None = Field(
        default=None, description="NetBIOS name; made from the first part of `domain` if absent."
    )
    edition: Literal["Standard", "Enterprise"] = Field(
        default="Standard",
        description="`Standard` is for up to 30,000 objects; both are charged by the hour.",
    )
    tier: str = Field(
        description="The tier that its two domain controllers stand in; it has no route `internet`, and a "
        "rule that lets them talk to each other.",
        examples=["directory"],
    )


class UserPool(Section):
    """A Cognito user pool for an application's users: MFA for everybody, threats are answered."""

    callback_urls: tuple[CallbackUrl, ...] = Field(
        min_length=1,
        description="Where the application takes codes after a sign-in; https only.",
        examples=['["https://shop.example.com/signed-in"]'],
    )
    self_sign_up: bool = Field(
        default=False, description="`true` lets anybody make an account; else an administrator does."
    )
    folder_in: str | None = Field(
        default=None,
        description="A bucket of `storage.buckets` in which each user gets a folder of their own, through an "
        "identity pool; none if absent.",
    )
    retain_log_days: int = Field(
        default=365, ge=1, le=3653, description="Days that records of sign-ins and risks are kept."
    )


@where_readable
def microsoft_ad_findings(directory: MicrosoftAd, network: Network) -> Iterator[Finding]:
    """A directory in a tier that is not there, leads to the internet, or keeps its controllers apart."""
    tier = directory.tier
    wrong = [*tier_findings(tier, network)] or [
        *private_findings(tier, network, "choose a tier without it"),
        *zones_findings(tier, network, "a directory stands in two"),
    ]
    yield from wrong
    if not wrong:
        yield from _controller_findings(tier, network)


@where_readable
def _controller_findings(tier: str, network: Network) -> Iterator[Finding]:
    closed = [text for text in DIRECTORY_PORTS if not _open_inside(parse_ports(text), tier, network)]
    if closed:
        text = (
            f"its domain controllers could not talk to each other; add {{from: {tier}, to: {tier}, ports: "
            f"[{', '.join(closed)}]}} to network.allow, with a reason under logon, as one range holds 3389"
        )
        yield Finding(("tier",), text)


def _open_inside(wanted: Ports, tier: str, network: Network) -> bool:
    return any(opens(rule, to=tier, wanted=wanted, from_=tier) for rule in network.allow)


@where_readable
def user_pool_findings(pools: Mapping[str, UserPool], buckets: Collection[str]) -> Iterator[Finding]:
    """Folders in buckets that aren't there."""
    for name, pool in pools.items():
        if pool.folder_in is not None and pool.folder_in not in buckets:
            text = f"unknown bucket {quoted(pool.folder_in)}{remedy(pool.folder_in, [*buckets])}"
            yield Finding((name, "folder_in"), text)


@where_readable
def domain_findings(pools: Mapping[str, UserPool], *, name: str) -> Iterator[Finding]:
    """User pools whose sign-in pages would have a name that Cognito refuses."""
    for pool in pools:
        for word in _RESERVED_IN_DOMAINS:
            if word in f"{name}-{pool}":
                text = f"its sign-in pages would be called {name}-{pool}, and Cognito takes no {word} in that"
                yield Finding((pool,), text)
