"""The section `encryption`."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from baseline.settings.network.ends import TierEnd
from baseline.settings.network.model import Network
from baseline.settings.problem import Finding, quoted, remedy
from baseline.settings.section import Section
from baseline.settings.storage import Storage
from baseline.settings.text import Parsed, spelt
from baseline.settings.unreadable import where_readable
from baseline.settings.workload.model import Workload

# https://docs.aws.amazon.com/cloudhsm/latest/userguide/configure-sg.html
_HSM_PORTS = (2223, 2225)
_CERTIFICATE = re.compile(r"\s*-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*")

SecretName = Annotated[
    str,
    spelt(
        r"[A-Za-z0-9/_+=.@-]{1,200}", "the name of a secret in Secrets Manager; letters, digits and /_+=.@-"
    ),
]
# https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
ExternalKeyId = Annotated[str, spelt(r"[a-zA-Z0-9._-]{1,128}", "1 to 128 letters, digits, dots, _ and -")]


def parse_certificate(text: str) -> str:
    """One X.509 certificate in PEM; raises ValueError for anything else."""
    match = _CERTIFICATE.fullmatch(text)
    if match is None:
        raise ValueError("must be one certificate, from -----BEGIN CERTIFICATE----- to its END line")
    try:
        content = base64.b64decode("".join(match[1].split()), validate=True)
    except binascii.Error:
        raise ValueError("is a damaged certificate; copy the whole file") from None
    if content[:1] != b"\x30":  # ASN.1's SEQUENCE, with which every certificate begins
        raise ValueError("holds no certificate; copy the whole file")
    return text.strip() + "\n"


Certificate = Annotated[str, Parsed(parse_certificate, {"pattern": "BEGIN CERTIFICATE"})]


class CloudHsm(Section):
    """Hardware security modules of your own, in a tier without ways out."""

    tier: str = Field(description="The tier whose subnets hold the modules.", examples=["hsm"])
    trust_anchor: Certificate = Field(
        description="The certificate with which you initialise the cluster (customerCA.crt), in PEM.",
        examples=["|"],
    )
    secret: SecretName = Field(
        description="The secret in Secrets Manager with the password of the user kmsuser; made by hand.",
        examples=["kmsuser"],
    )


class ExternalKeys(Section):
    """The names of your keys in the external key manager."""

    volumes: ExternalKeyId = Field(description="The key of volumes.", examples=["volumes-1"])
    storage: ExternalKeyId | None = Field(
        default=None, description="The key of buckets; needed where a bucket has `encryption: kms`."
    )
    workload: ExternalKeyId | None = Field(
        default=None, description="The key of the workload; needed where there is one."
    )


class ExternalKeyStore(Section):
    """A key manager outside of AWS, behind a proxy that speaks AWS's protocol XKS."""

    endpoint: Annotated[
        str, spelt(r"https://[a-z0-9.-]+(:[0-9]+)?", "an address such as https://xks.example.com")
    ] = Field(description="Where the proxy answers.", examples=["https://xks.example.com"])
    path: Annotated[str, spelt(r"(/[a-zA-Z0-9_-]+)*/kms/xks/v1", "a path that ends in /kms/xks/v1")] = Field(
        default="/kms/xks/v1", description="The path there."
    )
    vpc_service: (
        Annotated[
            str,
            spelt(
                r"com\.amazonaws\.vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-f]+",
                "the name of a VPC endpoint service, com.amazonaws.vpce...",
            ),
        ]
        | None
    ) = Field(default=None, description="The VPC endpoint service that leads to it; the internet if absent.")
    secret: SecretName = Field(
        description="The secret in Secrets Manager with the proxy's credential, as JSON with accessKeyId and "
        "secretAccessKey; made by hand.",
        examples=["xks-proxy"],
    )
    keys: ExternalKeys = Field(description="The names of your keys there.")


class Encryption(Section):
    """Who keeps the keys of volumes, buckets and the workload. Those of records are always yours, in KMS."""

    keys: Literal["aws", "customer", "imported", "cloudhsm", "external"] = Field(
        default="customer",
        description="`customer`: yours, in KMS; `aws`: those of AWS, for volumes and "
        "buckets; `imported`: yours, with material that "
        "you make; `cloudhsm` and `external`: in modules, or in a key manager, of your own.",
    )
    rotation_days: int = Field(
        default=365, ge=90, le=2560, description="Days between rotations of each key that KMS rotates."
    )
    cloudhsm: CloudHsm | None = Field(default=None, description="For `keys: cloudhsm`.")
    external: ExternalKeyStore | None = Field(default=None, description="For `keys: external`.")


@where_readable
def key_findings(encryption: Encryption) -> Iterator[Finding]:
    """A choice without its section, and a section without its choice."""
    for choice in ("cloudhsm", "external"):
        wanted, there = encryption.keys == choice, getattr(encryption, choice) is not None
        if wanted and not there:
            yield Finding(("keys",), f"{choice} needs the section encryption.{choice}; see docs/reference.md")
        if there and not wanted:
            yield Finding((choice,), f"is used only with keys: {choice}; remove one or change the other")


@where_readable
def external_key_findings(encryption: Encryption, storage: Storage, workload: Workload) -> Iterator[Finding]:
    """Keys that are needed from the external key manager, and not named."""
    if encryption.external is None:
        return
    keys, buckets = encryption.external.keys, storage.buckets.values()
    if not keys.storage and any(bucket.encryption == "kms" for bucket in buckets):
        yield Finding(("external", "keys"), "storage is missing, and a bucket has encryption: kms")
    if not keys.workload and not workload.is_empty:
        yield Finding(("external", "keys"), "workload is missing, and what is in workload needs a key")


@where_readable
def hsm_findings(hsm: CloudHsm, network: Network) -> Iterator[Finding]:
    """A tier that is not there, leads out, or in which the modules cannot talk to each other."""
    tier = network.subnets.get(hsm.tier)
    if tier is None:
        yield Finding(("tier",), f"unknown tier {quoted(hsm.tier)}{remedy(hsm.tier, [*network.subnets])}")
        return
    if tier.routes:
        yield Finding(
            ("tier",), f"{hsm.tier} has ways out of the VPC; modules stand in a tier without routes"
        )
    first, last = _HSM_PORTS
    itself = TierEnd(hsm.tier)
    if not any(
        rule.from_ == itself == rule.to
        and any(p.protocol == "tcp" and p.first <= first and p.last >= last for p in rule.ports)
        for rule in network.allow
    ):
        yield Finding(
            ("tier",),
            f"KMS and the modules talk within {hsm.tier}; add {{from: {hsm.tier}, to: {hsm.tier}, "
            f"ports: [tcp/{first}-{last}]}} to network.allow",
        )
