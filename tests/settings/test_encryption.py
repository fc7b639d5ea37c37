"""Who keeps the keys: each choice with its section, and a tier in which modules can work."""

from collections.abc import Callable

import pytest

Complaints = Callable[[str], list[tuple[str, str]]]

ANCHOR = (
    '{trust_anchor: "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----", secret: kmsuser, tier: '
)
SELF = "{from: hsm, to: hsm, ports: [tcp/2223-2225]}"


def _hsm(tier: str = "hsm", allow: str = f"[{SELF}]", more: str = "") -> str:
    return (
        f"network: {{subnets: {{hsm: {{size: 28{more}}}}}, allow: {allow},"
        f" gateways: {{{'vpn: {networks: [192.168.0.0/16]}' if more else ''}}}}}\n"
        f"encryption: {{keys: cloudhsm, cloudhsm: {ANCHOR}{tier}}}}}\n"
    )


def _proxy(rest: str = "keys: {volumes: v}", keys: str = "external") -> str:
    proxy = f"endpoint: 'https://xks.example.com', secret: proxy, {rest}"
    return f"encryption: {{keys: {keys}, external: {{{proxy}}}}}\n"


WRONG = {
    "no section": ("encryption: {keys: cloudhsm}", "keys", "cloudhsm needs the section encryption.cloudhsm"),
    "a section without its choice": (_proxy(keys="customer"), "external", "is used only with keys: external"),
    "no key for buckets": (
        _proxy() + "storage: {buckets: {b: {}}}",
        "external.keys",
        "storage is missing, and a bucket has encryption: kms",
    ),
    "no key for the workload": (
        _proxy() + "workload: {queues: {jobs: {}}}",
        "external.keys",
        "workload is missing, and what is in workload needs a key",
    ),
    "unknown tier": (_hsm(tier="hsn"), "cloudhsm.tier", 'unknown tier "hsn", did you mean "hsm"?'),
    "a tier with a way out": (_hsm(more=", routes: [vpn]"), "cloudhsm.tier", "has ways out of the VPC"),
    "modules that cannot talk": (
        _hsm(allow="[{from: hsm, to: hsm, ports: [tcp/2223]}]"),
        "cloudhsm.tier",
        "add {from: hsm, to: hsm, ports: [tcp/2223-2225]} to network.allow",
    ),
    "a plain proxy": (
        _proxy().replace("https:", "http:"),
        "external.endpoint",
        "must be an address such as https://xks.example.com",
    ),
    "another path": (_proxy("path: /kms, keys: {volumes: v}"), "external.path", "ends in /kms/xks/v1"),
    "no certificate": (
        _hsm().replace("BEGIN CERT", "BEGIN CART"),
        "cloudhsm.trust_anchor",
        "one certificate",
    ),
    "a damaged certificate": (_hsm().replace("MIIB", "MIIBa"), "cloudhsm.trust_anchor", "damaged"),
    "something else": (_hsm().replace("MIIB", "aaaa"), "cloudhsm.trust_anchor", "holds no certificate"),
}


@pytest.mark.parametrize(("yaml", "path", "text"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_once_with_its_key(
    complaints: Complaints, yaml: str, path: str, text: str
) -> None:
    ((where, told),) = complaints(yaml)
    assert where == f"encryption.{path}" and text in told


@pytest.mark.parametrize(
    "yaml",
    [
        "encryption: {keys: aws}",
        "encryption: {keys: imported}",
        _hsm(),
        _proxy() + "storage: {buckets: {b: {encryption: s3}}}",
        _proxy("keys: {volumes: v, storage: s}") + "storage: {buckets: {b: {}}}",
    ],
)
def test_each_choice_is_accepted_with_its_section(accepted: Callable[[str], object], yaml: str) -> None:
    accepted(yaml)
