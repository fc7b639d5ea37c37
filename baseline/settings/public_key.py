"""SSH public keys, read to the last byte, so that nothing else passes for one."""

import base64
import binascii
from typing import Annotated

from baseline.settings.text import Parsed

# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-key-pairs.html, "Requirements"
_RSA_BITS = (2048, 4096)
_ED25519_BYTES = 32


def parse_public_key(text: str) -> str:
    """The key in OpenSSH's notation (RFC 4253, section 6.6) without its comment.

    Raises:
        ValueError: It is none that EC2 takes, or a weak one. The text is not repeated: it may be a secret.
    """
    words = text.split()
    if len(words) < 2 or words[0] not in ("ssh-ed25519", "ssh-rsa"):
        raise ValueError("must be the content of a .pub file that begins with ssh-ed25519 or ssh-rsa")
    try:
        fields = _fields(base64.b64decode(words[1], validate=True))
    except (binascii.Error, IndexError):
        raise ValueError(
            f"the part behind {words[0]} is damaged; copy the whole line of the .pub file"
        ) from None
    if fields[0] != words[0].encode():
        raise ValueError(f"says {words[0]}, but the key inside is of another kind")
    if words[0] == "ssh-rsa":
        _check_rsa(fields)
    elif len(fields) != 2 or len(fields[1]) != _ED25519_BYTES:
        raise ValueError("is no ed25519 key; copy the whole line of the .pub file")
    return f"{words[0]} {words[1]}"


def _check_rsa(fields: list[bytes]) -> None:
    if len(fields) != 3:
        raise ValueError("is no RSA key; copy the whole line of the .pub file")
    bits = int.from_bytes(fields[2], "big").bit_length()
    if bits not in _RSA_BITS:
        raise ValueError(f"an RSA key of {bits} bits; take ed25519, or RSA with 2048 or 4096 bits")


def _fields(data: bytes) -> list[bytes]:
    """The length-prefixed fields; raises IndexError where a length leads past the end."""
    fields: list[bytes] = []
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 4 + length
        if end > len(data) or at + 4 > len(data):
            raise IndexError(at)
        fields.append(data[at + 4 : end])
        at = end
    if not fields:
        raise IndexError(0)
    return fields


PublicKey = Annotated[str, Parsed(parse_public_key, {"pattern": "^ssh-(ed25519|rsa) "})]
