"""People and machines whom another identity provider knows."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated
from xml.etree import ElementTree

from pydantic import Field

from baseline.settings.identity.rights import Rights, rights_findings
from baseline.settings.naming import RoleName
from baseline.settings.problem import Finding, quoted
from baseline.settings.section import Section
from baseline.settings.tags import TagKey
from baseline.settings.text import Parsed, spelt
from baseline.settings.unreadable import where_readable

ProviderName = Annotated[
    str, spelt(r"[A-Za-z0-9._-]{1,64}", "1 to 64 letters, digits, dots, underscores and hyphens")
]

_METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
_SHORTEST_METADATA = 1_000  # https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateSAMLProvider.html


def parse_metadata(text: str) -> str:
    """A SAML 2.0 metadata document of an identity provider; raises ValueError for what IAM would refuse."""
    if "<!" in text:
        raise ValueError("holds a document type or comment; give the metadata as the provider publishes it")
    try:
        # Without a document type there are no entities to expand.
        root = ElementTree.fromstring(text)  # noqa: S314  the check above leaves nothing that S314 warns of
    except ElementTree.ParseError as error:
        raise ValueError(f"is not XML ({error}); give the provider's SAML 2.0 metadata") from None
    if root.tag != f"{_METADATA}EntityDescriptor" or root.find(f"{_METADATA}IDPSSODescriptor") is None:
        raise ValueError("is not the SAML 2.0 metadata of one identity provider")
    if len(text) < _SHORTEST_METADATA:
        raise ValueError(f"has {len(text)} characters; IAM takes no metadata under {_SHORTEST_METADATA}")
    return text


def parse_issuer(text: str) -> str:
    """The URL of an OpenID Connect provider; raises ValueError for what IAM would refuse."""
    if not re.fullmatch(r"https://[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(/[A-Za-z0-9._~/-]+)?", text):
        raise ValueError(
            f"{quoted(text)} must be the issuer's URL: https://, no port, no query, no slash at the end"
        )
    if text.endswith("/"):
        raise ValueError(f"{quoted(text)} must not end with a slash")
    return text


def parse_subject(text: str) -> str:
    """Whom a token is for, in full; raises ValueError for patterns, which would let others in."""
    if not text or "*" in text or "?" in text:
        raise ValueError(
            f"{quoted(text)} must be a subject in full: with * or ?, somebody else's token would fit as well"
        )
    return text


Metadata = Annotated[str, Parsed(parse_metadata)]
Issuer = Annotated[str, Parsed(parse_issuer, {"format": "uri"})]
Subject = Annotated[str, Parsed(parse_subject, {"minLength": 1, "pattern": r"^[^*?]+$"})]

_SESSION_HOURS = Field(default=1, ge=1, le=12, description="Hours that a session lasts at most.")


class SamlRole(Rights):
    """A role for people whom a SAML provider lets in; what it may do is said as for a group."""

    session_tags: tuple[TagKey, ...] = Field(
        default=(),
        description="Tag keys that the provider may set on a session, for `same_tag`; no others.",
    )
    session_hours: int = _SESSION_HOURS


class SamlProvider(Section):
    """A SAML 2.0 identity provider, such as the company's directory."""

    metadata: Metadata = Field(
        description="The provider's metadata document, as a block (`|`).", examples=["|"]
    )
    roles: Mapping[RoleName, SamlRole] = Field(
        min_length=1,
        description="Roles by name; in AWS each is called `<name>-<role>`.",
        examples=["{developers: {read_only: [ec2]}}"],
    )


class OidcRole(Rights):
    """A role for those whom an OpenID Connect provider vouches for, such as one repository's pipeline."""

    subjects: tuple[Subject, ...] = Field(
        min_length=1,
        description="Who may take the role: the `sub` of a token, in full; no wildcards.",
        examples=['["repo:acme/shop:environment:production"]'],
    )
    session_hours: int = _SESSION_HOURS


class OidcProvider(Section):
    """An OpenID Connect provider, such as a service that runs pipelines."""

    url: Issuer = Field(
        description="The issuer's URL, without a slash at the end.",
        examples=["https://token.actions.githubusercontent.com"],
    )
    audience: Subject = Field(
        default="sts.amazonaws.com", description="The `aud` that a token must have, in full."
    )
    roles: Mapping[RoleName, OidcRole] = Field(
        min_length=1,
        description="Roles by name; in AWS each is called `<name>-<role>`.",
        examples=['{deploy: {subjects: ["repo:acme/shop:environment:production"], read_only: [s3]}}'],
    )


@where_readable
def provider_findings(providers: Mapping[str, SamlProvider | OidcProvider]) -> Iterator[Finding]:
    """Roles that allow nothing, and rights that are wrong in themselves."""
    for name, provider in providers.items():
        for role, rights in provider.roles.items():
            found = [*rights_findings(rights)]
            if not rights.allows_something:
                found.append(Finding((), "allows nothing; give it read_only or another right, or remove it"))
            yield from (finding.under(name, "roles", role) for finding in found)


@where_readable
def issuer_findings(providers: Mapping[str, OidcProvider]) -> Iterator[Finding]:
    """Two providers of one issuer, of which IAM takes only one."""
    first: dict[str, str] = {}
    for name, provider in providers.items():
        earlier = first.setdefault(provider.url, name)
        if earlier != name:
            yield Finding((name, "url"), f"is the issuer of {earlier} too; put the roles there")
