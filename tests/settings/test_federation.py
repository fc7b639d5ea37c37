"""What `identity` says of other providers, directories and tags, one rule broken at a time."""

from collections.abc import Callable
from pathlib import Path
from textwrap import indent

import pytest
import yaml

from baseline.settings.identity.directories import DIRECTORY_PORTS
from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]
PAPER = Path(__file__).resolve().parents[2] / "config" / "whitepaper.yaml"
METADATA = yaml.safe_load(PAPER.read_text())["identity"]["saml"]["corporate"]["metadata"]
GITHUB = "https://token.actions.githubusercontent.com"
CLOSED = "network: {subnets: {ad: {size: 27}, app: {size: 24}}"
WHY = "Windows picks ports from this range"
OPEN = CLOSED + f", allow: [{{from: ad, to: ad, ports: [{', '.join(DIRECTORY_PORTS)}], logon: {WHY}}}]}}\n"


def saml(metadata: str, roles: str = "{people: {read_only: [ec2]}}") -> str:
    block = indent(metadata, " " * 8)
    return f"identity:\n  saml:\n    idp:\n      roles: {roles}\n      metadata: |\n{block}\n"


def oidc(role: str, url: str = GITHUB) -> str:
    return f"identity: {{oidc: {{ci: {{url: '{url}', roles: {{deploy: {{{role}}}}}}}}}}}"


def pool(inside: str) -> str:
    return f"identity: {{user_pools: {{customers: {{{inside}}}}}}}"


def center(inside: str, instance: str = "ssoins-1234567890abcdef") -> str:
    sets = f"permission_sets: {{reviewers: {{{inside}}}}}"
    return f"identity: {{identity_center: {{instance: {instance}, {sets}}}}}"


GROUP = "assigned_to: [0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10]"
URLS = 'callback_urls: ["https://a.example.com/"]'
TAGGED = "identity: {groups: {g: {same_tag: {tag: team, actions: %s}}}}"

