"""No private key is ever in the cloud."""

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from baseline_constructs.compute.imported_key_pair import ImportedKeyPair


def test_only_the_given_public_half_is_imported() -> None:
    stack = cdk.Stack()
    ImportedKeyPair(stack, "Pair", name="acme-first", public_key="ssh-ed25519 AAAA")
    (pair,) = Template.from_stack(stack).find_resources("AWS::EC2::KeyPair").values()
    assert pair["Properties"] == {
        "KeyName": "acme-first",
        "PublicKeyMaterial": "ssh-ed25519 AAAA",
        "Tags": [{"Key": "Name", "Value": "acme-first"}],
    }


@pytest.mark.parametrize("text", ["", "-----BEGIN OPENSSH PRIVATE KEY-----"])
def test_without_a_public_key_nothing_is_made(text: str) -> None:
    with pytest.raises(ValueError, match="takes a public key"):
        ImportedKeyPair(cdk.Stack(), "Pair", name="acme-first", public_key=text)
