"""Whoever keeps keys is told what to do before the data can be, and what keeps it readable."""

import pytest

from baseline.checklist.keys import key_steps
from baseline.settings.encryption import Encryption

ANCHOR = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"
HSM = {"tier": "hsm", "trust_anchor": ANCHOR, "secret": "door"}
PROXY = {"endpoint": "https://xks.example.com", "secret": "door", "keys": {"volumes": "v"}}


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"keys": "imported"}, ["import material", "rotate"]),
        ({"keys": "cloudhsm", "cloudhsm": HSM}, ["acme-hsm; add two modules", "secret door", "rotate"]),
        ({"keys": "external", "external": PROXY}, ["secret door", "rotate"]),
        ({"keys": "customer"}, []),
        ({"keys": "aws"}, []),
    ],
)
def test_each_choice_has_its_steps(section: dict[str, object], words: list[str]) -> None:
    found = list(key_steps(Encryption.model_validate(section), name="acme"))
    assert len(found) == len(words)
    for step, word in zip(found, words, strict=True):
        assert word in step.what