WRONG = {
    "metadata that is no XML": (saml("hello"), "saml.idp.metadata", "is not XML"),
    "metadata of something else": (saml("<a/>"), "saml.idp.metadata", "is not the SAML 2.0 metadata of one"),
    "metadata with a private key": (
        saml("-----BEGIN PRIVATE KEY-----"),
        "saml.idp.metadata",
        "holds a private key; whoever has read this file has it",
    ),
    "metadata with entities": (
        saml('<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        "saml.idp.metadata",
        "holds a document type",
    ),
    "metadata that is too short": (
        saml(
            '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">'
            "<IDPSSODescriptor/></EntityDescriptor>"
        ),
        "saml.idp.metadata",
        "IAM takes no metadata under 1000",
    ),
    "saml role of nothing": (saml(METADATA, "{people: {}}"), "saml.idp.roles.people", "allows nothing"),
    "no saml role": (saml(METADATA, "{}"), "saml.idp.roles", "needs at least 1"),
    "subject with a wildcard": (
        oidc('subjects: ["repo:acme/*"], read_only: [s3]'),
        "oidc.ci.roles.deploy.subjects[0]",
        "somebody else's token would fit as well",
    ),
    "no subject": (
        oidc("subjects: [], read_only: [s3]"),
        "oidc.ci.roles.deploy.subjects",
        "needs at least 1",
    ),
    "oidc role of nothing": (oidc('subjects: ["a"]'), "oidc.ci.roles.deploy", "allows nothing"),
    "issuer over HTTP": (
        oidc('subjects: ["a"], read_only: [s3]', "http://issuer.example.com"),
        "oidc.ci.url",
        "must be the issuer's URL: https://",
    ),
    "issuer with a slash": (
        oidc('subjects: ["a"], read_only: [s3]', "https://issuer.example.com/a/"),
        "oidc.ci.url",
        "must not end with a slash",
    ),
    "session too long": (
        oidc('subjects: ["a"], read_only: [s3], session_hours: 13'),
        "oidc.ci.roles.deploy.session_hours",
        "must be at most 12",
    ),
    "role called like another": (
        'identity: {roles: {Deploy: {trusted_by: ec2}}, oidc: {ci: {url: "https://a.example.com", '
        'roles: {deploy: {subjects: ["a"], read_only: [s3]}}}}}',
        "oidc.ci.roles.deploy",
        "is called like roles.Deploy",
    ),
    "two providers of one issuer": (
        'identity: {oidc: {a: {url: "https://a.example.com", '
        'roles: {x: {subjects: ["a"], read_only: [s3]}}}, '
        'b: {url: "https://a.example.com", roles: {y: {subjects: ["a"], read_only: [s3]}}}}}',
        "oidc.b.url",
        "is the issuer of a too",
    ),
    "instance": (
        center(f"read_only: [iam], {GROUP}", "arn:x"),
        "identity_center.instance",
        "such as ssoins-",
    ),
    "permission set of nothing": (
        center(GROUP),
        "identity_center.permission_sets.reviewers",
        "allows nothing",
    ),
    "permission set for a name": (
        center("read_only: [iam], assigned_to: [admins]"),
        "identity_center.permission_sets.reviewers.assigned_to[0]",
        "the id of a group in Identity Center",
    ),
    "every action by tag": (
        TAGGED % '["*"]',
        "groups.g.same_tag.actions[0]",
        "* cannot be bound to a tag safely",
    ),
    "IAM by tag": (
        TAGGED % '["iam:PassRole"]',
        "groups.g.same_tag.actions[0]",
        "iam:PassRole cannot be bound",
    ),
    "use of no kind": (
        "identity: {roles: {web: {trusted_by: ec2, uses: [queues/jobs]}}}",
        "roles.web.uses[0]",
        'begins with no kind of thing, did you mean "queue"?',
    ),
    "use of no name": (
        "identity: {roles: {web: {trusted_by: ec2, uses: [queue]}}}",
        "roles.web.uses[0]",
        "lacks a name; write queue/<name>",
    ),
    "use of what is not there": (
        "workload: {queues: {jobs: {}}}\nidentity: {roles: {web: {trusted_by: ec2, uses: [queue/job]}}}",
        "roles.web.uses[0]",
        'unknown queue "job", did you mean "jobs"?',
    ),
    "use by the emergency role": (
        "workload: {queues: {jobs: {}}}\nidentity: {roles: {glass: {emergency: true, uses: [queue/jobs]}}}",
        "roles.glass",
        "leave out read, write and uses",
    ),
    "callback over HTTP": (
        pool('callback_urls: ["http://a.example.com"]'),
        "user_pools.customers.callback_urls[0]",
        "must be a URL with https://",
    ),
    "callback with a wildcard": (
        pool('callback_urls: ["https://*.example.com"]'),
        "user_pools.customers.callback_urls[0]",
        "must be a URL with https://",
    ),
    "folder in no bucket": (
        "storage: {buckets: {uploads: {}}}\n" + pool(URLS + ", folder_in: upload"),
        "user_pools.customers.folder_in",
        'unknown bucket "upload", did you mean "uploads"?',
    ),
    "pool with a word of Cognito's": (
        f"identity: {{user_pools: {{my-aws: {{{URLS}}}}}}}",
        "user_pools.my-aws",
        "Cognito takes no aws in that",
    ),
    "directory whose controllers are apart": (
        CLOSED + "}\nidentity: {microsoft_ad: {domain: corp.example.com, tier: ad}}",
        "microsoft_ad.tier",
        "its domain controllers could not talk to each other; add {from: ad, to: ad, ports: [tcp/53,",
    ),
    "directory in no tier": (
        OPEN + "identity: {microsoft_ad: {domain: corp.example.com, tier: da}}",
        "microsoft_ad.tier",
        'unknown tier "da"',
    ),
    "domain in capitals": (
        OPEN + "identity: {microsoft_ad: {domain: CORP, tier: ad}}",
        "microsoft_ad.domain",
        "a domain name in lower case",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(told_path, told)] = complaints(text)
    assert told_path == f"identity.{path}"
    assert said in told


def test_a_tag_that_everybody_has_tells_nobody_apart(complaints: Complaints) -> None:
    [(path, told)] = complaints("tags: {TEAM: blue}\n" + TAGGED % '["ec2:StartInstances"]')
    assert path == "identity.groups.g.same_tag.tag"
    assert "puts it on everybody and everything" in told


def test_what_is_right_is_taken(accepted: Callable[[str], Settings]) -> None:
    identity = accepted(saml(METADATA)).identity
    assert identity.saml["idp"].roles["people"].session_hours == 1
    assert not identity.bounds_nobody
    directory = accepted(OPEN + "identity: {microsoft_ad: {domain: corp.example.com, tier: ad}}").identity
    assert directory.bounds_nobody
    users = accepted("storage: {buckets: {b: {}}}\n" + pool(URLS + ", folder_in: b")).identity
    assert not users.bounds_nobody
