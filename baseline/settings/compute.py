"""The section `compute`."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from baseline.settings.public_key import PublicKey
from baseline.settings.section import Section
from baseline.settings.text import spelt

KeyPairName = Annotated[
    str,
    spelt(r"[a-z][a-z0-9-]{0,39}", "1 to 40 lower-case letters, digits and hyphens, beginning with a letter"),
]


class KeyPair(Section):
    """The public half of a key pair for the first logon; the private half stays with its owner."""

    public_key: PublicKey = Field(
        description="The line in the `.pub` file of ssh-keygen: ed25519, or RSA of 2,048 or 4,096 bits.",
        examples=["ssh-ed25519 AAAA..."],
    )


class Compute(Section):
    """How instances are logged on to."""

    key_pairs: Mapping[KeyPairName, KeyPair] = Field(
        default_factory=dict,
        description="Key pairs by name; in AWS each is called `<name>-<key pair>`. None is ever made in the "
        "cloud.",
    )
