"""The rules of the section `edge`, one broken at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from baseline.settings.load import load
from baseline.settings.model import Settings
from baseline.settings.problem import SettingsError

Complaints = Callable[[str], list[tuple[str, str]]]
CERTIFICATE = "certificate: 0f9d1c3a-5b1e-4c55-9a87-2f1f6f6f7a10"


def site(inside: str, name: str = "shop") -> str:
    return f"edge: {{sites: {{{name}: {{{inside}, {CERTIFICATE}}}}}}}"


WRONG = {
    "no domain": (site("domains: []"), "sites.shop.domains", "needs at least 1"),
    "wildcard": (
        site('domains: ["*.example.com"]'),
        "sites.shop.domains[0]",
        "has a wildcard; name each host",
    ),
    "capitals": (site("domains: [WWW.example.com]"), "sites.shop.domains[0]", "a host name in lower case"),
    "URL": (site('domains: ["https://a.example.com"]'), "sites.shop.domains[0]", "a host name in lower case"),
    "no certificate": (
        "edge: {sites: {shop: {domains: [a.example.com]}}}",
        "sites.shop.certificate",
        "is missing",
    ),
    "index in a folder": (
        site("domains: [a.example.com], index: a/b.html"),
        "sites.shop.index",
        "such as index.html",
    ),
    "policy of two lines": (
        site('domains: [a.example.com], content_security_policy: "default-src\\n  x"'),
        "sites.shop.content_security_policy",
        "must be one line",
    ),
    "long name": (site("domains: [a.example.com]", "s" * 16), "sites." + "s" * 16, "must be 1 to 15"),
    "host of another site": (
        f"edge: {{sites: {{a: {{domains: [x.example.com], {CERTIFICATE}}}, "
        f"b: {{domains: [y.example.com, x.example.com], {CERTIFICATE}}}}}}}",
        "sites.b.domains[1]",
        "x.example.com is served by a already",
    ),
    "bucket of the same name": (
        "storage: {buckets: {site-shop: {}}}\n" + site("domains: [a.example.com]"),
        "sites.shop",
        "would be called like storage.buckets.site-shop",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(told_path, told)] = complaints(text)
    assert told_path == f"edge.{path}"
    assert said in told


@pytest.mark.parametrize(
    ("name", "region", "said"),
    [
        ("acme", "cn-north-1", "the firewall of sites stands in us-east-1, which cn-north-1 is apart from"),
        ("acme", "us-gov-west-1", "us-gov-west-1 is apart from"),
        ("a-name-of-20-letters", "ap-southeast-1", "Amazon S3 allows 63, so take"),
    ],
)
def test_what_region_and_name_do_not_allow_is_told(name: str, region: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(
        f"name: {name}\nregion: {region}\nnotify: a@example.com\n"
        + site("domains: [a.example.com]", "s" * 15)
    )
    with pytest.raises(SettingsError) as caught:
        load(file)
    assert said in caught.value.problems[0].text


def test_what_is_right_is_taken(accepted: Callable[[str], Settings]) -> None:
    shop = accepted(site("domains: [a.example.com]")).edge.sites["shop"]
    assert shop.content_security_policy.startswith("default-src 'self'")
