"""Public keys are read to the last byte; secrets are refused wherever they stand, and never repeated."""

import base64
from collections.abc import Callable

import pytest

from baseline.settings.model import Settings

Complaints = Callable[[str], list[tuple[str, str]]]


def _field(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _line(kind: str, *fields: bytes, says: str | None = None) -> str:
    data = b"".join(_field(field) for field in (kind.encode(), *fields))
    return f"{says or kind} {base64.b64encode(data).decode()} somebody@example.com"


ED25519 = _line("ssh-ed25519", bytes(range(32)))


def _rsa(bits: int) -> str:
    return _line("ssh-rsa", b"\x01\x00\x01", b"\x00" + ((1 << (bits - 1)) + 1).to_bytes(bits // 8, "big"))


def _pair(line: str) -> str:
    return f"compute: {{key_pairs: {{first: {{public_key: '{line}'}}}}}}\n"


@pytest.mark.parametrize("line", [ED25519, _rsa(2048), _rsa(4096)])
def test_a_public_key_is_taken_without_its_comment(accepted: Callable[[str], Settings], line: str) -> None:
    key = accepted(_pair(line)).compute.key_pairs["first"].public_key
    assert key == " ".join(line.split()[:2])


WRONG = {
    "another kind": (_line("ssh-dss", b"1"), "begins with ssh-ed25519 or ssh-rsa"),
    "only a word": ("ssh-rsa", "begins with ssh-ed25519 or ssh-rsa"),
    "no base64": ("ssh-ed25519 !!!!", "is damaged"),
    "cut off": (ED25519.split()[0] + " " + ED25519.split()[1][:40], "is damaged"),
    "empty": ("ssh-rsa AAAA", "is damaged"),
    "kinds that differ": (_line("ssh-rsa", b"1", b"2", says="ssh-ed25519"), "inside is of another kind"),
    "a weak key": (_rsa(1024), "an RSA key of 1024 bits; take ed25519"),
    "a size that EC2 refuses": (_rsa(3072), "an RSA key of 3072 bits"),
    "an RSA key with too much": (_line("ssh-rsa", b"1", b"2", b"3"), "is no RSA key"),
    "an ed25519 key that is too short": (_line("ssh-ed25519", b"1"), "is no ed25519 key"),
}


@pytest.mark.parametrize(("line", "text"), WRONG.values(), ids=WRONG)
def test_what_is_no_public_key_is_refused(complaints: Complaints, line: str, text: str) -> None:
    ((path, told),) = complaints(_pair(line))
    assert path == "compute.key_pairs.first.public_key" and text in told


SECRETS = [
    "-----BEGIN OPENSSH PRIVATE KEY-----\nabc",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----",
    "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU",
    "PuTTY-User-Key-File-3: ssh-ed25519",
    "AKIA" + "A2B3C4D5E6F7G2H3",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    ("yaml", "path"),
    [
        ("compute: {{key_pairs: {{first: {{public_key: {0}}}}}}}", "compute.key_pairs.first.public_key"),
        ("tags: {{note: {0}}}", "tags.note"),
        ("what_is_this: [{0}]", "what_is_this[0]"),
    ],
)
def test_a_secret_is_refused_wherever_it_stands_and_not_repeated(
    complaints: Complaints, secret: str, yaml: str, path: str
) -> None:
    quoted = '"' + secret.replace("\n", "\\n") + '"'
    found = complaints(yaml.format(quoted))
    assert path in [where for where, text in found if "whoever has read this file has it" in text]
    assert not any(secret.split("\n")[0] in text for _, text in found)
