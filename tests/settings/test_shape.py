"""Keys and values of the wrong kind, at any depth, and names at the top of the file."""

from collections.abc import Callable

import pytest

from baseline.settings.naming import parse_email

Complaints = Callable[[str], list[tuple[str, str]]]
RawComplaints = Callable[[str | bytes], list[str]]

WRONG = {
    "unknown key": ("netwrok: {}", "netwrok", 'unknown key, did you mean "network"?'),
    "a key that is known further down": (
        "network: {nat: one}",
        "network.nat",
        'unknown key, did you mean "network.gateways.nat"?',
    ),
    "a key that is known below a name": (
        "identity: {groups: {testers: {read_only: [ec2], types: [t2.micro]}}}",
        "identity.groups.testers.types",
        'unknown key, did you mean "identity.groups.<name>.launch_instances.types"?',
    ),
    "a key that is known in several places further down": (
        "identity: {buckets: {}}",
        "identity.buckets",
        "unknown key; there is: guarded_tags, groups",
    ),
    "unknown key far from all": ("qqqqqqqq: 1", "qqqqqqqq", "unknown key; there is: name, region, account"),
    "unknown key in a list": (
        "network: {allow: [{from: private, too: private, to: private, ports: [icmp]}]}",
        "network.allow[0].too",
        'unknown key, did you mean "to"?',
    ),
    "unknown key under a name": (
        "identity: {groups: {a: {launch_instance: {types: [t2.micro]}}}}",
        "identity.groups.a.launch_instance",
        'unknown key, did you mean "launch_instances"?',
    ),
    "unknown key in an optional mapping": (
        "storage: {buckets: {a: {lock: {mode: governance, dyas: 3}}}}",
        "storage.buckets.a.lock.dyas",
        'unknown key, did you mean "days"?',
    ),
    "later vocabulary": ("waivers: []", "waivers", "unknown key"),
    "missing key": (
        "storage: {volumes: {v: {}}}",
        "storage.volumes.v.size_gib",
        "is missing; add for instance size_gib",
    ),
    "leading zero": (
        "account: 012345670123",
        "account",
        'YAML reads 012345670123 as a number (octal, because of the leading zero); quote it: "012345670123"',
    ),
    "leading zero that is no octal": ("account: 089012345678", "account", 'quote it: "089012345678"'),
    "number": (
        "account: 123456789012",
        "account",
        'YAML reads 123456789012 as a number; quote it: "123456789012"',
    ),
    "short account": ('account: "1234"', "account", '"1234" must be the 12 digits of an account id'),
    "no": ("tags: {ENV: no}", "tags.ENV", 'YAML reads no as false; quote it: "no"'),
    "on": ("tags: {ENV: on}", "tags.ENV", 'YAML reads on as true; quote it: "on"'),
    "time of day": ("tags: {start: 22:30}", "tags.start", "as a number (of base 60, because of the colon)"),
    "decimal fraction": ("tags: {version: 1.10}", "tags.version", 'quote it: "1.10"'),
    "infinity": ("tags: {limit: .inf}", "tags.limit", 'quote it: ".inf"'),
    "null": ("tags: {ENV: null}", "tags.ENV", "YAML reads null as nothing; write a value"),
    "tilde": ("tags: {ENV: ~}", "tags.ENV", "YAML reads ~ as nothing"),
    "empty": ("network:", "network", "is empty; write a value, {} or [], or leave the key out"),
    "empty in an optional mapping": (
        "network: {gateways: {internet: }}",
        "network.gateways.internet",
        "is empty",
    ),
    "list for text": ("account: [a]", "account", "must be text, not a list"),
    "mapping for text": ("account: {a: b}", "account", "must be text, not a mapping"),
    "octal for a number": (
        "encryption: {rotation_days: 0400}",
        "encryption.rotation_days",
        "readers of YAML disagree about 0400 (octal, because of the leading zero)",
    ),
    "hexadecimal": (
        "encryption: {rotation_days: 0x16D}",
        "encryption.rotation_days",
        "write plain decimal digits",
    ),
    "underscores": (
        "encryption: {rotation_days: 1_000}",
        "encryption.rotation_days",
        "write plain decimal digits",
    ),
    "huge number": (
        "encryption: {rotation_days: " + "9" * 5000 + "}",
        "encryption.rotation_days",
        "is too large",
    ),
    "text for a number": (
        "encryption: {rotation_days: yearly}",
        "encryption.rotation_days",
        'must be a whole number, not the text "yearly"',
    ),
    "exponent for a number": (
        "encryption: {rotation_days: 1e3}",
        "encryption.rotation_days",
        'not the text "1e3"',
    ),
    "fraction for a number": (
        "encryption: {rotation_days: 90.5}",
        "encryption.rotation_days",
        "must be a whole number, not the number 90.5",
    ),
    "truth for a number": ("network: {zones: yes}", "network.zones", "must be a whole number, not true"),
    "too small": (
        "encryption: {rotation_days: 89}",
        "encryption.rotation_days",
        "must be at least 90, not 89",
    ),
    "too large": (
        "encryption: {rotation_days: 2561}",
        "encryption.rotation_days",
        "must be at most 2560, not 2561",
    ),
    "text for truth": ('network: {ipv6: "yes"}', "network.ipv6", 'must be true or false, not the text "yes"'),
    "text for a list": (
        "network: {endpoints: s3}",
        "network.endpoints",
        "must be a list such as [a, b], not the text",
    ),
    "list for a mapping": (
        "network: {subnets: [a]}",
        "network.subnets",
        "must be a mapping of keys to values, not a list",
    ),
    "text for a section": (
        "storage: none",
        "storage",
        'must be a mapping of keys to values, not the text "none"',
    ),
    "unknown word": (
        "network: {tenancy: dedicate}",
        "network.tenancy",
        'unknown word "dedicate", did you mean "dedicated"?',
    ),
    "truth for a word": ("network: {tenancy: no}", "network.tenancy", "must be one of default, dedicated"),
    "twice in a list": (
        "identity: {guarded_tags: [a, a]}",
        "identity.guarded_tags[1]",
        "a is there twice; remove one",
    ),
    "tag key too long": (
        f"tags: {{{'k' * 129}: v}}",
        f"tags.{'k' * 129}",
        "must have 1 to 128 characters, it has 129",
    ),
    "tag key empty": ('tags: {"": v}', "tags.", "must have 1 to 128 characters, it has 0"),
    "tag value too long": (
        f"tags: {{k: {'v' * 257}}}",
        "tags.k",
        "must have 0 to 256 characters, it has 257",
    ),
    "tag characters": (
        "tags: {k: a#b}",
        "tags.k",
        "may hold only letters, digits, spaces and + - = . _ : / @",
    ),
    "tag prefix": ("tags: {AWS:k: v}", "tags.AWS:k", "must not begin with aws:"),
    "tags but for case": ("tags: {ENV: a, env: b}", "tags.env", 'differs from "ENV" only in case'),
    "too many tags": (
        "tags: {" + ", ".join(f"t{n}: v" for n in range(41)) + "}",
        "tags",
        "41 tags; at most 40",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_once_with_its_key(case: str, complaints: Complaints) -> None:
    text, path, said = WRONG[case]
    [(told_path, told)] = complaints(text)
    assert told_path == path
    assert said in told


def top(**keys: str) -> str:
    """A file of the three required keys, some of them replaced; an empty one is left out."""
    keys = {"name": "acme", "region": "eu-west-1", "notify": "a@example.com", **keys}
    return "".join(f"{key}: {value}\n" for key, value in keys.items() if value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (top(name=""), "name: is missing; add for instance name: acme"),
        (top(region=""), "region: is missing; add for instance region: eu-west-1"),
        (top(notify=""), "notify: is missing; add for instance notify: security@example.com"),
        (top(name="a"), "must be 2 to 20 lower-case letters, digits and single hyphens"),
        (top(name="a" * 21), "must be 2 to 20"),
        (top(name="Acme"), "must be 2 to 20"),
        (top(name="acme-"), "must be 2 to 20"),
        (top(name="ac--me"), "must be 2 to 20"),
        (top(name="1acme"), "must be 2 to 20"),
        (top(name="awsome"), "must not begin with aws or amazon"),
        (top(name="amazonia"), "must not begin with aws or amazon"),
        (top(name="sthree"), "Amazon S3 keeps for itself"),
        (top(name="amzn-s3-demo-x"), "Amazon S3 keeps for itself"),
        (top(name="~"), "name: YAML reads ~ as nothing"),
        (top(region="eu-west1"), 'unknown region "eu-west1", did you mean "eu-west-1"?'),
        (top(region="eu-west-1a"), 'did you mean "eu-west-1"?'),
        (top(notify="nobody"), "is not an e-mail address such as security@example.com"),
        (top(notify="a@b"), "is not an e-mail address"),
        (top(notify="a b@example.com"), "is not an e-mail address"),
        (top(notify=".a@example.com"), "is not an e-mail address"),
        (top(notify="a@-example.com"), "is not an e-mail address"),
        (top(notify="a@example..com"), "is not an e-mail address"),
        (top(notify="a" * 65 + "@example.com"), "is not an e-mail address"),
    ],
)
def test_what_is_wrong_at_the_top_is_told_once(text: str, said: str, raw_complaints: RawComplaints) -> None:
    [told] = raw_complaints(text)
    assert said in told


@pytest.mark.parametrize("address", ["a+b@example.com", "first.last@sub.example.co.uk", "o'neil@example.com"])
def test_unusual_but_right_addresses_are_taken(address: str) -> None:
    assert parse_email(address) == address
